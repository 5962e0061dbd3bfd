"""The verdict on a call that an exception ends: it comes from the phase of the attempt, in both clients and in bulk."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import (
    ApiClient,
    ApiException,
    ApiTypeError,
    ApiValueError,
    CheckoutApi,
    Configuration,
    aio,
    bulk,
)
from order_capture_client._core.verdict import marked_outcome
from order_capture_client._core.wire import Request, Response
from order_capture_client.exceptions import ApiConnectionError, ApiTimeoutError, MayHaveBeenCreatedError
from test.samples import ARGUMENTS


def configuration(**settings: Any) -> Configuration:
    return Configuration(host="https://api.example.com", access_token="token", **settings)


class Raising:
    """A transport of the user's that does its work and then raises."""

    def __init__(self, error: BaseException) -> None:
        self.calls = 0
        self._error = error

    def handle(self, request: Request) -> Response:
        self.calls += 1
        raise self._error


class RaisingLater(Raising):
    async def handle(self, request: Request) -> Response:  # type: ignore[override] # pyright: ignore
        await asyncio.sleep(0)
        return super().handle(request)


def create(transport: Raising, **options: Any) -> None:
    """Create a checkout by the client that fits the transport."""
    if isinstance(transport, RaisingLater):

        async def main() -> None:
            async with aio.ApiClient(configuration(), transport=transport) as client:
                await aio.CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"], **options)

        asyncio.run(main())
    else:
        with ApiClient(configuration(), transport=transport) as client:
            CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"], **options)


BOTH = pytest.mark.parametrize("transport", [Raising, RaisingLater], ids=["sync", "async"])


class NewConnectionError(OSError):
    """As other libraries call it."""


class Timeout(OSError):
    """As requests calls it, whose exceptions are OSErrors without being TimeoutErrors."""


class ReadTimeout(Timeout):
    """The same."""


@BOTH
@pytest.mark.parametrize(
    ("error", "kind", "outcome", "calls"),
    [
        (OSError("a reason"), ApiConnectionError, "unknown", 1),
        (ConnectionResetError(), ApiConnectionError, "unknown", 1),
        (TimeoutError(), ApiTimeoutError, "unknown", 1),
        (asyncio.TimeoutError(), ApiTimeoutError, "unknown", 1),
        (ReadTimeout(), ApiTimeoutError, "unknown", 1),
        (ConnectionRefusedError(), ApiConnectionError, "not_sent", 5),
        (socket.gaierror(-2, "a reason"), ApiConnectionError, "not_sent", 5),
        (NewConnectionError(), ApiConnectionError, "not_sent", 5),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_what_the_network_may_raise_is_a_failure_of_it(
    transport: type[Raising],
    error: OSError,
    kind: type[ApiException],
    outcome: str,
    calls: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("random.random", lambda: 0.0)
    service = transport(error)

    with pytest.raises(kind) as caught:
        create(service)

    assert (caught.value.outcome, service.calls) == (outcome, calls)
    assert isinstance(caught.value, MayHaveBeenCreatedError) == (outcome == "unknown")


@BOTH
@pytest.mark.parametrize("kind", [ApiValueError, ApiTypeError, KeyError, AssertionError, KeyboardInterrupt])
def test_any_other_exception_leaves_unchanged_with_its_verdict_and_is_not_tried_again(
    transport: type[Raising], kind: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    error = kind("a reason")
    service = transport(error)

    with pytest.raises(kind) as caught:
        create(service)

    said = "create_checkout POST /{retailUnit}/checkouts: broken off after it was sent; it may have been applied"
    assert (caught.value is error, service.calls, marked_outcome(error)) == (True, 1, "unknown")
    assert [record.getMessage() for record in caplog.records] == [said]
    assert getattr(error, "__notes__", None) == [said]


@BOTH
@pytest.mark.parametrize("given", [None, {"status": 200}, (200, "{}"), "text"], ids=repr)
def test_a_transport_that_returns_something_else_is_told_what_to_return(
    transport: type[Raising], given: object
) -> None:
    class Wrong(transport):  # type: ignore[valid-type, misc]
        def handle(self, request: Request) -> Any:
            return given

    with pytest.raises(
        ApiTypeError, match=r"^transport: handle\(\) has to return a Response or a Failure, not "
    ) as caught:
        create(Wrong(KeyError()))

    assert marked_outcome(caught.value) == "unknown"


def test_input_that_is_refused_was_not_sent() -> None:
    service = Raising(KeyError())

    with pytest.raises(ApiValueError) as caught, ApiClient(configuration(), transport=service) as client:
        CheckoutApi(client).create_checkout("..", ARGUMENTS["create_checkout"]["checkout_request"])

    assert (marked_outcome(caught.value), service.calls) == ("not_sent", 0)


@pytest.mark.parametrize("error", [ApiValueError("a reason"), KeyError()], ids=lambda error: type(error).__name__)
def test_a_row_whose_transport_raised_after_its_work_is_in_doubt_and_is_not_sent_again(
    error: Exception, tmp_path: Path
) -> None:
    service = Raising(error)
    rows = [ARGUMENTS["create_checkout"]["checkout_request"]] * 3

    def run() -> list[str]:
        with ApiClient(configuration(), transport=service) as client:
            results = bulk.create_checkouts(
                CheckoutApi(client), "se", rows, journal=tmp_path / "journal", progress=False, max_workers=1
            )
            return [outcome.status for outcome in results]

    assert (run(), run(), service.calls) == (["unknown"] * 3, ["unknown"] * 3, 3)
