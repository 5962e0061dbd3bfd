"""No frame of the client with `await` shows a secret, wherever an exception enters it."""

from __future__ import annotations

import asyncio
import gc
import traceback
import types
from collections.abc import Coroutine, Generator, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

import order_capture_client
from order_capture_client import AccessToken, CheckoutRequest, Configuration, aio
from test.faults.certificates import ca_cert_data
from test.faults.matrix import Strikes
from test.faults.server import FaultServer
from test.samples import CART

T = TypeVar("T")

PACKAGE = str(Path(order_capture_client.__file__).parent)
TOKEN, CLIENT_ID, CHECK_SUM = "canary-token", "canary-client-id", "canary-check-sum"
CANARIES = (TOKEN, CLIENT_ID, CHECK_SUM)
MOST_POINTS = 60


class Broken(BaseException):
    """Enters a coroutine where it waits, as a signal handler's exception does."""


@types.coroutine
def broken_at(point: int, coroutine: Coroutine[Any, Any, T]) -> Generator[Any, Any, T]:
    """Run a coroutine, and throw at one of the points where it waits."""
    waits = 0
    try:
        while True:
            future = coroutine.send(None)
            if waits == point:
                coroutine.throw(Broken())
            waits += 1
            yield future
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


def frames(error: BaseException) -> Iterator[traceback.FrameSummary]:
    """All frames of an exception and of those behind it, with their locals."""
    todo: list[traceback.TracebackException | None] = [
        traceback.TracebackException.from_exception(error, capture_locals=True)
    ]
    while todo:
        known = todo.pop()
        if known is not None:
            yield from known.stack
            todo += [known.__cause__, known.__context__]


def shown(frame: traceback.FrameSummary) -> list[str]:
    values = (frame.locals or {}).values()
    return [canary for canary in CANARIES if any(canary in value for value in values)]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # asyncio leaves handshakes to the collector
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_no_frame_of_ours_shows_a_secret_wherever_a_call_is_broken_off(tls: bool) -> None:
    async def provider() -> AccessToken:
        await asyncio.sleep(0)
        return AccessToken(TOKEN, 4102444800)

    request = CheckoutRequest.model_validate({**CART, "cartCheckSum": CHECK_SUM})
    settings: dict[str, Any] = {"api_key": {"Client-Id": CLIENT_ID}, "access_token": provider}

    async def call(host: str, point: int) -> BaseException | None:
        async with aio.ApiClient(Configuration(host=host, ca_cert_data=ca_cert_data(), **settings)) as client:
            secret = f"{TOKEN} {CLIENT_ID} {CHECK_SUM}"
            try:
                await broken_at(point, aio.CheckoutApi(client).create_checkout("se", request))
            except Broken as error:
                assert secret
                return error
            return None

    broken = 0
    listed: list[traceback.FrameSummary] = []
    with FaultServer(Strikes(None), tls=tls) as server:
        for point in range(MOST_POINTS):
            error = asyncio.run(call(server.settings["host"], point))
            if error is None:
                break
            broken += 1
            listed += frames(error)
            del error
            gc.collect()

    assert 3 < broken < MOST_POINTS
    ours = [frame for frame in listed if frame.filename.startswith(PACKAGE)]
    public = {("create_checkout", CHECK_SUM)}  # the argument of the public method, as in the frame of its caller
    assert {(frame.name, canary) for frame in ours for canary in shown(frame)} <= public
    assert {frame.name for frame in ours} >= {"create_checkout", "_drive", "perform", "connect"}
    assert [shown(frame) for frame in listed if frame.name == "call" and frame.filename == __file__] == [
        list(CANARIES)
    ] * broken
