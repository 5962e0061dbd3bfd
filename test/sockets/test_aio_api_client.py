"""The asynchronous client over a socket: cancellation, connections, forks."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import pickle
import re
import sys
import time
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from order_capture_client import (
    ApiClient,
    ApiValueError,
    CheckoutApi,
    Configuration,
    RetryPolicy,
    WrongCheckoutError,
    aio,
)
from order_capture_client.sandbox import Sandbox
from test.faults.matrix import Strikes
from test.faults.server import FaultServer
from test.samples import CHECKOUT_ID, OPERATIONS, sample
from test.scripted_server import Play, ScriptedServer, head, play
from test.scripted_server import answer as raw_answer
from test.unit.test_aio_api_client import SENT, T, call, cancelled, get_order, notes, warned

ORDER = raw_answer(sample("get_order", 200))


@pytest.fixture(autouse=True)
def _from_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def with_client(host: str, work: Callable[[aio.ApiClient], Awaitable[T]], **settings: Any) -> T:
    """Run in a new event loop, with a client that is closed at the end."""

    async def run() -> T:
        async with aio.ApiClient(Configuration(host=host, **settings)) as client:
            return await work(client)

    return asyncio.run(run())


# A call in its three forms


def test_all_operations_answer() -> None:
    async def work(client: aio.ApiClient) -> list[str]:
        return [type(await call(client, name)).__name__ for name in OPERATIONS]

    with FaultServer() as server:
        kinds = with_client(server.settings["host"], work)

    assert kinds == [row.result().__name__ for row in OPERATIONS.values() if row.result is not None]


def test_a_sandbox_answers_without_a_socket() -> None:
    async def work(client: aio.ApiClient) -> Any:
        made = await call(client, "create_checkout")
        return await aio.CheckoutApi(client).get_order(made.resource_id, "se")

    with Sandbox() as sandbox:

        async def run() -> Any:
            async with aio.ApiClient(sandbox.configuration(), transport=sandbox) as client:
                return await work(client)

        assert asyncio.run(run()).items[0].quantity == 2


def test_calls_overlap() -> None:
    async def work(client: aio.ApiClient) -> float:
        start = time.monotonic()
        await asyncio.gather(*(get_order(client) for _ in range(10)))
        return time.monotonic() - start

    with ScriptedServer(*[Play((ORDER,), before=lambda: time.sleep(0.2))] * 10) as server:
        assert with_client(server.url, work) < 1.5


# Opening and closing


def test_leaving_the_async_with_statement_closes() -> None:
    async def work() -> None:
        async with aio.ApiClient(Configuration(host=server.url)) as client:
            await get_order(client)
        with pytest.raises(ApiValueError, match=r"^the client is closed; make a new ApiClient$"):
            await get_order(client)
        await client.close()
        assert repr(client) == f"<ApiClient {server.url}, closed>"

    with ScriptedServer(ORDER) as server:
        asyncio.run(work())
        assert server.wait_until_ended(1)
    assert len(server.requests) == 1


def test_a_client_that_was_closed_amid_a_call_leaves_nothing_open() -> None:
    async def work() -> None:
        client = aio.ApiClient(Configuration(host=server.url, retry_policy=RetryPolicy(base=0.001)))
        running = asyncio.create_task(get_order(client))
        await asyncio.sleep(0.05)
        await client.close()
        await running  # on a connection that was made after that

    with ScriptedServer(Play((b"",), before=lambda: time.sleep(0.1), then="close"), ORDER) as server:
        asyncio.run(work())
        gc.collect()
        assert server.wait_until_ended(2)


def test_a_client_that_is_never_closed_warns_and_closes() -> None:
    async def work() -> None:
        clients = [aio.ApiClient(Configuration(host=server.url))]
        await get_order(clients[0])
        with pytest.warns(ResourceWarning, match=re.escape(f"unclosed <ApiClient {server.url}>")) as warned:
            clients.clear()  # ends it there and then
        assert len(warned) == 1
        assert await asyncio.to_thread(server.wait_until_ended, 1)

    with ScriptedServer(ORDER) as server:
        asyncio.run(work())


def test_an_unpickled_client_makes_connections_of_its_own() -> None:
    async def work(client: aio.ApiClient) -> None:
        await get_order(client)
        async with pickle.loads(pickle.dumps(client)) as restored:
            await get_order(restored)

    with ScriptedServer(ORDER, ORDER) as server:
        with_client(server.url, work)

    assert server.used_connections == [0, 1]


def test_an_answer_for_another_checkout_costs_the_idle_connections_and_no_other() -> None:
    wrong = raw_answer(sample("get_order", 200).replace(CHECKOUT_ID.encode(), b"9b2d7f10-0000-4000-8000-c0ffee000000"))

    async def work(client: aio.ApiClient) -> Any:
        slow = asyncio.create_task(get_order(client))
        await asyncio.sleep(0.1)
        with pytest.raises(WrongCheckoutError):
            await get_order(client)
        assert await asyncio.to_thread(server.wait_until_ended, 1)
        await get_order(client)
        return await slow

    with ScriptedServer(Play((ORDER,), before=lambda: time.sleep(0.4)), wrong, ORDER) as server:
        assert with_client(server.url, work).checkout_id == CHECKOUT_ID

    assert server.used_connections == [0, 1, 2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_leaves_its_parents_connections_alone() -> None:
    async def work(client: aio.ApiClient) -> int:
        await get_order(client)
        child = os.fork()
        if child == 0:
            gc.collect()  # the inherited connection
            os._exit(0)
        _, ended = await asyncio.to_thread(os.waitpid, child, 0)
        await get_order(client)
        return ended

    with ScriptedServer(ORDER, ORDER) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 on: forking with threads
        assert with_client(server.url, work) == 0

    assert server.used_connections == [0, 0]


# Cancelling


def test_cancelling_closes_the_connection_and_leaves_the_client_usable() -> None:
    async def work(client: aio.ApiClient) -> Any:
        await cancelled(get_order(client), 0.1)
        assert await asyncio.to_thread(server.wait_until_ended, 1)
        return await get_order(client)

    def until_it_ends() -> None:
        time.sleep(0.3)

    with ScriptedServer(Play((b"x",), before=until_it_ends), ORDER) as server:
        assert with_client(server.url, work).checkout_id == CHECKOUT_ID

    assert server.used_connections == [0, 1]


@pytest.mark.parametrize("operation", ["create_checkout", "patch_checkout", "update_user"])
def test_a_cancelled_write_says_that_it_may_have_been_applied(operation: str, caplog: pytest.LogCaptureFixture) -> None:
    async def work(client: aio.ApiClient) -> asyncio.CancelledError:
        return await cancelled(call(client, operation), 0.1)

    with ScriptedServer(play(head("Content-Length: 9"), then="hang")) as server:
        error = with_client(server.url, work)

    said = f"{OPERATIONS[operation].call}: broken off after it was sent; it may have been applied"
    assert warned(caplog) == [said]
    assert notes(error) == ([said] if sys.version_info >= (3, 11) else [])


def test_a_cancelled_write_says_so_under_a_time_limit_of_the_user(caplog: pytest.LogCaptureFixture) -> None:
    async def work(client: aio.ApiClient) -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(call(client, "create_checkout"), 0.1)

    with ScriptedServer(play(then="hang")) as server:
        with_client(server.url, work)

    assert warned(caplog) == [SENT]


def test_a_write_cancelled_before_it_was_sent_is_not_said_to_be_applied(caplog: pytest.LogCaptureFixture) -> None:
    with ScriptedServer(play(then="hang"), reads=False) as server:
        host = f"https://127.0.0.1:{server.port}"
        error = with_client(host, lambda client: cancelled(call(client, "create_checkout"), 0.1))

    assert (warned(caplog), notes(error)) == ([], [])


def test_a_cancelled_read_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with ScriptedServer(play(then="hang")) as server:
        error = with_client(server.url, lambda client: cancelled(get_order(client), 0.1))

    assert (warned(caplog), notes(error)) == ([], [])


# The sync client in an event loop


def test_the_sync_client_works_inside_a_running_event_loop() -> None:
    async def work() -> Any:
        with ApiClient(Configuration(host=server.url)) as client:
            return CheckoutApi(client).get_order(CHECKOUT_ID, "se")

    with ScriptedServer(ORDER) as server:
        assert asyncio.run(work()).checkout_id == CHECKOUT_ID


def test_both_clients_work_side_by_side() -> None:
    async def work(client: aio.ApiClient) -> list[str]:
        with ApiClient(client.configuration) as sync:
            later = asyncio.create_task(get_order(client))
            at_once = await asyncio.to_thread(CheckoutApi(sync).get_order, CHECKOUT_ID, "se")
            return [str(at_once.checkout_id), (await later).checkout_id]

    with FaultServer(Strikes(None)) as server:
        assert with_client(server.settings["host"], work) == [CHECKOUT_ID] * 2
