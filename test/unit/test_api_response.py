"""The result of a call: users create it in their tests as well, and it is safe to print."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import pprint
from collections.abc import Callable
from typing import Any

import pytest
from urllib3 import HTTPHeaderDict

from order_capture_client import ApiResponse, api_response
from order_capture_client.drift import Drift
from order_capture_client.models import BillingContact, CreateResource

CANARY = "canary-7f3a"


def response(**fields: Any) -> ApiResponse[Any]:
    every: dict[str, Any] = {"status_code": 201, "data": CreateResource(resource_id="abc"), "raw_data": b"{}"}
    return ApiResponse(**(every | fields))


def test_it_is_made_as_in_generated_clients() -> None:
    made = ApiResponse(
        status_code=201, headers={"X-Request-Id": "1"}, data=CreateResource(resource_id="abc"), raw_data=b"{}"
    )
    assert (made.status_code, made.data.resource_id, made.raw_data) == (201, "abc", b"{}")
    assert made.headers == {"X-Request-Id": "1"}


def test_its_type_can_be_spelt_out() -> None:
    assert ApiResponse[int](status_code=200, data=3, raw_data=b"3").data == 3


def test_it_is_one_class_wherever_it_is_imported_from() -> None:
    from order_capture_client.api_client import ApiResponse as InClient

    assert InClient is ApiResponse is api_response.ApiResponse


@pytest.mark.parametrize("name", ["X-Request-Id", "x-request-id", "X-REQUEST-ID"])
@pytest.mark.parametrize("kind", [dict, HTTPHeaderDict])
def test_headers_are_found_in_any_case(kind: Callable[[dict[str, str]], Any], name: str) -> None:
    headers = response(headers=kind({"X-Request-Id": "1"})).headers
    assert headers is not None
    assert headers[name] == "1"
    assert headers.get(name) == "1"
    assert name in headers


def test_headers_may_be_absent() -> None:
    assert response().headers is None
    assert response(headers={}).headers == {}


def test_headers_are_the_responses_own() -> None:
    given = {"A": "1"}
    made = response(headers=given)
    given["A"] = "2"
    assert made.headers == {"A": "1"}


def test_there_is_no_drift_unless_it_is_given() -> None:
    assert response().drift == ()
    assert response(drift=(Drift(("x",), "null"),)).drift[0].place == "x"


@pytest.mark.parametrize("missing", ["status_code", "data", "raw_data"])
def test_the_rest_is_required(missing: str) -> None:
    fields: dict[str, Any] = {"status_code": 201, "data": None, "raw_data": b""}
    del fields[missing]
    with pytest.raises(TypeError, match=missing):
        ApiResponse(**fields)


def test_it_does_not_change() -> None:
    made: Any = response()
    for name in ("status_code", "headers", "data", "raw_data", "drift"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made, name, None)


@pytest.mark.parametrize("show", [repr, str, "{}".format, pprint.pformat], ids=["repr", "str", "format", "pprint"])
def test_it_shows_the_status_and_masked_data_alone(show: Callable[[object], str]) -> None:
    made = response(
        headers={"X-Name": CANARY},
        data=BillingContact(first_name=CANARY, country="SE"),
        raw_data=CANARY.encode(),
        drift=(Drift((CANARY,), "unknown_field"),),
    )
    assert CANARY not in show(made)
    assert "201" in show(made)
    assert "SE" in show(made)


@pytest.mark.parametrize(
    ("fields", "equal"),
    [
        ({}, True),
        ({"headers": {"a": "1"}}, False),
        ({"status_code": 200}, False),
        ({"data": CreateResource(resource_id="other")}, False),
        ({"raw_data": b"[]"}, False),
        ({"drift": (Drift(("x",), "unknown_field"),)}, False),
    ],
    ids=["all", "headers", "status", "data", "raw data", "drift"],
)
def test_it_is_equal_by_its_parts(fields: dict[str, Any], equal: bool) -> None:
    assert (response() == response(**fields)) is equal


def test_headers_are_equal_in_any_case() -> None:
    assert response(headers={"A-B": "1"}) == response(headers={"a-b": "1"})


@pytest.mark.parametrize(
    "again",
    [lambda made: pickle.loads(pickle.dumps(made)), copy.copy, copy.deepcopy, dataclasses.replace],
    ids=["pickle", "copy", "deepcopy", "replace"],
)
def test_a_copy_is_equal(again: Callable[[ApiResponse[Any]], ApiResponse[Any]]) -> None:
    made = response(headers={"X-Request-Id": "1"})
    assert again(made) == made
    headers = again(made).headers
    assert headers is not None
    assert headers["x-request-id"] == "1"
