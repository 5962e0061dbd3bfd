"""Servers whose connections get out of step: with an answer that nobody asked for, or with an end that nobody announced."""

from __future__ import annotations

import asyncio
import contextlib
import math
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from typing_extensions import Self

from order_capture_client import Configuration
from order_capture_client._core.wire import Attempt, Failure, Phase, Request, Response, Send
from order_capture_client.aio.rest import Transport as AsyncTransport
from order_capture_client.rest import Transport
from test.faults.certificates import ca_cert_data, server_context

SIZES = (40, 1000, 16_384, 65_536, 200_000)
"""Bytes of the answer in front of the surplus."""
DELAY = 0.001
"""Seconds after which the surplus follows."""
WORK = 0.0035
"""Seconds for which the caller works before the next call, without a turn of the event loop."""


@dataclass
class Steps:
    """How a server answers the requests of one connection, counted from 0."""

    size: int
    late: bool = True
    """Whether the surplus comes a moment behind the right answer, and not in one record with it."""
    surplus: bool = True
    ends: int = 0
    """Out of how many answers one is the last of its connection."""


@dataclass
class Seen:
    """The number of connections that the server saw, and of requests; and when a surplus had left, and a call was about to begin."""

    connections: int = 0
    requests: int = 0
    surplus: list[float] = field(default_factory=list)
    resumed: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class SurplusServer:
    """A server that answers each request with its own number, and may send more than that."""

    def __init__(self, steps: Steps, *, tls: bool) -> None:
        self.seen = Seen()
        self._steps = steps
        self._context = server_context() if tls else None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"{'https' if tls else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads: list[threading.Thread] = []
        self._over = False

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over = True
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname()).close()  # wakes accept()
        for thread in self._threads:
            thread.join(10)

    @property
    def configuration(self) -> Configuration:
        """The settings of a client."""
        return Configuration(host=self.host, ca_cert_data=ca_cert_data())

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with self._listener:
            while True:
                sock, _ = self._listener.accept()
                if self._over:
                    sock.close()
                    return
                self.seen.connections += 1
                self._start(lambda sock=sock: self._serve(sock))  # type: ignore[misc]

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError, ssl.SSLError), sock:
            line = self._context.wrap_socket(sock, server_side=True) if self._context else sock
            with line:
                while self._answer(line):
                    pass

    def _answer(self, line: socket.socket) -> bool:
        raw = b""
        while b"\r\n\r\n" not in raw:
            received = line.recv(65536)
            if not received:
                return False
            raw += received
        with self.seen.lock:
            self.seen.requests += 1
            number = self.seen.requests
        steps = self._steps
        asked = raw.split(b" ", 2)[1].rpartition(b"/")[2]
        right, wrong = _answer(asked, steps.size), _answer(b"of nobody", 40)
        if not steps.surplus:
            line.sendall(right)
        elif steps.late:
            line.sendall(right)
            time.sleep(DELAY)
            line.sendall(wrong)
            self.seen.surplus.append(time.monotonic())
        else:
            line.sendall(right + wrong)
        return not steps.ends or number % steps.ends != 0


def _answer(body: bytes, size: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (max(size, len(body)), body.ljust(size))


def _attempt(host: str, number: int, method: str) -> Attempt:
    request = Request(method, host, f"/{number}", {}, b"{}" if method == "POST" else None)
    is_write = method == "POST"
    return Attempt(
        Send(
            request, connect=5.0, read=5.0, deadline=time.monotonic() + 10.0, longest_idle=1.0 if is_write else math.inf
        )
    )


def calls(
    server: SurplusServer, driver: str, count: int, *, method: str = "GET", pause: float = 0.0
) -> list[Response | Failure]:
    """Make calls one after the other; between two of them, the caller works for as long as the pause."""
    attempts = (_attempt(server.host, number, method) for number in range(count))
    if driver == "sync":
        transport = Transport(server.configuration)
        results = []
        for attempt in attempts:
            results.append(transport.perform(attempt))
            time.sleep(pause)
            if attempt.send.request.target == "/0":
                server.seen.resumed = time.monotonic()
        transport.close()
        return results

    async def calls_async() -> list[Response | Failure]:
        transport = AsyncTransport(server.configuration)
        results: list[Response | Failure] = []
        for attempt in attempts:
            results.append(await transport.perform(attempt))
            time.sleep(pause)  # blocks the event loop, and leaves the interpreter to the server
            if attempt.send.request.target == "/0":
                server.seen.resumed = time.monotonic()
        transport.close()
        await asyncio.sleep(0)
        return results

    return asyncio.run(calls_async())


def wrong_in_pairs(driver: str, size: int, pairs: int, *, tls: bool) -> int:
    """Return in how many pairs of calls the second one got an answer that was not its own, or none.

    A pair does not count if the machine was so busy that the surplus left the server after the second call had begun.
    """
    with SurplusServer(Steps(size), tls=tls) as server:
        counted = wrong = 0
        for _ in range(5 * pairs):
            server.seen.surplus.clear()
            results = calls(server, driver, 2, pause=WORK)
            if server.seen.surplus and server.seen.surplus[0] < server.seen.resumed - WORK / 10:
                counted += 1
                wrong += not _is_own(results[1], 1)
            if counted == pairs:
                return wrong
    raise AssertionError(f"only {counted} pairs in time")


def kept_with_surplus(driver: str, size: int, count: int, *, tls: bool) -> int:
    """Return how many connections were used again although surplus came in one record with an answer."""
    with SurplusServer(Steps(size, late=False), tls=tls) as server:
        results = calls(server, driver, count)
        wrong = [result for number, result in enumerate(results) if not _is_own(result, number)]
        assert not wrong, wrong
        return count - server.seen.connections


def in_doubt(driver: str, count: int, *, tls: bool) -> int:
    """Return how many writes were in doubt, where the server ends one connection in ten behind its answer."""
    with SurplusServer(Steps(40, surplus=False, ends=10), tls=tls) as server:
        results = calls(server, driver, count, method="POST")
    return sum(isinstance(result, Failure) and result.phase is not Phase.NOT_SENT for result in results)


def _is_own(result: Response | Failure, number: int) -> bool:
    return isinstance(result, Response) and result.body.strip() == b"%d" % number
