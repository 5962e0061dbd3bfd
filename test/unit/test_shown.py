"""Display of a model: short, masked, and with any content of its fields."""

from __future__ import annotations

import pprint
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, cast

import pytest

from order_capture_client import ApiResponse, models
from order_capture_client._model.base import Model
from order_capture_client.models import (
    CheckoutDto,
    CheckoutPatchRequest,
    CheckoutRequest,
    ErrorDetails,
    Price,
    QuestionSet,
    ShippingContact,
)
from test.faults.size import LARGE
from test.orders import document, order, unchecked
from test.unit.test_models import OBJECTS, model_class, sample, schemas

CANARY = "canary-7f3a"
ROUNDS = 5_000 if LARGE else 20


def raw(model: Any, /, **fields: Any) -> Any:
    """Return a model with content that does not fit, as a drifted answer leaves it."""
    return model.model_construct(**fields)


# Short


def test_an_order_fits_a_few_lines_of_a_terminal() -> None:
    made = order(state="PAYMENT_COMPLETED")
    assert len(repr(made)) < 2_000
    assert made.items is not None
    assert len(repr(made.items[0])) < 500
    assert len(repr(order(lines=200, state="PAYMENT_COMPLETED"))) < 2_000


PRICE = {"type": "ORDER_TOTAL", "currencyCode": "SEK", "inclTax": 9, "exclTax": 7, "tax": 2}


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            lambda: CheckoutDto.from_dict({"shoppingType": "ONLINE", "orderTotal": PRICE}),
            "CheckoutDto(shopping_type=ShoppingType.ONLINE, order_total=Price(type=PriceType.ORDER_TOTAL, "
            "incl_tax=Decimal('9'), excl_tax=Decimal('7'), ...))",
        ),
        (
            lambda: Price.from_dict({"type": "X", "currencyCode": "SEK", "regularPrice": {"taxList": []}}),
            "Price(type='X', regular_price=BasePrice(tax_list=[]), currency_code='SEK')",
        ),
        (
            lambda: CheckoutDto.from_dict({"shoppingType": "X", "orderTotal": PRICE | {"regularPrice": {"tax": 1}}}),
            "CheckoutDto(shopping_type='X', order_total=Price(type=PriceType.ORDER_TOTAL, "
            "incl_tax=Decimal('9'), excl_tax=Decimal('7'), ...))",
        ),
        (
            lambda: models.ItemDto.from_dict({"totalPrice": {"type": "X", "currencyCode": "S", "regularPrice": {}}}),
            "ItemDto(total_price=Price(type='X', regular_price=BasePrice(...), currency_code='S'))",
        ),
        (lambda: ErrorDetails(message="x" * 80), f"ErrorDetails(message='{'x' * 80}')"),
        (lambda: ErrorDetails(message="x" * 81), f"ErrorDetails(message='{'x' * 77}...')"),
        (lambda: ErrorDetails(details_map={"a": "b"}), "ErrorDetails(details_map={'a': 'b'})"),
        (
            lambda: ErrorDetails(details_map={"a" * 81: "b" * 81} | dict.fromkeys("cdef", "")),
            f"ErrorDetails(details_map={{'{'a' * 77}...': '{'b' * 77}...', 'c': '', 'd': '', ... 2 more}})",
        ),
        (lambda: raw(CheckoutDto, vpc_codes=[]), "CheckoutDto(vpc_codes=[])"),
        (lambda: raw(CheckoutDto, vpc_codes=["a", "b", "c"]), "CheckoutDto(vpc_codes=['a', 'b', 'c'])"),
        (lambda: raw(CheckoutDto, vpc_codes=["a"] * 9), "CheckoutDto(vpc_codes=['a', 'a', 'a', ... 6 more])"),
        (lambda: raw(CheckoutDto, items=[]), "CheckoutDto(items=[])"),
        (
            lambda: ErrorDetails.from_dict(dict.fromkeys(["a", "b c", "d\n" * 41, "e", "f"], CANARY)),
            f"ErrorDetails(a=..., 'b c'=..., {('d' + chr(10)) * 38 + 'd...'!r}=..., ... 2 more)",
        ),
    ],
    ids=[
        "a nested model",
        "a nested model with few fields",
        "a model in a nested one, beyond what is shown",
        "a model in a nested one",
        "a text of the longest kind",
        "a longer text",
        "a map",
        "a long map with long texts",
        "an empty list of texts",
        "a short list of texts",
        "a long list of texts",
        "an empty list of models",
        "unknown fields",
    ],
)
def test_a_repr_is_short(made: Callable[[], object], text: str) -> None:
    assert repr(made()) == text


def test_a_name_that_is_no_text_is_shown() -> None:
    assert repr(CheckoutDto.from_answer(cast("Any", {1: 2}))) == "CheckoutDto('1'=...)"


# Masked


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: raw(CheckoutDto, service_area=CANARY), "CheckoutDto(service_area='***')"),
        (lambda: raw(CheckoutDto, service_area={"city": CANARY}), "CheckoutDto(service_area='***')"),
        (lambda: raw(CheckoutDto, service_area=[CANARY]), "CheckoutDto(service_area='***')"),
        (lambda: raw(CheckoutDto, items={"name": CANARY}), "CheckoutDto(items='***')"),
        (lambda: raw(CheckoutDto, items=[CANARY, {"name": CANARY}]), "CheckoutDto(items=[2 x ItemDto])"),
        (lambda: raw(CheckoutDto, currency={"name": CANARY}), "CheckoutDto(currency=...)"),
        (lambda: raw(CheckoutDto, currency=[CANARY]), "CheckoutDto(currency=...)"),
        (lambda: raw(CheckoutDto, vpc_codes=[{"name": CANARY}, [CANARY]]), "CheckoutDto(vpc_codes=[..., ...])"),
        (lambda: raw(CheckoutDto, vpc_codes={"name": CANARY}), "CheckoutDto(vpc_codes=...)"),
        (lambda: raw(ErrorDetails, details_map={"a": {"b": CANARY}}), "ErrorDetails(details_map={'a': ...})"),
        (lambda: raw(ErrorDetails, details_map=[CANARY]), "ErrorDetails(details_map=...)"),
        (
            lambda: raw(QuestionSet, service_id_service_relation_map=[CANARY]),
            "QuestionSet(service_id_service_relation_map='***')",
        ),
        (lambda: raw(ShippingContact, first_name={"first": CANARY}), "ShippingContact(first_name='***')"),
    ],
    ids=[
        "a text for a model",
        "an object for a model",
        "a list for a model",
        "an object for a list of models",
        "anything in a list of models",
        "an object for a text",
        "a list for a text",
        "anything in a list of texts",
        "an object for a list of texts",
        "an object in a map of texts",
        "a list for a map of texts",
        "a list for a map of models",
        "an object for personal data",
    ],
)
def test_what_came_in_place_of_something_else_is_masked(made: Callable[[], Any], text: str) -> None:
    model = made()
    assert repr(model) == text
    assert CANARY not in model.to_str()
    assert CANARY not in repr(model.to_dict(mask_personal_data=True))
    assert CANARY in repr(model.to_dict())


@pytest.mark.parametrize(
    ("made", "masked"),
    [
        (lambda: raw(CheckoutDto, currency={"a": {"b": CANARY}}), {"currency": {"a": {"b": "***"}}}),
        (lambda: raw(CheckoutDto, currency=[[CANARY], {"a": 1}]), {"currency": [["***"], {"a": "***"}]}),
        (
            lambda: raw(CheckoutDto, vpc_codes=["A", [CANARY], {"b": [CANARY]}]),
            {"vpcCodes": ["A", ["***"], {"b": ["***"]}]},
        ),
        (
            lambda: raw(ErrorDetails, details_map={"a": "A", "b": [[CANARY]]}),
            {"detailsMap": {"a": "A", "b": [["***"]]}},
        ),
        (lambda: raw(CheckoutDto, items=[CANARY, models.ItemDto(quantity=1)]), {"items": ["***", {"quantity": 1}]}),
        (
            lambda: raw(CheckoutDto, currency=[models.BillingContact(first_name=CANARY, country="SE")]),
            {"currency": [{"firstName": "***", "country": "SE"}]},
        ),
    ],
    ids=[
        "an object in an object for a text",
        "a list and an object in a list for a text",
        "a list and an object in a list of texts",
        "lists in a map of texts",
        "a text in a list of models",
        "a model in a list for a text",
    ],
)
def test_a_mask_stands_for_each_value_and_keeps_the_shape(made: Callable[[], Model], masked: dict[str, object]) -> None:
    assert made().to_dict(mask_personal_data=True) == masked


def test_a_masked_dict_is_the_dict_with_masks() -> None:
    made = CheckoutRequest(
        shopping_type="ONLINE",
        channel="WEBAPP",
        language_code="sv",
        service_area={"zip_code": "25185"},  # type: ignore[arg-type]
        items=[],
    )
    plain = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": []}
    assert made.to_dict() == plain | {"serviceArea": {"zipCode": "25185"}}
    assert made.to_dict(mask_personal_data=False) == made.to_dict()
    assert made.to_dict(mask_personal_data=True) == plain | {"serviceArea": {"zipCode": "***"}}


def test_masking_is_asked_for_by_keyword() -> None:
    with pytest.raises(TypeError):
        ErrorDetails().to_dict(True)  # type: ignore[call-arg]


def leaves(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], object]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


@pytest.mark.parametrize("name", OBJECTS)
def test_a_mask_stands_for_personal_and_unknown_values_and_for_nothing_else(name: str) -> None:
    answer = sample(schemas()[name], personal=CANARY, depth=4) | {"future": CANARY, "nothing": None}
    made = model_class(name).from_dict(answer)
    shown, masked = dict(leaves(made.to_dict())), dict(leaves(made.to_dict(mask_personal_data=True)))
    assert masked == {path: "***" if value == CANARY else value for path, value in shown.items()}


# Any content of the fields

JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    10**300,
    1.5,
    Decimal("NaN"),
    Decimal("Infinity"),
    Decimal("1E+300"),
    Decimal("1E-300"),
    "",
    "<script>alert(1)</script>",
    "x" * 10_000,
    "\ud800",
    [],
    [None],
    [[], {}],
    {},
    {"inclTax": "1"},
    {"1": {"deep": [None]}},
    datetime(1, 1, 1, tzinfo=timezone.utc),
    "9999-12-31T24:00:00",
    "0001-01-01T00:00:00+14:00",
]


def show_all(model: Model) -> str:
    """Everything that a model gives to show or to read."""
    response = ApiResponse(status_code=200, data=model, raw_data=b"")
    for cls in type(model).__mro__:
        for name, value in vars(cls).items():
            if isinstance(value, property) and cls.__module__.startswith("order_capture_client.models._behaviour."):
                getattr(model, name)
    assert repr(model)
    assert model.to_str() == pprint.pformat(model.to_dict(mask_personal_data=True), sort_dicts=False)
    if isinstance(model, CheckoutDto) and (line := model.item("00263850")):
        assert line.item_no == "00263850"
    for field in type(model).model_fields:
        value = getattr(model, field, None)
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, Model):
                show_all(entry)
    return response._repr_html_()


def mutated(value: Any, chance: random.Random, share: float) -> Any:
    """Return a JSON value with junk in place of a share of all values."""
    if chance.random() < share:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {name: mutated(item, chance, share) for name, item in value.items()}
    if isinstance(value, list):
        return [mutated(item, chance, share) for item in value]
    return value


def test_nothing_that_a_checkout_may_hold_is_too_odd_to_show() -> None:
    answer = document(order(state="PAYMENT_COMPLETED", familyCardNo="1233645878937646"))
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        share = chance.choice([0.01, 0.1, 0.5])
        odd = {name: mutated(value, chance, share) for name, value in answer.items()}
        html = show_all(unchecked(CheckoutDto, odd))
        assert "<script" not in html
        assert len(html) < 100_000, seed


@pytest.mark.parametrize("name", OBJECTS)
def test_any_field_may_hold_anything(name: str) -> None:
    model = model_class(name)
    show_all(model.model_construct())
    for junk in JUNK:
        show_all(model.model_construct(**dict.fromkeys(model.model_fields, junk)))
        show_all(model.model_construct(**{field: [junk] for field in model.model_fields}))


def test_a_patch_may_be_asked_of_any_checkout() -> None:
    from order_capture_client import ApiValueError

    for junk in JUNK:
        made = CheckoutDto.model_construct(**dict.fromkeys(CheckoutDto.model_fields, junk))
        with pytest.raises(ApiValueError, match="not an article of the checkout"):
            CheckoutPatchRequest.reducing(made, {"00263850": 0})
