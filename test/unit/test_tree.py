"""The quick walk over typed columns never misses a fault that the slow walks over single values would find."""

from __future__ import annotations

from random import Random
from typing import Annotated, Any, TypeAlias

import pytest

from order_capture_client import models
from order_capture_client._model.answer import from_answer
from order_capture_client._model.base import Model
from order_capture_client._model.enum_values import enum_problems
from order_capture_client._model.marks import OneOf
from order_capture_client._model.open_model import OpenModel
from order_capture_client._model.output import holds_more
from order_capture_client._model.tree import is_as_declared, models_by_class
from order_capture_client._model.types import Integer
from test.mutations import document, mutated, text_of
from test.samples import CART

COUNT = 300


Coupons: TypeAlias = Annotated[
    models.CouponRequest | models.Metadata,
    OneOf("kind", "kind", {"coupon": models.CouponRequest, "metadata": models.Metadata}),
]


class Noted(models.ItemRequest):
    """A line with a field of a user's own."""

    note: str | None = None


ODD: list[Any] = [
    None,
    1,
    True,
    2.5,
    "text",
    "MOBILE_APP",
    b"bytes",
    [],
    {},
    ["a", 1],
    models.Channel.WEBAPP,
    models.ShoppingType.ONLINE,
    models.ItemRequest(item_no="1"),
    [models.ItemRequest(item_no="1")],
    [Noted(item_no="1")],
    models.Metadata(),
]


def cart() -> models.CheckoutRequest:
    made = models.CheckoutRequest.from_dict(
        CART | {"consents": ["NEED_HELP"], "serviceArea": {"zipCode": "25185"}, "coupon": {"couponId": "X"}}
    )
    assert made is not None
    return made


def test_a_validated_request_is_as_declared() -> None:
    assert is_as_declared(cart())
    assert is_as_declared(models.CheckoutPatchRequest(items=[]))
    assert next(kind for kind, _ in models_by_class(cart())) is models.CheckoutRequest
    assert {kind: len(found) for kind, found in models_by_class(cart())} == {
        models.CheckoutRequest: 1,
        models.ItemRequest: 1,
        models.ServiceAreaRequest: 1,
        models.CouponRequest: 1,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "WEBAPP"},
        {"channel": models.ShoppingType.ONLINE},
        {"language_code": 1},
        {"apply_employee_discount": 1},
        {"consents": ["a", None]},
        {"consents": ("a",)},
        {"consents": "a"},
        {"items": [{"itemNo": "1"}]},
        {"items": (models.ItemRequest(),)},
        {"items": [models.ItemRequest(), None]},
        {"items": [models.ItemRequest(), Noted()]},
        {"items": [models.PatchItemRequest()]},
        {"items": [models.ItemRequest().model_copy(update={"quantity": "1"})]},
        {"service_area": {"zipCode": "1"}},
        {"service_area": ""},
    ],
    ids=str,
)
def test_any_other_type_is_not(change: dict[str, Any]) -> None:
    assert not is_as_declared(cart().model_copy(update=change))


class Boxes(Model):
    """Maps and a choice of models, which the models of the contract do not have."""

    lines: dict[str, models.ItemRequest] | None = None
    counts: dict[str, Integer] | None = None
    one: list[Coupons] | None = None


def test_models_in_maps_and_of_a_choice_are_found_by_their_class() -> None:
    line, coupon, metadata = models.ItemRequest(), models.CouponRequest(coupon_id="X"), models.Metadata()
    made = Boxes(lines={"a": line}, counts={"b": 1}).model_copy(update={"one": [coupon, metadata, coupon]})

    assert is_as_declared(made)
    assert dict(models_by_class(made)) == {
        Boxes: [made],
        models.ItemRequest: [line],
        models.CouponRequest: [coupon, coupon],
        models.Metadata: [metadata],
    }


@pytest.mark.parametrize(
    "change",
    [
        {"lines": {"a": 1}},
        {"lines": [models.ItemRequest()]},
        {"counts": {"a": "1"}},
        {"counts": [1]},
        {"counts": {"a": 1, "b": None}},
        {"one": [models.ItemRequest()]},
        {"one": {"a": models.CouponRequest(coupon_id="X")}},
    ],
    ids=str,
)
def test_any_other_type_in_maps_and_choices_is_not(change: dict[str, Any]) -> None:
    assert not is_as_declared(Boxes(lines={"c": models.ItemRequest()}).model_copy(update=change))


def test_a_model_with_fields_of_any_name_is_left_to_the_walks_that_search_them() -> None:
    assert not is_as_declared(OpenModel())


def test_a_model_that_may_hold_itself_is_left_to_the_walks_that_end() -> None:
    class Circle(Model):
        inner: list[Circle] | None = None

    Circle.model_rebuild()
    made = Circle(inner=[Circle()])
    assert made.inner is not None
    made.inner.append(made)

    assert not is_as_declared(made)


def test_a_request_that_passes_has_no_fault_that_the_slow_walks_find() -> None:
    random = Random(12)
    passed = 0
    for _ in range(COUNT):
        made = cart()
        for _ in range(random.randrange(3)):
            made = made.model_copy(
                update={random.choice(list(models.CheckoutRequest.model_fields)): random.choice(ODD)}
            )
        if is_as_declared(made):
            passed += 1
            assert enum_problems(made) == []
            made.model_dump_json(by_alias=True, exclude_none=True, warnings="error")
    assert 0 < passed < COUNT


def goes_out_as_more(value: Any) -> bool:
    """Return whether a value holds unknown fields, by a complete search."""
    if isinstance(value, Model):
        return bool(value.model_extra) or goes_out_as_more(list(vars(value).values()))
    if isinstance(value, dict):
        return goes_out_as_more(list(value.values()))
    return isinstance(value, list) and any(map(goes_out_as_more, value))


def test_unknown_fields_are_found_wherever_they_are() -> None:
    random = Random(12)
    schema = {"$ref": "#/components/schemas/CheckoutDto"}
    found: list[bool] = []
    for _ in range(COUNT):
        answer = mutated(document(schema, random), random)
        if not isinstance(answer, dict):
            continue
        made, _ = from_answer(models.CheckoutDto, text_of(answer).encode())
        found.append(holds_more(made))
        assert found[-1] == goes_out_as_more(made)
    assert {*found} == {True, False}
