"""The grammar of answers that both transports share."""

from __future__ import annotations

import gzip
import http.client
import io
import zlib

import pytest
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import DecodeError

from order_capture_client._core import http as rules
from order_capture_client._core.http import (
    LARGEST_ERROR_BODY,
    BoundedBody,
    Framing,
    Head,
    MalformedAnswerError,
    TooLargeError,
    check_head,
    decoded_body,
    read_head,
)

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
        b" Transfer-Encoding: chunked",
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
    monkeypatch.setattr(rules, "STRICT", strict)

    def framing() -> Framing:
        return check_head(*_read(*lines, end=end), "POST")

    if strict:
        with pytest.raises(MalformedAnswerError):
            framing()
    else:
        assert framing() == Framing(37, False)


def test_a_folded_value_is_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "STRICT", False)

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


# Bodies

JSON = b'{"id": "1"}'
ZIPPED = gzip.compress(JSON)


def _body(content: bytes, status: int = 201, largest: int = 1000, length: int | None = None, **headers: str) -> bytes:
    given = HTTPHeaderDict({name.replace("_", "-"): text for name, text in headers.items()})
    body = BoundedBody(status, given, length, largest)
    parts = [content[start : start + 100] for start in range(0, len(content), 100)]
    while body.wants_more and parts:
        body.add(parts.pop(0))
    return decoded_body(body, largest)


@pytest.mark.parametrize(
    ("coding", "content", "expected"),
    [
        ("", JSON, JSON),
        ("identity", b"not JSON", b"not JSON"),
        ("gzip", ZIPPED, JSON),
        ("GZIP", ZIPPED, JSON),
        ("x-gzip", ZIPPED, JSON),
        ("gzip, identity", ZIPPED, JSON),
        ("identity,gzip", ZIPPED, JSON),
        ("deflate", zlib.compress(JSON), JSON),
        ("deflate", zlib.compress(JSON)[2:-4], JSON),
        ("none", JSON, JSON),
        ("UTF-8", JSON, JSON),
        ("utf-8, gzip", ZIPPED, JSON),
        ("none", b"", b""),
        ("gzip", b"", b""),
        ("br", b"", b""),
        ("gzip", gzip.compress(b'{"id":') + gzip.compress(b' "1"}'), JSON),
        ("gzip", ZIPPED + b"\0" * 9, JSON),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # gzip writes the time
)
def test_a_coding_that_is_undone_or_ignored(coding: str, content: bytes, expected: bytes) -> None:
    assert _body(content, Content_Encoding=coding) == expected


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("gzip, gzip", gzip.compress(ZIPPED)),
        ("x-gzip, gzip", JSON),
        ("deflate, gzip", JSON),
        ("br", JSON),
        ("gzip, br", ZIPPED),
        ("zstd", JSON),
        ("gzip", JSON),
        ("gzip", ZIPPED[:-1]),
        ("gzip", ZIPPED[:-8] + b"12345678"),
        ("gzip", gzip.compress(b'{"id":') + gzip.compress(b' "1"}')[:-9]),
        ("deflate", zlib.compress(JSON)[:-1]),
        ("none", b"<html>"),
        ("UTF-8, gzip", gzip.compress(b"<html>")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("status", [201, 404])
def test_a_coding_that_is_refused(coding: str, content: bytes, status: int) -> None:
    with pytest.raises(DecodeError):
        _body(content, status, Content_Encoding=coding)


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("size", [1000, 1001, 10**7])
def test_a_body_has_a_largest_size_before_and_after_decoding(coding: str, size: int) -> None:
    content = gzip.compress(b" " * size) if coding else b" " * size
    if size <= 1000:
        assert _body(content, Content_Encoding=coding) == b" " * size
    else:
        with pytest.raises(TooLargeError):
            _body(content, Content_Encoding=coding)


def test_a_size_that_is_announced_too_large_is_refused_before_reading() -> None:
    with pytest.raises(TooLargeError):
        _body(b"", length=1001)


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_of_an_error_the_beginning_is_kept(coding: str) -> None:
    content = gzip.compress(b"x" * 10**7) if coding else b"x" * 10**7

    assert _body(content, 404, length=10**12, Content_Encoding=coding) == b"x" * LARGEST_ERROR_BODY


def test_a_body_that_became_too_large_is_kept_up_to_the_limit() -> None:
    body = BoundedBody(201, HTTPHeaderDict(), None, 10)
    with pytest.raises(TooLargeError):
        body.add(b"0123456789AB")

    assert body.content == b"0123456789"
