"""`Checked` and `FromAnswer`: models of this package as fields of a user's own models."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from order_capture_client import (
    Channel,
    Checked,
    CheckoutDto,
    CheckoutRequest,
    FromAnswer,
    ItemRequest,
)
from order_capture_client._model.open_model import OpenModel
from test.samples import sample

SECRET = "6275980000000001"
CART: dict[str, Any] = {
    "shoppingType": "ONLINE",
    "channel": "WEBAPP",
    "languageCode": "sv",
    "items": [{"itemNo": "1", "quantity": 1}],
}
DRIFTED = '{"shoppingType":"ONLINE","quantity":"2","tip":12.5,"items":[{"itemNo":7}],"state":"PAUSED"}'


class Body(BaseModel):
    cart: Checked[CheckoutRequest]


class Stored(BaseModel):
    order: FromAnswer[CheckoutDto]
    more: list[FromAnswer[CheckoutDto]] = []


def in_python(data: Any) -> Any:
    return Body.model_validate({"cart": data})


def in_json(data: Any) -> Any:
    return Body.model_validate_json(json.dumps({"cart": data}))


def alone(data: Any) -> Any:
    return TypeAdapter(Checked[CheckoutRequest]).validate_python(data)


def faults(error: ValidationError) -> list[tuple[str, str]]:
    found = error.errors(include_url=False)
    assert all(fault["input"] is None and fault["type"] == "request_refused" for fault in found)
    return [(".".join(map(str, fault["loc"])).removeprefix("cart."), fault["msg"]) for fault in found]


# Requests


@pytest.mark.parametrize("validate", [in_python, in_json, alone])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"chanel": SECRET}, [("chanel", "CheckoutRequest has no such field; did you mean 'channel'?")]),
        ({"channel": SECRET}, [("channel", "one of WEBAPP, MOBILE_APP expected")]),
        ({"languageCode": None}, [("languageCode", "required")]),
        ({"language_code": SECRET}, [("languageCode", "given twice, as 'language_code' and 'languageCode'")]),
        (
            {"items": [{"itemNo": "1", "qantity": SECRET}]},
            [("items.0.qantity", "ItemRequest has no such field; did you mean 'quantity'?")],
        ),
        ({"items": [{"quantity": SECRET}]}, [("items.0.quantity", "whole number expected")]),
        (
            {"consumerInfo": {"checkoutType": SECRET, "x": SECRET}},
            [("consumerInfo.x", "ConsumerInfo has no such field")],
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_fault_of_a_request_is_refused_by_its_place(
    change: dict[str, Any], expected: list[tuple[str, str]], validate: Callable[[Any], Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        validate({**CART, **change})
    assert faults(caught.value) == expected
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("data", [SECRET, [SECRET], 5, None])
def test_a_request_is_a_model_or_an_object(data: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        alone(data)
    assert faults(caught.value) == [("", "CheckoutRequest or a dict expected")]
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("validate", [in_python, in_json])
def test_a_request_that_fits_is_taken(validate: Callable[[Any], Body]) -> None:
    made = validate(CART)

    assert made.cart == CheckoutRequest(**CART)
    assert made.cart.channel is Channel.WEBAPP
    assert Body.model_validate_json(made.model_dump_json(by_alias=True, exclude_none=True)) == made


def test_a_request_with_python_names_is_taken() -> None:
    assert in_python({"shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv", "items": []}).cart


def surplus() -> Any:
    return CheckoutRequest.from_dict({**CART, "tip": SECRET})


def surplus_within() -> Any:
    return CheckoutRequest(**{**CART, "items": [ItemRequest.from_dict({"tip": SECRET})]})


def unknown_value() -> Any:
    return CheckoutRequest(**{**CART, "channel": SECRET})


def put_into_a_list() -> Any:
    made: Any = CheckoutRequest(**CART)
    made.items.append({"tip": SECRET})
    return made


@pytest.mark.parametrize(
    ("make", "place"),
    [(surplus, "tip"), (surplus_within, "items.0.tip"), (unknown_value, "channel"), (put_into_a_list, "items.1.tip")],
)
def test_a_model_is_checked_too(make: Callable[[], Any], place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        in_python(make())
    assert [path for path, _ in faults(caught.value)] == [place]
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("validate", [in_python, alone])
def test_text_that_no_body_can_hold_is_refused(validate: Callable[[Any], Any]) -> None:
    with pytest.raises(ValidationError, match="holds half of a surrogate pair"):
        validate({**CART, "languageCode": "\ud800"})


def test_a_model_that_fits_is_taken() -> None:
    cart = CheckoutRequest(**CART)

    assert Body(cart=cart).cart == cart


def test_fields_of_any_name_stay_where_the_contract_allows_them() -> None:
    class Labels(OpenModel):
        name: str

    adapter = TypeAdapter(Checked[Labels])
    assert adapter.validate_python({"name": "x", "other": 1.5}).additional_properties == {"other": Decimal("1.5")}


# Answers


@pytest.mark.parametrize(
    "data",
    [DRIFTED, DRIFTED.encode(), json.loads(DRIFTED), CheckoutDto.from_answer(DRIFTED)],
    ids=["text", "bytes", "mapping", "model"],
)
def test_an_answer_is_read_as_a_call_reads_it(data: Any) -> None:
    made = Stored(order=data)

    assert made.order == CheckoutDto.from_answer(DRIFTED)
    assert made.order.model_extra == {"tip": Decimal("12.5")}


def test_a_model_is_taken_as_it_is() -> None:
    order = CheckoutDto.from_answer(DRIFTED)

    assert Stored(order=order).order is order


def test_an_answer_is_written_as_the_client_writes_it() -> None:
    stored = Stored(order=DRIFTED, more=[json.loads(sample("get_order", 200))])  # type: ignore[arg-type]

    assert stored.model_dump(mode="json") == {
        "order": stored.order.to_dict(mode="json"),
        "more": [stored.more[0].to_dict(mode="json")],
    }
    assert json.loads(stored.model_dump_json())["order"] == json.loads(DRIFTED)
    assert Stored.model_validate_json(stored.model_dump_json()) == stored


def test_a_dump_in_python_takes_the_options_and_gives_no_warning() -> None:
    stored = Stored(order=DRIFTED)  # type: ignore[arg-type]

    assert stored.model_dump(by_alias=True, exclude_unset=True)["order"] == stored.order.to_dict()
    assert stored.model_dump(include={"order": {"quantity"}}) == {"order": {"quantity": "2"}}


def test_the_error_for_a_value_that_is_no_answer_shows_nothing() -> None:
    for data in (f'{{"a":"{SECRET}"', [SECRET], 5):
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(FromAnswer[CheckoutDto]).validate_python(data)
        assert SECRET not in str(caught.value)
        assert faults(caught.value) == [("", "CheckoutDto, or the JSON object of an answer, expected")]


# Both


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_is_that_of_the_model(mode: Any) -> None:
    class Both(BaseModel):
        model_config = ConfigDict(title="Both")

        cart: Checked[CheckoutRequest]
        order: FromAnswer[CheckoutDto] | None = None

    schema = Both.model_json_schema(mode=mode)
    assert schema["properties"]["cart"] == {"$ref": "#/$defs/CheckoutRequest"}
    assert schema["properties"]["order"]["anyOf"] == [{"$ref": "#/$defs/CheckoutDto"}, {"type": "null"}]
    assert schema["$defs"]["CheckoutRequest"]["properties"]["channel"]["description"]
