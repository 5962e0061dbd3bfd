"""From a user's input to the rows of a run."""

from __future__ import annotations

from typing import Any

import pytest

from order_capture_client import ApiTypeError, ApiValueError, CheckoutRequest, Configuration, ItemRequest, bulk
from order_capture_client.bulk import InvalidRequest
from order_capture_client.bulk._attempt import Attempt
from order_capture_client.bulk._rows import LONGEST_KEY, Row, check_call, checkout_rows, order_rows
from test.samples import ARGUMENTS, CART

CONFIGURATION = Configuration(host="http://127.0.0.1:1")
BODY = b'{"shoppingType":"ONLINE","channel":"WEBAPP","languageCode":"sv","items":[{"itemNo":"10098949","quantity":2}]}'
SNAKE: dict[str, Any] = {
    "shopping_type": "ONLINE",
    "channel": "WEBAPP",
    "language_code": "sv",
    "items": [{"item_no": "10098949", "quantity": 2}],
}
MODEL = CheckoutRequest(
    shopping_type="ONLINE",
    channel="WEBAPP",
    language_code="sv",
    items=[ItemRequest(item_no="10098949", quantity=2)],
)


def rows(*requests: Any) -> list[Row]:
    return list(checkout_rows(requests, CONFIGURATION, "se", {}))


@pytest.mark.parametrize("request_", [CART, SNAKE, MODEL], ids=["wire names", "python names", "model"])
@pytest.mark.parametrize(("key", "name"), [(None, None), ("a", "a"), (7, "7")])
def test_a_request_and_its_key_may_be_given_in_each_form(request_: Any, key: Any, name: str | None) -> None:
    assert rows((key, request_)) == [Row(0, name, BODY)]
    if key is None:
        assert rows(request_) == [Row(0, None, BODY)]


def test_a_row_is_a_snapshot() -> None:
    request = {**CART}
    taken = checkout_rows(iter([request, request]), CONFIGURATION, "se", {})
    first = next(taken)
    request["languageCode"] = "de"
    second = next(taken)
    assert b'"sv"' in first.payload
    assert b'"de"' in second.payload


@pytest.mark.parametrize(
    "request_", [ARGUMENTS["create_checkout"]["checkout_request"], {**CART, "familyCardNo": "Å\u2028\U0001f600"}]
)
def test_what_a_worker_sends_is_the_payload_byte_for_byte(request_: Any) -> None:
    (row,) = rows(request_)
    sent = Attempt("se", row.payload).request()
    (again,) = rows(sent)
    assert again.payload == row.payload


@pytest.mark.parametrize(
    ("item", "key", "error"),
    [
        ({}, None, "checkout_request.shoppingType: required"),
        (("a", {**CART, "items": [{"itemNo": 1}]}), "a", "checkout_request.items[0].itemNo: text expected"),
        ({**CART, "channel": "NOWHERE"}, None, "checkout_request.channel: one of"),
        (("a", "text"), "a", "checkout_request: CheckoutRequest or a dict expected"),
        (None, None, "checkout_request: required"),
        (("", CART), None, f"key: 1 to {LONGEST_KEY} printable characters expected"),
        (("x" * (LONGEST_KEY + 1), CART), None, "key: 1 to"),
        (("a\n", CART), None, "key: 1 to"),
        ((True, CART), None, "key: text or a whole number expected"),
        ((1.5, CART), None, "key: text or a whole number expected"),
        (("a", InvalidRequest("row 7, column quantity: whole number expected")), "a", "row 7, column quantity: whole"),
        (InvalidRequest("line 3: not JSON"), None, "line 3: not JSON"),
        ((1, 2, 3), None, "checkout_request: CheckoutRequest or a dict expected"),
    ],
)
def test_what_does_not_fit_is_an_invalid_row(item: Any, key: str | None, error: str) -> None:
    first, second = rows(item, CART)
    assert (first.index, first.key, first.payload) == (0, key, b"")
    assert first.error is not None
    assert first.error.startswith(error)
    assert second == Row(1, None, BODY)


class Broken(dict[str, Any]):
    def items(self) -> Any:
        raise RuntimeError("Astrid")

    keys = __iter__ = items


@pytest.mark.parametrize(
    ("item", "error"),
    [
        (Broken(CART), "RuntimeError while reading the request"),
        ((10**5000, CART), f"key: 1 to {LONGEST_KEY} printable characters expected"),
        ({**CART, "a\nb": 1}, "checkout_request.a?b: "),
        ({**CART, "\ud800": 1}, "checkout_request.?: "),
    ],
)
def test_whatever_is_wrong_with_a_row_is_told_in_one_line(item: Any, error: str) -> None:
    first, second = rows(item, CART)
    assert str(first.error).startswith(error)
    assert str(first.error).isprintable()
    assert second == Row(1, None, BODY)


def test_a_faulty_row_is_named_without_its_values() -> None:
    (row,) = rows({**CART, "items": [{"itemNo": "10098949", "quantity": "Astrid"}]})
    assert "Astrid" not in str(row.error)
    assert "Astrid" not in repr(rows({**CART, "familyCardNo": "Astrid"}))


def test_ids_are_rows_that_read() -> None:
    assert list(order_rows(["a-1", "a/2"], CONFIGURATION, "se", {})) == [
        Row(0, "a-1", b"a-1"),
        Row(1, error="checkout_id: must not be empty, '.' or '..', nor hold '/', '\\', '%', spaces or controls"),
    ]


@pytest.mark.parametrize(
    ("unit", "options", "error", "words"),
    [
        ("s/e", {}, ApiValueError, "retail_unit"),
        ("", {}, ApiValueError, "retail_unit"),
        ("se", {"_request_timeout": -1}, ApiValueError, "_request_timeout"),
        ("se", {"_headers": {"a b": "c"}}, ApiValueError, "_headers"),
        ("se", {"timeout": 1}, ApiTypeError, "no such option: timeout"),
    ],
)
def test_what_all_calls_have_in_common_is_checked_once(
    unit: str, options: Any, error: type[Exception], words: str
) -> None:
    check_call("id", CONFIGURATION, "se", {})
    with pytest.raises(error, match=words):
        check_call("id", CONFIGURATION, unit, options)


def test_former_names_still_work() -> None:
    assert bulk.Unusable is bulk.InvalidRequest
    assert bulk.Keyed is bulk.KeyedRequest
