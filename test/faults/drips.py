"""Servers that drip: each byte comes in time, and the whole never does. No call outlives its total time by much."""

from __future__ import annotations

import itertools
import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from order_capture_client import Configuration
from order_capture_client.exceptions import ApiTimeoutError, Outcome
from test.faults.catalogue import Fault
from test.faults.certificates import server_context
from test.faults.driver import DRIVERS
from test.faults.matrix import Strikes, call_once
from test.faults.policy import Row, mixin_of, outcome_of
from test.faults.server import At, FaultServer, Line
from test.samples import CART, ONE_OF_EACH, OPERATIONS

TOTAL = 0.4
"""Seconds that each call is given."""
OVERRUN = 0.25
"""Seconds by which it may be late."""
PAUSE = 0.01
MOST = 500
"""Bytes after which a server gives up, should the client not."""

_SMALL = 4096
"""Buffer sizes, for a server that does not read."""
_LARGE_CART: dict[str, Any] = {"retail_unit": "se", "checkout_request": {**CART, "cartCheckSum": "x" * 500_000}}


def _drips(first: Callable[[Line], bytes], then: bytes) -> Callable[[Line], object]:
    """Send the first part at once, then repeat the second one, a byte at a time."""

    def play(line: Line) -> None:
        line.send(first(line))
        for byte in itertools.islice(itertools.cycle(then), MOST):
            line.send(bytes([byte]))
            if line.server.over.wait(PAUSE):
                break
        line.end()

    return play


def _drips_below_tls(handshake: bool) -> Callable[[Line], object]:
    """Drip the bytes of TLS: the handshake, or the record of an answer."""

    def play(line: Line) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = server_context().wrap_bio(incoming, outgoing, server_side=True)

        def until_done(step: Callable[[], object], *, drip: bool = False) -> object:
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    made = outgoing.read()
                    line.drip(made, PAUSE) if drip else line.send(made)
                    received = line.sock.recv(65536)
                    if not received:
                        raise EOFError from None
                    incoming.write(received)

        until_done(tls.do_handshake, drip=handshake)
        line.send(outgoing.read())
        until_done(lambda: tls.read(65536))
        tls.write(line.whole(b"{}" + b" " * 4000))
        line.drip(outgoing.read(MOST), PAUSE)
        line.end()

    return play


def _reads(size: int) -> Callable[[Line], object]:
    """Read the request slowly, the given number of bytes at a time."""

    def play(line: Line) -> None:
        if line.server.settings["host"].startswith("https"):
            line.secure()
        for _ in range(MOST):
            if not line.sock.recv(size) or line.server.over.wait(PAUSE):
                break
        line.end()

    return play


@dataclass(frozen=True)
class Drip:
    """One way to drip."""

    name: str
    row: Row
    play: Callable[[Line], object]
    at: At = At.REQUEST
    schemes: tuple[str, ...] = ("plain", "tls")
    large_request: bool = False
    """Whether the request must exceed the buffers in between."""

    def __str__(self) -> str:
        return self.name


DRIPS = [
    Drip("status line", Row.NO_HEAD, _drips(lambda line: b"HTTP/1.1 200 ", b"OK ")),
    Drip("headers", Row.NO_HEAD, _drips(lambda line: b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n")),
    Drip("one header", Row.NO_HEAD, _drips(lambda line: b"HTTP/1.1 200 OK\r\nX-A: ", b"b")),
    Drip("1xx", Row.NO_HEAD, _drips(lambda line: b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")),
    Drip("100", Row.NO_HEAD, _drips(lambda line: b"", b"HTTP/1.1 100 Continue\r\n\r\n")),
    Drip("body", Row.CUT_SHORT, _drips(lambda line: line.head("200 OK", "Content-Length: 4000"), b" ")),
    Drip("body without length", Row.CUT_SHORT, _drips(lambda line: line.head("200 OK", "Connection: close"), b" ")),
    Drip("error body", Row.BUSY, _drips(lambda line: line.head("503 Busy", "Content-Length: 4000"), b" ")),
    Drip("chunk sizes", Row.CUT_SHORT, _drips(lambda line: line.head("200 OK", "Transfer-Encoding: chunked"), b"0")),
    Drip("chunks", Row.CUT_SHORT, _drips(lambda line: line.head("200 OK", "Transfer-Encoding: chunked"), b"1\r\n \r\n")),
    Drip(
        "trailers",
        Row.CUT_SHORT,
        _drips(lambda line: line.head("200 OK", "Transfer-Encoding: chunked") + b"2\r\n{}\r\n0\r\n", b"X-A: b\r\n"),
    ),
    Drip("gzip", Row.CUT_SHORT, _drips(lambda line: line.head("200 OK", "Content-Length: 4000", "Content-Encoding: gzip") + b"\x1f\x8b\x08\x08" + b"\0" * 6, b"n")),
    Drip("TLS handshake", Row.NOT_SENT, _drips_below_tls(handshake=True), At.CONNECTION, ("tls",)),
    Drip("TLS record", Row.NO_HEAD, _drips_below_tls(handshake=False), At.CONNECTION, ("tls",)),
    Drip("request", Row.NO_HEAD, _reads(200), At.CONNECTION, large_request=True),
    Drip("request, faster", Row.NO_HEAD, _reads(2000), At.CONNECTION, large_request=True),
    Drip("CONNECT", Row.NOT_SENT, _drips(lambda line: b"HTTP/1.1 200 ", b"OK "), At.PROXY, ("proxy",)),
    Drip("CONNECT headers", Row.NOT_SENT, _drips(lambda line: b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), At.PROXY, ("proxy",)),
]  # fmt: skip


@dataclass(frozen=True)
class Dripped:
    """The end of a call under a drip."""

    name: str
    overrun: float
    problems: tuple[str, ...]


def run(drips: Iterable[Drip] = DRIPS, drivers: Iterable[str] = DRIVERS) -> list[Dripped]:
    """Run drips concurrently, for an operation of each class."""
    listed = [
        (drip, scheme, name, driver)
        for drip in drips
        for scheme in drip.schemes
        for name in ([row.name for row in ONE_OF_EACH.values()] if not drip.large_request else ["create_checkout"])
        for driver in drivers
    ]
    _warm_up()
    with ThreadPoolExecutor(24) as pool:
        ended = list(pool.map(lambda case: _one(*case), listed))
    # A busy machine may hold up calls that run side by side, so the late ones are judged by a run of their own.
    return [_one(*case) if one.overrun > OVERRUN else one for one, case in zip(ended, listed, strict=True)]


def _warm_up() -> None:
    """Lets each operation import its models, which takes its time once."""
    with FaultServer() as server:
        for driver in DRIVERS.values():
            made = driver(Configuration(**server.settings))
            for operation in ONE_OF_EACH.values():
                call_once(made, server, operation.name)
            made.close()


def _one(drip: Drip, scheme: str, name: str, driver: str) -> Dripped:
    fault = Fault(drip.name, drip.row, drip.play, at=drip.at, works=False)
    small_buffer = [(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)] if drip.large_request else None
    with FaultServer(
        Strikes(fault),
        tls=scheme == "tls",
        proxy=scheme == "proxy",
        receive_buffer=_SMALL if drip.large_request else None,
    ) as server:
        made = DRIVERS[driver](Configuration(**server.settings, socket_options=small_buffer))
        arguments = {"arguments": _LARGE_CART} if drip.large_request else {}
        result = call_once(made, server, name, **arguments, _request_timeout=TOTAL)
        made.close()
    outcome: Outcome | None = "applied" if drip.row is Row.CUT_SHORT else outcome_of(drip.row)
    problems = []
    overrun = result.elapsed - TOTAL
    if overrun > OVERRUN:
        problems.append(f"{overrun:.2f} s late")
    if drip.row is not Row.BUSY and not isinstance(result.error, ApiTimeoutError):
        problems.append(f"{result.error!r}, no ApiTimeoutError")
    elif getattr(result.error, "outcome", None) != outcome:
        problems.append(f"{getattr(result.error, 'outcome', None)}, not {outcome}")
    mixin = mixin_of(OPERATIONS[name], outcome)
    if mixin is not None and not isinstance(result.error, mixin):
        problems.append(f"{result.error!r}, no {mixin.__name__}")
    case = f"{drip.name}: {driver} {name}, {scheme}"
    return Dripped(case, overrun, tuple(f"{case}: {problem}" for problem in problems))
