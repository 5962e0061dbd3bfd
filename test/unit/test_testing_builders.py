"""Answers and requests made by hand: valid, plausible, and changed by keywords at any depth."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from order_capture_client import ApiValueError, CheckoutState
from order_capture_client._core.decode import read_response
from order_capture_client._core.wire import ExchangeResult
from order_capture_client._model.base import Model
from order_capture_client.testing import (
    make_checkout,
    make_consumer_info,
    make_created,
    make_error_details,
    make_request,
    make_user,
)
from order_capture_client.transport import Response
from test.samples import OPERATIONS

BUILDERS: list[tuple[str, Callable[..., Model]]] = [
    ("create_checkout", make_created),
    ("get_order", make_checkout),
    ("get_consumer_info", make_consumer_info),
    ("get_user_contacts", make_user),
]


@pytest.mark.parametrize(("name", "make"), BUILDERS, ids=[name for name, _ in BUILDERS])
def test_an_answer_agrees_with_the_contract(name: str, make: Callable[..., Model]) -> None:
    made = make()
    ended = ExchangeResult(Response(OPERATIONS[name].success, {}, made.to_json().encode()), 1, 0.0)

    answer = read_response(OPERATIONS[name], ended, strict=True)

    assert (answer.data, answer.drift) == (made, ())


def test_there_is_a_builder_for_the_answer_of_each_operation() -> None:
    assert {type(make()) for _, make in BUILDERS} == {row.result() for row in OPERATIONS.values() if row.result}


@pytest.mark.parametrize("lines", [0, 1, 3, 12])
def test_totals_are_those_of_the_lines(lines: int) -> None:
    checkout = make_checkout(lines)

    assert checkout.items is not None
    assert len({item.item_no for item in checkout.items}) == lines
    assert checkout.total_price is not None
    assert checkout.total_price.incl_tax == sum(
        item.total_price.incl_tax or 0 for item in checkout.items if item.total_price is not None
    )
    assert checkout.quantity == sum(item.quantity or 0 for item in checkout.items)


@pytest.mark.parametrize(
    ("changes", "path", "expected"),
    [
        ({"currency": "EUR"}, "currency", "EUR"),
        ({"total_price": {"incl_tax": 10}}, "total_price.incl_tax", Decimal(10)),
        ({"total_price": {"incl_tax": 10}}, "total_price.excl_tax", Decimal(8)),
        ({"total_price": {"incl_tax": 10}}, "total_price.currency_code", "SEK"),
        ({"total_price": {"inclTax": 10}}, "total_price.incl_tax", Decimal(10)),
        ({"items": [{"quantity": 4}]}, "items.0.quantity", 4),
        ({"items": [{"quantity": 4}]}, "items.0.name", "LILLÅNGEN"),
        ({"items": [{"quantity": 4}]}, "total_price.incl_tax", Decimal(4 * 799)),
        ({"items": [{"total_price": {"per_item_price": {"incl_tax": 5}}}]}, "total_price.incl_tax", Decimal(5)),
        ({"items": [{"total_price": {"incl_tax": 7}}, {}]}, "total_price.incl_tax", Decimal(7 + 2 * 1299)),
        ({"items": [{"totalPrice": None}]}, "items.0.total_price.incl_tax", Decimal()),
        ({"total_price": None}, "total_price", None),
        ({"service_area": {"zip_code": "25185"}}, "service_area.zip_code", "25185"),
        ({"state": "ORDER_COMPLETE"}, "order_number", "1158491376"),
        ({"state": CheckoutState.ORDER_COMPLETE}, "order_number", "1158491376"),
        ({"state": "INITIATED"}, "order_number", None),
    ],
    ids=repr,
)
def test_a_keyword_changes_a_field_at_any_depth(changes: dict[str, Any], path: str, expected: object) -> None:
    value: Any = make_checkout(**changes)
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)

    assert value == expected


def test_builders_return_new_objects() -> None:
    first, second = make_checkout(), make_checkout()
    first.state = CheckoutState.EXPIRED

    assert second.state is CheckoutState.INITIATED


def test_a_request_has_the_lines_that_were_asked_for() -> None:
    request = make_request([{"item_no": "00263850", "quantity": 7}], language_code="de")

    assert [(item.item_no, item.quantity) for item in request.items] == [("00263850", 7)]
    assert request.language_code == "de"
    assert len(make_request(5).items) == 5


@pytest.mark.parametrize(
    ("make", "changes", "said"),
    [
        (make_checkout, {"curency": "SEK"}, "currency"),
        (make_checkout, {"items": [{"quantty": 1}]}, "quantity"),
        (make_request, {"shopping_type": 1}, "shopping_type"),
        (make_error_details, {"error_code": "x"}, "error_code"),
    ],
    ids=["misspelt", "misspelt below", "wrong type", "wrong type of an error"],
)
def test_a_change_that_does_not_fit_is_refused(make: Callable[..., Model], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ApiValueError, match=said):
        make(**changes)
