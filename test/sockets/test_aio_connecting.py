"""How the async client reaches a host, and how long it keeps connections: `aio/_connections.py`, on real sockets."""

from __future__ import annotations

import asyncio
import math
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from order_capture_client._core.wire import Failure, FailureKind, Phase, Response
from order_capture_client.aio._connections import Pool
from order_capture_client.aio.rest import Transport
from order_capture_client.configuration import Configuration
from test.scripted_server import Play, ScriptedServer, answer, play
from test.sockets.test_aio_rest import attempt_at, bodies_of, failure_of, outcomes, with_transport

ORIGIN = "http://localhost:{}"
"""A host with a name, which the tests resolve themselves."""


@pytest.fixture(autouse=True)
def _no_proxies_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of an address that answers no SYN, since its queue is full."""
    with ExitStack() as opened, socket.socket() as listener:
        listener.bind(("127.0.0.2", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield listener.getsockname()[1]


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pools that transports make."""
    made: list[Any] = []

    def make(configuration: Configuration) -> Pool:
        pool = Pool(configuration)
        made.append(pool)
        return pool

    monkeypatch.setattr("order_capture_client.aio.rest.Pool", make)
    return made


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address) for address in addresses]
    real = socket.getaddrinfo

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        return found if host == "localhost" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


# Addresses


def test_the_next_address_is_tried_beside_a_silent_one(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(answer(b"1")) as server:
        resolve_to(monkeypatch, ("127.0.0.2", silent), ("127.0.0.1", server.port))
        start = time.monotonic()
        [result] = outcomes(ORIGIN.format(server.port), {})

    assert bodies_of([result]) == [b"1"]
    assert time.monotonic() - start < 1


def test_so_it_is_with_socket_options_and_through_a_proxy(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(answer(b"1")) as proxy:
        resolve_to(monkeypatch, ("127.0.0.2", silent), ("127.0.0.1", proxy.port))
        start = time.monotonic()
        options = {
            "proxy": ORIGIN.format(proxy.port),
            "socket_options": [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)],
        }
        [result] = outcomes("http://127.0.0.1:1", {}, **options)

    assert bodies_of([result]) == [b"1"]
    assert time.monotonic() - start < 1


def test_silent_addresses_share_the_time_for_connecting(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, *[("127.0.0.2", silent)] * 4)
    start = time.monotonic()
    [result] = outcomes(ORIGIN.format(silent), {"connect": 0.6})

    assert failure_of(result) == (Phase.NOT_SENT, FailureKind.TIMEOUT, None)
    assert 0.5 < time.monotonic() - start < 1


def test_each_attempt_begins_with_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(ScriptedServer(answer(body), answer(body))) for body in (b"1", b"2", b"3")]
        resolve_to(monkeypatch, *[("127.0.0.1", server.port) for server in servers])
        results = outcomes(ORIGIN.format(1), *[{"number": n, "longest_idle": 0.0} for n in (1, 2, 3, 4)])

    assert bodies_of(results) == [b"1", b"2", b"3", b"1"]


def test_a_host_without_an_address_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch)

    assert [failure_of(result) for result in outcomes(ORIGIN.format(1), {})] == [
        (Phase.NOT_SENT, FailureKind.CONNECTION, None)
    ]


# Idle connections


def with_idle_connections(
    number: int, server: ScriptedServer, *attempts: dict[str, Any], **settings: Any
) -> list[Response | Failure]:
    """Return the results of attempts, one after the other, after others that have left idle connections."""

    async def work(transport: Transport) -> list[Response | Failure]:
        await asyncio.gather(*(transport.perform(attempt_at(server.url)) for _ in range(number)))
        await asyncio.sleep(0)
        return [await transport.perform(attempt_at(server.url, **options)) for options in attempts]

    return with_transport(server.url, work, **settings)


SLOW = Play((answer(),), before=lambda: time.sleep(0.05))
"""Lets the others come meanwhile, so that each of them makes a connection."""


@pytest.mark.parametrize(
    ("last", "phase"), [(play(then="hang"), Phase.SENT), (play(then="close"), Phase.SENT)], ids=["silence", "close"]
)
def test_a_failure_on_a_reused_connection_closes_the_others_that_were_idle(last: Play, phase: Phase) -> None:
    with ScriptedServer(SLOW, SLOW, SLOW, last, answer(b"new")) as server:
        failed, good = with_idle_connections(3, server, {"read": 0.2}, {})

        assert failure_of(failed)[0] is phase
        assert bodies_of([good]) == [b"new"]
        assert server.used_connections[-1] == 3


def test_a_failure_on_a_new_connection_closes_no_others() -> None:
    with ScriptedServer(SLOW, SLOW, play(then="close"), answer(b"kept")) as server:

        async def work(transport: Transport) -> list[Response | Failure]:
            attempts = [asyncio.create_task(transport.perform(attempt_at(server.url))) for _ in range(3)]
            await asyncio.gather(*attempts)
            return [await transport.perform(attempt_at(server.url))]

        results = with_transport(server.url, work)

        assert bodies_of(results) == [b"kept"]
        assert server.connections == 3


def test_connections_that_became_idle_after_the_request_was_sent_are_kept() -> None:
    async def work(transport: Transport) -> Response | Failure:
        await transport.perform(attempt_at(server.url))
        failing = asyncio.create_task(transport.perform(attempt_at(server.url, read=0.3)))
        await asyncio.sleep(0.05)
        await transport.perform(attempt_at(server.url))
        await failing
        return await transport.perform(attempt_at(server.url))

    with ScriptedServer(answer(), play(then="hang"), answer(), answer()) as server:
        with_transport(server.url, work)

        assert server.used_connections == [0, 0, 1, 1]


def test_a_connection_that_is_just_being_left_is_not_a_new_one(pools: list[Any]) -> None:
    async def work(transport: Transport) -> None:
        first = asyncio.create_task(transport.perform(attempt_at(server.url)))
        while not server.requests:
            await asyncio.sleep(0.001)
        while not pools[0]._conns:  # released by aiohttp, though the first attempt has not left it
            await asyncio.sleep(0)
        assert not first.done()
        await transport.perform(attempt_at(server.url, longest_idle=0.0))
        await first

    whole = answer(b"1")
    with ScriptedServer(play(whole[:-1], whole[-1:], pause=0.05), answer()) as server:
        with_transport(server.url, work)

        assert server.used_connections == [0, 1]


@pytest.mark.parametrize(
    ("settings", "seconds", "connections"),
    [
        ({"connection_idle_limit": 100.0}, 50.0, [0, 0]),
        ({"connection_idle_limit": math.inf}, 200.0, [0, 0]),
        ({"connection_idle_limit": math.inf, "connection_max_age": math.inf}, 1e6, [0, 0]),
        ({"connection_max_age": 60.0}, 59.0, [0, 0]),
        ({"connection_max_age": 60.0}, 60.0, [0, 1]),
        ({"connection_max_age": 0.0}, 0.0, [0, 1]),
        ({"connection_idle_limit": 0.0}, 0.0, [0, 1]),
    ],
)
def test_how_old_and_how_idle_a_connection_may_be(
    settings: dict[str, float], seconds: float, connections: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = 0.0
    clock = time.monotonic
    monkeypatch.setattr("aiohttp.connector.monotonic", lambda: clock() + passed)
    monkeypatch.setattr(time, "monotonic", lambda: clock() + passed)

    async def work(transport: Transport) -> None:
        nonlocal passed
        await transport.perform(attempt_at(server.url))
        passed = seconds
        await transport.perform(attempt_at(server.url))
        passed = 0.0

    with ScriptedServer(answer(), answer()) as server:
        with_transport(server.url, work, **({"connection_idle_limit": math.inf} | settings))

        assert server.used_connections == connections


def test_an_idle_connection_that_the_server_ends_is_closed_without_a_call() -> None:
    async def work(transport: Transport) -> bool:
        await transport.perform(attempt_at(server.url))
        return await asyncio.to_thread(server.wait_until_ended, 1)

    with ScriptedServer(play(answer(), then="close")) as server:
        assert with_transport(server.url, work)


# Sockets


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, True),
        ({"socket_options": [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)]}, True),
        ({"socket_options": [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0)]}, False),
    ],
    ids=["by default", "with other options", "unless it is turned off"],
)
def test_tcp_keeps_connections_alive(settings: dict[str, Any], expected: bool, pools: list[Any]) -> None:
    async def work(transport: Transport) -> bool:
        await transport.perform(attempt_at(server.url))
        [line] = pools[0].idle.values()
        sock = line.transport.get_extra_info("socket")
        return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))

    with ScriptedServer(answer()) as server:
        assert with_transport(server.url, work, **settings) is expected
