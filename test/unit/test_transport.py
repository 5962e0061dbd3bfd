"""A transport of one's own, made of the public names only."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from order_capture_client import (
    ApiClient,
    ApiConnectionError,
    ApiTimeoutError,
    ApiTypeError,
    CheckoutApi,
    Configuration,
    NotFoundException,
    aio,
    api_client,
    transport,
)
from order_capture_client.transport import AsyncHandler, Failure, FailureKind, Handler, Phase, Request, Response
from order_capture_client.types import CheckoutRequestDict

CREATED = Response(201, {"content-type": "application/json"}, b'{"resourceId": "1"}')
CONFIGURATION = Configuration(access_token="t")
CART: CheckoutRequestDict = {
    "shopping_type": "ONLINE",
    "channel": "WEBAPP",
    "language_code": "sv",
    "items": [{"item_no": "10098949", "quantity": 2}],
}


@dataclass
class Canned:
    """Returns the same answer to every request."""

    answer: Response | Failure | BaseException
    asked: Request | None = None

    def handle(self, request: Request) -> Response | Failure:
        self.asked = request
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@dataclass
class Awaited:
    """The same with `await`."""

    canned: Canned

    async def handle(self, request: Request) -> Response | Failure:
        await asyncio.sleep(0)
        return self.canned.handle(request)


def create(handler: Handler) -> str | None:
    with ApiClient(CONFIGURATION, transport=handler) as client:
        return CheckoutApi(client).create_checkout("se", CART).resource_id


async def create_later(handler: AsyncHandler) -> str | None:
    async with aio.ApiClient(CONFIGURATION, transport=handler) as client:
        return (await aio.CheckoutApi(client).create_checkout("se", CART)).resource_id


def test_the_names_are_those_that_the_clients_use() -> None:
    assert (api_client.Handler, aio.api_client.Handler) == (transport.Handler, transport.AsyncHandler)


def test_a_handler_gets_a_request_and_returns_a_response() -> None:
    canned = Canned(CREATED)

    assert create(canned) == "1"
    assert canned.asked is not None
    assert (canned.asked.method, canned.asked.target) == ("POST", "/ordercaptureapi/se/checkouts")


@pytest.mark.parametrize("handler", [Canned(CREATED), Awaited(Canned(CREATED))], ids=["at once", "with await"])
def test_a_handler_of_the_client_with_await_answers_either_way(handler: AsyncHandler) -> None:
    assert asyncio.run(create_later(handler)) == "1"


def test_headers_are_found_in_any_spelling() -> None:
    assert CREATED.headers["Content-Type"] == "application/json"
    assert Response(200).headers == {}


@pytest.mark.parametrize(
    ("answer", "error", "outcome"),
    [
        (Response(404), NotFoundException, "rejected"),
        (Failure(Phase.SENT, FailureKind.TIMEOUT, "too slow"), ApiTimeoutError, "unknown"),
        (Failure(Phase.SENT, FailureKind.CONNECTION, "gone"), ApiConnectionError, "unknown"),
        (Failure(Phase.NOT_SENT, FailureKind.CERTIFICATE, "expired"), ApiConnectionError, "not_sent"),
        (TimeoutError(), ApiTimeoutError, "unknown"),
        (ConnectionResetError(), ApiConnectionError, "unknown"),
    ],
    ids=repr,
)
def test_the_end_of_an_attempt_has_its_verdict(
    answer: Response | Failure | BaseException, error: type[NotFoundException], outcome: str
) -> None:
    with pytest.raises(error) as caught:
        create(Canned(answer))

    assert caught.value.outcome == outcome


def test_a_handler_that_returns_something_else_is_told_where_the_right_classes_are() -> None:
    class Wrong:
        def handle(self, request: Request) -> tuple[int, bytes]:
            return 201, b"{}"

    with pytest.raises(ApiTypeError, match=r"not tuple; both are in order_capture_client\.transport"):
        create(Wrong())  # type: ignore[arg-type]
