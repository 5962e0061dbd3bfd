"""How a host is reached: its addresses, their order and times, and the sockets that are left open."""

from __future__ import annotations

import gc
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import _connecting
from order_capture_client._connecting import AddressInfo, connected_socket, in_turn
from order_capture_client._core.wire import Failure, FailureKind, Phase, Response
from order_capture_client.rest import Transport
from test.faults.interrupts import Interrupt
from test.scripted_server import ScriptedServer, answer
from test.sockets.test_rest import attempt_to, body_of, failure_of, opened

CONNECTION, TIMEOUT = FailureKind.CONNECTION, FailureKind.TIMEOUT
HOST = "http://many.localhost"


def address(port: int, ip: str = "127.0.0.1", family: int = socket.AF_INET) -> AddressInfo:
    return (family, socket.SOCK_STREAM, 6, "", (ip, port) if family == socket.AF_INET else (ip, port, 0, 0))


@contextmanager
def silent() -> Iterator[AddressInfo]:
    """An address that swallows every packet: a listener whose backlog is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.2", 0), backlog=0))
        target = listener.getsockname()
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect(target)
        time.sleep(0.01)
        yield address(target[1], "127.0.0.2")


def refused() -> AddressInfo:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return address(listener.getsockname()[1])


def impossible() -> AddressInfo:
    """An address that has no route: connecting fails at once."""
    return address(1, "255.255.255.255")


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> list[AddressInfo]:
    """The addresses that every name below `localhost` has."""
    found: list[AddressInfo] = []
    real = socket.getaddrinfo

    def look_up(host: str, *args: Any) -> list[Any]:
        return list(found) if host.endswith(".localhost") else real(host, *args)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return found


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def timed(transport: Transport, host: str = HOST, **options: Any) -> tuple[Response | Failure, float]:
    """Perform an attempt to a host; return the result, and how long it took."""
    began = time.monotonic()
    result = transport.perform(attempt_to(host, **options))
    return result, time.monotonic() - began


# Order


V6 = [address(1, "::1", socket.AF_INET6), address(2, "::1", socket.AF_INET6), address(3, "::1", socket.AF_INET6)]
V4 = [address(4), address(5)]


@pytest.mark.parametrize(
    ("found", "number", "ports"),
    [
        pytest.param([], 1, [], id="none"),
        pytest.param([V4[0]], 3, [4], id="one"),
        pytest.param(V4, 1, [4, 5], id="one family"),
        pytest.param(V4, 2, [5, 4], id="second attempt"),
        pytest.param(V4, 3, [4, 5], id="third attempt"),
        pytest.param(V6 + V4, 1, [1, 4, 2, 5, 3], id="two families"),
        pytest.param(V4 + V6, 1, [4, 1, 5, 2, 3], id="the family of the resolver's first address is first"),
        pytest.param(V6 + V4, 2, [4, 2, 5, 3, 1], id="two families, second attempt"),
    ],
)
def test_the_order_of_addresses(found: list[AddressInfo], number: int, ports: list[int]) -> None:
    assert [address[4][1] for address in in_turn(found, number)] == ports


# Which address is used, and when


@pytest.mark.parametrize(
    ("before", "least", "most"),
    [
        pytest.param([silent], 0.25, 1.0, id="silent"),
        pytest.param([silent, silent], 0.5, 1.5, id="silent twice"),
        pytest.param([refused], 0.0, 0.2, id="refused"),
        pytest.param([impossible], 0.0, 0.2, id="no route"),
        pytest.param([silent, refused], 0.25, 0.45, id="silent, refused"),
        pytest.param([refused, silent], 0.25, 1.0, id="refused, silent"),
    ],
)
def test_a_later_address_is_reached(before: list[Any], least: float, most: float, resolver: list[AddressInfo]) -> None:
    with ScriptedServer(answer(b"1")) as server, opened(HOST) as transport, ExitStack() as stack:
        resolver += [stack.enter_context(make()) if make is silent else make() for make in before]
        resolver.append(address(server.port))
        open_before = descriptors()
        result, seconds = timed(transport)
        transport.close()
        assert server.wait_until_ended(1)

        assert body_of(result) == b"1"
        assert least <= seconds < most
        assert server.connections == 1
        assert descriptors() <= open_before


def test_an_address_that_answers_late_stays_in_the_race(resolver: list[AddressInfo]) -> None:
    with ExitStack() as stack:
        nobody = stack.enter_context(silent())
        late = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        filler = stack.enter_context(socket.create_connection(late.getsockname()))

        def accept_late() -> None:
            time.sleep(0.4)
            for _ in range(2):
                stack.enter_context(late.accept()[0])

        thread = threading.Thread(target=accept_late)
        thread.start()
        stack.callback(thread.join)
        resolver += [address(late.getsockname()[1]), nobody]
        assert filler.fileno() > 0
        with opened(HOST) as transport:
            result, _ = timed(transport, read=0.1)

    assert failure_of(result) == (Phase.SENT, TIMEOUT, None)


def test_the_name_of_a_proxy_is_reached_in_the_same_way(resolver: list[AddressInfo]) -> None:
    with ScriptedServer(answer(b"1")) as server, silent() as nobody:
        resolver += [nobody, address(server.port)]
        with opened("http://127.0.0.1:1", proxy="http://proxy.localhost") as transport:
            result, seconds = timed(transport, "http://127.0.0.1:1")

    assert body_of(result) == b"1"
    assert seconds < 1


def test_each_attempt_begins_with_another_address(resolver: list[AddressInfo]) -> None:
    with ScriptedServer(answer(b"1"), answer(b"3")) as one, ScriptedServer(answer(b"2")) as other:
        resolver += [address(one.port), address(other.port)]
        with opened(HOST) as transport:
            bodies = [body_of(timed(transport, longest_idle=0, number=number)[0]) for number in (1, 2, 3)]

    assert bodies == [b"1", b"2", b"3"]


@pytest.mark.parametrize(("count", "connect", "total"), [(1, 0.4, 5), (3, 0.4, 5), (3, 5, 0.4)])
def test_the_time_to_connect_is_shared_by_all_addresses(
    count: int, connect: float, total: float, resolver: list[AddressInfo]
) -> None:
    with silent() as nobody, opened(HOST) as transport:
        resolver += [nobody] * count
        open_before = descriptors()
        result, seconds = timed(transport, connect=connect, total=total)

        assert failure_of(result) == (Phase.NOT_SENT, TIMEOUT, None)
        assert 0.4 <= seconds < 0.8
        assert descriptors() == open_before


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_failure_of_the_last_address_is_told(count: int, resolver: list[AddressInfo]) -> None:
    with opened(HOST) as transport:
        resolver += [refused() for _ in range(count)]
        open_before = descriptors()
        result, _ = timed(transport)

        assert failure_of(result) == (Phase.NOT_SENT, CONNECTION, None)
        assert isinstance(result, Failure)
        assert ("refused" in result.detail.lower()) == (count > 0)
        assert descriptors() == open_before


# After the race


@pytest.mark.parametrize("count", [1, 2])
def test_the_connection_is_like_one_of_urllib3(count: int, resolver: list[AddressInfo]) -> None:
    option = (socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = address(listener.getsockname()[1])
        with connected_socket([target] * count, [option], lambda: 5.0) as sock:
            seen = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), sock.gettimeout(), sock.getblocking()
            size = sock.getsockopt(*option[:2])

    assert seen == (1, 5.0, True)
    assert size >= 65536


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # collection closes a socket that nobody else knows yet
@pytest.mark.parametrize("kind", [KeyboardInterrupt, TimeoutError])
def test_an_interrupt_leaves_no_socket_open(kind: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_connecting, "_HEAD_START", 0.001)
    before = descriptors()
    # Where the tracer interrupts the end of an except clause, Python keeps its exception as that of the thread.
    with ThreadPoolExecutor(1) as pool:
        points = pool.submit(interrupted_at_each_point, kind).result()
    gc.collect()

    assert points > 50
    assert descriptors() == before


def interrupted_at_each_point(kind: type[BaseException]) -> int:
    """Connect again and again, with an exception at one point more each time, and return the number of points."""
    with socket.create_server(("127.0.0.1", 0)) as listener, silent() as nobody:
        addresses = [refused(), nobody, address(listener.getsockname()[1])]
        points = 0
        while True:
            interrupt = Interrupt(points, kind)
            sys.settrace(interrupt.trace)
            try:
                connected_socket(addresses, [], lambda: 5.0).close()
            except kind:
                pass
            finally:
                sys.settrace(None)
            if not interrupt.place:
                return points
            points += 1
