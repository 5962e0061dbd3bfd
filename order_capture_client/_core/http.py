"""The rules of HTTP that both transports share: the grammar of answers, limits, bodies, and kinds of failure.

This module opens no sockets, and the transports do not import each other.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from typing_extensions import TypeVar
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import DecodeError

from order_capture_client._core.wire import FailureKind, Response, Send
from order_capture_client.configuration import Configuration

LARGEST_ERROR_BODY = 64 * 1024
LARGEST_HEAD = 256 * 1024
LARGEST_LINE = 64 * 1024
MOST_HEADERS = 100
MOST_INFORMATIONAL = 10

_UNDONE = frozenset(("gzip", "x-gzip", "deflate"))
_REFUSED = frozenset(["br", "zstd", "compress", "x-compress", "aes128gcm", "dcb", "dcz", "exi", "pack200-gzip"])
"""The other content codings that are registered: an answer that names one of them is not JSON."""


AddressT = TypeVar("AddressT")


class TooLargeError(Exception):
    """An answer exceeds a limit."""


class MalformedAnswerError(http.client.HTTPException):
    """The head of an answer, or the framing of its body, breaks the grammar of HTTP."""


class ProxyAnswerError(OSError):
    """A proxy answered the request for a tunnel with an error.

    Args:
        response: Status and headers of its answer.
    """

    def __init__(self, response: Response) -> None:
        super().__init__(f"the proxy answered {response.status}")
        self.response: Response = response


class Head(NamedTuple):
    """The head of an answer, with its fields as they came."""

    version: tuple[int, int]
    status: int
    reason: str
    fields: list[tuple[bytes, bytes]]


class Framing(NamedTuple):
    """How the body of an answer ends; with neither length nor chunks, it ends with the connection."""

    length: int | None
    chunked: bool


_STATUS_LINE = re.compile(rb"HTTP/(\d)\.(\d) (\d{3})(?: (.*))?", re.DOTALL)
_TOKENS = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:\n[!#$%&'*+\-.^_`|~0-9A-Za-z]+)*")
"""Names of fields, one on each line."""
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_IN_REASON = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_ONCE = frozenset(
    b"content-length content-location content-range content-type etag host max-forwards server transfer-encoding"
    b" user-agent".split()
)
"""The fields that aiohttp's parsers refuse in strict mode if they occur twice."""


STRICT: bool = sys.flags.dev_mode or (not sys.flags.ignore_environment and bool(os.environ.get("PYTHONASYNCIODEBUG")))
"""Whether Python's development mode, or asyncio's debug mode, asks for answers without old leniencies.

These are line ends without CR, folded lines, and a second `Content-Type` or `Server`. RFC 9112 lets clients accept them,
and aiohttp's parsers do so except in these modes. What aiohttp returns no longer shows them, so both clients follow it.
"""


def read_head(readline: Callable[[int], bytes]) -> Head:
    """Read the head of an answer, which may be an informational one, and split it into its parts.

    Args:
        readline: Returns the next line with its end, of at most the given number of bytes; nothing at the end of the stream.

    Raises:
        MalformedAnswerError: A line breaks the grammar, or a limit is exceeded.
        RemoteDisconnected: The connection ended inside the head.
    """
    status_line = _STATUS_LINE.fullmatch(_line(readline))
    if status_line is None:
        raise MalformedAnswerError("status line")
    fields: list[tuple[bytes, bytes]] = []
    count = 0
    while line := _line(readline):
        count += 1  # folded lines, too
        if count > MOST_HEADERS:
            raise MalformedAnswerError("too many fields")
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and fields and not STRICT:
            name, begun = fields.pop()
            value = begun + line
        elif not colon:
            raise MalformedAnswerError("field line without a colon, or folded")
        fields.append((name, value.strip(b" \t")))
    major, minor, status, reason = status_line.groups(b"")
    return Head((int(major), int(minor)), int(status), reason.decode("iso-8859-1"), fields)


def _line(readline: Callable[[int], bytes]) -> bytes:
    line = readline(LARGEST_LINE + 1)
    if line.endswith(b"\r\n") and len(line) <= LARGEST_LINE:
        return line[:-2]
    if len(line) > LARGEST_LINE:
        raise MalformedAnswerError("line too long")
    if not line.endswith(b"\n"):
        raise http.client.RemoteDisconnected("the connection ended inside the headers")
    if STRICT:
        raise MalformedAnswerError("line end without CR")
    return line[:-1]


def check_head(
    version: tuple[int, int], status: int, reason: str, fields: Sequence[tuple[bytes, bytes]], method: str
) -> Framing:
    """Return how the body ends, if the head follows the strict grammar that both clients share.

    The parsers of `http.client` and aiohttp refuse different answers. This table is for the heads that one of them accepts.

    Args:
        version: Major and minor version of HTTP.
        status: The status of the answer.
        reason: The reason phrase.
        fields: Names and values as they came, without the white space around the values.
        method: The method of the request. After `CONNECT` there is no body, whatever the fields say.

    Raises:
        MalformedAnswerError: The head breaks the grammar, or leaves open how the body ends.
    """
    if version not in ((1, 0), (1, 1)):
        raise MalformedAnswerError("version of HTTP")
    if not 100 <= status <= 599 or status == 101 or _CONTROL_IN_REASON.search(reason):
        raise MalformedAnswerError("status line")
    if len(fields) > MOST_HEADERS:
        raise MalformedAnswerError("too many fields")
    names = _checked_names(fields)
    if method == "CONNECT":
        return Framing(0, False)
    lengths = _values(b"content-length", names, fields)
    codings = _values(b"transfer-encoding", names, fields)
    framing = _framing(lengths, codings)
    if method == "HEAD" or status in (204, 304) or status < 200:
        return Framing(0, False)
    return framing


def _checked_names(fields: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    """Return the names of the fields in lower case."""
    joined = b"\n".join([name for name, _ in fields])
    if fields and not _TOKENS.fullmatch(joined):
        raise MalformedAnswerError("name of a field")
    if _CONTROL.search(b"".join([value for _, value in fields])):
        raise MalformedAnswerError("value of a field")
    names = joined.lower().split(b"\n")
    if STRICT and any(names.count(name) > 1 for name in _ONCE):
        raise MalformedAnswerError("repeated field")
    return names


def _values(wanted: bytes, names: list[bytes], fields: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    if wanted not in names:
        return []
    return [value for name, (_, value) in zip(names, fields, strict=True) if name == wanted]


def _framing(lengths: list[bytes], codings: list[bytes]) -> Framing:
    if codings:
        if lengths or len(codings) > 1 or codings[0].lower() != b"chunked":
            raise MalformedAnswerError("Transfer-Encoding")
        return Framing(None, True)
    if not lengths:
        return Framing(None, False)
    # bytes.isdigit() accepts ASCII digits only. No body that is read has a length of more than 18 digits.
    if len(lengths) > 1 or not lengths[0].isdigit() or len(lengths[0]) > 18:
        raise MalformedAnswerError("Content-Length")
    return Framing(int(lengths[0]), False)


def largest_framed_body(configuration: Configuration) -> int:
    """Return how many bytes may follow the head of an answer: a byte in a chunk of its own takes six."""
    return 6 * configuration.max_response_bytes


def beginning_with(addresses: list[AddressT], number: int) -> list[AddressT]:
    """Return the addresses of a host for an attempt of a call: each attempt begins with another one."""
    first = (number - 1) % max(len(addresses), 1)
    return addresses[first:] + addresses[:first]


def is_idle_too_long(send: Send, idle_since: float) -> bool:
    """Return whether a request must not use a connection that has been idle since then."""
    return time.monotonic() - idle_since >= send.longest_idle


class BoundedBody:
    """Collects the bytes of a body as they come, within the limits.

    Args:
        status: The status of the answer.
        headers: The headers of the answer.
        length: The length that the head announces, or None.
        largest: The largest number of bytes that the body of a success may have.

    Raises:
        TooLargeError: The head announces more.
    """

    def __init__(self, status: int, headers: HTTPHeaderDict, length: int | None, largest: int) -> None:
        self.status: int = status
        self.headers: HTTPHeaderDict = headers
        self._succeeded = 200 <= status < 300
        self._limit = largest if self._succeeded else LARGEST_ERROR_BODY
        self._parts: list[bytes] = []
        self._size = 0
        if self._succeeded and (length or 0) > self._limit:
            raise TooLargeError("the answer is too large")

    @property
    def wants_more(self) -> bool:
        """Whether the bytes that follow would be kept, or refused."""
        return self._size < self._limit or self._succeeded

    def add(self, part: bytes) -> bool:
        """Add the bytes that were read, and return whether there were any.

        Raises:
            TooLargeError: The body has become too large.
        """
        self._parts.append(part)
        size = len(part)
        del part  # reporters show the locals of a frame that an exception passes
        self._size += size
        if self._succeeded and self._size > self._limit:
            raise TooLargeError("the answer is too large")
        return size > 0

    @property
    def content(self) -> bytes:
        """The bytes that came, as far as they are kept."""
        return b"".join(self._parts)[: self._limit]


def decoded_body(body: BoundedBody, largest: int) -> bytes:
    """Return a body that was read to its end, content coding undone; of an error body as much as is kept.

    A coding with an unknown name is ignored if the body is JSON.

    Raises:
        TooLargeError: The body of a success has more bytes than `largest`.
        DecodeError: The content coding is refused, or broken.
    """
    content, codings = body.content, _codings(body.headers)
    if not codings or not content:
        return content
    known = [coding for coding in codings if coding in _UNDONE]
    if len(known) > 1 or not _REFUSED.isdisjoint(codings):
        raise DecodeError("refused or stacked content coding")
    if known:
        content = _undone(content, known[0], body.status, largest, is_all=body.wants_more)
    if len(known) < len(codings) and not _is_json(content):
        raise DecodeError("unknown content coding")
    return content


def _undone(content: bytes, coding: str, status: int, largest: int, *, is_all: bool) -> bytes:
    succeeded = 200 <= status < 300
    limit = largest if succeeded else LARGEST_ERROR_BODY
    inflated = _inflated(content, coding, limit + 1)
    if len(inflated.content) > limit:
        if succeeded:
            raise TooLargeError("the answer is too large")
    elif is_all and not inflated.is_whole:
        raise DecodeError("broken content coding")
    return inflated.content[:limit]


def readable_body(response: Response) -> str:
    """Return the text of a body that was kept as it came, content coding undone as far as possible."""
    content, codings = response.body, _codings(response.headers)
    if len(codings) == 1 and codings[0] in _UNDONE:
        content = _inflated(content, codings[0], max(LARGEST_ERROR_BODY, len(content))).content or content
    return content.decode("utf-8", errors="replace")


def _codings(headers: HTTPHeaderDict) -> list[str]:
    """Return the content codings in lower case, without `identity`."""
    if "Content-Encoding" not in headers:
        return []
    names = [name.strip().lower() for name in headers["Content-Encoding"].split(",")]
    return [name for name in names if name not in ("", "identity")]


class _Inflated(NamedTuple):
    content: bytes
    is_whole: bool
    """Whether the compressed data came to its end."""


def _inflated(data: bytes, coding: str, most: int) -> _Inflated:
    """Return at most the given number of bytes of compressed data, as far as it is intact."""
    if coding == "deflate":
        whole = _inflated_as(data, zlib.MAX_WBITS, most)
        return whole if whole.content or whole.is_whole else _inflated_as(data, -zlib.MAX_WBITS, most)
    return _inflated_as(data, 16 + zlib.MAX_WBITS, most)


def _inflated_as(data: bytes, form: int, most: int) -> _Inflated:
    parts: list[bytes] = []
    left, is_whole = most, False
    decoder = zlib.decompressobj(form)
    for start in range(0, len(data), _STEP):  # small steps: each member of a gzip file copies the rest of its step
        rest = data[start : start + _STEP]
        while rest and left:
            try:
                part = decoder.decompress(rest, left)
            except zlib.error:
                return _Inflated(b"".join(parts), is_whole)
            parts.append(part)
            left -= len(part)
            rest = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            is_whole = decoder.eof or (is_whole and not part)
            if decoder.eof:
                decoder = zlib.decompressobj(form)  # for another member, or for padding, which is an error and ignored
    return _Inflated(b"".join(parts), is_whole)


_STEP = 16 * 1024


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


Kinds: TypeAlias = tuple[tuple[tuple[type[BaseException], ...], FailureKind], ...]
"""Kinds of failures by exception class; the first row that matches decides."""


def kind_of(error: BaseException, kinds: Kinds) -> FailureKind:
    """Return the kind of an exception, or of the exception that caused it."""
    known: BaseException | None = error
    while known is not None:
        for classes, kind in kinds:
            if isinstance(known, classes):
                return kind
        known = known.__cause__ or known.__context__
    return FailureKind.CONNECTION
