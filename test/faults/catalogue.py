"""The faults: each defines its behaviour on the wire and its row of the policy; the rest follows from that row."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any

from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    ResponseTooLargeError,
    UndecodableResponseError,
    UnexpectedContentTypeError,
    WrongCheckoutError,
)
from test.faults.policy import Row, error_of_status, row_of_status
from test.faults.server import At, Line

LARGEST_BODY = 2 * 1024 * 1024
LARGEST_ERROR_BODY = 64 * 1024

Play = Callable[[Line], object]


@dataclass(frozen=True)
class Fault:
    """One way to fail, or an oddity that the client accepts."""

    name: str
    row: Row
    play: Play
    error: type[ApiException] = ApiConnectionError
    status: int | None = None
    """The status that the error tells."""
    at: At = At.REQUEST
    works: bool | None = None
    """Whether the server applies the request first; None if both are possible."""
    slow: bool = False
    """Whether only a timeout reveals it, so that the call needs short timeouts."""
    schemes: tuple[str, ...] = ("plain", "tls")
    needs: str = ""
    """Content that a sample answer needs for the fault to make sense."""
    tls_row: Row | None = None
    """The row over TLS, where it is another one."""
    may_retry: bool = True
    """Whether the call has enough time for the requested wait."""
    retry_after: float | None = None
    """The error's `retry_after`, from the answer's `Retry-After`."""
    least: float = 0.0
    """Minimum wait before the client tries again."""
    total: float | None = None
    """The call's total time, where it matters."""
    late: bool = False
    """Whether it follows the previous bytes after a short delay, so that a busy machine may receive both together."""
    in_async: Fault | None = None
    """The same on the wire, where aiohttp shows less of it, so that the async client has to end otherwise."""

    def row_over(self, scheme: str) -> Row:
        """Which row it is over `plain`, `tls` or `proxy`."""
        return self.tls_row if scheme == "tls" and self.tls_row is not None else self.row

    def seen_by(self, driver: str) -> Fault:
        """Return the fault as the client `sync` or `async` can see it."""
        return self if driver == "sync" or self.in_async is None else self.in_async

    def strike(self, line: Line) -> None:
        """Apply the request or not, then play the fault."""
        if self.works or (self.works is None and line.server.works()):
            line.apply()
        self.play(line)

    def __str__(self) -> str:
        return self.name


def _but_in_async(fault: Fault, **changes: Any) -> Fault:
    return replace(fault, in_async=replace(fault, **changes))


_LOST_IN_ASYNC: dict[str, Any] = {"row": Row.NO_HEAD, "error": ApiConnectionError, "status": None}
"""What breaks HTTP in the packet that brings the head: aiohttp then gives neither."""

# Before anything is sent


def _on_connection(name: str, row: Row, play: Play, **more: Any) -> Fault:
    return Fault(name, row, play, at=At.CONNECTION, works=False, **more)


def _peeked(then: Play) -> Play:
    """Lets the first bytes arrive, and does not read them: before that, the client may not have finished connecting."""

    def play(line: Line) -> None:
        line.sock.recv(1, socket.MSG_PEEK)
        then(line)

    return play


def _reads_a_little(line: Line) -> None:
    line.sock.recv(20)
    line.reset()


def _plain_below_tls(line: Line) -> None:
    line.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    line.hang()


def _alert(line: Line) -> None:
    line.sock.recv(65536)
    line.send(b"\x15\x03\x01\x00\x02\x02\x46")  # fatal, protocol_version
    line.hang()


def _alert_and_end(line: Line) -> None:
    line.sock.recv(65536)
    line.send(b"\x15\x03\x01\x00\x02\x02\x46")
    line.end()


def _ends_after_hello(line: Line) -> None:
    line.sock.recv(65536)
    line.end()


def _refuses_the_client(line: Line) -> None:
    try:
        line.secure("asks for a client certificate")
    except ssl.SSLError:
        while socket.socket.recv(line.sock, 65536):  # otherwise, a reset might overtake the alert
            pass
        raise


_TLS = ("tls",)

CONNECTING = [
    _on_connection("accept then close", Row.NO_HEAD, _peeked(Line.end), tls_row=Row.NOT_SENT),
    _on_connection("accept then reset", Row.NO_HEAD, _peeked(Line.reset), tls_row=Row.NOT_SENT),
    _on_connection("reset inside the request", Row.NO_HEAD, _reads_a_little, schemes=("plain",)),
    _on_connection("plain port that speaks TLS", Row.NO_HEAD, _alert_and_end, schemes=("plain",)),
    _on_connection("TLS port that speaks plain", Row.NOT_SENT, _plain_below_tls, schemes=_TLS),
    _on_connection("TLS handshake refused", Row.NOT_SENT, _alert, schemes=_TLS),
    _on_connection("close inside the TLS handshake", Row.NOT_SENT, _ends_after_hello, schemes=_TLS),
    _on_connection(
        "silent instead of a TLS handshake", Row.NOT_SENT, Line.hang, schemes=_TLS, error=ApiTimeoutError, slow=True
    ),
    *(
        _on_connection(f"certificate: {kind}", Row.REFUSED_PEER, partial(Line.secure, kind=kind), schemes=_TLS)
        for kind in ("untrusted", "wrong host", "expired")
    ),
    # With TLS 1.3 the client learns of it after its request.
    _on_connection(
        "certificate: asks for the client's",
        Row.REFUSED_PEER,
        _refuses_the_client,
        schemes=_TLS,
    ),
]


def _proxy(name: str, play: Play, row: Row = Row.NOT_SENT, **more: Any) -> Fault:
    return Fault(name, row, play, at=At.PROXY, works=False, schemes=("proxy",), **more)


def _proxy_says(status: str) -> Play:
    def play(line: Line) -> None:
        line.send(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nProxy-Authenticate: Basic\r\n\r\n".encode())
        line.hang()

    return play


def _proxy_garbage(line: Line) -> None:
    line.send(b"220 mail.example.org ESMTP\r\n\r\n")
    line.end()


def _proxy_cut(line: Line) -> None:
    line.send(b"HTTP/1.1 200 Connection est")
    line.end()


PROXIED = [
    _proxy("proxy wants a login", _proxy_says("407 Proxy Authentication Required"), Row.REFUSED_BY_PROXY),
    _proxy("proxy does not allow the host", _proxy_says("403 Forbidden"), Row.REFUSED_BY_PROXY),
    _proxy("proxy cannot reach the host", _proxy_says("502 Bad Gateway")),
    _proxy("proxy closes", Line.end),
    _proxy("proxy resets", Line.reset),
    _proxy("proxy closes inside its answer", _proxy_cut),
    _proxy("proxy speaks another protocol", _proxy_garbage),
    _proxy("proxy is silent", Line.hang, error=ApiTimeoutError, slow=True),
]

# After the request: nothing, or a part of an answer's head

_HEAD_PARTS: dict[str, Callable[[Line], bytes]] = {
    "before the status line": lambda line: b"",
    "inside the status line": lambda line: b"HTTP/1.1 20",
    "after the status line": lambda line: b"HTTP/1.1 200 OK\r\n",
    "inside a header": lambda line: b"HTTP/1.1 200 OK\r\nContent-Le",
    "before the blank line": lambda line: line.head()[:-2],
}
_BODY_PARTS: dict[str, Callable[[Line], bytes]] = {
    "before the body": lambda line: line.head("200 OK", f"Content-Length: {len(line.body)}"),
    "inside the body": lambda line: line.whole(line.body)[:-5],
    "before the first chunk": lambda line: line.head("200 OK", "Transfer-Encoding: chunked"),
    "inside a chunk size": lambda line: line.head("200 OK", "Transfer-Encoding: chunked") + b"1",
    "inside a chunk": lambda line: line.head("200 OK", "Transfer-Encoding: chunked") + b"400\r\n" + line.body[:20],
    "before the last chunk": lambda line: chunked(line, line.body)[:-5],
    "after a body of wrong Content-Length": lambda line: line.whole(line.body + b" " * 100)[:-100],
}


def chunked(line: Line, *chunks: bytes, status: str = "200 OK", headers: tuple[str, ...] = ()) -> bytes:
    """A whole answer in chunks."""
    parts = [b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in (*chunks, b"")]
    return line.head(status, "Transfer-Encoding: chunked", *headers) + b"".join(parts)


def _part_then(part: Callable[[Line], bytes], then: Play) -> Play:
    def play(line: Line) -> None:
        data = part(line)
        if data:
            line.send(data)
        then(line)

    return play


def _sends(make: Callable[[Line], bytes]) -> Play:
    return lambda line: line.send(make(line))


def _sends_and_ends(make: Callable[[Line], bytes]) -> Play:
    return _part_then(make, Line.end)


def _late(part: Callable[[Line], bytes], then: Play, pause: float = 0.02) -> Play:
    """Wait for the part to arrive, because a reset discards unread bytes."""

    def wait_then(line: Line) -> None:
        line.server.over.wait(pause)
        then(line)

    return _part_then(part, wait_then)


def _below_tls(line: Line) -> None:
    line.send_below(b"\x17\x03\x03\x00\x20" + b"x" * 32)  # a record that cannot be decrypted
    line.hang()


def _endless(line: Line, first: bytes, more: bytes, pause: float = 0.0) -> None:
    line.send(first)
    until = time.monotonic() + 5  # should the client not give up
    while time.monotonic() < until and not (pause and line.server.over.wait(pause)):
        line.send(more)
    line.end()


def _endless_information(status: str) -> Play:
    answer = f"HTTP/1.1 {status}\r\n\r\n".encode()
    return lambda line: _endless(line, b"", answer, pause=0.001)  # many cases run at a time


_CUT_HEADS = [
    *(Fault(f"close {where}", Row.NO_HEAD, _part_then(part, Line.end)) for where, part in _HEAD_PARTS.items()),
    *(Fault(f"reset {where}", Row.NO_HEAD, _late(part, Line.reset)) for where, part in _HEAD_PARTS.items()),
    *(
        Fault(f"silent {where}", Row.NO_HEAD, _part_then(_HEAD_PARTS[where], Line.hang), ApiTimeoutError, slow=True)
        for where in ("before the status line", "inside a header")
    ),
    Fault("TLS record broken after the request", Row.NO_HEAD, _below_tls, schemes=_TLS),
    Fault("not HTTP", Row.NO_HEAD, _sends_and_ends(lambda line: b"220 mail.example.org ESMTP\r\n\r\n")),
    Fault("no status code", Row.NO_HEAD, _sends_and_ends(lambda line: b"HTTP/1.1 abc OK\r\n\r\n")),
    Fault("HTTP/0.9", Row.NO_HEAD, _sends_and_ends(lambda line: b"<html></html>")),
    Fault("two lengths", Row.NO_HEAD, _sends_and_ends(lambda line: line.whole(line.body, "Content-Length: 7"))),
]

# The async client cannot count them: its deadline bounds them.
_INFORMATION = [
    _but_in_async(
        Fault(
            f"{count} times {status}",
            Row.FINE if count <= 10 else Row.NO_HEAD,
            _sends(
                lambda line, count=count, status=status: f"HTTP/1.1 {status}\r\n\r\n".encode() * count + line.good  # type: ignore[misc]
            ),
        ),
        row=Row.FINE,
    )
    for status in ("100 Continue", "102 Processing", "103 Early Hints\r\nLink: </style.css>")
    for count in (1, 10, 11)
]
_INFORMATION_WITHOUT_END = [
    _but_in_async(
        Fault(f"{status[:3]} without end", Row.NO_HEAD, _endless_information(status)),
        error=ApiTimeoutError,
        total=0.5,
        may_retry=False,
    )
    for status in ("100 Continue", "103 Early Hints")
]
_HEADS_WITHOUT_END = [
    Fault(name, row, lambda line, first=first, more=more: _endless(line, first, more), error)  # type: ignore[misc]
    for name, row, error, first, more in (
        ("headers without end", Row.NO_HEAD, ApiConnectionError, b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 50),
        ("a header without end", Row.NO_HEAD, ApiConnectionError, b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 4096),
        ("a status line without end", Row.NO_HEAD, ApiConnectionError, b"HTTP/1.1 200 ", b"b" * 4096),
    )
]
_LARGE_FIELD = b"X-A: " + b"b" * 8000 + b"\r\n"
_LARGE_HEADS = [
    Fault(
        "large headers",
        Row.HEAD_TOO_LARGE,
        _sends(lambda line: b"HTTP/1.1 200 OK\r\n" + _LARGE_FIELD * 40 + b"\r\n"),
        ResponseTooLargeError,
    ),
    # aiohttp shows the size of whole heads only, and refuses this one for the number of its fields.
    _but_in_async(
        Fault(
            "large headers without end",
            Row.HEAD_TOO_LARGE,
            lambda line: _endless(line, b"HTTP/1.1 200 OK\r\n", _LARGE_FIELD),
            ResponseTooLargeError,
        ),
        row=Row.NO_HEAD,
        error=ApiConnectionError,
    ),
]

# After the head

_BAD_CHUNK = b"zz\r\nabc\r\n0\r\n\r\n"


def _chunked_head(line: Line) -> bytes:
    return line.head("200 OK", "Transfer-Encoding: chunked")


_CUT_BODIES = [
    *(
        Fault(f"close {where}", Row.CUT_SHORT, _part_then(part, Line.end), status=200, works=True)
        for where, part in _BODY_PARTS.items()
    ),
    *(
        Fault(f"reset {where}", Row.CUT_SHORT, _late(_BODY_PARTS[where], Line.reset), status=200, works=True)
        for where in ("before the body", "inside the body", "inside a chunk")
    ),
    *(
        Fault(
            f"silent {where}",
            Row.CUT_SHORT,
            _part_then(_BODY_PARTS[where], Line.hang),
            ApiTimeoutError,
            200,
            works=True,
            slow=True,
        )
        for where in ("before the body", "inside a chunk", "after a body of wrong Content-Length")
    ),
    # asyncio drops the bytes that it reads together with a broken record.
    Fault(
        "TLS record broken in the body",
        Row.CUT_SHORT,
        _late(_BODY_PARTS["inside the body"], _below_tls, pause=0.05),
        status=200,
        works=True,
        schemes=_TLS,
        late=True,
    ),
    _but_in_async(
        Fault(
            "chunk size is not a number",
            Row.CUT_SHORT,
            _sends_and_ends(lambda line: _chunked_head(line) + _BAD_CHUNK),
            status=200,
            works=True,
        ),
        **_LOST_IN_ASYNC,
    ),
    Fault(
        "chunk size is not a number, after the head",
        Row.CUT_SHORT,
        _late(lambda line: _chunked_head(line), _sends_and_ends(lambda line: _BAD_CHUNK), pause=0.05),
        status=200,
        works=True,
        late=True,
    ),
]

# Whole answers that cannot be used


def _unusable(name: str, make: Callable[[Line], bytes], error: type[ApiException], **more: Any) -> Fault:
    return Fault(name, Row.UNUSABLE, _sends(make), error, works=True, **{"status": 200, **more})


def _with_extra(line: Line, extra: bytes) -> bytes:
    return line.body.rstrip()[:-1] + b', "extra": ' + extra + b"}"


def _amount(line: Line, amount: bytes) -> bytes:
    return re.sub(rb'"inclTax": [\d.]+', b'"inclTax": ' + amount, line.body, count=1)


@cache
def bomb(size: int = 64 * 1024 * 1024) -> bytes:
    """White space, compressed: small on the wire, large in memory."""
    return gzip.compress(b" " * size, compresslevel=1)


_HTML = b"<!doctype html><html><title>Wi-Fi</title><p>Accept our terms to go on.</p></html>"
_UNDECODABLE: dict[str, Callable[[Line], bytes]] = {
    "empty": lambda line: b"",
    "null": lambda line: b"null",
    "a list": lambda line: b"[]",
    "a text": lambda line: b'"created"',
    "invalid JSON": lambda line: line.body.rstrip()[:-1],
    "two values": lambda line: line.body + b"{}",
    "HTML called JSON": lambda line: _HTML,
    "deep nesting": lambda line: _with_extra(line, b"[" * 100_000 + b"]" * 100_000),
    "NaN": lambda line: _with_extra(line, b"NaN"),
    "Infinity": lambda line: _with_extra(line, b"-Infinity"),
    "5,000-digit integer": lambda line: _with_extra(line, b"7" * 5000),
    "bad UTF-8": lambda line: _with_extra(line, b'"\xff\xfe"'),
    "BOM": lambda line: b"\xef\xbb\xbf" + line.body,
    "UTF-16": lambda line: line.body.decode().encode("utf-16"),
}
_UNUSABLE = [
    *(
        _unusable(f"body: {name}", lambda line, make=make: line.whole(make(line)), UndecodableResponseError)  # type: ignore[misc]
        for name, make in _UNDECODABLE.items()
    ),
    _unusable(
        "body: empty, 201", lambda line: line.whole(b"", status="201 Created"), UndecodableResponseError, status=201
    ),
    _unusable("body: none, 204", lambda line: line.head("204 No Content"), UndecodableResponseError, status=204),
    _unusable(
        "body: none and no type",
        lambda line: line.head("204 No Content", content_type=None),
        UndecodableResponseError,
        status=204,
    ),
    _unusable(
        "body: HTML",
        lambda line: line.whole(_HTML, content_type="text/html; charset=utf-8"),
        UnexpectedContentTypeError,
    ),
    _unusable(
        "body: JSON called text",
        lambda line: line.whole(line.body, content_type="text/plain"),
        UnexpectedContentTypeError,
    ),
    _unusable(
        "amount with a huge exponent",
        lambda line: line.whole(_amount(line, b"1e999999999")),
        UndecodableResponseError,
        needs="inclTax",
    ),
    _unusable(
        "answer for another checkout",
        lambda line: line.whole(line.body_about("9b2d7f10-0000-4000-8000-c0ffee000000")),
        WrongCheckoutError,
        needs="checkoutId",
    ),
    _but_in_async(
        _unusable(
            "Content-Length too short",
            lambda line: line.head("200 OK", f"Content-Length: {len(line.body) - 9}") + line.body,
            UndecodableResponseError,
        ),
        **_LOST_IN_ASYNC,
    ),
    _unusable(
        "no resourceId",
        lambda line: line.whole(b"{}", status="201 Created"),
        UndecodableResponseError,
        needs="resourceId",
        status=201,
    ),
    _unusable(
        "empty resourceId",
        lambda line: line.whole(b'{"resourceId": ""}', status="201 Created"),
        UndecodableResponseError,
        needs="resourceId",
        status=201,
    ),
    # Content codings
    *(
        _unusable(
            f"coding: {name}",
            lambda line, coding=coding, make=make: line.whole(make(line), f"Content-Encoding: {coding}"),  # type: ignore[misc]
            UndecodableResponseError,
        )
        for name, coding, make in (
            ("not gzip", "gzip", lambda line: line.body),
            ("gzip cut short", "gzip", lambda line: gzip.compress(line.body)[:-20]),
            ("gzip, gzip", "gzip, gzip", lambda line: gzip.compress(gzip.compress(line.body))),
            ("gzip, deflate", "gzip, deflate", lambda line: zlib.compress(gzip.compress(line.body))),
            ("unknown, and no JSON", "rot13", lambda line: line.body[1:]),
            ("br", "br", lambda line: line.body),
            ("zstd", "zstd", lambda line: line.body),
        )
    ),
]


def _pieces(size: int, piece: int = 65536) -> Iterator[bytes]:
    for start in range(0, size, piece):
        yield b" " * min(piece, size - start)


def _padded(line: Line, size: int) -> bytes:
    return line.body + b" " * (size - len(line.body))


def _endless_chunks(status: str) -> Play:
    def play(line: Line) -> None:
        _endless(line, line.head(status, "Transfer-Encoding: chunked"), b"1000\r\n" + b" " * 4096 + b"\r\n")

    return play


def _too_large(name: str, play: Play) -> Fault:
    return Fault(name, Row.UNUSABLE, play, ResponseTooLargeError, 200, works=True)


_TOO_LARGE = [
    _too_large("body above the limit", _sends(lambda line: line.whole(_padded(line, LARGEST_BODY + 1)))),
    _too_large("chunks above the limit", _sends(lambda line: chunked(line, _padded(line, LARGEST_BODY + 1)))),
    _too_large("chunks without end", _endless_chunks("200 OK")),
    _too_large(
        "a body without end", lambda line: _endless(line, line.head("200 OK", "Connection: close"), b" " * 65536)
    ),
    _too_large(
        "Content-Length 10**12",
        lambda line: _endless(line, line.head("200 OK", f"Content-Length: {10**12}"), b" " * 65536),
    ),
    _too_large("gzip bomb", _sends(lambda line: line.whole(bomb(), "Content-Encoding: gzip"))),
    _too_large("gzip bomb in chunks", _sends(lambda line: chunked(line, bomb(), headers=("Content-Encoding: gzip",)))),
]

# Error statuses

_REASON = {404: "Not Found", 503: "Service Unavailable"}


def _error_body(line: Line, status: int) -> bytes:
    body = b'{"type": "about:blank", "title": "Fault", "status": %d, "errorCode": %d42, "message": "for %b"}'
    return body % (status, status, line.server.whom.encode())


def _refuses(status: int, *headers: str, name: str = "", play: Play | None = None, **more: Any) -> Fault:
    """An answer of an error status; a 4xx was not applied, others may have been."""

    def default(line: Line) -> None:
        given = [header.replace("{elsewhere}", line.server.elsewhere) for header in headers]
        line.send(line.whole(_error_body(line, status), *given, status=f"{status} for {line.server.whom}"))

    return Fault(
        name or f"status {status}",
        row_of_status(status),
        default if play is None else play,
        error_of_status(status),
        status,
        works=False if status // 100 == 4 and status != 408 else None,
        **more,
    )


_STATUSES = [
    *(_refuses(status, "Location: {elsewhere}") for status in (300, 301, 302, 303, 307, 308)),
    _refuses(304, play=lambda line: line.send(line.head("304 Fault"))),
    _but_in_async(_refuses(304, name="status 304, with a body"), **_LOST_IN_ASYNC),
    *(
        _refuses(status)
        for status in (400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 419)
    ),
    *(_refuses(status) for status in (421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499)),
    *(_refuses(status) for status in (500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 524, 599)),
]
_ERROR_BODIES = [
    _refuses(
        status,
        name=f"status {status}, {name}",
        play=lambda line, make=make, status=status: make(line, f"{status} Fault"),  # type: ignore[misc]
    )
    for status in (404, 408, 429, 500, 502, 503)
    for name, make in (
        ("HTML", lambda line, status: line.send(line.whole(_HTML, status=status, content_type="text/html"))),
        ("empty", lambda line, status: line.send(line.whole(b"", status=status))),
        ("broken JSON", lambda line, status: line.send(line.whole(b'{"errorCode": ', status=status))),
        ("deep nesting", lambda line, status: line.send(line.whole(b"[" * 60_000, status=status))),
        ("cut short", lambda line, status: _part_then(lambda line: line.whole(b"{}abc", status=status)[:-2], Line.end)(line)),
        ("reset in the body", lambda line, status: _late(lambda line: line.whole(b"{}abc", status=status)[:-2], Line.reset)(line)),
        ("unknown coding", lambda line, status: line.send(line.whole(b"{}", "Content-Encoding: br", status=status))),
        ("not gzip", lambda line, status: line.send(line.whole(b"{}", "Content-Encoding: gzip", status=status))),
        ("double gzip", lambda line, status: line.send(line.whole(b"{}", "Content-Encoding: gzip, gzip", status=status))),
        ("large", lambda line, status: line.send(line.whole(b" " * 300_000, status=status))),
        ("large, in chunks", lambda line, status: line.send(chunked(line, *_pieces(300_000), status=status))),
        ("without end", lambda line, status: _endless_chunks(status)(line)),
        ("gzip bomb", lambda line, status: line.send(line.whole(bomb(), "Content-Encoding: gzip", status=status))),
        ("just at the limit, in chunks", lambda line, status: line.send(chunked(line, *_pieces(LARGEST_ERROR_BODY), status=status))),
    )
]  # fmt: skip
_UNTIL_2999 = (datetime(2999, 1, 1) - datetime(2026, 11, 23, 9, 15)).total_seconds()
_DATE = "Date: Mon, 23 Nov 2026 09:15:00 GMT"
_ASKED: list[tuple[str, tuple[str, ...], str, dict[str, Any]]] = [
    # the header, other headers, a note for the name, and the changes to the row
    ("1", (), "", {"least": 1.0, "retry_after": 1.0}),
    ("1", (), ", too late", {"total": 0.9, "retry_after": 1.0, "may_retry": False}),
    ("Mon, 23 Nov 2026 09:15:01 GMT", (_DATE,), "", {"least": 1.0, "retry_after": 1.0}),
    ("0", (), "", {"retry_after": 0.0}),
    ("Mon, 23 Nov 2026 09:14:00 GMT", (_DATE,), "", {"retry_after": 0.0}),
    ("21", (), "", {"retry_after": 21.0, "may_retry": False}),
    ("99999", (), "", {"retry_after": 99999.0, "may_retry": False}),
    ("Tue, 01 Jan 2999 00:00:00 GMT", (_DATE,), "", {"retry_after": _UNTIL_2999, "may_retry": False}),
    ("Tue, 01 Jan 2999 00:00:00 GMT", (), ", no date", {}),
    ("-5", (), "", {}),
    ("nan", (), "", {}),
    ("1e3", (), "", {}),
    ("soon", (), "", {}),
    ("", (), "", {}),
    ("9" * 310, (), "", {}),
]
_RETRY_AFTER = [
    _refuses(
        status, f"Retry-After: {asked}", *headers, name=f"status {status}, Retry-After: {asked[:40]}{note}", **more
    )
    for status in (429, 503)
    for asked, headers, note, more in _ASKED
]

# Oddities that are no faults


def _fine(name: str, play: Play, **more: Any) -> Fault:
    return Fault(name, Row.FINE, play, works=True, **more)


def _in_pieces(line: Line) -> None:
    answer = line.good
    line.send(*(answer[start : start + 40] for start in range(0, len(answer), 40)), pause=0.0001)


def _says_close(line: Line) -> None:
    line.send(line.whole(line.body, "Connection: close"))
    line.end()


def _without_length(line: Line) -> None:
    line.send(line.head("200 OK", "Connection: close"), line.body)
    line.end()


def _http_1_0(line: Line) -> None:
    line.send(line.good.replace(b"HTTP/1.1", b"HTTP/1.0", 1))
    line.end()


_FINE = [
    _fine("a good answer", lambda line: line.send(line.good)),
    *(
        _fine(f"a success of status {status}", lambda line, status=status: line.send(line.whole(line.body, status=status)))  # type: ignore[misc]
        for status in ("200 OK", "201 Created", "202 Accepted", "203 Elsewhere", "299 Odd", "200")
    ),
    _fine("in pieces", _in_pieces),
    _fine("in chunks", lambda line: line.send(chunked(line, *(bytes([byte]) for byte in line.body)))),
    _fine(
        "in chunks with extensions and a trailer",
        lambda line: line.send(chunked(line, line.body)[:-5].replace(b"\r\n\r\n", b"\r\n\r\n", 1), b"0;a=b\r\nX-T: 1\r\n\r\n"),
    ),
    _fine("gzip", lambda line: line.send(line.whole(gzip.compress(line.body), "Content-Encoding: gzip"))),
    _fine("GZIP", lambda line: line.send(line.whole(gzip.compress(line.body), "content-encoding: GZIP"))),
    _fine("deflate", lambda line: line.send(line.whole(zlib.compress(line.body), "Content-Encoding: deflate"))),
    _fine("identity", lambda line: line.send(line.whole(line.body, "Content-Encoding: identity"))),
    _fine("unknown coding of JSON", lambda line: line.send(line.whole(line.body, "Content-Encoding: rot13"))),
    _fine("gzip in chunks", lambda line: line.send(chunked(line, gzip.compress(line.body), headers=("Content-Encoding: gzip",)))),
    _fine("Connection: close", _says_close),
    _fine("no length", _without_length),
    _fine("HTTP/1.0", _http_1_0),
    _fine("no content type", lambda line: line.send(line.whole(line.body, content_type=None))),
    _fine("bogus charset", lambda line: line.send(line.whole(line.body, content_type="application/json; charset=bogus"))),
    _fine("another JSON type", lambda line: line.send(line.whole(line.body, content_type="application/problem+json"))),
    _fine("a field of tomorrow", lambda line: line.send(line.whole(_with_extra(line, b'{"a": [1]}')))),
    _fine("body at the limit", lambda line: line.send(line.whole(_padded(line, LARGEST_BODY)))),
    _fine("chunks at the limit", lambda line: line.send(chunked(line, *_pieces_of(_padded(line, LARGEST_BODY))))),
    _fine("Retry-After on a success", lambda line: line.send(line.whole(line.body, "Retry-After: 99999"))),
]  # fmt: skip


def _pieces_of(data: bytes, piece: int = 65536) -> Iterator[bytes]:
    for start in range(0, len(data), piece):
        yield data[start : start + piece]


FAULTS: list[Fault] = [
    *CONNECTING,
    *PROXIED,
    *_CUT_HEADS,
    *_INFORMATION,
    *_INFORMATION_WITHOUT_END,
    *_HEADS_WITHOUT_END,
    *_LARGE_HEADS,
    *_CUT_BODIES,
    *_UNUSABLE,
    *_TOO_LARGE,
    *_STATUSES,
    *_ERROR_BODIES,
    *_RETRY_AFTER,
    *_FINE,
]
"""All of them."""
