"""A server on loopback that reads one complete request, then plays a script, byte for byte."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from typing_extensions import Self


@dataclass(frozen=True)
class Play:
    """The action after reading a request."""

    parts: tuple[bytes, ...] = ()
    """Sent one after the other."""
    pause: float = 0.0
    """Seconds between two parts."""
    before: Callable[[], object] = lambda: None
    """Called before the first part."""
    then: str = "stay"
    """`stay` for the next request, `close` the connection, `reset` it, or `hang` until the server ends."""


def play(*parts: bytes, pause: float = 0.0, then: str = "stay") -> Play:
    """Send the parts."""
    return Play(parts, pause, then=then)


def drip(data: bytes, pause: float = 0.03) -> Play:
    """Send a byte at a time."""
    return Play(tuple(data[index : index + 1] for index in range(len(data))), pause, then="hang")


def answer(body: bytes = b"{}", *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer of known length."""
    return head(f"Content-Length: {len(body)}", *headers, status=status) + body


def chunked(*chunks: bytes, status: str = "200 OK") -> bytes:
    """A whole answer in chunks."""
    return head("Transfer-Encoding: chunked", status=status) + b"".join(
        b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in (*chunks, b"")
    )


def head(*headers: str, status: str = "200 OK") -> bytes:
    """The head of an answer."""
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: application/json", *headers, "", ""]).encode()


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    connection: int
    """The number of its connection, from 0."""
    raw: bytes = field(repr=False)

    @property
    def request_line(self) -> str:
        """Such as `GET / HTTP/1.1`."""
        return self.raw.partition(b"\r\n")[0].decode()

    @property
    def headers(self) -> list[str]:
        """All header lines."""
        return self.raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]

    @property
    def body(self) -> bytes:
        """The bytes after the headers."""
        return self.raw.partition(b"\r\n\r\n")[2]


class ScriptedServer:
    """Play a script, a step for each request, and then close every connection after reading a request.

    Args:
        script: The action for the first request, for the second, and so on, on any connection.
        reads: Whether to read a request first; otherwise a step is played for each connection, at its first byte.
    """

    def __init__(self, *script: Play | bytes, reads: bool = True) -> None:
        self.requests: list[Received] = []
        self.connections = 0
        self._script = [step if isinstance(step, Play) else Play((step,)) for step in script]
        self._reads = reads
        self._changed = threading.Condition()
        self._ended = 0
        self._over = threading.Event()
        self._open: dict[int, socket.socket] = {}
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):  # it may have been awake
            socket.create_connection(("127.0.0.1", self.port)).close()  # wakes accept()
        with self._changed:
            for sock in self._open.values():
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)  # not close(): its thread may be reading
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    @property
    def used_connections(self) -> list[int]:
        """The connection of each request."""
        return [request.connection for request in self.requests]

    def wait_until_ended(self, connections: int) -> bool:
        """Wait until the given number of connections have ended; return False if they do not."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ended >= connections, timeout=10)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with self._listener:
            while True:
                sock, _ = self._listener.accept()
                if self._over.is_set():
                    sock.close()
                    return
                with self._changed:
                    number = self.connections
                    self.connections += 1
                    self._open[number] = sock
                self._start(lambda number=number, sock=sock: self._serve(number, sock))  # type: ignore[misc]

    def _serve(self, number: int, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock:
            while self._read(number, sock) and self._play(sock):
                pass
        with self._changed:
            del self._open[number]
            self._ended += 1
            self._changed.notify_all()

    def _read(self, number: int, sock: socket.socket) -> bool:
        if not self._reads:
            sock.recv(1, socket.MSG_PEEK)  # an answer, or a reset, before the first byte would meet the connecting
            return bool(self._script)
        raw = b""
        while b"\r\n\r\n" not in raw:
            raw += (data := sock.recv(65536))
            if not data:
                return False
        lines, _, body = raw.partition(b"\r\n\r\n")
        length = [line for line in lines.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        missing = int(length[0].partition(b":")[2]) - len(body) if length else 0
        while missing > 0:
            raw += (data := sock.recv(missing))
            missing -= len(data)
        with self._changed:
            self.requests.append(Received(number, raw))
            self._changed.notify_all()
        return True

    def _play(self, sock: socket.socket) -> bool:
        with self._changed:
            step = self._script.pop(0) if self._script else Play(then="close")
        step.before()
        for index, part in enumerate(step.parts):
            if index and self._over.wait(step.pause):
                return False
            sock.sendall(part)
        if step.then == "hang":
            self._over.wait(30)
        if step.then == "reset":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif step.then == "close":
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        return step.then == "stay"
