"""The package `responses` as the network of both clients: true verdicts, and its own words for what does not match."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from order_capture_client import (
    ApiClient,
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    CheckoutApi,
    Configuration,
    CreateResource,
    ServiceException,
    UnprocessableEntityException,
    aio,
    rest,
)
from order_capture_client.testing import UnplannedCallError, make_request, responses_mock

HOST = "http://127.0.0.1:9/ordercaptureapi"
URL = f"{HOST}/se/checkouts"


def create() -> CreateResource:
    with ApiClient(Configuration(host=HOST, access_token="t")) as client:
        return CheckoutApi(client).create_checkout("se", make_request())


def create_later() -> CreateResource:
    async def call() -> CreateResource:
        async with aio.ApiClient(Configuration(host=HOST, access_token="t")) as client:
            return await aio.CheckoutApi(client).create_checkout("se", make_request())

    return asyncio.run(call())


BOTH = pytest.mark.parametrize("make", [create, create_later], ids=["sync", "async"])


@BOTH
def test_an_answer_reaches_both_clients(make: Callable[[], CreateResource]) -> None:
    with responses_mock() as http:
        http.post(URL, json={"resourceId": "1"}, status=201)

        assert make().resource_id == "1"
        assert http.calls[0].request.headers["Authorization"] == "Bearer t"


@BOTH
@pytest.mark.parametrize(
    ("answer", "kind", "outcome", "sent"),
    [
        ({"json": {"code": "X"}, "status": 422}, UnprocessableEntityException, "rejected", 1),
        ({"json": {}, "status": 503}, ServiceException, "unknown", 1),
        ({"body": requests.ReadTimeout("x")}, ApiTimeoutError, "unknown", 1),
        ({"body": requests.ConnectionError("x")}, ApiConnectionError, "unknown", 1),
        ({"body": ConnectionResetError()}, ApiConnectionError, "unknown", 1),
        ({"body": TimeoutError()}, ApiTimeoutError, "unknown", 1),
        ({"body": ConnectionRefusedError()}, ApiConnectionError, "not_sent", 5),
        ({"body": requests.ConnectTimeout("x")}, ApiTimeoutError, "not_sent", 5),
    ],
    ids=repr,
)
def test_a_verdict_is_the_true_one(
    make: Callable[[], CreateResource],
    answer: dict[str, Any],
    kind: type[ApiException],
    outcome: str,
    sent: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def at_once(*_: Any) -> None:
        pass

    monkeypatch.setattr(ApiClient, "_pause", lambda *_: None)
    monkeypatch.setattr(aio.ApiClient, "_pause", at_once)
    with responses_mock() as http:
        http.post(URL, **answer)

        with pytest.raises(kind) as caught:
            make()

        assert (caught.value.outcome, len(http.calls)) == (outcome, sent)


@BOTH
def test_a_request_that_does_not_match_fails_at_once_in_the_words_of_responses(
    make: Callable[[], CreateResource],
) -> None:
    begun = time.monotonic()
    with responses_mock(assert_all_requests_are_fired=False) as http:
        http.post(f"{HOST}/de/checkouts", json={})
        with pytest.raises(UnplannedCallError) as caught:
            make()

    assert f"- POST {URL}\n" in str(caught.value)
    assert f"- POST {HOST}/de/checkouts URL does not match" in str(caught.value)
    assert time.monotonic() - begun < 5


def test_the_clients_reach_their_own_network_again_afterwards() -> None:
    send, perform = rest.Adapter.send, aio.rest.Transport.perform

    with responses_mock():
        assert rest.Adapter.send is not send
        assert aio.rest.Transport.perform is not perform

    assert (rest.Adapter.send, aio.rest.Transport.perform) == (send, perform)


def test_an_answer_that_was_not_asked_for_is_named_at_the_end() -> None:
    with pytest.raises(AssertionError, match="Not all requests have been executed"), responses_mock() as http:
        http.post(URL, json={})
