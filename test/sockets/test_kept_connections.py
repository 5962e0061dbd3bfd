"""Which connections are used again, and which are closed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from order_capture_client import _connection
from order_capture_client._core.wire import FailureKind, Phase
from order_capture_client.rest import Transport
from test.scripted_server import Play, ScriptedServer, answer, head, play
from test.sockets.test_rest import attempt_to, body_of, failure_of, opened


@contextmanager
def idle(count: int, *script: Play | bytes, **settings: Any) -> Iterator[tuple[ScriptedServer, Transport]]:
    """A server, and a transport with idle connections to it."""
    together = threading.Barrier(count)
    first = [Play((answer(),), before=together.wait) for _ in range(count)]
    with ScriptedServer(*first, *script) as server, opened(server, **settings) as transport:
        threads = [threading.Thread(target=transport.perform, args=(attempt_to(server),)) for _ in range(count)]
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
