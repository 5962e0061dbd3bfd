"""A raw answer is read from the socket: whole, in pieces, up to its limit, or cut short."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration, aio
from order_capture_client._core.http import STRICT
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    MayHaveBeenCreatedError,
    ResponseTooLargeError,
    UndecodableResponseError,
)
from test.samples import ARGUMENTS, CHECKOUT_ID, sample
from test.scripted_server import Play, ScriptedServer, play
from test.scripted_server import answer as raw_answer
from test.scripted_server import chunked as raw_chunked

ORDER = sample("get_order", 200)


# The raw answer


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(raw_answer(ORDER), id="length"),
        pytest.param(raw_chunked(ORDER[:100], ORDER[100:]), id="chunks"),
        pytest.param(raw_answer(gzip.compress(ORDER), "Content-Encoding: gzip"), id="gzip"),
    ],
)
@pytest.mark.parametrize("way", ["data", "read", "read in pieces", "stream", "json"])
def test_the_raw_answer_can_be_read_in_every_way(raw: bytes, way: str) -> None:
    with ScriptedServer(raw) as server, ApiClient(Configuration(host=server.url)) as client:
        given = CheckoutApi(client).get_order_without_preload_content(CHECKOUT_ID, "se")

    if way == "json":
        assert given.json() == json.loads(ORDER)
    else:
        pieces = {
            "data": lambda: [given.data],
            "read": lambda: [given.read()],
            "read in pieces": lambda: list(iter(lambda: given.read(1000), b"")),
            "stream": lambda: list(given.stream(1000)),
        }[way]()
        assert b"".join(pieces) == ORDER


def test_a_long_error_can_be_read_to_its_limit() -> None:
    big = raw_answer(b"x" * 1_000_000, status="404 Not Found")
    with ScriptedServer(big) as server, ApiClient(Configuration(host=server.url)) as client:
        given = CheckoutApi(client).get_order_without_preload_content(CHECKOUT_ID, "se")

    assert given.status == 404
    assert b"".join(given.stream(1000)) == b"x" * 65_536


def test_a_raw_answer_that_is_cut_short_is_an_error() -> None:
    cut = play(raw_answer(ORDER)[:-1], then="close")
    with ScriptedServer(cut) as server, ApiClient(Configuration(host=server.url, retries=0)) as client:
        api = CheckoutApi(client)
        with pytest.raises(ApiConnectionError):
            api.get_order_without_preload_content(CHECKOUT_ID, "se")


# Odd answers

CREATED = sample("create_checkout", 201)
ZIPPED = gzip.compress(CREATED)
TYPE = b"Content-Type: application/json\r\n"
CHUNKS = b"Transfer-Encoding: chunked\r\n"


@dataclass(frozen=True)
class Odd:
    """An odd answer to a create, and the one right verdict of both clients."""

    name: str
    parts: tuple[bytes, ...]
    """Sent one after the other, with a pause; then the connection stays open, unless `closes`."""
    outcome: str
    """`success`, or the outcome of a `MayHaveBeenCreatedError`."""
    error: type[ApiException] | None = None
    body: bytes | None = None
    """The bytes that `.body` of the error has."""
    reused: bool = False
    """Whether the next request goes over the same connection."""
    closes: bool = False


def _whole(*fields: bytes, line: bytes = b"HTTP/1.1 201 Created", body: bytes = CREATED, length: bool = True) -> bytes:
    """Return an answer with odd fields."""
    lines = [line, TYPE.rstrip(), *([b"Content-Length: %d" % len(body)] if length else []), *fields, b"", b""]
    return b"\r\n".join(lines) + body


def _fine(name: str, *parts: bytes, reused: bool = True, closes: bool = False) -> Odd:
    return Odd(name, parts, "success", reused=reused, closes=closes)


def _malformed(name: str, *parts: bytes) -> Odd:
    """Return an answer whose head is refused, so that nothing is known."""
    return Odd(name, parts, "unknown", ApiConnectionError)


def _lenient(name: str, *parts: bytes) -> Odd:
    """Return an answer that is refused in development mode only."""
    return _malformed(name, *parts) if STRICT else _fine(name, *parts)


def _applied(
    name: str,
    error: type[ApiException],
    *parts: bytes,
    body: bytes = CREATED,
    reused: bool = False,
    closes: bool = False,
) -> Odd:
    """Return an answer whose status says that the checkout exists, and whose bytes are kept."""
    return Odd(name, parts, "applied", error, body, reused, closes)


def _chunks(*lines: bytes) -> tuple[bytes, bytes]:
    """Return the head of an answer in chunks, and its framed body: a parser may refuse both if they come together."""
    return _whole(CHUNKS.rstrip(), length=False, body=b""), b"".join(lines)


def _lenient_chunks(name: str, *lines: bytes, body: bytes = CREATED) -> Odd:
    """Return an answer in chunks whose framing is refused in development mode only."""
    parts = _chunks(*lines)
    return _applied(name, ApiConnectionError, *parts, body=body) if STRICT else _fine(name, *parts)


SIZE = b"%x" % len(CREATED)
END = b"\r\n0\r\n\r\n"
NUMBER = b"%d" % len(CREATED)


def _length(value: bytes, *fields: bytes) -> bytes:
    return _whole(b"Content-Length: " + value, *fields, length=False)


def _line(line: bytes) -> bytes:
    return _whole(line=line)


def _coded(coding: bytes, body: bytes = CREATED) -> bytes:
    return _whole(b"Content-Encoding: " + coding, body=body)


ODD: list[Odd] = [
    # Lengths
    _fine("a length with zeros", _length(b"00" + NUMBER)),
    _fine("a length behind blanks", _length(b"\t " + NUMBER)),
    _malformed("a length twice", _length(NUMBER, b"Content-Length: " + NUMBER)),
    _malformed("two lengths", _length(NUMBER, b"Content-Length: 7")),
    _malformed("a list of equal lengths", _length(NUMBER + b", " + NUMBER)),
    _malformed("a length with a sign", _length(b"+" + NUMBER)),
    _malformed("a negative length", _length(b"-1")),
    _malformed("a length with an underscore", _length(NUMBER[:1] + b"_" + NUMBER[1:])),
    _malformed("a hexadecimal length", _length(b"0x" + SIZE)),
    _malformed("an empty length", _length(b"")),
    _malformed("a length in other digits", _length("٣٧".encode())),
    _malformed("a length of thirty digits", _length(b"9" * 30)),
    # Transfer codings
    _fine("chunks", b"".join(_chunks(SIZE, b"\r\n", CREATED, END))),
    _fine("Chunked", _whole(b"Transfer-Encoding: Chunked", length=False, body=SIZE + b"\r\n" + CREATED + END)),
    _malformed("chunks and a length", _length(NUMBER, CHUNKS.rstrip())),
    _malformed("gzip and a length", _length(NUMBER, b"Transfer-Encoding: gzip")),
    _malformed("identity and a length", _length(NUMBER, b"Transfer-Encoding: identity")),
    _malformed("a coding around chunks", _whole(b"Transfer-Encoding: gzip, chunked", length=False)),
    _malformed("chunks of chunks", _whole(b"Transfer-Encoding: chunked, chunked", length=False)),
    _malformed("chunks in two fields", _whole(CHUNKS.rstrip(), CHUNKS.rstrip(), length=False)),
    _malformed("chunks with a parameter", _whole(b"Transfer-Encoding: chunked;q=1", length=False)),
    _malformed("an empty transfer coding", _whole(b"Transfer-Encoding:", length=False)),
    # Fields
    _malformed("a line without a colon", _whole(b"Garbage")),
    _malformed("an empty name", _whole(b": x")),
    _malformed("a blank in a name", _whole(b"A B: x")),
    _malformed("parentheses in a name", _whole(b"A(b): x")),
    _malformed("a blank before the colon", _whole(b"Foo : x")),
    _malformed("a tab before the colon", _whole(b"Foo\t: x")),
    _malformed("a name in UTF-8", _whole("Fö: x".encode())),
    _malformed("NUL in a value", _whole(b"Foo: a\0b")),
    _malformed("CR in a value", _whole(b"Foo: a\rb")),
    _malformed("a control character in a value", _whole(b"Foo: a\x01b")),
    _malformed("DEL in a value", _whole(b"Foo: a\x7fb")),
    _malformed("too many fields", _whole(*[b"A: x"] * 101)),
    _malformed("a field that is too long", _whole(b"A: " + b"x" * 66_000)),
    _fine("ISO 8859-1 in a value", _whole(b"Foo: \xe9")),
    _fine("an empty value", _whole(b"Foo:")),
    _lenient("a folded field", _whole(b"Foo: a\r\n b")),
    _lenient("lines without CR", _whole().replace(b"\r\n", b"\n")),
    _lenient("a type twice", _whole(TYPE.rstrip())),
    # Status lines
    _malformed("status 099", _line(b"HTTP/1.1 099 X")),
    _malformed("status 600", _line(b"HTTP/1.1 600 X")),
    _malformed("status 20", _line(b"HTTP/1.1 20 X")),
    _malformed("status +201", _line(b"HTTP/1.1 +201 X")),
    _malformed("status 0201", _line(b"HTTP/1.1 0201 X")),
    _malformed("status 101", _line(b"HTTP/1.1 101 X")),
    _malformed("NUL in a reason", _line(b"HTTP/1.1 201 a\0b")),
    _malformed("CR in a reason", _line(b"HTTP/1.1 201 a\rb")),
    _malformed("HTTP/0.9", _line(b"HTTP/0.9 201 X")),
    _malformed("HTTP/1.9", _line(b"HTTP/1.9 201 X")),
    _malformed("HTTP/2.0", _line(b"HTTP/2.0 201 X")),
    _malformed("ICY", _line(b"ICY 201 X")),
    _fine("no reason", _line(b"HTTP/1.1 201")),
    _fine("HTTP/1.0", _line(b"HTTP/1.0 201 Created"), reused=False),
    # Informational answers
    _fine("100 and 103", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + _whole()),
    _malformed("a 103 that is malformed", b"HTTP/1.1 103 Early Hints\r\nLink : a\r\n\r\n" + _whole()),
    # Content codings
    _fine("coding none", _coded(b"none")),
    _fine("coding UTF-8", _coded(b"UTF-8")),
    _fine("coding identity", _coded(b"identity")),
    _fine("coding x-gzip", _coded(b"x-gzip", ZIPPED)),
    _fine("coding gzip, identity", _coded(b"gzip, identity", ZIPPED)),
    _fine("coding UTF-8 in chunks", _whole(b"Content-Encoding: UTF-8", CHUNKS.rstrip(), length=False, body=SIZE + b"\r\n" + CREATED + END)),
    _applied("coding br", UndecodableResponseError, _coded(b"br"), reused=True),
    _applied("gzip that is none", UndecodableResponseError, _coded(b"gzip"), reused=True),
    _applied("gzip that is cut short", UndecodableResponseError, _coded(b"gzip", ZIPPED[:-8]), reused=True),
    _applied("stacked codings", UndecodableResponseError, _coded(b"gzip, gzip"), reused=True),
    _applied("a coding that is unknown, and no JSON", UndecodableResponseError, _coded(b"none", b"<html>"), body=b"<html>", reused=True),
    _applied("BOM", UndecodableResponseError, _whole(body=b"\xef\xbb\xbf" + CREATED), body=b"\xef\xbb\xbf" + CREATED, reused=True),
    # Ends
    _fine("until the connection ends", _whole(length=False), reused=False, closes=True),
    _fine("Connection: close", _whole(b"Connection: close"), reused=False),
    _applied("a body that is cut short", ApiConnectionError, _length(b"%d" % (len(CREATED) + 1)), closes=True),
    _applied("a chunk that is cut short", ApiConnectionError, *_chunks(SIZE, b"0\r\n", CREATED), closes=True),
    _applied("chunks without an end", ApiConnectionError, *_chunks(SIZE, b"\r\n", CREATED, b"\r\n"), closes=True),
    _applied("a body that is too large", ResponseTooLargeError, _whole(length=False), *[b" " * 1_048_576] * 2, body=(CREATED + b" " * 2_200_000)[: 2 * 1024 * 1024]),
    _applied("a length that is too large", ResponseTooLargeError, _length(b"1" + b"0" * 12), body=b""),
    # Chunks
    _fine("a chunk with an extension", b"".join(_chunks(SIZE, b";a=b\r\n", CREATED, END))),
    _fine("a trailer", b"".join(_chunks(SIZE, b"\r\n", CREATED, b"\r\n0\r\nFoo: x\r\n\r\n"))),
    _applied("a chunk 0x...", ApiConnectionError, *_chunks(b"0x", SIZE, b"\r\n", CREATED, END), body=b""),
    _applied("a chunk with a sign", ApiConnectionError, *_chunks(b"+", SIZE, b"\r\n", CREATED, END), body=b""),
    _applied("a chunk with an underscore", ApiConnectionError, *_chunks(b"0_", SIZE, b"\r\n", CREATED, END), body=b""),
    _applied("a chunk that ends in XX", ApiConnectionError, *_chunks(SIZE, b"\r\n", CREATED, b"XX0\r\n\r\n")),
    _lenient_chunks("a chunk with an extension, without CR", SIZE, b";a=b\n", CREATED, END, body=b""),
    _lenient_chunks("a trailer without CR", SIZE, b"\r\n", CREATED, b"\r\n0\r\nFoo: x\n\r\n"),
    _lenient_chunks("an end of chunks without CR", SIZE, b"\r\n", CREATED, b"\r\n0\r\n\n"),
    _applied("200 trailers", ApiConnectionError, *_chunks(SIZE, b"\r\n", CREATED, b"\r\n0\r\n", b"Foo: x\r\n" * 200, b"\r\n")),
]  # fmt: skip
CLIENTS = pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])


def _create_twice(server: ScriptedServer, is_async: bool) -> tuple[Any, Any]:
    """Return what two creates over one client ended with."""
    configuration = Configuration(host=server.url, retries=0)
    if not is_async:
        with ApiClient(configuration) as client:
            return tuple(_ended(partial(CheckoutApi(client).create_checkout, **ARGUMENTS["create_checkout"])) for _ in "12")  # fmt: skip

    async def run() -> tuple[Any, Any]:
        async with aio.ApiClient(configuration) as client:
            first = await _ended_async(client)
            return first, await _ended_async(client)

    return asyncio.run(run())


def _ended(create: Callable[[], Any]) -> Any:
    try:
        return create()
    except ApiException as error:
        return error


async def _ended_async(client: aio.ApiClient) -> Any:
    try:
        return await aio.CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"])
    except ApiException as error:
        return error


@CLIENTS
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_an_odd_answer_to_a_create_has_one_verdict(odd: Odd, is_async: bool) -> None:
    _check_verdict(odd, is_async)


def _check_verdict(odd: Odd, is_async: bool) -> None:
    script = Play(odd.parts, 0.05, then="close" if odd.closes else "stay")
    with ScriptedServer(script, _whole()) as server:
        first, second = _create_twice(server, is_async)

    if odd.error is None:
        assert not isinstance(first, ApiException), (first.outcome, first.body)
    else:
        assert isinstance(first, odd.error)
        assert isinstance(first, MayHaveBeenCreatedError)
        assert (first.outcome, first.body) == (odd.outcome, None if odd.body is None else odd.body.decode())
    assert not isinstance(second, ApiException)
    assert server.used_connections == [0, 0 if odd.reused else 1]


# aiohttp's parser in C refuses the first two as well, and the one in Python accepts all three.
@pytest.mark.parametrize(
    ("lines", "body"),
    [
        pytest.param((SIZE, b"\n", CREATED, END), b"", id="behind a size"),
        pytest.param((SIZE, b"\r\n", CREATED, b"\r\n0\n\r\n"), CREATED, id="behind the last size"),
        pytest.param((SIZE, b"\r\n", CREATED, b"\n0\r\n\r\n"), CREATED, id="behind a chunk"),
    ],
)
def test_the_sync_client_refuses_a_line_end_without_cr(lines: tuple[bytes, ...], body: bytes) -> None:
    odd = _applied("", ApiConnectionError, *_chunks(*lines), body=body)

    _check_verdict(odd, is_async=False)


@pytest.mark.parametrize(
    ("options", "without_extensions"), [(["-X", "dev"], ""), ([], "1")], ids=["development mode", "parser in Python"]
)
def test_the_verdicts_are_the_same_in_other_modes_of_the_interpreter(
    options: list[str], without_extensions: str
) -> None:
    table = f"{__file__}::{test_an_odd_answer_to_a_create_has_one_verdict.__name__}"
    command = [sys.executable, *options, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", table]
    ran = subprocess.run(
        command,
        env=os.environ | {"AIOHTTP_NO_EXTENSIONS": without_extensions},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-3000:]
    assert f"{2 * len(ODD)} passed" in ran.stdout
