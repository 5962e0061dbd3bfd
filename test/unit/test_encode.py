"""Arguments to requests: `_core/encode.py`."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_capture_client import models
from order_capture_client._core.encode import ACCEPT, build_request
from order_capture_client._core.headers import checked_headers, merged_headers
from order_capture_client._core.options import CallOptions
from order_capture_client._core.wire import Address, Request
from order_capture_client.api.operations import CREATE_CHECKOUT, GET_CHECKOUT, GET_ORDER, GET_USER_CONTACTS, UPDATE_USER
from order_capture_client.exceptions import ApiTypeError, ApiValueError, OpenApiException
from test.samples import ARGUMENTS, CART, CHECKOUT_ID, OPERATIONS

ADDRESS = Address("https://api.example.com", "/ordercaptureapi")


def build(name: str, *arguments: object, default_headers: dict[str, object] | None = None, **options: Any) -> Request:
    return build_request(
        OPERATIONS[name],
        arguments,
        cast("CallOptions", options),
        address=ADDRESS,
        default_headers=default_headers or {},
    )


def get_order(default_headers: dict[str, object] | None = None, **options: Any) -> Request:
    return build("get_order", CHECKOUT_ID, "se", default_headers=default_headers, **options)


def create(body: object, **options: Any) -> Request:
    return build("create_checkout", "se", body, **options)


def query_of(checkout: object) -> str:
    return build("get_checkout", "c1", "se", checkout).target.partition("?")[2]


# The nine operations


@pytest.mark.parametrize(
    ("name", "method", "target"),
    [
        ("create_checkout", "POST", "/se/checkouts"),
        ("create_existing_order_checkout", "POST", "/se/existing-order-checkouts"),
        ("get_checkout", "GET", f"/se/checkouts/{CHECKOUT_ID}?shoppingType=ONLINE&channel=WEBAPP"),
        ("get_consumer_info", "GET", f"/se/checkouts/{CHECKOUT_ID}/consumerinfo"),
        ("get_i_gift_order", "GET", f"/se/checkouts/{CHECKOUT_ID}/igiftorder"),
        ("get_order", "GET", f"/se/checkouts/{CHECKOUT_ID}/order"),
        ("get_user_contacts", "GET", "/se/checkouts/user?zipcode=25185"),
        ("patch_checkout", "PATCH", f"/se/checkouts/{CHECKOUT_ID}"),
        ("update_user", "PUT", f"/se/checkouts/{CHECKOUT_ID}/user"),
    ],
)
def test_each_operation_has_its_method_and_address(name: str, method: str, target: str) -> None:
    request = build(name, *ARGUMENTS[name].values())

    assert (request.method, request.url) == (method, f"https://api.example.com/ordercaptureapi{target}")


@pytest.mark.parametrize("name", OPERATIONS)
def test_only_operations_with_a_body_send_one(name: str) -> None:
    request = build(name, *ARGUMENTS[name].values())

    has_body = request.method in ("POST", "PUT", "PATCH")
    assert (request.body is not None) == has_body
    assert ("Content-Type" in request.headers) == has_body


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(
            get_order(),
            Request(
                "GET",
                "https://api.example.com",
                f"/ordercaptureapi/se/checkouts/{CHECKOUT_ID}/order",
                {"Accept": "application/json, application/problem+json"},
            ),
            id="get_order",
        ),
        pytest.param(
            create(CART, default_headers={"User-Agent": "shop/1"}, _headers={"X-Trace": "7"}),
            Request(
                "POST",
                "https://api.example.com",
                "/ordercaptureapi/se/checkouts",
                {
                    "Accept": "application/json, application/problem+json",
                    "Content-Type": "application/json",
                    "User-Agent": "shop/1",
                    "X-Trace": "7",
                },
                b'{"shoppingType":"ONLINE","channel":"WEBAPP","languageCode":"sv",'
                b'"items":[{"itemNo":"10098949","quantity":2}]}',
            ),
            id="create_checkout",
        ),
        pytest.param(
            build("update_user", "se", CHECKOUT_ID, {"oldUser": "gäst"}),
            Request(
                "PUT",
                "https://api.example.com",
                f"/ordercaptureapi/se/checkouts/{CHECKOUT_ID}/user",
                {"Accept": "application/json, application/problem+json", "Content-Type": "application/json"},
                '{"oldUser":"gäst"}'.encode(),
            ),
            id="update_user",
        ),
        pytest.param(
            build("patch_checkout", CHECKOUT_ID, "se", {}),
            Request(
                "PATCH",
                "https://api.example.com",
                f"/ordercaptureapi/se/checkouts/{CHECKOUT_ID}",
                {"Accept": "application/json, application/problem+json", "Content-Type": "application/json"},
                b"{}",
            ),
            id="patch_checkout without changes",
        ),
    ],
)
def test_whole_requests(request_: Request, expected: Request) -> None:
    assert request_ == expected


def test_an_address_without_a_path_is_fine() -> None:
    request = build_request(
        GET_USER_CONTACTS, ("se", None), {}, address=Address("http://127.0.0.1:8080", ""), default_headers={}
    )

    assert request.url == "http://127.0.0.1:8080/se/checkouts/user"


def test_the_arguments_are_left_as_they_are() -> None:
    default_headers = {"User-Agent": "shop/1"}
    body = {"old_user": "guest-1"}

    build_request(
        UPDATE_USER, ("se", "c1", body), {"_headers": {"A": "1"}}, address=ADDRESS, default_headers=default_headers
    )

    assert (default_headers, body) == ({"User-Agent": "shop/1"}, {"old_user": "guest-1"})


# Path values


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("1e0f2b7c-54d3", "1e0f2b7c-54d3"),
        ("~a-b_c.d", "~a-b_c.d"),
        ("...", "..."),
        ("..a", "..a"),
        ("a?b#c", "a%3Fb%23c"),
        ("a;b=c", "a%3Bb%3Dc"),
        ("a:b@c", "a%3Ab%40c"),
        ("a+b&c", "a%2Bb%26c"),
        ("{retailUnit}", "%7BretailUnit%7D"),
        ("ä", "%C3%A4"),
        ("USER", "USER"),
    ],
)
def test_a_path_value_is_encoded_as_one_segment(value: str, segment: str) -> None:
    assert build("get_order", value, "se").target == f"/ordercaptureapi/se/checkouts/{segment}/order"


PATH_VALUES_REFUSED = [
    pytest.param("", id="empty"),
    pytest.param(".", id="dot"),
    pytest.param("..", id="two dots"),
    pytest.param("a/b", id="slash"),
    pytest.param("../admin", id="dots and slash"),
    pytest.param("a\\b", id="backslash"),
    pytest.param("a%2Fb", id="percent"),
    pytest.param("a b", id="space"),
    pytest.param(" a", id="leading space"),
    pytest.param("a\t", id="tab"),
    pytest.param("a\r\nX-Evil: 1", id="line break"),
    pytest.param("a\x00", id="NUL"),
    pytest.param("a\x7f", id="DEL"),
    pytest.param("a\u00a0", id="no-break space"),
    pytest.param("a\u2028", id="line separator"),
    pytest.param("a\x85", id="next line, a C1 control"),
    pytest.param("a\x9b", id="another C1 control"),
    pytest.param("a\ud800", id="lone surrogate"),
    pytest.param(7, id="number"),
    pytest.param(True, id="boolean"),
    pytest.param(b"c1", id="bytes"),
]


@pytest.mark.parametrize("value", PATH_VALUES_REFUSED)
@pytest.mark.parametrize("name", ["checkout_id", "retail_unit"])
def test_a_path_value_that_is_not_one_segment_is_refused(name: str, value: object) -> None:
    arguments = {"checkout_id": "c1", "retail_unit": "se", name: value}

    with pytest.raises(ApiValueError, match=f"^{name}: "):
        build("get_order", arguments["checkout_id"], arguments["retail_unit"])


def test_a_checkout_cannot_be_called_user() -> None:
    with pytest.raises(ApiValueError, match=r"checkout_id: 'user' is reserved; .* address of another operation"):
        build("get_checkout", "user", "se", {"shoppingType": "ONLINE", "channel": "WEBAPP"})


def test_a_retail_unit_may_be_called_user() -> None:
    assert build("get_order", "c1", "user").target == "/ordercaptureapi/user/checkouts/c1/order"


@given(st.text(), st.text())
def test_the_path_has_as_many_segments_as_its_template(checkout_id: str, retail_unit: str) -> None:
    try:
        target = build("get_order", checkout_id, retail_unit).target
    except ApiValueError:
        return

    assert target.isascii()
    assert [unquote(part) for part in target.split("/")] == [
        "",
        "ordercaptureapi",
        retail_unit,
        "checkouts",
        checkout_id,
        "order",
    ]


# Required parameters


@pytest.mark.parametrize(
    ("operation", "parameter"),
    [
        (name, parameter.name)
        for name, operation in OPERATIONS.items()
        for parameter in operation.parameters
        if parameter.name != "zipcode"
    ],
)
def test_none_for_a_required_parameter_is_refused(operation: str, parameter: str) -> None:
    arguments = ARGUMENTS[operation] | {parameter: None}

    with pytest.raises(ApiValueError, match=f"^{parameter}: required$"):
        build(operation, *arguments.values())


def test_none_for_an_optional_parameter_leaves_it_out() -> None:
    assert build("get_user_contacts", "se", None).target == "/ordercaptureapi/se/checkouts/user"


# Query


@pytest.mark.parametrize(
    ("zipcode", "query"),
    [
        ("25185", "zipcode=25185"),
        ("SW1A 1AA", "zipcode=SW1A%201AA"),
        ("", "zipcode="),
        ("1&a=b#c", "zipcode=1%26a%3Db%23c"),
        ("ö+", "zipcode=%C3%B6%2B"),
    ],
)
def test_a_query_value_is_encoded(zipcode: str, query: str) -> None:
    assert build("get_user_contacts", "se", zipcode).target == f"/ordercaptureapi/se/checkouts/user?{query}"


@pytest.mark.parametrize("zipcode", [25185, True, b"25185", ["25185"], "\ud800"])
def test_a_query_value_that_is_not_text_is_refused(zipcode: object) -> None:
    with pytest.raises(ApiValueError, match=r"^zipcode: "):
        build("get_user_contacts", "se", zipcode)


REQUIRED = {"shoppingType": "ONLINE", "channel": "WEBAPP"}


@pytest.mark.parametrize(
    ("more", "query"),
    [
        pytest.param({}, "", id="required ones only"),
        pytest.param({"applyEmployeeDiscount": True, "ebvOrder": False}, "applyEmployeeDiscount=true&ebvOrder=false"),
        pytest.param({"quantity": Decimal("2.50")}, "quantity=2.50", id="Decimal"),
        pytest.param({"quantity": 19.9}, "quantity=19.9", id="float"),
        pytest.param({"quantity": 3}, "quantity=3", id="int"),
        pytest.param({"state": models.CheckoutState.INITIATED}, "state=INITIATED", id="enum member"),
        pytest.param({"state": "SHIPPING_CONTATCTS_SET"}, "state=SHIPPING_CONTATCTS_SET", id="enum text"),
        pytest.param({"familyCardNo": None}, "", id="None is absent"),
        pytest.param({"cartCheckSum": "a b&c=ü"}, "cartCheckSum=a%20b%26c%3D%C3%BC", id="encoded"),
        pytest.param({"useSOPCreateOrder": True}, "useSOPCreateOrder=true", id="irregular name"),
        pytest.param({"language_code": "sv"}, "languageCode=sv", id="Python name"),
    ],
)
def test_the_checkout_goes_out_as_query_parameters(more: dict[str, Any], query: str) -> None:
    assert query_of(REQUIRED | more) == "&".join(filter(None, ["shoppingType=ONLINE&channel=WEBAPP", query]))


def test_a_model_and_a_dict_give_the_same_query() -> None:
    model = models.Checkout(
        shopping_type=models.ShoppingType.ONLINE, channel="MOBILE_APP", checkout_id="c1", ebv_order=True
    )

    assert query_of(model) == "checkoutId=c1&shoppingType=ONLINE&channel=MOBILE_APP&ebvOrder=true"
    assert query_of(model) == query_of(model.to_dict())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        pytest.param({"serviceArea": {"zipCode": "25185"}}, "service_area", id="object"),
        pytest.param({"orderTotal": {"type": "ORDER_TOTAL", "currencyCode": "SEK"}}, "order_total", id="price"),
        pytest.param({"items": [{"itemNo": "10098949"}]}, "items", id="list of objects"),
        pytest.param({"consents": ["NEED_HELP"]}, "consents", id="list of text"),
        pytest.param({"vpcCodes": []}, "vpc_codes", id="empty list"),
        pytest.param({"metadata": {}}, "metadata", id="empty object"),
    ],
)
def test_objects_and_lists_are_refused_in_the_query_by_name(more: dict[str, Any], field: str) -> None:
    with pytest.raises(ApiValueError, match=f"^checkout.{field}: objects and lists cannot be sent in the address"):
        query_of(REQUIRED | more)


@pytest.mark.parametrize(
    ("checkout", "message"),
    [
        pytest.param({"channel": "WEBAPP"}, r"^checkout.shoppingType: required$", id="required field"),
        pytest.param(REQUIRED | {"chanel": "X"}, r"^checkout.chanel: .*did you mean 'channel'", id="misspelt"),
        pytest.param(REQUIRED | {"channel": "KIOSK"}, r"^checkout.channel: one of WEBAPP, MOBILE_APP", id="enum"),
        pytest.param(REQUIRED | {"currency": "\ud800"}, r"^checkout", id="lone surrogate"),
        pytest.param("?channel=WEBAPP", r"^checkout: Checkout or a dict expected$", id="text"),
        pytest.param(models.UpdateUser(), r"^checkout: Checkout or a dict expected$", id="another model"),
    ],
)
def test_a_checkout_that_does_not_fit_is_refused(checkout: object, message: str) -> None:
    with pytest.raises(ApiValueError, match=message):
        query_of(checkout)


# Bodies

BODY = (
    b'{"shoppingType":"ONLINE","channel":"WEBAPP","applyEmployeeDiscount":true,"serviceArea":{"zipCode":"25185"},'
    b'"languageCode":"sv","items":[{"itemNo":"00263850","quantity":1},{"itemNo":"10098949","quantity":2}]}'
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            models.CheckoutRequest(
                shopping_type=models.ShoppingType.ONLINE,
                channel=models.Channel.WEBAPP,
                apply_employee_discount=True,
                service_area=models.ServiceAreaRequest(zip_code="25185"),
                language_code="sv",
                items=[
                    models.ItemRequest(item_no="00263850", quantity=1),
                    models.ItemRequest(item_no="10098949", quantity=2),
                ],
            ),
            id="model",
        ),
        pytest.param(
            {
                "shopping_type": "ONLINE",
                "channel": "WEBAPP",
                "apply_employee_discount": True,
                "service_area": {"zip_code": "25185"},
                "language_code": "sv",
                "items": [{"item_no": "00263850", "quantity": 1}, {"item_no": "10098949", "quantity": 2}],
            },
            id="dict with Python names",
        ),
        pytest.param(
            {
                "shoppingType": "ONLINE",
                "channel": "WEBAPP",
                "applyEmployeeDiscount": True,
                "serviceArea": {"zipCode": "25185"},
                "languageCode": "sv",
                "items": [{"itemNo": "00263850", "quantity": 1}, {"itemNo": "10098949", "quantity": 2}],
            },
            id="dict with wire names",
        ),
        pytest.param(
            {
                "items": [models.ItemRequest(item_no="00263850", quantity=1), {"itemNo": "10098949", "quantity": 2.0}],
                "shopping_type": models.ShoppingType.ONLINE,
                "languageCode": "sv",
                "channel": "WEBAPP",
                "service_area": models.ServiceAreaRequest(zip_code="25185"),
                "applyEmployeeDiscount": True,
                "coupon": None,
            },
            id="all mixed",
        ),
    ],
)
def test_a_body_is_the_same_however_it_is_given(body: object) -> None:
    assert create(body).body == BODY


@pytest.mark.parametrize(
    "wrap",
    [pytest.param(MappingProxyType, id="MappingProxyType"), pytest.param(UserDict, id="UserDict")],
)
def test_a_body_may_be_any_mapping(wrap: Callable[[dict[str, Any]], object]) -> None:
    assert create(wrap(CART)).body == create(CART).body


def test_leading_zeros_and_letters_beyond_ascii_go_out_as_they_are() -> None:
    body = create(CART | {"items": [{"itemNo": "00000001", "group": "kök"}]}).body

    assert body is not None
    assert body.endswith('"items":[{"itemNo":"00000001","group":"kök"}]}'.encode())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(models.ItemRequest(), "^checkout_request: CheckoutRequest or a dict expected$", id="other model"),
        pytest.param(
            models.ExistingOrderCheckoutRequest.model_construct(),
            "^checkout_request: CheckoutRequest or a dict expected$",
            id="the other create's model",
        ),
        pytest.param("{}", "^checkout_request: CheckoutRequest or a dict expected$", id="text"),
        pytest.param([CART], "^checkout_request: CheckoutRequest or a dict expected$", id="list"),
        pytest.param(
            {"channel": "WEBAPP", "languageCode": "sv", "items": []},
            "^checkout_request.shoppingType: required$",
            id="required field",
        ),
        pytest.param(
            CART | {"items": [{"itemNo": "10098949", "quantity": "2"}]},
            r"^checkout_request.items\[0\].quantity: whole number expected$",
            id="type of a nested field",
        ),
        pytest.param(
            CART | {"items": [{"itemNo": 10098949}]},
            r"^checkout_request.items\[0\].itemNo: text expected, in quotes: a number would lose its leading zeros$",
            id="article number as a number",
        ),
        pytest.param(
            CART | {"items": [{"item_nr": "10098949"}]},
            r"^checkout_request.items\[0\].item_nr: ItemRequest has no such field; did you mean 'item_no'\?$",
            id="misspelt nested field",
        ),
        pytest.param(
            CART | {"language_code": "sv"},
            "^checkout_request.language_code: given twice, as 'language_code' and 'languageCode'$",
            id="both spellings",
        ),
        pytest.param(CART | {"vpcCodes": ["\ud800"]}, r"(?i)^checkout_?request", id="lone surrogate"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(body: object, message: str) -> None:
    with pytest.raises(ApiValueError, match=message):
        create(body)


@pytest.mark.filterwarnings("ignore")
def test_what_was_put_into_a_list_later_is_checked_when_it_is_sent() -> None:
    request = models.CheckoutRequest(shopping_type="ONLINE", channel="WEBAPP", language_code="sv", items=[])
    request.items.append({"item_no": "10098949", "quantity": 2.0})  # type: ignore[arg-type]
    body = create(request).body
    assert body is not None
    assert body.endswith(b'"items":[{"itemNo":"10098949","quantity":2}]}')

    request.items.append({"item_nr": "10098949"})  # type: ignore[arg-type]
    with pytest.raises(ApiValueError, match=r"^checkout_request\.items\[1\]\.item_nr: ItemRequest has no such field"):
        create(request)


def test_a_value_that_passed_all_checks_is_refused_before_the_rules_compare_it() -> None:
    request = models.CheckoutRequest.from_dict(CART)
    assert request is not None
    request.items[0] = request.items[0].model_copy(update={"quantity": "2"})

    with pytest.raises(ApiValueError, match=r"^checkout_request\.items\[0\]\.quantity: whole number expected$"):
        create(request)


def test_a_body_is_checked_before_it_is_encoded() -> None:
    with pytest.raises(ApiValueError, match=r"^checkout_request\.items\[0\]\.quantity: at least 1 expected$"):
        create(CART | {"items": [{"itemNo": "\ud800", "quantity": 0}]})


def test_all_faults_of_a_body_are_named_at_once() -> None:
    with pytest.raises(ApiValueError) as caught:
        create({"channel": "WEBAPP", "langCode": "sv", "items": [{}]})

    for place in ("checkout_request.langCode", "checkout_request.shoppingType", "checkout_request.languageCode"):
        assert place in str(caught.value)


def test_the_message_does_not_show_the_values_of_a_body() -> None:
    with pytest.raises(ApiValueError) as caught:
        build("update_user", "se", "c1", {"oldUser": ["secret-user"]})

    assert "secret-user" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"channel": "KIOSK"},
            "checkout_request.channel: one of WEBAPP, MOBILE_APP expected",
        ),
        (
            {"consumerInfo": {"name": "a", "checkoutType": "ODD"}},
            "checkout_request.consumer_info.checkout_type: one of "
            + ", ".join(member.value for member in models.CheckoutType)
            + " expected",
        ),
    ],
    ids=["top", "nested"],
)
def test_an_unknown_enum_value_is_refused_with_the_known_ones(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiValueError) as caught:
        create(CART | change)

    assert str(caught.value) == message


def test_the_text_of_an_enum_value_may_be_put_into_a_copy() -> None:
    request = models.CheckoutRequest.from_dict(CART)
    assert request is not None
    copied = request.model_copy(update={"channel": "MOBILE_APP"})

    assert b'"channel":"MOBILE_APP"' in (create(copied).body or b"")


class Noted(models.ItemRequest):
    """A line with a field of a user's own."""

    note: str | None = None


def test_fields_of_a_users_own_within_a_body_are_refused_and_not_left_out() -> None:
    request = models.CheckoutRequest.from_dict(CART)
    assert request is not None
    request.items = [models.ItemRequest(item_no="10098949", quantity=1), Noted(item_no="00263850", quantity=1)]
    assert b"00263850" in (create(request).body or b"")
    request.items[1] = Noted(item_no="00263850", quantity=1, note="n")

    with pytest.raises(ApiValueError, match=r"^checkout_request\.items\[1\]\.note: only ItemRequest\.from_dict takes"):
        create(request)


# Headers


@pytest.mark.parametrize(
    ("default", "call", "sent"),
    [
        pytest.param({}, {}, {"Accept": ACCEPT}, id="ours"),
        pytest.param({"accept": "a/b"}, {}, {"accept": "a/b"}, id="default over ours"),
        pytest.param({}, {"ACCEPT": "c/d"}, {"ACCEPT": "c/d"}, id="call over ours"),
        pytest.param({"accept": "a/b"}, {"Accept": "c/d"}, {"Accept": "c/d"}, id="call over default"),
        pytest.param({"A": "1"}, {"B": "2"}, {"Accept": ACCEPT, "A": "1", "B": "2"}, id="all are kept"),
        pytest.param({"A": 1}, {"B": 2.5}, {"Accept": ACCEPT, "A": "1", "B": "2.5"}, id="numbers become text"),
        pytest.param({"A": " 1 "}, {}, {"Accept": ACCEPT, "A": "1"}, id="outer space is dropped"),
    ],
)
def test_headers_of_the_call_win_over_defaults_and_those_over_ours(
    default: dict[str, object], call: dict[str, object], sent: dict[str, str]
) -> None:
    assert get_order(default, _headers=call).headers == sent


def test_a_default_header_in_two_spellings_is_sent_once() -> None:
    headers = get_order({"User-Agent": "ours", "user-agent": "given later"}).headers

    assert headers == {"Accept": ACCEPT, "user-agent": "given later"}


@pytest.mark.parametrize(
    ("content_type", "default", "call", "sent"),
    [
        (None, {}, {}, "application/json"),
        ("application/vnd.ikea+json", {}, {}, "application/vnd.ikea+json"),
        ("application/json; charset=utf-8", {}, {}, "application/json; charset=utf-8"),
        ("application/json", {"content-type": "application/a+json"}, {}, "application/json"),
        ("application/json", {}, {"content-type": "application/b+json"}, "application/b+json"),
    ],
)
def test_content_type(content_type: str | None, default: dict[str, object], call: dict[str, object], sent: str) -> None:
    headers = create(CART, default_headers=default, _content_type=content_type, _headers=call).headers

    assert [value for name, value in headers.items() if name.lower() == "content-type"] == [sent]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "json",
        "multipart/form-data",
        "application/jsonp",
        "",
        7,
        pytest.param("application/json\r\nX-Evil: 1", id="line break"),
        pytest.param("application/json\r\n ;X-Evil: 1", id="folded line"),
        pytest.param("application/json\n;a=b", id="line feed before the parameter"),
        pytest.param("application/json; a=\r", id="carriage return in the parameter"),
        pytest.param("application/json; a=\x00", id="NUL"),
        pytest.param("application/json; a=€", id="beyond Latin-1"),
    ],
)
def test_a_content_type_that_is_not_json_is_refused(content_type: object) -> None:
    with pytest.raises(ApiValueError, match=r"^_content_type"):
        create(CART, _content_type=content_type)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\r\nb", "ä", "a\x00", 7, None])
@pytest.mark.parametrize("option", ["_headers", "default_headers"])
def test_a_header_name_that_cannot_be_sent_is_refused(option: str, name: object) -> None:
    options: dict[str, Any] = {option: {name: "1"}}
    with pytest.raises(ApiValueError, match=f"^{option}: not a header name"):
        get_order(**options)


@pytest.mark.parametrize("name", ["Content-Length", "content-length", "Transfer-Encoding", "TRANSFER-ENCODING"])
@pytest.mark.parametrize("option", ["_headers", "default_headers"])
def test_a_header_that_frames_the_request_is_refused(option: str, name: str) -> None:
    options: dict[str, Any] = {option: {name: "1"}}
    with pytest.raises(ApiValueError, match=f"^{option}: {name} is set by the transport$"):
        get_order(**options)


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a\x00b", "a\x1fb", "a\x7f", "ä", "\u2028", "a\n", None, True, b"a"])
@pytest.mark.parametrize("option", ["_headers", "default_headers"])
def test_a_header_value_that_cannot_be_sent_is_refused(option: str, value: object) -> None:
    with pytest.raises(ApiValueError) as caught:
        get_order(**{option: {"X-Secret": value}})

    assert str(caught.value) == f"{option}['X-Secret']: printable ASCII text expected"


@given(st.text(), st.sampled_from(["_headers", "_content_type"]))
def test_no_value_injects_a_header(value: str, option: str) -> None:
    given_value: object = {"X-Given": value} if option == "_headers" else f"application/json;{value}"
    try:
        headers = create(CART, **{option: given_value}).headers
    except ApiValueError:
        return

    for line in headers.values():
        assert line.isascii()
        assert line.replace("\t", " ").isprintable()
    assert {name.lower() for name in headers} <= {"accept", "content-type", "x-given"}


@pytest.mark.parametrize("headers", ["Accept: a/b", [("Accept", "a/b")], 7, [], ""])
def test_headers_that_are_not_a_mapping_are_refused(headers: object) -> None:
    with pytest.raises(OpenApiException, match=r"^_headers"):
        get_order(_headers=headers)


def test_merged_headers_keep_the_order_and_drop_what_loses() -> None:
    merged = merged_headers({"A": "1", "b": "2", "C": "3"}, {"B": "4"})

    assert list(merged.items()) == [("A", "1"), ("C", "3"), ("B", "4")]


def test_checked_headers_names_the_place() -> None:
    with pytest.raises(ApiValueError, match=r"^here\['X'\]: "):
        checked_headers("here", {"X": "\n"})


# Options


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"_header": {}}, "_header; did you mean _headers?"),
        ({"timeout": 5}, "timeout; did you mean _request_timeout?"),
        ({"zebra": 5}, "zebra"),
        ({"_preload_content": False, "async_req": True}, "_preload_content, async_req"),
    ],
    ids=lambda value: value.partition(";")[0] if isinstance(value, str) else "",
)
def test_an_unknown_option_is_refused_by_name(options: dict[str, Any], text: str) -> None:
    with pytest.raises(ApiTypeError) as caught:
        get_order(**options)

    assert str(caught.value) == f"get_order: no such option: {text}"


@pytest.mark.parametrize("option", sorted(CallOptions.__annotations__))
def test_every_option_may_be_none_or_its_default(option: str) -> None:
    options: dict[str, Any] = {option: 0 if option == "_host_index" else None}

    assert get_order(**options) == get_order()


@pytest.mark.parametrize("index", [1, 4, -1, "0", True])
def test_another_host_index_is_refused_with_its_replacement(index: object) -> None:
    with pytest.raises(ApiValueError, match=r"_host_index: only 0 is taken; .*server_index"):
        get_order(_host_index=index)


def test_credentials_are_no_part_of_it() -> None:
    request = build_request(
        CREATE_CHECKOUT,
        ("se", CART),
        {"_request_auth": {"in": "header", "key": "Authorization", "value": "Bearer canary"}},
        address=ADDRESS,
        default_headers={},
    )

    assert "canary" not in str(request.headers)


def test_printing_a_request_shows_nothing_of_it() -> None:
    request = build_request(
        GET_CHECKOUT,
        ("canary-id", "se", REQUIRED | {"userId": "canary-user"}),
        {"_headers": {"X-Trace": "canary-header"}},
        address=ADDRESS,
        default_headers={},
    )

    assert "canary" in request.url
    assert "canary" in str(request.headers)
    assert "canary" not in f"{request!r} {request}"
    assert repr(build("get_order", "c1", "se")) == "<Request GET https://api.example.com (1 headers, no body)>"
    assert repr(create(CART)).endswith(f"(2 headers, {len(create(CART).body or b'')} bytes)>")


def test_the_operations_are_rows_of_get_order() -> None:
    assert OPERATIONS["get_order"] is GET_ORDER
    assert len(OPERATIONS) == 9
