"""Which connections are used again, and which are closed."""

from __future__ import annotations

import math
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import _connection, _sending
from order_capture_client._core import http
from order_capture_client._core.wire import Attempt, FailureKind, Phase, Request, Send
from order_capture_client.rest import Transport
from test.scripted_server import Play, ScriptedServer, answer, head, play
from test.sockets.test_rest import Clock, attempt_to, body_of, failure_of, opened


@contextmanager
def idle(
    count: int, *script: Play | bytes, then: str = "stay", **settings: Any
) -> Iterator[tuple[ScriptedServer, Transport]]:
    """A server, and a transport with idle connections to it."""
    together = threading.Barrier(count)
    first = [Play((answer(),), before=together.wait, then=then) for _ in range(count)]
    with ScriptedServer(*first, *script) as server, opened(server, **settings) as transport:
        attempts = [attempt_to(server, total=10**6) for _ in range(count)]  # whatever a test's clock shows
        threads = [threading.Thread(target=transport.perform, args=(attempt,)) for attempt in attempts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.connections == count
        yield server, transport


# After a failure


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        pytest.param(play(then="hang"), FailureKind.TIMEOUT, id="silent"),
        pytest.param(play(then="close"), FailureKind.CONNECTION, id="closed"),
        pytest.param(play(then="reset"), FailureKind.CONNECTION, id="reset"),
    ],
)
def test_after_a_used_connection_failed_no_other_idle_one_is_used(failure: Play, kind: FailureKind) -> None:
    with idle(4, failure, answer(b"1"), answer(b"2")) as (server, transport):
        failed = transport.perform(attempt_to(server, read=0.1))
        bodies = [body_of(transport.perform(attempt_to(server))) for _ in range(2)]
        assert server.wait_until_ended(3)  # at least: a silent one ends with the server

    assert failure_of(failed) == (Phase.SENT, kind, None)
    assert bodies == [b"1", b"2"]
    assert server.used_connections[-2:] == [4, 4]


def test_a_connection_that_came_back_after_the_failed_request_left_is_kept() -> None:
    between: list[bytes] = []

    def call() -> None:
        between.append(body_of(transports[0].perform(attempt_to(server))))

    transports: list[Transport] = []
    with idle(3, Play(before=call, then="close"), answer(b"1"), answer(b"2")) as (server, transport):
        transports.append(transport)
        transport.perform(attempt_to(server))
        last = body_of(transport.perform(attempt_to(server)))

    assert (between, last) == ([b"1"], b"2")
    assert server.connections == 3


@pytest.mark.parametrize(
    ("failure", "longest_idle"),
    [
        pytest.param(play(then="close"), 0.0, id="on a new connection"),
        pytest.param(play(head("Content-Length: 9"), then="close"), 60.0, id="inside the body"),
    ],
)
def test_other_failures_leave_idle_connections_alone(failure: Play, longest_idle: float) -> None:
    with idle(2, failure, answer(b"1")) as (server, transport):
        transport.perform(attempt_to(server, longest_idle=longest_idle))
        assert body_of(transport.perform(attempt_to(server))) == b"1"

    assert server.used_connections[-1] < 2


# Age, and idle connections that nobody asks for


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (_connection, _sending, http):
        monkeypatch.setattr(module, "time", clock)
    return clock


def attempt_at(clock: Clock, server: ScriptedServer, method: str = "GET") -> Attempt:
    request = Request(method, server.url, "/", {}, b"{}" if method == "POST" else None)
    return Attempt(Send(request, connect=5, read=5, deadline=clock.now + 60))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("max_age", "steps", "connections"),
    [
        pytest.param(300.0, [0, 299], [0, 0], id="young"),
        pytest.param(300.0, [0, 300], [0, 1], id="old"),
        pytest.param(300.0, [0, 200, 99, 2], [0, 0, 0, 1], id="old though it is in use"),
        pytest.param(math.inf, [0, 10**6], [0, 0], id="no limit"),
        pytest.param(0.0, [0, 0], [0, 1], id="none is kept"),
    ],
)
def test_no_request_uses_a_connection_beyond_the_largest_age(
    max_age: float, steps: list[float], connections: list[int], method: str, clock: Clock
) -> None:
    with (
        ScriptedServer(*[answer()] * len(steps)) as server,
        opened(server, connection_max_age=max_age) as transport,
    ):
        for seconds in steps:
            clock.now += seconds
            assert body_of(transport.perform(attempt_at(clock, server, method))) == b"{}"

    assert server.used_connections == connections


def test_a_connection_that_gets_too_old_during_its_request_is_closed_at_its_end(clock: Clock) -> None:
    def pass_by() -> None:
        clock.now += 10

    with (
        ScriptedServer(Play((answer(),), before=pass_by)) as server,
        opened(server, connection_max_age=10) as transport,
    ):
        transport.perform(attempt_at(clock, server))
        assert server.wait_until_ended(1)


def states(server: ScriptedServer) -> Counter[str]:
    """Count the states of the sockets that are connected to a server."""
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    rows = [line.split() for line in lines]
    names = {"01": "established", "08": "ended by the server"}
    return Counter(names[row[3]] for row in rows if row[2].endswith(f":{server.port:04X}") and row[3] in names)


@pytest.mark.parametrize(
    ("settings", "seconds", "left"),
    [
        pytest.param({}, 1, 4, id="a second"),
        pytest.param({"connection_idle_limit": 15}, 15, 1, id="idle for too long"),
        pytest.param({"connection_max_age": 20, "connection_idle_limit": math.inf}, 19, 4, id="not old enough"),
        pytest.param({"connection_max_age": 20, "connection_idle_limit": math.inf}, 20, 1, id="too old"),
    ],
)
def test_idle_connections_that_reached_a_limit_are_closed_by_the_next_call(
    settings: dict[str, Any], seconds: float, left: int, clock: Clock
) -> None:
    with idle(4, answer(), **settings) as (server, transport):
        clock.now += seconds
        transport.perform(attempt_at(clock, server))

        assert states(server) == {"established": left}


def test_idle_connections_that_the_service_has_ended_are_closed_by_a_call_a_second_later(clock: Clock) -> None:
    with idle(4, answer(), answer(), then="close") as (server, transport):
        assert server.wait_until_ended(4)
        transport.perform(attempt_at(clock, server))
        within_a_second = states(server)
        clock.now += 1
        transport.perform(attempt_at(clock, server))

        assert within_a_second["ended by the server"] >= 2
        assert states(server) == {"established": 1}


# Keepalive


@pytest.mark.parametrize(
    ("options", "keepalive"),
    [
        pytest.param(None, 1, id="by default"),
        pytest.param([(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)], 1, id="next to another option"),
        pytest.param([(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0)], 0, id="turned off"),
    ],
)
def test_tcp_keepalive_is_on_unless_an_option_turns_it_off(
    options: Any, keepalive: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    class Connection(_connection.Connection):
        def connect(self) -> None:
            super().connect()
            assert self.sock is not None
            seen.append(self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0)

    monkeypatch.setattr(_connection, "Connection", Connection)
    with ScriptedServer(answer()) as server, opened(server, socket_options=options) as transport:
        transport.perform(attempt_to(server))

    assert seen == [keepalive]
