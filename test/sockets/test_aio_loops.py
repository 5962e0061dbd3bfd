"""One client with `await` in several event loops: one after the other, side by side, none, and at the end of the interpreter."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from order_capture_client import AccessToken, ApiTypeError, Configuration, aio
from order_capture_client.sandbox import Sandbox
from test.faults.server import FaultServer
from test.samples import CHECKOUT_ID, sample
from test.scripted_server import Play, ScriptedServer
from test.scripted_server import answer as raw_answer

ORDER = raw_answer(sample("get_order", 200))


async def get_order(client: aio.ApiClient) -> str | None:
    return (await aio.CheckoutApi(client).get_order(CHECKOUT_ID, "se")).checkout_id


# Several event loops


def test_a_client_serves_event_loops_in_many_threads_at_a_time() -> None:
    loops = 12
    together = threading.Barrier(loops)

    async def work(client: aio.ApiClient) -> list[str | None]:
        await asyncio.to_thread(together.wait, 10)
        return [await get_order(client) for _ in range(3)]

    with FaultServer() as server, ThreadPoolExecutor(loops) as threads:
        client = aio.ApiClient(Configuration(host=server.settings["host"]))
        results = list(threads.map(lambda _: asyncio.run(work(client)), range(loops)))
        asyncio.run(client.close())

    assert results == [[CHECKOUT_ID] * 3] * loops


def test_event_loops_share_a_token() -> None:
    asked: list[float] = []

    def provider() -> AccessToken:
        asked.append(time.time())
        return AccessToken("token", time.time() + 3600)

    with ScriptedServer(ORDER, ORDER, ORDER) as server:
        client = aio.ApiClient(Configuration(host=server.url, access_token=provider))
        for _ in range(3):
            asyncio.run(get_order(client))
        asyncio.run(client.close())

    assert len(asked) == 1


def test_each_event_loop_waits_for_a_fetch_of_its_own() -> None:
    together = threading.Barrier(2)

    async def provider() -> str:
        await asyncio.to_thread(together.wait, 10)  # passes only when both loops fetch
        return "token"

    async def work(client: aio.ApiClient) -> list[str | None]:
        return await asyncio.gather(*(get_order(client) for _ in range(5)))

    with FaultServer() as server, ThreadPoolExecutor(2) as threads:
        client = aio.ApiClient(Configuration(host=server.settings["host"], access_token=provider))
        results = list(threads.map(lambda _: asyncio.run(work(client)), range(2)))

    assert results == [[CHECKOUT_ID] * 5] * 2


@pytest.mark.parametrize("scheme", ["plain", "tls"])
def test_event_loops_that_end_leave_nothing_open_and_nobody_warns(scheme: str) -> None:
    with FaultServer(tls=scheme == "tls") as server, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        client = aio.ApiClient(Configuration(**server.settings))
        for _ in range(3):
            assert asyncio.run(get_order(client)) == CHECKOUT_ID
        del client
        gc.collect()

    assert [str(warning.message) for warning in warned if issubclass(warning.category, ResourceWarning)] == []


def test_closing_in_one_event_loop_closes_the_connections_of_the_others() -> None:
    async def work(client: aio.ApiClient) -> None:
        await get_order(client)
        done.set()
        assert await asyncio.to_thread(server.wait_until_ended, 1)

    async def close(client: aio.ApiClient) -> None:
        assert await asyncio.to_thread(done.wait, 10)
        await client.close()

    done = threading.Event()
    with ScriptedServer(ORDER) as server, ThreadPoolExecutor(1) as threads:
        client = aio.ApiClient(Configuration(host=server.url))
        running = threads.submit(lambda: asyncio.run(work(client)))
        asyncio.run(close(client))
        running.result()


def test_a_call_that_is_under_way_when_another_event_loop_closes_the_client_comes_to_its_end() -> None:
    begun, closed = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        assert closed.wait(10)

    with ScriptedServer(Play((ORDER,), before=wait)) as server, ThreadPoolExecutor(1) as threads:
        client = aio.ApiClient(Configuration(host=server.url))
        running = threads.submit(lambda: asyncio.run(get_order(client)))
        assert begun.wait(10)
        asyncio.run(client.close())
        closed.set()
        assert running.result() == CHECKOUT_ID
        assert server.wait_until_ended(1)


# No event loop of asyncio


@pytest.mark.parametrize(
    "begin",
    [
        lambda client: get_order(client),
        lambda client: aio.CheckoutApi(client).get_order_without_preload_content(CHECKOUT_ID, "se"),
        lambda client: client.__aenter__(),
        lambda client: client.close(),
    ],
    ids=["call", "raw call", "async with", "close"],
)
@pytest.mark.parametrize("provider", [None, lambda: "token"], ids=["no token", "provider"])
@pytest.mark.parametrize("doubled", [False, True], ids=["network", "sandbox"])
def test_an_event_loop_of_another_library_is_refused_before_anything_else(
    begin: Callable[[aio.ApiClient], Any], provider: Any, doubled: bool
) -> None:
    with Sandbox() as sandbox:
        client = aio.ApiClient(Configuration(access_token=provider), transport=sandbox if doubled else None)
        coroutine = begin(client)
        with pytest.raises(ApiTypeError, match=r"^order_capture_client.aio needs asyncio$"):
            coroutine.send(None)  # as trio does


# The end of the interpreter

_AT_EXIT = """
import asyncio, atexit
from order_capture_client import ApiConnectionError, Configuration, aio

def late():
    async def call():
        client = aio.ApiClient(Configuration(host={host!r}, access_token={token}, retries=0))
        try:
            await aio.CheckoutApi(client).create_checkout("se", {{
                "shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv",
                "items": [{{"item_no": "10098949", "quantity": 1}}]}})
        except ApiConnectionError as error:
            print(error.outcome, error.reason)
    asyncio.run(call())

atexit.register(late)
"""


@pytest.mark.parametrize(
    ("host", "token"),
    [("https://name.invalid", "'token'"), ("http://127.0.0.1:9", "lambda: 'token'")],
    ids=["look-up", "provider"],
)
def test_a_call_at_the_end_of_the_interpreter_was_not_sent_and_says_why(host: str, token: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _AT_EXIT.format(host=host, token=token)], capture_output=True, text=True, timeout=60
    )

    said = "not_sent RuntimeError: no thread can be started; the interpreter may be shutting down\n"
    assert (ran.stdout, ran.stderr) == (said, "")
