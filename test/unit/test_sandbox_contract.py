"""The check behind all tests of the sandbox finds violations."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from urllib3 import HTTPHeaderDict

from order_capture_client._core.wire import Response
from test.sandbox_contract import CONTRACT, HEADERS_OF_ALL, cart, check_request, checked

ORDER = "/se/checkouts/c1/order"
HEADERS = dict.fromkeys(HEADERS_OF_ALL, "1") | {"Content-Type": "application/json"}


def answer(document: Any, status: int = 200, **headers: str) -> Response:
    return Response(status, HTTPHeaderDict(HEADERS | headers), json.dumps(document).encode())


def test_the_check_passes_what_the_contract_allows() -> None:
    assert checked("GET", ORDER, answer({"shoppingType": "ONLINE"})).status == 200


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="required property missing"),
        pytest.param({"shoppingType": "OTHER"}, id="unknown enum value"),
        pytest.param({"shoppingType": "ONLINE", "colour": "red"}, id="property of no contract"),
        pytest.param({"shoppingType": "ONLINE", "version": None}, id="null"),
        pytest.param({"shoppingType": "ONLINE", "items": [{"quantity": 2**31}]}, id="too large for int32"),
        pytest.param({"shoppingType": "ONLINE", "items": [{"quantity": 1.5}]}, id="fraction"),
    ],
)
def test_the_check_refuses_a_document(document: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        checked("GET", ORDER, answer(document))


def test_the_check_refuses_a_date_time_without_zone() -> None:
    with pytest.raises(jsonschema.ValidationError):
        checked("GET", "/se/checkouts/user", answer({"updated": "2026-01-01T00:00:00"}))


def test_the_check_refuses_a_status_that_is_not_declared() -> None:
    with pytest.raises(AssertionError, match="not declared"):
        checked("GET", ORDER, answer({}, status=410))


def test_the_check_refuses_the_wrong_content_type() -> None:
    with pytest.raises(AssertionError):
        checked("GET", ORDER, answer({}, status=404))


def test_the_check_refuses_a_request() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check_request("POST", "/se/checkouts", json.dumps(cart(channel=None)).encode())


def test_the_facts_are_whole() -> None:
    assert len(CONTRACT["components"]["schemas"]) == 117
