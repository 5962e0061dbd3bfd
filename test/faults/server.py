"""A server on loopback that misbehaves on request, and knows the truth: which requests came, and which it applied.

It reads each request completely, applies it or not, and then plays a fault on the connection. Each thread closes its
own socket; other threads call `shutdown` to end it, because closing would free the number of a socket that is being
read.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import ssl
import struct
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self

from test.faults.certificates import LOOPBACK, PROXIED, ca_cert_data, server_context
from test.samples import CHECKOUT_ID, OPERATIONS, sample

CALL = "X-Test-Call"
"""The header by which the server tells the calls apart; all attempts of a call carry the same."""

_SAMPLES = {name: sample(name, operation.success).decode() for name, operation in OPERATIONS.items()}
_SAFETY = 60.0
"""Seconds after which a thread gives up, should a client never go away."""


def _route(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/?]+)", re.escape(path)) + r"(\?.*)?")


_ROUTES = [
    (operation.method, _route(operation.path), name)
    for name, operation in sorted(OPERATIONS.items(), key=lambda row: row[1].path.count("{"))
]
"""Fixed segments before variable ones."""


@dataclass(frozen=True)
class Seen:
    """A whole request, as it came."""

    connection: int
    """The number of its connection, from 0."""
    method: str
    target: str
    headers: dict[str, str] = field(repr=False)
    """By lower-case name."""
    body: bytes = field(repr=False)

    @property
    def call(self) -> str:
        """Which call it belongs to."""
        return self.headers.get(CALL.lower(), "")

    @property
    def route(self) -> tuple[str, str]:
        """The operation and the checkout that is asked for, if one is."""
        for method, pattern, name in _ROUTES:
            match = pattern.fullmatch(self.target)
            if match is not None and method == self.method:
                return name, match.groupdict().get("checkoutId", CHECKOUT_ID)
        raise AssertionError(f"no such operation: {self.method} {self.target}")


class Truth:
    """The true events."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seen: list[Seen] = []
        """The requests that were read whole, in their order."""
        self.applied: defaultdict[str, list[str]] = defaultdict(list)
        """By call: an id for each time that its work was done."""

    def note(self, seen: Seen) -> None:
        """Notes that a request came."""
        with self._lock:
            self.seen.append(seen)

    def apply(self, seen: Seen) -> str:
        """Apply a request and return the id."""
        with self._lock:
            ids = self.applied[seen.call]
            ids.append(f"{seen.call or 'call'}-{len(ids) + 1}")
            return ids[-1]

    def requests(self, call: str) -> list[Seen]:
        """The requests of a call."""
        with self._lock:
            return [seen for seen in self.seen if seen.call == call]


class At(Enum):
    """When a fault sets in."""

    CONNECTION = auto()
    """As soon as the connection is accepted."""
    PROXY = auto()
    """Once the proxy was asked to connect."""
    REQUEST = auto()
    """Once the request is read."""


class Playable(Protocol):
    """The server's view of a fault."""

    @property
    def at(self) -> At:
        """When it sets in."""
        ...

    def strike(self, line: Line) -> object:
        """Apply the request or not, and play the fault."""
        ...


class Plan(Protocol):
    """Decides which fault strikes."""

    def connection(self) -> Playable | None:
        """Decide about a connection."""
        ...

    def request(self, seen: Seen) -> Playable | None:
        """Decide about a request."""
        ...


class Good:
    """No fault at all."""

    def connection(self) -> None:
        """None."""

    def request(self, seen: Seen) -> None:
        """None."""


class Line:
    """One connection, as a fault sees it: it may send, wait and end it."""

    def __init__(self, server: FaultServer, number: int, sock: socket.socket) -> None:
        self.server = server
        self.number = number
        self.sock = sock
        self.secured = False
        self.ended = False
        self.request = Seen(number, "", "", {}, b"")
        self.id: str | None = None
        """The id that the work of this request gave, once it is done."""

    # Actions for faults

    def send(self, *parts: bytes, pause: float = 0.0) -> None:
        """Send the parts with pauses between them."""
        for index, part in enumerate(parts):
            if index and pause and self.server.over.wait(pause):
                raise OSError("the server is over")
            self.sock.sendall(part)

    def drip(self, data: bytes, pause: float = 0.01) -> None:
        """Send a byte at a time."""
        self.send(*(data[index : index + 1] for index in range(len(data))), pause=pause)

    def send_below(self, data: bytes) -> None:
        """Send without TLS."""
        socket.socket.sendall(self.sock, data)

    def end(self) -> None:
        """Closes the connection."""
        self.ended = True
        _shut(self.sock)

    def reset(self) -> None:
        """Closes the connection with a reset."""
        self.ended = True
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def hang(self) -> None:
        """Stays silent until the client goes away."""
        self.ended = True
        while self.sock.recv(65536):
            pass

    def secure(self, kind: str = "good") -> None:
        """Do the TLS handshake."""
        self.secured = True
        secured = self.server.secured(self, server_context(kind))
        secured.do_handshake()

    def apply(self) -> str:
        """Apply the request once."""
        if self.id is None:
            self.id = self.server.truth.apply(self.request)
        return self.id

    def head(self, status: str = "200 OK", *headers: str, content_type: str | None = "application/json") -> bytes:
        """The head of an answer."""
        lines = [f"HTTP/1.1 {status}", *headers, *self.server.extra_headers]
        if content_type is not None:
            lines.append(f"Content-Type: {content_type}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def whole(
        self, body: bytes, *headers: str, status: str = "200 OK", content_type: str | None = "application/json"
    ) -> bytes:
        """A whole answer of known length."""
        return self.head(status, f"Content-Length: {len(body)}", *headers, content_type=content_type) + body

    @property
    def body(self) -> bytes:
        """Apply the request and return the response of a success."""
        return self.body_about(self.request.route[1])

    def body_about(self, checkout_id: str) -> bytes:
        """The same, speaking of a given checkout."""
        name, _ = self.request.route
        made = self.apply()
        if name.startswith("create"):
            return json.dumps({"resourceId": made}).encode()
        text = _SAMPLES[name].replace(CHECKOUT_ID, checkout_id)
        for known, given in self.server.replaced.items():
            text = text.replace(known, given)
        return text.encode()

    @property
    def good(self) -> bytes:
        """A whole answer as the contract has it; it does the work."""
        body = self.body
        return self.whole(body, status="201 Created" if self.request.method == "POST" else "200 OK")

    # The server's side

    def _receive(self, fill: bytes) -> bytes:
        data = self.sock.recv(65536)
        if not data:
            raise EOFError
        return fill + data

    def read_head(self) -> tuple[str, dict[str, str], bytes]:
        """Return the first line, the headers and the bytes after them."""
        raw = b""
        while b"\r\n\r\n" not in raw:
            raw = self._receive(raw)
        head, _, rest = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        return first, {name.lower(): value.strip() for name, _, value in pairs}, rest

    def read_request(self) -> None:
        """Read a complete request and record it."""
        first, headers, body = self.read_head()
        while len(body) < int(headers.get("content-length", 0)):
            body = self._receive(body)
        method, target, _ = first.split(" ")
        self.request, self.id = Seen(self.number, method, target, headers, body), None
        self.server.truth.note(self.request)


class FaultServer:
    """Serve the nine operations and let the plan's faults strike.

    Args:
        plan: Chooses the faults.
        tls: Whether to speak TLS.
        proxy: Whether to act as a proxy first, which is asked to connect and then acts as the service itself.
        works: Decides whether to apply the request before a fault that leaves that open.
        extra_headers: Sent with each answer.
        replaced: Replacements in the sample answers.
        whom: Named in reason phrases and error bodies.
        receive_buffer: Its size, where it has to be small.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        *,
        tls: bool = False,
        proxy: bool = False,
        works: Callable[[], bool] = lambda: True,
        extra_headers: tuple[str, ...] = (),
        replaced: Mapping[str, str] | None = None,
        whom: str = "a customer",
        receive_buffer: int | None = None,
    ) -> None:
        self.plan: Plan = Good() if plan is None else plan
        self.truth = Truth()
        self.works = works
        self.extra_headers = extra_headers
        self.replaced: Mapping[str, str] = {} if replaced is None else replaced
        self.whom = whom
        self.over = threading.Event()
        self._tls = tls
        self._proxy = proxy
        self._lock = threading.Condition()
        self._open: dict[int, socket.socket] = {}
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._listener = socket.create_server((LOOPBACK, 0), backlog=256)
        if receive_buffer is not None:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.port: int = self._listener.getsockname()[1]
        # Who follows a redirect gets here.
        self._elsewhere = socket.create_server((LOOPBACK, 0))
        self._elsewhere.setblocking(False)
        self.elsewhere = f"http://{LOOPBACK}:{self._elsewhere.getsockname()[1]}/elsewhere"

    @property
    def settings(self) -> dict[str, Any]:
        """Return the arguments of a `Configuration` for this server."""
        if self._proxy:
            return {
                "host": f"https://{PROXIED}",
                "proxy": f"http://{LOOPBACK}:{self.port}",
                "no_proxy": "",
                "ca_cert_data": ca_cert_data(),
            }
        if self._tls:
            return {"host": f"https://{LOOPBACK}:{self.port}", "ca_cert_data": ca_cert_data()}
        return {"host": f"http://{LOOPBACK}:{self.port}"}

    @property
    def was_followed(self) -> bool:
        """Whether a client connected to the address of a redirect."""
        try:
            sock, _ = self._elsewhere.accept()
        except BlockingIOError:
            return False
        sock.close()
        return True

    def secured(self, line: Line, context: ssl.SSLContext) -> ssl.SSLSocket:
        """Puts TLS on a connection, without the handshake."""
        with self._lock:
            line.sock = sock = context.wrap_socket(line.sock, server_side=True, do_handshake_on_connect=False)
            self._open[line.number] = sock
        return sock

    def wait_until_ended(self, number: int) -> bool:
        """Wait until a connection has ended; return False if it does not."""
        with self._lock:
            return self._lock.wait_for(lambda: number not in self._open, timeout=10)

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.over.set()
        with contextlib.suppress(OSError):  # it may have been awake
            socket.create_connection((LOOPBACK, self.port)).close()  # wakes accept()
        self._accepting.join(10)
        with self._lock:
            for sock in self._open.values():
                _shut(sock)
        self._elsewhere.close()
        for thread in (self._accepting, *self._threads):
            thread.join(10)
            assert not thread.is_alive(), "a thread of the server does not end"

    def _accept(self) -> None:
        number = 0
        with self._listener:
            while True:
                sock, _ = self._listener.accept()
                if self.over.is_set():
                    sock.close()
                    return
                with self._lock:
                    self._open[number] = sock
                self._threads = [thread for thread in self._threads if thread.is_alive()]
                self._threads.append(threading.Thread(target=self._serve, args=(number, sock), daemon=True))
                self._threads[-1].start()
                number += 1

    def _serve(self, number: int, sock: socket.socket) -> None:
        sock.settimeout(_SAFETY)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = Line(self, number, sock)
        try:
            # The client may go away at any time, and a fault may leave TLS in any state.
            with contextlib.suppress(OSError, EOFError, ValueError):
                self._converse(line)
        finally:
            line.sock.close()
            with self._lock:
                del self._open[number]
                self._lock.notify_all()

    def _converse(self, line: Line) -> None:
        fault = self.plan.connection()
        if fault is not None and fault.at is At.CONNECTION:
            fault.strike(line)
        if self._proxy and not line.ended:
            line.read_head()
            if fault is not None and fault.at is At.PROXY:
                fault.strike(line)
            else:
                line.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if (self._tls or self._proxy) and not line.secured and not line.ended:
            line.secure()
        while not line.ended:
            line.read_request()
            struck = self.plan.request(line.request)
            if struck is None:
                line.send(line.good)
            else:
                struck.strike(line)


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        # Not the method of an SSLSocket: that one takes TLS away from the thread that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
