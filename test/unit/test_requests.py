"""Faults of a request are reported before sending, in our own words: errors of arguments, and `_core/rules.py`."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from order_capture_client import (
    ApiClient,
    ApiValueError,
    CheckoutApi,
    CheckoutPatchRequest,
    CheckoutRequest,
    Configuration,
    DeliveryAreaRequest,
    ItemRequest,
    models,
)
from order_capture_client._core.wire import Request, Response
from test.samples import ARGUMENTS, CART, CHECKOUT_ID, answer

EXISTING_ORDER: dict[str, Any] = ARGUMENTS["create_existing_order_checkout"]["existing_order_checkout_request"]
QUERY: dict[str, Any] = ARGUMENTS["get_checkout"]["checkout"]
Call: TypeAlias = Callable[[CheckoutApi], object]
PERSON = "Astrid Lindqvist"


class Service:
    """Keep the request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def handle(self, request: Request) -> Response:
        self.requests.append(request)
        name, status = {"POST": ("create_checkout", 201), "GET": ("get_order", 200)}.get(
            request.method, ("patch_checkout", 200)
        )
        return answer(name, status)

    def body(self) -> Any:
        """The only body that was sent."""
        (request,) = self.requests
        assert request.body is not None
        return json.loads(request.body)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def api(service: Service) -> Iterator[CheckoutApi]:
    with ApiClient(Configuration(access_token="token"), transport=service) as client:
        yield CheckoutApi(client)


def create(unit: str = "se", **changes: Any) -> Call:
    """A call of `create_checkout` with a cart that is changed."""
    body: Any = {**CART, **changes}
    return lambda api: api.create_checkout(unit, body)


def create_existing(**changes: Any) -> Call:
    body: Any = {**EXISTING_ORDER, **changes}
    return lambda api: api.create_existing_order_checkout("se", body)


def patch(body: Any) -> Call:
    return lambda api: api.patch_checkout(CHECKOUT_ID, "se", body)


def read(**changes: Any) -> Call:
    query: Any = {**QUERY, **changes}
    return lambda api: api.get_checkout(CHECKOUT_ID, "se", query)


def line(number: Any = "10098949", quantity: Any = 1) -> dict[str, Any]:
    return {"item_no": number, "quantity": quantity}


NO_ZEROS_LOST = "text expected, in quotes: a number would lose its leading zeros"
WHOLE = "whole number expected"
FAULTS: list[Any] = [
    pytest.param(
        create(items=[line(), line("00263850"), line("20098949", "3")]),
        [f"checkout_request.items[2].quantity: {WHOLE}"],
        id="a quantity as text, in the third line",
    ),
    pytest.param(create(items=[line(quantity="1")]), [f"checkout_request.items[0].quantity: {WHOLE}"], id='"1"'),
    pytest.param(create(items=[line(quantity=1.5)]), [f"checkout_request.items[0].quantity: {WHOLE}"], id="1.5"),
    pytest.param(create(items=[line(quantity=True)]), [f"checkout_request.items[0].quantity: {WHOLE}"], id="True"),
    pytest.param(
        create(items=[line(quantity=float("nan"))]), ["checkout_request.items[0].quantity: number expected"], id="NaN"
    ),
    pytest.param(
        patch({"items": [line(quantity="0")]}),
        [f"checkout_patch_request.items[0].quantity: {WHOLE}"],
        id="a quantity as text, in a patch",
    ),
    pytest.param(
        create(items=[line(10098949)]),
        [f"checkout_request.items[0].item_no: {NO_ZEROS_LOST}"],
        id="an article number as a number, by its Python name",
    ),
    pytest.param(
        create(items=[{"itemNo": 263850, "quantity": 1}]),
        [f"checkout_request.items[0].itemNo: {NO_ZEROS_LOST}"],
        id="an article number as a number, by its wire name",
    ),
    pytest.param(
        lambda api: api.create_checkout("se", {"items": [{"quantity": 1}]}),
        [
            "checkout_request.shoppingType: required",
            "checkout_request.channel: required",
            "checkout_request.languageCode: required",
        ],
        id="all required fields at once",
    ),
    pytest.param(
        create_existing(orderNumber=None, channel=None),
        [
            "existing_order_checkout_request.channel: required",
            "existing_order_checkout_request.orderNumber: required",
        ],
        id="None for required fields",
    ),
    pytest.param(
        create(service_area={}, coupon={}, serviceItems=[{}]),
        [
            "checkout_request.service_area.zip_code: required",
            "checkout_request.serviceItems[0].itemReferenceList: required",
            "checkout_request.coupon.couponId: required",
        ],
        id="required fields of nested objects",
    ),
    pytest.param(
        create(service_aera={"zip_code": "25185"}),
        ["checkout_request.service_aera: CheckoutRequest has no such field; did you mean 'service_area'?"],
        id="a misspelt name",
    ),
    pytest.param(
        create(channel="KIOSK", consumer_info={"checkout_type": "ODD"}),
        [
            "checkout_request.channel: one of WEBAPP, MOBILE_APP expected",
            f"checkout_request.consumer_info.checkout_type: one of {', '.join(models.CheckoutType)} expected",
        ],
        id="unknown enum values",
    ),
    pytest.param(
        read(channel="KIOSK"), ["checkout.channel: one of WEBAPP, MOBILE_APP expected"], id="unknown in the query"
    ),
    pytest.param(
        lambda api: api.create_checkout("se", CheckoutRequest.model_construct(channel="WEBAPP")),
        [
            "checkout_request.shopping_type: required",
            "checkout_request.language_code: required",
            "checkout_request.items: required",
        ],
        id="a model made past all checks",
    ),
    pytest.param(
        lambda api: api.get_checkout(CHECKOUT_ID, "se", models.Checkout.model_construct(channel="WEBAPP")),
        ["checkout.shopping_type: required"],
        id="a model made past all checks, for the query",
    ),
    pytest.param(
        create(items=[line(), line("00263850"), line("20098949"), line()]),
        [
            "checkout_request.items[3].item_no: same article as items[0]; send one line per article, with its whole "
            "quantity"
        ],
        id="two lines of an article",
    ),
    pytest.param(
        patch({"items": [line(), line()]}),
        [
            "checkout_patch_request.items[1].item_no: same article as items[0]; send one line per article, with its "
            "whole quantity"
        ],
        id="two lines of an article in a patch",
    ),
    pytest.param(
        create(items=[line(quantity=0), line("00263850", -2)]),
        [
            "checkout_request.items[0].quantity: at least 1 expected",
            "checkout_request.items[1].quantity: at least 1 expected",
        ],
        id="quantities below 1 on creation",
    ),
    pytest.param(
        create_existing(items=[line(quantity=0)]),
        ["existing_order_checkout_request.items[0].quantity: at least 1 expected"],
        id="a quantity below 1 for an existing order",
    ),
    pytest.param(
        patch({"items": [line(quantity=-1)]}),
        ["checkout_patch_request.items[0].quantity: at least 0 expected"],
        id="a quantity below 0 in a patch",
    ),
    *(
        pytest.param(
            create(unit, service_area={"zip_code": "25185"}),
            [f"checkout_request.service_area.state_code: required in {unit.upper()}"],
            id=f"no state in {unit}",
        )
        for unit in ("us", "ca", "au", "US")
    ),
    pytest.param(
        create("us", deliveryArea=DeliveryAreaRequest(zip_code="19428", state_code="")),
        ["checkout_request.delivery_area.state_code: required in US"],
        id="an empty state in the older form of the area",
    ),
    *(
        pytest.param(
            call(shopping_app_platform=platform),
            [f"{place}.shopping_app_platform: IKEAAPP_ platforms go with channel MOBILE_APP only"],
            id=f"{platform} on the web: {place}",
        )
        for platform in ("IKEAAPP_IOS", models.ShoppingAppPlatform.IKEAAPP_ANDROID)
        for place, call in (("checkout_request", create), ("existing_order_checkout_request", create_existing))
    ),
    pytest.param(
        create(
            "au",
            items=[line(), line(quantity=0)],
            channel="KIOSK",
            shopping_app_platform="IKEAAPP_IOS",
            service_area={"zip_code": "2000"},
        ),
        [
            "checkout_request.channel: one of WEBAPP, MOBILE_APP expected",
            "checkout_request.items[1].item_no: same article as items[0]; send one line per article, with its whole "
            "quantity",
            "checkout_request.items[1].quantity: at least 1 expected",
            "checkout_request.shopping_app_platform: IKEAAPP_ platforms go with channel MOBILE_APP only",
            "checkout_request.service_area.state_code: required in AU",
        ],
        id="all faults at once",
    ),
]


@pytest.mark.parametrize(("call", "messages"), FAULTS)
def test_a_fault_is_named_by_its_place_and_nothing_is_sent(
    call: Call, messages: list[str], api: CheckoutApi, service: Service
) -> None:
    with pytest.raises(ApiValueError) as caught:
        call(api)

    assert str(caught.value) == "; ".join(messages)
    assert not isinstance(caught.value, ValidationError)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
    assert service.requests == []


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(create(items=[]), id="no lines"),
        pytest.param(create(items=[{"item_no": "10098949"}, {"quantity": 1}, {}, {}]), id="lines that say little"),
        pytest.param(create("us", service_area={"zip_code": "19428", "state_code": "PA"}), id="a state in the US"),
        pytest.param(create("us"), id="no area at all in the US"),
        pytest.param(create("us", preliminary_address_info={"city": "Conshohocken"}), id="an address for forms only"),
        pytest.param(create(service_area={"zip_code": "25185"}), id="no state in Sweden"),
        pytest.param(
            create(channel="MOBILE_APP", shopping_app_platform="IKEAAPP_IOS"), id="the app's platform in the app"
        ),
        pytest.param(create(channel="MOBILE_APP", shopping_app_platform="WEB_BROWSER"), id="a browser in the app"),
        pytest.param(create(shopping_app_platform="B2B_ONLINE"), id="another platform on the web"),
        pytest.param(patch({"items": [line(quantity=0)]}), id="a line taken out"),
        pytest.param(patch({}), id="no change"),
    ],
)
def test_what_breaks_no_rule_is_sent(call: Call, api: CheckoutApi, service: Service) -> None:
    call(api)
    assert len(service.requests) == 1


@pytest.mark.parametrize("quantity", [1.0, Decimal(1), 1])
def test_a_number_without_a_fraction_is_a_whole_one(quantity: object, api: CheckoutApi, service: Service) -> None:
    create(items=[line(quantity=quantity)])(api)
    assert service.body()["items"] == [{"itemNo": "10098949", "quantity": 1}]
    assert type(service.body()["items"][0]["quantity"]) is int


def test_a_rule_sees_what_was_put_into_a_list_later(api: CheckoutApi, service: Service) -> None:
    request = CheckoutRequest(**CART)
    request.items.append({"item_no": "10098949", "quantity": 0})  # type: ignore[arg-type]

    with pytest.raises(ApiValueError, match=r"items\[1\]\.item_no: same article as items\[0\].*items\[1\]\.quantity"):
        api.create_checkout("se", request)
    assert service.requests == []


# Switched off

RULE_BREAKERS: list[Any] = [
    pytest.param(create(items=[line(), line()]), id="two lines of an article"),
    pytest.param(create(items=[line(quantity=0)]), id="a quantity below 1"),
    pytest.param(create("us", service_area={"zip_code": "19428"}), id="no state in the US"),
    pytest.param(create(shopping_app_platform="IKEAAPP_IOS"), id="the app's platform on the web"),
    pytest.param(create_existing(items=[line(), line()]), id="two lines of an existing order"),
    pytest.param(patch({"items": [line(quantity=-1)]}), id="a quantity below 0 in a patch"),
]


@pytest.mark.parametrize("call", RULE_BREAKERS)
def test_rules_can_be_switched_off_in_the_configuration(call: Call, service: Service) -> None:
    configuration = Configuration(access_token="token", client_side_validation=False)
    with ApiClient(configuration, transport=service) as client:
        call(CheckoutApi(client))
    assert len(service.requests) == 1


@pytest.mark.parametrize("configured", [True, False])
@pytest.mark.parametrize("call", RULE_BREAKERS)
def test_what_is_set_on_the_client_wins_over_the_configuration(call: Call, configured: bool, service: Service) -> None:
    configuration = Configuration(access_token="token", client_side_validation=configured)
    with ApiClient(configuration, transport=service) as client:
        client.client_side_validation = not configured
        if configured:
            call(CheckoutApi(client))
        else:
            with pytest.raises(ApiValueError):
                call(CheckoutApi(client))
    assert len(service.requests) == int(configured)


@pytest.mark.parametrize("call", [create(items=[line(quantity="1")]), create(channel="KIOSK")])
def test_what_is_no_rule_of_the_service_cannot_be_switched_off_with_them(call: Call, service: Service) -> None:
    configuration = Configuration(access_token="token", client_side_validation=False)
    with ApiClient(configuration, transport=service) as client, pytest.raises(ApiValueError):
        call(CheckoutApi(client))
    assert service.requests == []


# Enum values that are newer than this version


def test_a_call_may_send_enum_values_that_are_not_known(api: CheckoutApi, service: Service) -> None:
    request: Any = {**CART, "channel": "KIOSK", "consumer_info": {"checkout_type": "ODD"}}
    api.create_checkout("se", request, _allow_unknown_enum_values=True)
    assert service.body() == {**CART, "channel": "KIOSK", "consumerInfo": {"checkoutType": "ODD"}}


def test_a_call_may_ask_with_enum_values_that_are_not_known(api: CheckoutApi, service: Service) -> None:
    query: Any = {**QUERY, "channel": "KIOSK"}
    api.get_checkout(CHECKOUT_ID, "se", query, _allow_unknown_enum_values=True)
    assert service.requests[0].target.endswith("?shoppingType=ONLINE&channel=KIOSK")


def test_a_model_holds_an_unknown_enum_value_until_it_is_sent(api: CheckoutApi) -> None:
    request = CheckoutPatchRequest(profile_type="GUEST")  # type: ignore[arg-type]
    with pytest.raises(ApiValueError) as caught:
        api.patch_checkout(CHECKOUT_ID, "se", request)
    assert str(caught.value) == "checkout_patch_request.profile_type: one of REGULAR, BUSINESS expected"


@pytest.mark.parametrize("value", ["yes", 1, []])
def test_the_option_is_true_or_false(value: Any, api: CheckoutApi) -> None:
    with pytest.raises(ApiValueError, match=r"^_allow_unknown_enum_values: true or false expected$"):
        api.create_checkout("se", CheckoutRequest(**CART), _allow_unknown_enum_values=value)


# Nothing of a person

WRONG: list[Any] = [
    [PERSON],
    {"name": PERSON},
    {PERSON: 1},
    PERSON.encode(),
    (PERSON, PERSON),
    ItemRequest(item_no=PERSON),
    ValueError(PERSON),
]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    "place",
    [
        "familyCardNo",
        "serviceArea.zipCode",
        "serviceArea.city",
        "preliminaryAddressInfo.addressLine1",
        "shippingContacts.firstName",
    ],
)
def test_no_value_of_personal_data_is_in_the_text(place: str, value: Any, api: CheckoutApi) -> None:
    field, _, inner = place.partition(".")
    nested: Any = {"zipCode": "25185", inner: value} if field == "serviceArea" else {inner: value}
    changes: dict[str, Any] = {field: ([nested] if field == "shippingContacts" else nested) if inner else value}

    with pytest.raises(ApiValueError) as caught:
        create(**changes)(api)

    shown = f"{caught.value!s} {caught.value!r} {caught.value.args}"
    assert "Astrid" not in shown
    assert "Lindqvist" not in shown
    assert str(caught.value).startswith(f"checkout_request.{field}")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["items", "itemNo", "quantity", "channel", "service_area", "zipCode", "coupon", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_is_given_no_other_error_leaves(value: Any) -> None:
    body: Any = {**CART, **value} if isinstance(value, dict) else {**CART, "items": value}
    with ApiClient(Configuration(access_token="token"), transport=Service()) as client:
        for call in (patch(value), lambda api: api.create_checkout("us", body)):
            with contextlib.suppress(ApiValueError):
                call(CheckoutApi(client))
