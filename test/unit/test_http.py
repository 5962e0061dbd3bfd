"""The grammar of answers that both transports share."""

from __future__ import annotations

import http.client
import io

import pytest

from order_capture_client._core import http as rules
from order_capture_client._core.http import Framing, Head, MalformedAnswerError, check_head, read_head

CREATED = b"HTTP/1.1 201 Created"


def _read(*lines: bytes, end: bytes = b"\r\n") -> Head:
    return read_head(io.BytesIO(end.join([*lines, b"", b""])).readline)


def _framing(*lines: bytes, method: str = "POST") -> Framing:
    return check_head(*_read(*lines), method)


@pytest.mark.parametrize(
    ("lines", "framing"),
    [
        ([CREATED, b"Content-Length: 37"], Framing(37, False)),
        ([CREATED, b"content-length:\t037 "], Framing(37, False)),
        ([CREATED, b"Transfer-Encoding: chunked"], Framing(None, True)),
        ([CREATED, b"TRANSFER-ENCODING: Chunked"], Framing(None, True)),
        ([CREATED], Framing(None, False)),
        ([b"HTTP/1.0 201"], Framing(None, False)),
        ([b"HTTP/1.1 204 No Content", b"Content-Length: 37"], Framing(0, False)),
        ([b"HTTP/1.1 304 Not Modified", b"Transfer-Encoding: chunked"], Framing(0, False)),
        ([b"HTTP/1.1 103 Early Hints", b"Content-Length: 5"], Framing(0, False)),
        ([CREATED, b"X-Empty:", b"Server: a\xe9", b"Content-Length: 1"], Framing(1, False)),
    ],
)
def test_how_a_body_ends(lines: list[bytes], framing: Framing) -> None:
    assert _framing(*lines) == framing


def test_the_answer_to_head_has_no_body() -> None:
    assert _framing(CREATED, b"Content-Length: 37", method="HEAD") == Framing(0, False)


@pytest.mark.parametrize(
    "status_line",
    [
        b"HTTP/1.1 099 X",
        b"HTTP/1.1 600 X",
        b"HTTP/1.1 20 X",
        b"HTTP/1.1 2010 X",
        b"HTTP/1.1 +201 X",
        b"HTTP/1.1 2_1 X",
        "HTTP/1.1 ٢٠١ X".encode(),
        b"HTTP/1.1 101 Switching Protocols",
        b"HTTP/1.1  201 X",
        b"HTTP/1.1\t201 X",
        b"HTTP/1.1 201\tX",
        b"HTTP/1.1 201 a\0b",
        b"HTTP/1.1 201 a\rb",
        b"HTTP/0.9 201 X",
        b"HTTP/1.2 201 X",
        b"HTTP/1.9 201 X",
        b"HTTP/2.0 201 X",
        b"HTTP/2 201 X",
        b"http/1.1 201 X",
        b" HTTP/1.1 201 X",
        b"ICY 201 X",
        b"",
    ],
)
def test_a_status_line_that_is_refused(status_line: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        _framing(status_line, b"Content-Length: 2")


@pytest.mark.parametrize(
    "field",
    [
        b"Content-Length: 37, 37",
        b"Content-Length: +37",
        b"Content-Length: -37",
        b"Content-Length: 3_7",
        b"Content-Length: 0x25",
        b"Content-Length: 3 7",
        b"Content-Length:",
        "Content-Length: ٣٧".encode(),
        b"Content-Length: " + b"9" * 19,
        b"Content-Length: 37\r\nContent-Length: 37",
        b"Content-Length: 37\r\nTransfer-Encoding: chunked",
        b"Content-Length: 37\r\nTransfer-Encoding: identity",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: chunked, chunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked;q=1",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: identity",
        b"Transfer-Encoding:",
        b"Transfer-Encoding: chun\r\n ked",
        b"no colon",
        b": no name",
        b"A B: x",
        b"A(b): x",
        b"Foo : x",
        b"Foo\t: x",
        b" Foo: x",
        "Fö: x".encode(),
        b"Foo: a\0b",
        b"Foo: a\rb",
        b"Foo: a\r",
        b"Foo: a\x0bb",
        b"Foo: a\x7fb",
    ],
)
def test_a_field_that_is_refused(field: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        _framing(CREATED, field)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ([CREATED, b"Content-Length: 37"], b"\n"),
        ([CREATED, b"Content-Length: 37", b"Foo: a\r\n b\r\n\tc"], b"\r\n"),
        ([CREATED, b"Content-Length: 37", b"Server: a", b"server: b"], b"\r\n"),
    ],
    ids=["line ends", "folded", "repeated"],
)
def test_old_leniencies_end_in_development_mode(
    lines: list[bytes], end: bytes, strict: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "is_strict", lambda: strict)

    def framing() -> Framing:
        return check_head(*_read(*lines, end=end), "POST")

    if strict:
        with pytest.raises(MalformedAnswerError):
            framing()
    else:
        assert framing() == Framing(37, False)


def test_a_folded_value_is_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "is_strict", lambda: False)

    assert _read(CREATED, b"Foo: a", b" b", b"\tc", b" ").fields == [(b"Foo", b"a b\tc")]


def test_a_head_may_have_100_fields_of_64_kib() -> None:
    assert len(_read(CREATED, *[b"A: x"] * 100).fields) == 100
    with pytest.raises(MalformedAnswerError):
        _read(CREATED, *[b"A: x"] * 101)
    with pytest.raises(MalformedAnswerError):
        _read(CREATED, b"A: " + b"x" * 65536)


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.1 2", CREATED + b"\r\n", CREATED + b"\r\nContent-Length: 3"])
def test_a_head_that_is_cut_short_is_the_end_of_the_connection(cut: bytes) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        read_head(io.BytesIO(cut).readline)
