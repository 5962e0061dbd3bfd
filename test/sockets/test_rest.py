"""One exchange at a time, on real sockets: `rest.py`."""

from __future__ import annotations

import gzip
import http.client
import io
import logging
import math
import os
import signal
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

import pytest
import responses
import urllib3
import urllib3.connection
import urllib3.util.ssl_match_hostname

from order_capture_client import ApiClient, _connection, _sending, rest
from order_capture_client._core import http as shared
from order_capture_client._core.wire import Attempt, Failure, FailureKind, Phase, Request, Response, Send
from order_capture_client._sending import Limits, Sending
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiAttributeError
from order_capture_client.rest import AdapterRequest, Transport, should_bypass_proxies
from test.faults import certificates
from test.faults.server import At, FaultServer, Line, Seen
from test.scripted_server import Play, ScriptedServer, answer, chunked, drip, head, play

CONNECTION, TIMEOUT, PROTOCOL = FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.PROTOCOL
TOO_LARGE, UNDECODABLE = FailureKind.TOO_LARGE, FailureKind.UNDECODABLE
OVERRUN = 2.0  # this machine may be busy; test_fault_drips measures the figure that is promised
"""Seconds that a call may last beyond its timeout."""


@pytest.fixture(autouse=True)
def _no_proxies_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@contextmanager
def opened(server: ScriptedServer | str, **settings: Any) -> Iterator[Transport]:
    """A transport for a server, closed at the end."""
    host = server if isinstance(server, str) else server.url
    transport = Transport(Configuration(host=host, **settings))
    try:
        yield transport
    finally:
        transport.close()


def attempt_to(
    server: ScriptedServer | str,
    method: str = "GET",
    target: str = "/path",
    body: bytes | None = None,
    *,
    headers: dict[str, str] | None = None,
    connect: float = 5.0,
    read: float = 5.0,
    total: float = 5.0,
    longest_idle: float = math.inf,
    number: int = 1,
) -> Attempt:
    origin = server if isinstance(server, str) else server.url
    request = Request(method, origin, target, headers or {}, body)
    return Attempt(
        Send(
            request,
            connect=connect,
            read=read,
            deadline=time.monotonic() + total,
            longest_idle=longest_idle,
            number=number,
        )
    )


def outcome(*script: Play | bytes, reads: bool = True, **options: Any) -> Response | Failure:
    """Return the result of the first request."""
    with ScriptedServer(*script, reads=reads) as server, opened(server) as transport:
        return transport.perform(attempt_to(server, **options))


@dataclass
class Clock:
    """Seconds that pass when told to."""

    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


def body_of(result: Response | Failure) -> bytes:
    assert isinstance(result, Response), result
    return result.body


def failure_of(result: Response | Failure) -> tuple[Phase, FailureKind, int | None]:
    assert isinstance(result, Failure), result
    return result.phase, result.kind, None if result.response is None else result.response.status


# Requests


def test_the_request_goes_out_as_it_is() -> None:
    with ScriptedServer(answer()) as server, opened(server) as transport:
        transport.perform(
            attempt_to(server, "POST", "/se/checkouts?a=%20b", "{ä}".encode(), headers={"User-Agent": "u", "X-A": "1"})
        )

    assert server.requests[0].raw.decode() == (
        "POST /se/checkouts?a=%20b HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{server.port}\r\n"
        "Accept-Encoding: identity\r\n"
        "Content-Length: 4\r\n"
        "User-Agent: u\r\n"
        "X-A: 1\r\n"
        "\r\n"
        "{ä}"
    )


def test_no_redirect_is_followed_and_no_cookie_kept() -> None:
    redirect = answer(b"", "Location: /elsewhere", "Set-Cookie: a=1", status="307 Temporary Redirect")
    with ScriptedServer(redirect, answer()) as server, opened(server) as transport:
        first = transport.perform(attempt_to(server))
        transport.perform(attempt_to(server))

    assert isinstance(first, Response)
    assert first.status == 307
    assert [request.request_line for request in server.requests] == ["GET /path HTTP/1.1"] * 2
    assert not [line for line in server.requests[1].headers if line.lower().startswith("cookie")]


# Responses


@pytest.mark.parametrize(
    ("script", "status", "body"),
    [
        pytest.param(answer(b'{"a": 1}'), 200, b'{"a": 1}', id="length"),
        pytest.param(chunked(b'{"a"', b": 1}"), 200, b'{"a": 1}', id="chunks"),
        pytest.param(play(head() + b'{"a": 1}', then="close"), 200, b'{"a": 1}', id="until the end"),
        pytest.param(answer(b"", status="204 No Content"), 204, b"", id="empty"),
        pytest.param(head(status="204 No Content"), 204, b"", id="204 without length"),
        pytest.param(answer(b"{}", status="404 Not Found"), 404, b"{}", id="error"),
        pytest.param(answer(gzip.compress(b"{}"), "Content-Encoding: gzip"), 200, b"{}", id="gzip"),
        pytest.param(answer(gzip.compress(b"{}"), "Content-Encoding: GZIP"), 200, b"{}", id="GZIP"),
        pytest.param(answer(zlib.compress(b"{}"), "Content-Encoding: deflate"), 200, b"{}", id="deflate"),
        pytest.param(answer(b"{}", "Content-Encoding: identity"), 200, b"{}", id="identity"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", id="HTTP/1.0"),
        pytest.param(drip(answer(b"{}"), pause=0.001), 200, b"{}", id="byte by byte"),
    ],
)
def test_a_whole_answer(script: Play | bytes, status: int, body: bytes) -> None:
    result = outcome(script)

    assert isinstance(result, Response), result
    assert (result.status, result.body) == (status, body)


LENGTH = "Content-Length: 2"


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        pytest.param([LENGTH, "X-A: 1", "x-a: 2"], "X-A", "1, 2", id="a name twice"),
        pytest.param([LENGTH, "X-A:1 \t"], "X-A", "1", id="white space around a value"),
        pytest.param([LENGTH, "X-A: one", "  and", "\ttwo"], "X-A", "one  and\ttwo", id="a value in several lines"),
        pytest.param([LENGTH, "X-A: \u00e4"], "X-A", "\u00e4", id="ISO 8859-1"),
        pytest.param([LENGTH, *["X-A: 1"] * 99], "Content-Length", "2", id="100 headers"),
        pytest.param([LENGTH, "X-A: " + "1" * 65_000], "Content-Length", "2", id="a long line"),
    ],
)
def test_the_headers_of_an_answer(lines: list[str], name: str, value: str) -> None:
    raw = "\r\n".join(["HTTP/1.1 200 OK", *lines, "", "{}"]).encode("iso-8859-1")
    result = outcome(play(raw, then="close"))

    assert isinstance(result, Response), result
    assert (result.headers[name], result.body) == (value, b"{}")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([LENGTH, *["X-A: 1"] * 100], id="101 headers"),
        pytest.param([" ", LENGTH], id="the rest of a line before the first header"),
        pytest.param([LENGTH, "no colon"], id="a line without a colon"),
        pytest.param([LENGTH, "X-A : 0"], id="a blank before the colon"),
        pytest.param([LENGTH, ": 0"], id="a line without a name"),
        pytest.param([LENGTH, "X-A: \0"], id="NUL"),
        pytest.param([LENGTH, "X-A: 1\rX-B: 2"], id="CR alone"),
        pytest.param([LENGTH, LENGTH], id="a length twice"),
        pytest.param(["Content-Length: 2, 2"], id="a length twice in a line"),
        pytest.param(["Content-Length: -1"], id="a negative length"),
        pytest.param(["Content-Length: +2"], id="a length with a sign"),
        pytest.param(["Content-Length: 2x"], id="a length that is no number"),
        pytest.param(["Content-Length:"], id="an empty length"),
        pytest.param(["Transfer-Encoding: gzip, chunked"], id="a transfer coding but chunked"),
        pytest.param([LENGTH, "Transfer-Encoding: chunked"], id="chunks and a length"),
        pytest.param([LENGTH, "X-A: " + "1" * 65_536], id="a line that is too long"),
        pytest.param([LENGTH, "Content-Length: 7"], id="contradictory lengths"),
    ],
)
def test_headers_that_are_refused(lines: list[str], caplog: pytest.LogCaptureFixture) -> None:
    raw = "\r\n".join(["HTTP/1.1 200 OK", *lines, "", "{}"]).encode()

    assert failure_of(outcome(raw)) == (Phase.SENT, PROTOCOL, None)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_status_reason_and_headers() -> None:
    result = outcome(answer(b"", "X-A: 1", "X-A: 2", status="404 Not There"))

    assert isinstance(result, Response)
    assert (result.status, result.reason) == (404, "Not There")
    assert (result.headers["content-TYPE"], result.headers["x-a"]) == ("application/json", "1, 2")


@pytest.mark.parametrize(
    "before",
    [
        pytest.param([100], id="100"),
        pytest.param([102], id="102"),
        pytest.param([103], id="103"),
        pytest.param([103, 100, 102, 103], id="all of them"),
        pytest.param([103] * 10, id="ten"),
    ],
)
def test_informational_answers_are_skipped(before: list[int]) -> None:
    informational = b"".join(b"HTTP/1.1 %d Early\r\nLink: </a>\r\n\r\n" % status for status in before)

    with ScriptedServer(informational + answer(b"1"), answer(b"2")) as server, opened(server) as transport:
        bodies = [body_of(transport.perform(attempt_to(server))) for _ in range(2)]

    assert (bodies, server.used_connections) == ([b"1", b"2"], [0, 0])


# Failures: how far the attempt came, why it ended, and the status where there is one


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param(play(then="close"), (Phase.SENT, CONNECTION, None), id="closed before the answer"),
        pytest.param(play(then="reset"), (Phase.SENT, CONNECTION, None), id="reset before the answer"),
        pytest.param(play(b"HT", then="close"), (Phase.SENT, CONNECTION, None), id="inside the status line"),
        pytest.param(play(b"HTTP/1.1 200 O", then="close"), (Phase.SENT, CONNECTION, None), id="inside the reason"),
        pytest.param(
            play(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", then="close"),
            (Phase.SENT, CONNECTION, None),
            id="after a header",
        ),
        pytest.param(
            play(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX", then="reset"),
            (Phase.SENT, CONNECTION, None),
            id="reset inside the headers",
        ),
        pytest.param(
            play(b"HTTP/1.1 103 Early\r\n\r\n", then="close"), (Phase.SENT, CONNECTION, None), id="after a 103"
        ),
        pytest.param(
            play(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 2", then="close"),
            (Phase.SENT, CONNECTION, None),
            id="inside the status line after a 100",
        ),
        pytest.param(play(b"SSH-2.0-OpenSSH\r\n", then="close"), (Phase.SENT, PROTOCOL, None), id="another protocol"),
        pytest.param(play(b"HTTP/2 200\r\n\r\n", then="close"), (Phase.SENT, PROTOCOL, None), id="another version"),
        pytest.param(
            b"HTTP/1.1 103 Early\r\n\r\n" * 11 + answer(), (Phase.SENT, PROTOCOL, None), id="too many informational"
        ),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000, (Phase.SENT, PROTOCOL, None), id="endless 100"),
        pytest.param(
            head(*(f"X-{number}: {'x' * 60_000}" for number in range(5))),
            (Phase.SENT, TOO_LARGE, None),
            id="headers too large",
        ),
        pytest.param(
            head(*(f"X-{number}: 1" for number in range(200))), (Phase.SENT, PROTOCOL, None), id="too many headers"
        ),
        pytest.param(head(f"X: {'x' * 70_000}"), (Phase.SENT, PROTOCOL, None), id="header line too long"),
        pytest.param(
            play(head("Content-Length: 2"), then="close"), (Phase.HEAD, CONNECTION, 200), id="before the body"
        ),
        pytest.param(
            play(head("Content-Length: 2") + b"{", then="close"), (Phase.HEAD, CONNECTION, 200), id="inside the body"
        ),
        pytest.param(
            play(head("Content-Length: 2", "Connection: close") + b"{", then="close"),
            (Phase.HEAD, CONNECTION, 200),
            id="inside the last body",
        ),
        pytest.param(
            play(head("Content-Length: 2", status="201 Created") + b"{", then="reset"),
            (Phase.HEAD, CONNECTION, 201),
            id="reset inside the body",
        ),
        pytest.param(
            play(head("Content-Length: 2", status="503 Busy") + b"{", then="close"),
            (Phase.HEAD, CONNECTION, 503),
            id="inside the body of an error",
        ),
        pytest.param(
            play(head("Transfer-Encoding: chunked"), then="close"), (Phase.HEAD, CONNECTION, 200), id="before a chunk"
        ),
        pytest.param(
            play(chunked(b"{}")[:-11], then="close"), (Phase.HEAD, CONNECTION, 200), id="inside a chunk's size"
        ),
        pytest.param(play(chunked(b"{}")[:-8], then="close"), (Phase.HEAD, CONNECTION, 200), id="inside a chunk"),
        pytest.param(
            play(chunked(b"{}")[:-5], then="close"), (Phase.HEAD, CONNECTION, 200), id="before the last chunk"
        ),
        pytest.param(
            play(head("Transfer-Encoding: chunked") + b"zz\r\n{}\r\n0\r\n\r\n", then="close"),
            (Phase.HEAD, PROTOCOL, 200),
            id="a chunk's size is garbage",
        ),
        pytest.param(
            answer(b"not gzip at all", "Content-Encoding: gzip"), (Phase.HEAD, UNDECODABLE, 200), id="not gzip"
        ),
        pytest.param(
            answer(gzip.compress(gzip.compress(b"{}")), "Content-Encoding: gzip, gzip"),
            (Phase.HEAD, UNDECODABLE, 200),
            id="stacked codings",
        ),
        pytest.param(
            answer(gzip.compress(gzip.compress(b"{}")), "Content-Encoding: gzip", "Content-Encoding: gzip"),
            (Phase.HEAD, UNDECODABLE, 200),
            id="stacked codings in two headers",
        ),
        pytest.param(answer(b"{}", "Content-Encoding: br"), (Phase.HEAD, UNDECODABLE, 200), id="brotli"),
        pytest.param(
            answer(b"{}", "Content-Encoding: gzip, gzip", status="404 Not Found"),
            (Phase.HEAD, UNDECODABLE, 404),
            id="stacked codings of an error",
        ),
    ],
)
def test_an_answer_that_is_not_whole(
    script: Play | bytes, expected: tuple[Phase, FailureKind, int | None], caplog: pytest.LogCaptureFixture
) -> None:
    assert failure_of(outcome(script)) == expected
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("longest_idle", [math.inf, 1.0])
def test_nothing_is_sent_where_nobody_listens(longest_idle: float) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with opened(origin) as transport:
        assert failure_of(transport.perform(attempt_to(origin, longest_idle=longest_idle))) == (
            Phase.NOT_SENT,
            CONNECTION,
            None,
        )


def test_nothing_is_sent_to_a_host_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "canary")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with opened("http://nowhere.localhost") as transport:
        result = transport.perform(attempt_to("http://nowhere.localhost"))

    assert failure_of(result) == (Phase.NOT_SENT, CONNECTION, None)
    assert "canary" not in repr(result)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        pytest.param(play(answer(), then="close"), CONNECTION, id="plain HTTP"),
        pytest.param(play(then="close"), CONNECTION, id="closed"),
        pytest.param(play(then="hang"), TIMEOUT, id="silent"),
    ],
)
def test_nothing_is_sent_before_the_tls_handshake_is_over(script: Play, kind: FailureKind) -> None:
    with ScriptedServer(script, reads=False) as server:
        origin = f"https://127.0.0.1:{server.port}"
        with opened(origin) as transport:
            result = transport.perform(attempt_to(origin, connect=0.2))

    assert failure_of(result) == (Phase.NOT_SENT, kind, None)


def test_head_and_body_leave_in_one_packet(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    send_all = socket.socket.sendall

    def noted(self: socket.socket, data: bytes) -> None:
        sent.append(bytes(data))
        send_all(self, data)

    monkeypatch.setattr(socket.socket, "sendall", noted)
    with ScriptedServer(play(chunked(b"{}"))) as server, opened(server) as transport:
        transport.perform(attempt_to(server, "POST", body=b"{}"))

    requests = [part for part in sent if not part.startswith(b"HTTP/")]
    assert len(requests) == 1
    assert requests[0].endswith(b"\r\n\r\n{}")


def test_a_body_that_the_server_does_not_read_is_sent_in_part() -> None:
    with ScriptedServer(play(then="reset"), reads=False) as server, opened(server) as transport:
        result = transport.perform(attempt_to(server, "POST", body=b"x" * 20_000_000))

    assert failure_of(result) == (Phase.SENT, CONNECTION, None)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ConnectionResetError("canary"), id="OSError"),
        pytest.param(http.client.BadStatusLine("canary"), id="http.client"),
        pytest.param(urllib3.exceptions.ProtocolError("canary"), id="urllib3"),
        pytest.param(urllib3.util.ssl_match_hostname.CertificateError("canary"), id="host name of a certificate"),
    ],
)
def test_no_exception_of_a_library_gets_out(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(rest.Adapter, "send", fail)
    with opened("http://127.0.0.1") as transport:
        result = transport.perform(attempt_to("http://127.0.0.1"))

    assert isinstance(result, Failure)
    assert "canary" not in repr(result)


def test_a_refused_host_name_is_a_certificate_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise urllib3.util.ssl_match_hostname.CertificateError("another host")  # the effect of `assert_hostname`

    monkeypatch.setattr(urllib3.connection.HTTPSConnection, "connect", fail)
    with opened("https://127.0.0.1", assert_hostname="other.example.com") as transport:
        result = transport.perform(attempt_to("https://127.0.0.1"))

    assert failure_of(result) == (Phase.NOT_SENT, FailureKind.CERTIFICATE, None)


# Limits


@pytest.mark.parametrize(
    ("script", "fits"),
    [
        pytest.param(answer(b"x" * 1000), True, id="length"),
        pytest.param(answer(b"x" * 1001), False, id="length, one more"),
        pytest.param(play(head("Content-Length: 1000000000000"), then="hang"), False, id="refused before reading"),
        pytest.param(chunked(b"x" * 600, b"x" * 400), True, id="chunks"),
        pytest.param(chunked(b"x" * 600, b"x" * 401), False, id="chunks, one more"),
        pytest.param(play(head() + b"x" * 1001, then="close"), False, id="until the end, one more"),
        pytest.param(answer(gzip.compress(b"x" * 1000), "Content-Encoding: gzip"), True, id="gzip"),
        pytest.param(answer(gzip.compress(b"x" * 1001), "Content-Encoding: gzip"), False, id="gzip, one more"),
        pytest.param(answer(gzip.compress(b"x" * 10_000_000), "Content-Encoding: gzip"), False, id="gzip bomb"),
        pytest.param(chunked(*[b"x"] * 1000), True, id="a chunk for each byte"),
        pytest.param(
            chunked(b"x").removesuffix(b"\r\n") + f"X: {'y' * 9000}\r\n".encode() * 90, False, id="trailers too large"
        ),
    ],
)
def test_the_size_of_an_answer_is_limited(script: Play | bytes, fits: bool) -> None:
    with ScriptedServer(script) as server, opened(server, max_response_bytes=1000) as transport:
        result = transport.perform(attempt_to(server))

    if fits:
        assert body_of(result) == b"x" * 1000
    else:
        assert failure_of(result) == (Phase.HEAD, TOO_LARGE, 200)


def test_an_answer_of_two_mebibytes_is_taken() -> None:
    assert len(body_of(outcome(answer(b"x" * 2 * 1024 * 1024)))) == 2 * 1024 * 1024
    assert failure_of(outcome(answer(b"x" * (2 * 1024 * 1024 + 1)))) == (Phase.HEAD, TOO_LARGE, 200)


BIG_ERRORS = [
    pytest.param(answer(b"x" * 65_536, status="404 Not Found"), id="just so"),
    pytest.param(answer(b"x" * 1_000_000, status="404 Not Found"), id="length"),
    pytest.param(head("Content-Length: 1000000000000", status="404 Not Found") + b"x" * 65_536, id="endless"),
    pytest.param(chunked(*[b"x" * 1000] * 1000, status="404 Not Found"), id="chunks"),
    pytest.param(chunked(b"x" * 1_000_000, status="404 Not Found"), id="one chunk"),
    pytest.param(play(head(status="404 Not Found") + b"x" * 1_000_000, then="close"), id="until the end"),
    pytest.param(answer(gzip.compress(b"x" * 10**7), "Content-Encoding: gzip", status="404 Not Found"), id="gzip"),
]


@pytest.mark.parametrize("script", BIG_ERRORS)
def test_of_an_error_64_kib_are_read(script: Play | bytes) -> None:
    result = outcome(script, total=1)

    assert isinstance(result, Response), result
    assert (result.status, result.body) == (404, b"x" * 65536)


@pytest.mark.parametrize("script", BIG_ERRORS)
def test_the_rest_of_an_error_is_not_taken_for_the_next_answer(script: Play | bytes) -> None:
    with ScriptedServer(script, answer(b"2")) as server, opened(server) as transport:
        transport.perform(attempt_to(server, total=1))

        assert body_of(transport.perform(attempt_to(server))) == b"2"


@pytest.mark.parametrize("size", [65_536, 131_072])
def test_the_rest_of_an_error_that_comes_late_is_not_taken_for_the_next_answer(size: int) -> None:
    """The connection is out of step: its next bytes belong to the error."""
    start = head("Transfer-Encoding: chunked", status="404 Not Found") + b"fffff\r\n" + b"x" * size
    with ScriptedServer(play(start, answer(b"evil"), pause=0.2), answer(b"2")) as server, opened(server) as transport:
        transport.perform(attempt_to(server, total=1))

        assert body_of(transport.perform(attempt_to(server))) == b"2"


# Time


@pytest.mark.parametrize(
    ("script", "phase"),
    [
        pytest.param(play(then="hang"), Phase.SENT, id="silence"),
        pytest.param(drip(b"HTTP/1.1 200 " + b"O" * 500), Phase.SENT, id="status line"),
        pytest.param(drip(head(*["X: 1"] * 50)), Phase.SENT, id="headers"),
        pytest.param(Play((b"HTTP/1.1 103 Early\r\n\r\n",) * 100, 0.03), Phase.SENT, id="informational answers"),
        pytest.param(Play((b"HTTP/1.1 100 Go on\r\n\r\n",) * 100, 0.03), Phase.SENT, id="100"),
        pytest.param(Play((head("Content-Length: 100"), *[b"x"] * 100), 0.03), Phase.HEAD, id="body"),
        pytest.param(Play((head(), *[b"x"] * 100), 0.03), Phase.HEAD, id="body until the end"),
        pytest.param(
            Play((head("Content-Length: 100", "Connection: close"), *[b"x"] * 100), 0.03), Phase.HEAD, id="last body"
        ),
        pytest.param(Play((head("Transfer-Encoding: chunked"), *[b"0"] * 100), 0.03), Phase.HEAD, id="chunk size"),
        pytest.param(Play((head("Transfer-Encoding: chunked"), *[b"1\r\nx\r\n"] * 100), 0.03), Phase.HEAD, id="chunks"),
        pytest.param(
            Play((head("Content-Length: 100", status="500 Oops"), *[b"x"] * 100), 0.03), Phase.HEAD, id="error body"
        ),
    ],
)
def test_a_call_ends_in_time_however_slowly_bytes_drip(script: Play, phase: Phase) -> None:
    with ScriptedServer(script) as server, opened(server) as transport:
        start = time.monotonic()
        result = transport.perform(attempt_to(server, total=0.2))
        seconds = time.monotonic() - start

    assert isinstance(result, Failure)
    assert (result.phase, result.kind) == (phase, TIMEOUT)
    assert 0.15 < seconds < 0.2 + OVERRUN


def test_the_read_timeout_is_the_time_between_two_receives() -> None:
    script = Play((head("Content-Length: 9"), b"x", b"x"), 0.05, then="hang")
    with ScriptedServer(script) as server, opened(server) as transport:
        start = time.monotonic()
        result = transport.perform(attempt_to(server, read=0.15, total=5))
        seconds = time.monotonic() - start

    assert failure_of(result) == (Phase.HEAD, TIMEOUT, 200)
    assert 0.2 < seconds < 0.25 + OVERRUN


def test_no_byte_is_sent_after_the_deadline() -> None:
    with ScriptedServer(answer(), answer()) as server, opened(server) as transport:
        cold = transport.perform(attempt_to(server, total=-1))
        transport.perform(attempt_to(server))
        warm = transport.perform(attempt_to(server, total=-1))

    assert failure_of(cold) == (Phase.NOT_SENT, TIMEOUT, None)
    assert failure_of(warm) == (Phase.NOT_SENT, TIMEOUT, None)
    assert len(server.requests) == 1


# Connections


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(answer(b"1"), id="length"),
        pytest.param(chunked(b"1"), id="chunks"),
        pytest.param(head(status="204 No Content"), id="204"),
        pytest.param(answer(gzip.compress(b"1"), "Content-Encoding: gzip"), id="gzip"),
        pytest.param(answer(b"1", status="404 Not Found"), id="error"),
        pytest.param(answer(b"1", "Content-Encoding: br"), id="refused coding"),
        pytest.param(answer(b"1", "Connection: keep-alive"), id="keep-alive"),
    ],
)
@pytest.mark.parametrize("longest_idle", [math.inf, 1.0])
def test_a_connection_is_used_again(first: bytes, longest_idle: float) -> None:
    with ScriptedServer(first, answer(b"2")) as server, opened(server) as transport:
        transport.perform(attempt_to(server))
        result = transport.perform(attempt_to(server, "POST", body=b"{}", longest_idle=longest_idle))

    assert (body_of(result), server.used_connections) == (b"2", [0, 0])


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(answer(b"1", "Connection: close"), id="Connection: close"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1", id="HTTP/1.0"),
        pytest.param(play(head() + b"1", then="close"), id="no length"),
        pytest.param(play(answer(b"1"), then="close"), id="closed without a word"),
        pytest.param(play(head("Content-Length: 9"), then="close"), id="cut short"),
        pytest.param(head("Content-Length: 1000000000000"), id="too large"),
    ],
)
def test_a_connection_is_not_used_again(first: Play | bytes) -> None:
    with ScriptedServer(first, answer(b"2")) as server, opened(server) as transport:
        transport.perform(attempt_to(server))
        assert server.wait_until_ended(1)
        result = transport.perform(attempt_to(server))

    assert (body_of(result), server.used_connections) == (b"2", [0, 1])


@pytest.mark.parametrize(
    "surplus",
    [
        pytest.param(play(answer(b"1") + answer(b"evil")), id="at once"),
        pytest.param(play(answer(b"1"), answer(b"evil"), pause=0.05), id="a moment later"),
    ],
)
def test_bytes_after_an_answer_are_not_taken_for_the_next_one(surplus: Play) -> None:
    sent = threading.Event()
    with ScriptedServer(surplus, Play((answer(b"2"),), before=sent.set)) as server, opened(server) as transport:
        first = transport.perform(attempt_to(server))
        sent.wait(0.15)
        second = transport.perform(attempt_to(server))

    assert (body_of(first), body_of(second)) == (b"1", b"2")


@dataclass(frozen=True)
class Surplus:
    """A server's answer with more bytes right behind it, and a whole one to every later request."""

    size: int
    at: At = At.REQUEST

    def connection(self) -> None:
        """No fault."""

    def request(self, seen: Seen) -> Surplus | None:
        return self if seen.target == "/first" else None

    def strike(self, line: Line) -> None:
        line.send(line.whole(b"x" * self.size) + line.whole(b"evil"))


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("size", [0, 40, 8_000, 16_000, 16_300, 40_000, 65_400, 65_536, 131_072, 200_000])
def test_a_connection_that_holds_more_than_its_answer_is_closed(size: int, tls: bool) -> None:
    """In the buffer or in the TLS layer, where a look at the socket finds nothing."""
    with FaultServer(Surplus(size), tls=tls) as server:
        transport = Transport(Configuration(**server.settings))
        first = transport.perform(attempt_to(server.settings["host"], target="/first"))
        second = transport.perform(attempt_to(server.settings["host"], target="/se/checkouts/user"))
        transport.close()

    assert body_of(first) == b"x" * size
    assert body_of(second).startswith(b"{")
    assert [seen.connection for seen in server.truth.seen] == [0, 1]


@dataclass(frozen=True)
class EarlyAnswer:
    """A server that answers before it has read the request, and closes the connection."""

    at: At = At.CONNECTION

    def connection(self) -> EarlyAnswer:
        return self

    def request(self, seen: Seen) -> None:
        """No fault."""

    def strike(self, line: Line) -> None:
        if line.server.settings["host"].startswith("https"):
            line.secure()
        line.read_head()
        line.send(line.whole(b"{}", status="413 Too Large"))
        line.end()


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("size", [1000, 500_000, 3_400_000, 20_000_000])
def test_an_answer_that_is_there_already_is_read_when_sending_fails(size: int, tls: bool) -> None:
    with FaultServer(EarlyAnswer(), tls=tls) as server:
        transport = Transport(Configuration(**server.settings))
        result = transport.perform(attempt_to(server.settings["host"], "POST", body=b"x" * size))
        transport.close()

    assert isinstance(result, Response), result
    assert result.status == 413


@pytest.mark.parametrize(
    ("idle", "longest_idle", "connections"),
    [(0.9, 1.0, [0, 0]), (1.1, 1.0, [0, 1]), (0.9, 15.0, [0, 0]), (0.0, 0.0, [0, 1])],
)
def test_a_connection_that_was_idle_for_too_long_is_not_used(
    monkeypatch: pytest.MonkeyPatch, idle: float, longest_idle: float, connections: list[int]
) -> None:
    clock = Clock()
    for module in (_connection, _sending, shared):
        monkeypatch.setattr(module, "time", clock)
    with ScriptedServer(answer(b"1"), answer(b"2")) as server, opened(server) as transport:
        send = Send(
            Request("GET", server.url, "/", {}),
            connect=5,
            read=5,
            deadline=10**6,
            longest_idle=longest_idle,
        )
        transport.perform(Attempt(send))
        clock.now += idle
        result = transport.perform(Attempt(send))

    assert (body_of(result), server.used_connections) == (b"2", connections)


def test_surplus_connections_are_closed_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    together = threading.Barrier(4)
    script = [Play((answer(),), before=together.wait) for _ in range(4)]
    with ScriptedServer(*script, answer()) as server, opened(server, connection_pool_maxsize=1) as transport:
        threads = [threading.Thread(target=transport.perform, args=(attempt_to(server),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.wait_until_ended(3)
        transport.perform(attempt_to(server))

    assert server.connections == 4
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_threads_get_their_own_answers() -> None:
    count = 40
    with ScriptedServer(*[answer(b"%d" % number) for number in range(count)]) as server, opened(server) as transport:
        bodies: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: bodies.append(body_of(transport.perform(attempt_to(server)))))
            for _ in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(map(int, bodies)) == list(range(count))


def test_closing_closes_the_sockets() -> None:
    with ScriptedServer(answer()) as server, opened(server) as transport:
        assert not transport.is_open
        transport.perform(attempt_to(server))
        assert transport.is_open

        transport.close()
        transport.close()

        assert not transport.is_open
        assert server.wait_until_ended(1)


def test_closing_during_a_call_closes_its_connection_too() -> None:
    transports: list[Transport] = []
    script = Play((answer(b"1"),), before=lambda: transports[0].close())
    with ScriptedServer(script) as server, opened(server) as transport:
        transports.append(transport)
        result = transport.perform(attempt_to(server))

        assert body_of(result) == b"1"
        assert server.wait_until_ended(1)


def test_another_origin_gets_its_own_connection() -> None:
    with (
        ScriptedServer(answer(b"1"), answer(b"3")) as one,
        ScriptedServer(answer(b"2")) as other,
        opened(one) as transport,
    ):
        bodies = [body_of(transport.perform(attempt_to(server))) for server in (one, other, one)]

    assert bodies == [b"1", b"2", b"3"]
    assert (len(one.requests), len(other.requests)) == (2, 1)


def test_socket_options_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    option = (socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    seen: list[tuple[Any, ...]] = []
    monkeypatch.setattr(socket.socket, "setsockopt", lambda _, *args: seen.append(args), raising=False)

    with ScriptedServer(answer()) as server, opened(server, socket_options=[option]) as transport:
        transport.perform(attempt_to(server))

    assert option in seen


# Proxies


@pytest.mark.parametrize(
    ("url", "no_proxy", "bypass"),
    [
        ("https://example.com/a", "", False),
        ("https://example.com/a", ",", False),
        ("https://example.com/a", "*", True),
        ("https://example.com/a", "example.com", True),
        ("https://example.com/a", "EXAMPLE.com", True),
        ("https://EXAMPLE.com/a", "example.com", True),
        ("https://example.com/a", " other.com , example.com ", True),
        ("https://example.com/a", "other.com", False),
        ("https://api.example.com/a", "example.com", True),
        ("https://api.example.com/a", ".example.com", True),
        ("https://api.example.com/a", "*.example.com", True),
        ("https://example.com/a", ".example.com", True),
        ("https://notexample.com/a", "example.com", False),
        ("https://example.com.evil.org/a", "example.com", False),
        ("https://example.com:8443/a", "example.com", True),
        ("https://example.com:8443/a", "example.com:8443", True),
        ("https://example.com:8443/a", "example.com:443", False),
        ("http://127.0.0.1:80/a", "127.0.0.1", True),
        ("http://127.0.0.1:80/a", "127.0.0.0/8", True),
        ("http://10.1.2.3/a", "127.0.0.0/8", False),
        ("http://10.1.2.3/a", "10.1.2.9/24", True),
        ("http://[::1]:80/a", "::1", True),
        ("http://[fd00::1]/a", "fd00::/8", True),
        ("http://[::1]/a", "127.0.0.0/8", False),
        ("http://localhost:8080/a", "localhost", True),
    ],
)
def test_which_hosts_bypass_the_proxy(url: str, no_proxy: str, bypass: bool) -> None:
    assert should_bypass_proxies(url, no_proxy) is bypass


def test_a_proxy_that_is_given_is_used_for_a_loopback_host() -> None:
    origin = "http://127.0.0.1:1"
    with (
        ScriptedServer(answer(b"1"), answer(b"2")) as proxy,
        opened(origin, proxy=proxy.url, proxy_headers={"X-Proxy": "1"}) as transport,
    ):
        bodies = [body_of(transport.perform(attempt_to(origin, target="/a?b=c"))) for _ in range(2)]

    assert (bodies, proxy.used_connections) == ([b"1", b"2"], [0, 0])
    assert [request.request_line for request in proxy.requests] == ["GET http://127.0.0.1:1/a?b=c HTTP/1.1"] * 2
    assert {"Host: 127.0.0.1:1", "X-Proxy: 1"} <= set(proxy.requests[0].headers)


def test_a_host_that_bypasses_the_proxy_is_reached_without_it() -> None:
    with (
        ScriptedServer(answer()) as server,
        opened(server, proxy="http://127.0.0.1:1", no_proxy="127.0.0.0/8") as transport,
    ):
        transport.perform(attempt_to(server))

    assert [request.request_line for request in server.requests] == ["GET /path HTTP/1.1"]


def test_a_proxy_of_the_environment_is_not_used_for_a_loopback_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with ScriptedServer(answer(b"1")) as server, opened(server) as transport:
        assert body_of(transport.perform(attempt_to(server))) == b"1"


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        pytest.param(play(then="close"), CONNECTION, id="closed"),
        pytest.param(play(b"what?\r\n\r\n", then="close"), PROTOCOL, id="not HTTP"),
        pytest.param(drip(b"HTTP/1.1 200 OK" + b"K" * 100), TIMEOUT, id="drip"),
        pytest.param(play(b"HTTP/1.1 200 OK\r\n\r\n", then="close"), CONNECTION, id="closed in the handshake"),
    ],
)
def test_nothing_is_sent_before_the_tunnel_is_there(script: Play, kind: FailureKind) -> None:
    origin = "https://api.example.com"
    with ScriptedServer(script) as proxy, opened(origin, proxy=proxy.url) as transport:
        start = time.monotonic()
        total = 0.3 if kind is TIMEOUT else 10
        result = transport.perform(attempt_to(origin, headers={"Authorization": "canary"}, total=total))
        seconds = time.monotonic() - start

    assert failure_of(result) == (Phase.NOT_SENT, kind, None)
    assert seconds < 0.3 + OVERRUN
    [request] = proxy.requests
    assert request.request_line.startswith("CONNECT api.example.com:443 HTTP/1.")
    assert b"canary" not in request.raw


@pytest.mark.parametrize("trusted", [True, False])
def test_the_authorities_for_the_service_count_for_a_proxy_over_tls(trusted: bool) -> None:
    asked: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        context = certificates.server_context()
        with suppress(OSError), listener.accept()[0] as plain, context.wrap_socket(plain, server_side=True) as line:
            asked.append(line.recv(65536))
            line.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    settings = {"ca_cert_data": certificates.ca_cert_data()} if trusted else {}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve, args=(listener,))
        server.start()
        proxy = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with opened("https://api.example.com", proxy=proxy, **settings) as transport:
            result = transport.perform(attempt_to("https://api.example.com"))
        server.join()

    assert failure_of(result)[0] is Phase.NOT_SENT
    assert [head.partition(b" HTTP/")[0] for head in asked] == [b"CONNECT api.example.com:443"] * trusted


def test_the_port_that_the_scheme_has_anyway_is_not_in_the_host_header() -> None:
    with ScriptedServer(answer()) as proxy:
        configuration = Configuration(host="http://localhost:80", proxy=proxy.url)
        with opened("http://localhost:80", proxy=proxy.url) as transport:
            transport.perform(attempt_to(configuration.address.origin))

    assert "Host: localhost" in proxy.requests[0].headers


# The seam that tests replace the network at


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(target="order_capture_client.rest.Adapter.send") as mock:
        yield mock


def test_responses_answers_in_place_of_the_network(mock: responses.RequestsMock) -> None:
    mock.post("https://api.example.com/path", json={"a": 1}, status=201, headers={"X-A": "1"})

    with opened("https://api.example.com") as transport:
        result = transport.perform(
            attempt_to("https://api.example.com", "POST", "/path?b=c", b'{"d": 2}', headers={"X-B": "2"})
        )

    assert isinstance(result, Response)
    assert (result.status, result.body, result.headers["x-a"]) == (201, b'{"a": 1}', "1")
    [call] = mock.calls
    assert (call.request.method, call.request.url) == ("POST", "https://api.example.com/path?b=c")
    assert call.request.body == b'{"d": 2}'
    assert dict(call.request.headers) == {"X-B": "2"}


def test_responses_matches_query_headers_and_body(mock: responses.RequestsMock) -> None:
    mock.put(
        "https://api.example.com/path",
        json={},
        match=[
            responses.matchers.query_param_matcher({"a": "1"}),
            responses.matchers.header_matcher({"X-B": "2"}),
            responses.matchers.json_params_matcher({"c": 3}),
        ],
    )

    with opened("https://api.example.com") as transport:
        result = transport.perform(
            attempt_to("https://api.example.com", "PUT", "/path?a=1", b'{"c": 3}', headers={"X-B": "2"})
        )

    assert body_of(result) == b"{}"


def test_responses_may_fail_to_connect(mock: responses.RequestsMock) -> None:
    mock.get("https://api.example.com/path", body=ConnectionRefusedError("canary"))

    with opened("https://api.example.com") as transport:
        result = transport.perform(attempt_to("https://api.example.com"))

    assert failure_of(result) == (Phase.NOT_SENT, CONNECTION, None)


def test_responses_obey_the_limits(mock: responses.RequestsMock) -> None:
    mock.get("https://api.example.com/path", body=b"x" * 1001)

    with opened("https://api.example.com", max_response_bytes=1000) as transport:
        result = transport.perform(attempt_to("https://api.example.com"))

    assert failure_of(result) == (Phase.HEAD, TOO_LARGE, 200)


# Names


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("RESTClientObject", "transport"),
        ("RESTResponse", "without_preload_content"),
        ("SUPPORTED_SOCKS_PROXIES", "SOCKS"),
        ("contenttype_matches", "headers"),
        ("is_socks_proxy_url", "SOCKS"),
    ],
)
def test_names_that_are_refused_name_their_replacement(name: str, advice: str) -> None:
    with pytest.raises(ImportError, match=f"^order_capture_client.rest.{name} is not offered: .*{advice}"):
        getattr(rest, name)
    with pytest.raises(ImportError, match=f"^order_capture_client.rest.{name} is not offered: .*{advice}"):
        exec(f"from order_capture_client.rest import {name}")
    assert name not in dir(rest)


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'") as caught:
        getattr(rest, "nonsense")  # noqa: B009 # type checkers know that it is not there

    assert not isinstance(caught.value, ApiAttributeError)


def test_the_names_of_generated_clients_are_there() -> None:
    assert rest.RESTResponseType is urllib3.BaseHTTPResponse
    assert rest.ApiException.__module__ == "order_capture_client.exceptions"
    assert rest.ApiValueError.__module__ == "order_capture_client.exceptions"


# Effects that only a log would show


def test_urllib3_logs_method_and_target_at_debug_and_nothing_else_of_a_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    script: list[Play | bytes] = [answer(b'{"a": "canary"}', "X-A: canary"), play(b"canary\r\n\r\n", then="close")]
    with ScriptedServer(*script) as server, opened(server) as transport:
        for _ in range(2):
            send = attempt_to(server, "POST", "/the?target", b"canary", headers={"Authorization": "canary"})
            assert "canary" not in repr(transport.perform(send))

    assert all("canary" not in f"{record.getMessage()} {record.args}" for record in caplog.records)
    shown = [record for record in caplog.records if "/the?target" in record.getMessage()]
    assert [(record.name, record.levelno) for record in shown] == [("urllib3.connectionpool", logging.DEBUG)]


def test_turning_verification_off_warns_each_time() -> None:
    for _ in range(2):
        with pytest.warns(urllib3.exceptions.InsecureRequestWarning, match="verify_ssl=False") as warned:
            ApiClient(Configuration(host="https://127.0.0.1", verify_ssl=False))
        assert [warning.filename for warning in warned] == [__file__]  # it points at who turned it off


# Exceptions that the network did not raise


@contextmanager
def alarm(seconds: float, error: BaseException) -> Iterator[None]:
    """Raise an exception from a signal handler after some time."""

    def ring(*_: object) -> None:
        raise error

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Limit(Exception):
    """As task queues raise it."""


ALARMED = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="there are no alarms on Windows")


@ALARMED
@pytest.mark.parametrize("script", [play(then="hang"), play(head("Content-Length: 9") + b"1", then="hang")])
@pytest.mark.parametrize("error", [TimeoutError(), Limit(), KeyboardInterrupt(), SystemExit()], ids=repr)
def test_an_exception_of_a_signal_handler_passes_and_the_connection_is_closed(
    script: Play, error: BaseException
) -> None:
    with ScriptedServer(script, answer(b"2")) as server, opened(server) as transport:
        attempt = attempt_to(server)
        with pytest.raises(type(error)) as raised, alarm(0.1, error):
            transport.perform(attempt)

        assert raised.value is error
        assert attempt.phase in (Phase.SENT, Phase.HEAD)
        assert body_of(transport.perform(attempt_to(server))) == b"2"
    assert server.used_connections == [0, 1]


@pytest.mark.parametrize(
    "error", [UnicodeError("canary"), RuntimeError("canary"), ValueError("canary"), AttributeError("canary")], ids=repr
)
def test_whatever_connecting_raises_is_a_failure(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with opened("http://nowhere.localhost") as transport:
        result = transport.perform(attempt_to("http://nowhere.localhost"))

    assert failure_of(result) == (Phase.NOT_SENT, CONNECTION, None)
    assert isinstance(result, Failure)
    assert result.detail == type(error).__name__


@pytest.mark.parametrize("origin", ["http://" + "a" * 64 + ".localhost", "http://[v1.x]"])
def test_a_host_that_no_library_takes_is_a_failure(origin: str) -> None:
    with opened("http://127.0.0.1") as transport:
        assert failure_of(transport.perform(attempt_to(origin)))[:2] == (Phase.NOT_SENT, CONNECTION)


def test_resolvers_are_asked_for_a_host_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def note(host: object, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", note)
    with opened("http://nowhere.localhost") as transport:
        transport.perform(attempt_to("http://nowhere.localhost"))

    assert asked == ["nowhere.localhost"]


# Connection classes and methods that tools put into the place of our own


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(ConnectionResetError(), (Phase.SENT, CONNECTION), id="reset"),
        pytest.param(TimeoutError(), (Phase.SENT, TIMEOUT), id="timeout"),
        pytest.param(ConnectionRefusedError(), (Phase.NOT_SENT, CONNECTION), id="refused"),
        pytest.param(socket.gaierror(), (Phase.NOT_SENT, CONNECTION), id="no such host"),
    ],
)
@pytest.mark.parametrize("place", ["connection", "urlopen", "send"])
def test_what_a_foreign_part_raises_counts_as_sent_unless_it_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, place: str, error: Exception, expected: tuple[Phase, FailureKind]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    if place == "connection":
        foreign = type("Foreign", (urllib3.connection.HTTPConnection,), {"request": fail})
        monkeypatch.setattr(urllib3.HTTPConnectionPool, "ConnectionCls", foreign)
    elif place == "urlopen":
        monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", fail)
    else:
        monkeypatch.setattr(rest.Adapter, "send", fail)
    with opened("http://127.0.0.1:1") as transport:
        assert failure_of(transport.perform(attempt_to("http://127.0.0.1:1", "POST", body=b"{}")))[:2] == expected


def test_a_foreign_connection_is_used_and_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    class Foreign(urllib3.connection.HTTPConnection):
        def connect(self) -> None:
            made.append(self)
            super().connect()

    with ScriptedServer(*[answer(b"%d" % number) for number in range(4)]) as server, opened(server) as transport:
        bodies = [body_of(transport.perform(attempt_to(server)))]
        with monkeypatch.context() as replaced:
            replaced.setattr(urllib3.HTTPConnectionPool, "ConnectionCls", Foreign)
            bodies += [body_of(transport.perform(attempt_to(server))) for _ in range(2)]
        bodies.append(body_of(transport.perform(attempt_to(server))))

    assert bodies == [b"0", b"1", b"2", b"3"]
    assert len(made) == 2
    assert len(set(server.used_connections)) == 4


# Parts of other libraries that they do not promise, one test each


def test_urllib3_connects_through_new_conn_and_asks_for_a_host_as_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection(urllib3.connection.HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return socket.create_connection((self._dns_host, self.port))

    with ScriptedServer(answer(b"1")) as server:
        connection = Connection("127.0.0.1", server.port)
        connection.request("GET", "/")
        assert connection.getresponse().data == b"1"
        connection.close()
    assert Connection("a.example.").__dict__["_dns_host"] == "a.example."


def test_urllib3_makes_pools_of_the_classes_that_a_manager_names() -> None:
    class Pool(urllib3.HTTPConnectionPool):
        pass

    manager = urllib3.PoolManager()
    manager.pool_classes_by_scheme = {"http": Pool}

    assert type(manager.connection_from_url("http://127.0.0.1")) is Pool


def test_urllib3_keeps_idle_connections_in_an_instance_of_the_queue_of_the_class() -> None:
    class Pool(urllib3.HTTPConnectionPool):
        QueueCls = _connection.IdleConnections  # type: ignore[assignment]

    pool = Pool("127.0.0.1", maxsize=7)

    assert type(cast("object", pool.pool)) is _connection.IdleConnections
    assert pool.pool is not None
    assert pool.pool.qsize() == 0


def test_http_client_makes_its_answer_by_response_class_and_reads_it_by_begin() -> None:
    made: list[tuple[Any, ...]] = []

    class Answer(http.client.HTTPResponse):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            made.append((*args, kwargs))

        def begin(self) -> None:
            made.append(("begin", self._method, type(self.fp)))  # type: ignore[attr-defined]
            super().begin()

    with ScriptedServer(answer()) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.response_class = Answer
        connection.request("GET", "/")
        sock = connection.sock
        connection.getresponse().read()
        connection.close()

    assert made == [(sock, {"method": "GET"}), ("begin", "GET", io.BufferedReader)]


def test_http_client_reads_the_framing_of_chunks_by_readline_and_their_ends_by_read() -> None:
    read: list[tuple[str, bytes]] = []

    class Stream(io.BufferedReader):
        def readline(self, size: int | None = -1, /) -> bytes:
            read.append(("readline", line := super().readline(size)))
            return line

        def read(self, size: int | None = -1, /) -> bytes:
            read.append(("read", part := super().read(size)))
            return part

    class Sock:
        def makefile(self, *_: Any) -> io.BufferedReader:
            return Stream(io.BytesIO(b"3\r\nabc\r\n0\r\nX: 1\r\n\r\n"))

    given = http.client.HTTPResponse(cast("socket.socket", Sock()), method="GET")
    given.chunked, given.chunk_left, given.length = True, None, None

    assert (given.read1(100), given.read1(100)) == (b"abc", b"")
    assert read == [
        ("readline", b"3\r\n"),
        ("read", b"\r\n"),
        ("readline", b"0\r\n"),
        ("readline", b"X: 1\r\n"),
        ("readline", b"\r\n"),
    ]
    assert given.isclosed()


def test_http_client_reads_the_answer_to_connect_by_read_status_and_then_lines_to_an_empty_one() -> None:
    class Answer(http.client.HTTPResponse):
        def _read_status(self) -> tuple[str, int, str]:
            assert self.fp.readline().startswith(b"HTTP/1.1 299 ")
            return "HTTP/1.1", 200, ""

    said = b"HTTP/1.1 299 Yes\r\nVia: a\r\n\r\n"
    for kind in (http.client.HTTPConnection, urllib3.connection.HTTPConnection):
        with ScriptedServer(said, answer(b"1")) as server:
            connection = kind("127.0.0.1", server.port)
            connection.response_class = Answer
            connection.set_tunnel("api.example.com")
            connection.connect()
            assert connection.sock is not None
            connection.sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert connection.sock.recv(9) == b"HTTP/1.1 "
            connection.close()
        assert server.used_connections == [0, 0]


def test_a_time_that_is_over_is_the_networks_though_a_test_has_stopped_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ScriptedServer(Play((), then="hang")) as server, opened(server) as transport:
        attempt = attempt_to(server, read=0.05, longest_idle=1.0)
        monkeypatch.setattr(_sending, "time", Clock(now=time.monotonic()))

        assert failure_of(transport.perform(attempt)) == (Phase.SENT, FailureKind.TIMEOUT, None)


def test_the_host_header_of_an_ipv6_address_behind_a_proxy_has_brackets_once() -> None:
    request = Request("GET", "https://[::1]:8443", "/", {})
    pool = urllib3.ProxyManager("http://127.0.0.1:1").connection_from_url("https://[::1]:8443")
    attempt = Attempt(Send(request, connect=1, read=1, deadline=10**6))

    assert AdapterRequest(request, Sending(attempt, Limits(1, 1.0, 1.0)), pool).headers["Host"] == "[::1]:8443"
