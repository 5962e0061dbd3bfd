"""Reads answers from a socket: by the strict grammar, within the deadline, and never more than the limits allow."""

from __future__ import annotations

import http.client
import io
import re
import socket
from functools import partial
from typing import Any, cast

from urllib3 import HTTPHeaderDict

from order_capture_client._core.http import (
    MOST_HEADERS,
    MOST_INFORMATIONAL,
    STRICT,
    Framing,
    Head,
    MalformedAnswerError,
    ProxyAnswerError,
    TooLargeError,
    check_head,
    read_head,
)
from order_capture_client._core.wire import HEAD, Response
from order_capture_client._sending import Sending


class Answer(http.client.HTTPResponse):
    """Reads an answer through `_Stream`, and its head by the strict grammar; skips informational answers."""

    def __init__(self, sending: Sending, sock: socket.socket, **kwargs: Any) -> None:
        super().__init__(cast("socket.socket", _Reader(sock, sending)), **kwargs)

    def begin(self) -> None:
        head, framing = self._read_head(self._method)  # type: ignore[attr-defined] # not in the stubs
        cast("_Stream", self.fp).begin_body()
        self.version = 10 + head.version[1]
        self.code = self.status = head.status
        self.reason = head.reason.strip()
        self.headers = self.msg = http.client.HTTPMessage()
        for name, value in head.fields:
            self.msg.set_raw(name.decode("ascii"), value.decode("iso-8859-1"))
        self.length, self.chunked = framing
        self.chunk_left = None
        persistence = self.headers.get("Connection", "").lower()
        persists = "close" not in persistence if self.version == 11 else "keep-alive" in persistence
        self.will_close = not persists or (self.length is None and not self.chunked)

    def _read_status(self) -> tuple[str, int, str]:
        """Read a proxy's whole answer to CONNECT, of which `http.client` expects the status line only.

        Raises:
            ProxyAnswerError: The proxy makes no tunnel.
        """
        head, _ = self._read_head("CONNECT")
        if not 200 <= head.status < 300:
            headers = HTTPHeaderDict((name.decode("ascii"), value.decode("iso-8859-1")) for name, value in head.fields)
            raise ProxyAnswerError(Response(head.status, headers))
        cast("_Stream", self.fp).is_at_end_of_head = True
        return "HTTP/1.1", 200, ""

    def _read_head(self, method: str) -> tuple[Head, Framing]:
        readline = partial(io.BufferedReader.readline, cast("_Stream", self.fp))
        for _ in range(MOST_INFORMATIONAL + 1):
            head = read_head(readline)
            framing = check_head(*head, method=method)
            if head.status >= 200:
                return head, framing
        raise MalformedAnswerError("too many informational answers")


class _Reader(io.RawIOBase):
    """Reads a socket, and never waits past the deadline, however slowly bytes drip in."""

    def __init__(self, sock: socket.socket, sending: Sending) -> None:
        self._sock = sock
        self._file = sock.makefile("rb", buffering=0)  # keeps the socket open when http.client lets go of it
        self.sending = sending
        self.is_over = False

    def makefile(self, *_: Any) -> _Stream:
        """Stand in for the socket's method, which `http.client` calls to read an answer."""
        return _Stream(self)

    @property
    def pending(self) -> int:
        """How many bytes the TLS layer holds."""
        pending = getattr(self._sock, "pending", None)
        return 0 if pending is None else pending()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.is_over:
            return None
        sending = self.sending
        self._sock.settimeout(sending.seconds())
        count = self._file.readinto(buffer) or 0
        sending.bytes_left -= count
        if sending.bytes_left < 0:
            raise TooLargeError("the headers, or the framing of the body, are too large")
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Stream(io.BufferedReader):
    """The bytes of an answer, whose framing is checked as they pass."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__(reader, 16384)
        self._reader = reader
        self._chunk_end: bytes | None = None
        """What was read last before the line of a chunk."""
        self._trailers: int | None = None
        self._is_body = False
        self.is_at_end_of_head = False
        """Whether the answer to CONNECT was read; `http.client` gets only the end of its head then."""

    def begin_body(self) -> None:
        """Take what follows for the body, now that there is a whole head."""
        sending = self._reader.sending
        sending.bytes_left = sending.limits.body
        sending.attempt.phase = HEAD
        self._is_body = True

    def readline(self, size: int | None = -1, /) -> bytes:
        if self.is_at_end_of_head:
            return b"\r\n"
        line = super().readline(size)
        if self._is_body:
            self._check(line)
        return line

    def _check(self, line: bytes) -> None:
        """Check a line of the framing of chunks."""
        if not line.endswith(b"\n"):
            raise http.client.IncompleteRead(b"")
        if self._trailers is not None:
            self._trailers += 1
            if self._trailers > MOST_HEADERS + 1 or not _TRAILER.fullmatch(line):
                raise MalformedAnswerError("trailer")
        elif self._chunk_end not in (None, b"\r\n") or not (size := _CHUNK.fullmatch(line)):
            raise MalformedAnswerError("chunk")
        elif not size[1].strip(b"0"):
            self._trailers = 0
        else:
            self._chunk_end = b""

    def read(self, size: int | None = -1, /) -> bytes:
        if self._chunk_end is None:
            return super().read(size)
        self._chunk_end = super().read(size)
        return self._chunk_end

    def close(self) -> None:
        if not self.closed:
            self._reader.is_over = True
            if self.peek(1) or self._reader.pending:
                self._reader.sending.is_spent = True  # bytes that nobody asked for: the connection is out of step
        super().close()


_LINE_END = rb"\r\n" if STRICT else rb"\r?\n"
_TRAILER = re.compile(rb"(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[^\r\n\0]*)?" + _LINE_END)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]*(?:\r\n|;[^\r\n\0]*" + _LINE_END + rb")")
"""The line of a chunk; without an extension, aiohttp's parser insists on CR, too."""
