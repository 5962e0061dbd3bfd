"""The only module with sockets: one HTTP exchange at a time, over urllib3.

It knows how far an attempt came, checks the deadline before every receive, and bounds what it reads.
It neither retries, follows redirects, keeps cookies nor logs; all that is decided elsewhere.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import queue
import socket
import ssl
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import urllib3
from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import allowed_gai_family
from urllib3.util.ssl_match_hostname import CertificateError

from order_capture_client._compat import REFUSED_NAMES
from order_capture_client._core.http import (
    LARGEST_HEAD,
    LARGEST_LINE,
    MOST_HEADERS,
    MOST_INFORMATIONAL,
    Kinds,
    TooLargeError,
    body_length,
    is_idle_too_long,
    kind_of,
    largest_framed_body,
    read_body,
    serialize_request,
)
from order_capture_client._core.proxy import proxy_of, should_bypass_proxies
from order_capture_client._core.tls import load_host_name_codec, tls_context
from order_capture_client._core.wire import Attempt, Failure, FailureKind, Phase, Request, Response, Send
from order_capture_client._lazy import aliases
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiException, ApiValueError

__all__ = ["Adapter", "ApiException", "ApiValueError", "RESTResponseType", "Transport", "should_bypass_proxies"]

RESTResponseType = urllib3.BaseHTTPResponse

if not TYPE_CHECKING:  # else type checkers would take any name
    __getattr__ = aliases(__name__, {}, REFUSED_NAMES[__name__])


class _Sending:  # no dataclass, like the classes below: one costs an import fifty times as much as a plain class
    """What the layers of one attempt share: how far it came, and until when it may go on."""

    __slots__ = ("attempt", "bytes_left", "connect_until", "ended_early", "largest_body", "send")

    def __init__(self, attempt: Attempt, largest_body: int) -> None:
        self.attempt: Attempt = attempt
        self.send: Send = attempt.send
        self.largest_body: int = largest_body
        """How many bytes may follow the head."""
        self.connect_until: float | None = None
        """While a connection is being made: when that must have ended."""
        self.bytes_left: int = LARGEST_HEAD
        """How much may still be read of the head, or after it of the body and what frames it."""
        self.ended_early: bool = False

    def seconds(self) -> float:
        """Gives the time for the next wait.

        Raises:
            TimeoutError: There is none left.
        """
        now = time.monotonic()
        limit = self.send.read if self.connect_until is None else self.connect_until - now
        seconds = min(limit, self.send.deadline - now)
        if seconds <= 0:
            raise TimeoutError("the time is over")
        return seconds


class _DeadlineReader(io.RawIOBase):
    """Reads a socket, and never waits past the deadline, however slowly bytes drip in."""

    def __init__(self, sock: socket.socket, attempt: _Sending) -> None:
        self._sock = sock
        self._attempt = attempt

    def makefile(self, *_: Any) -> io.BufferedReader:
        """Stands in for the socket's method, which `http.client` calls to read an answer."""
        return io.BufferedReader(self, 65536)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        attempt = self._attempt
        self._sock.settimeout(attempt.seconds())
        count = self._sock.recv_into(buffer)
        if attempt.attempt.phase < Phase.HEAD:
            attempt.ended_early = count == 0
        attempt.bytes_left -= count
        if attempt.bytes_left < 0:
            raise TooLargeError("the headers, or the framing of the body, are too large")
        return count


class _HTTPResponse(http.client.HTTPResponse):
    """Reads an answer through `_DeadlineReader`, and skips informational answers.

    The body is left to `http.client`, but not the head: it would skip any number of 100s, and parse the headers as
    those of an e-mail, which takes more time than all the rest of a small answer.
    """

    headers: HTTPHeaderDict  # type: ignore[assignment] # a mapping is all that is asked of it
    status: int
    reason: str
    chunked: bool
    chunk_left: int | None
    will_close: bool

    def __init__(self, attempt: _Sending, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(cast("socket.socket", _DeadlineReader(sock, attempt)), *args, **kwargs)
        self._attempt = attempt

    @property
    def length_remaining(self) -> int | None:
        """How much of the body is still to be read, if the head says so."""
        return self.length

    def begin(self) -> None:
        """Reads status line and headers, and finds out how the body ends."""
        for _ in range(MOST_INFORMATIONAL + 1):
            version, self.status, reason = self._status_line()
            headers = self._header_lines()
            if self._attempt.ended_early:
                raise http.client.RemoteDisconnected("the connection ended inside the headers")
            if not 100 <= self.status < 200:
                break
        else:
            raise http.client.HTTPException("too many informational answers")
        self._attempt.attempt.phase = Phase.HEAD
        self._attempt.bytes_left = self._attempt.largest_body
        self.version = 10 if version == "HTTP/1.0" else 11
        self.reason = reason.strip()
        self.headers = headers  # pyright: ignore[reportIncompatibleVariableOverride] # as above
        self.chunked = headers.get("Transfer-Encoding", "").lower() == "chunked"
        self.chunk_left = None
        self.length = None if self.chunked else body_length(headers)
        if self.status in (204, 304) or self._attempt.send.request.method == "HEAD":
            self.chunked, self.length = False, 0
        persistence = headers.get("Connection", "").lower()
        persists = "close" not in persistence if self.version == 11 else "keep-alive" in persistence
        self.will_close = not persists or (self.length is None and not self.chunked)

    def read(self, amt: int | None = None) -> bytes:
        """Gives the next bytes of the body, or none at its end."""
        part = super().read(amt)
        if not part and self.length:
            raise http.client.IncompleteRead(part, self.length)  # http.client does so when asked for all at once
        return part

    def _status_line(self) -> tuple[str, int, str]:
        line = cast("tuple[str, int, str]", self._read_status())  # type: ignore[attr-defined] # not in the stubs
        if not line[0].startswith("HTTP/1."):
            raise http.client.UnknownProtocol("HTTP/1 expected")
        return line

    def _header_lines(self) -> HTTPHeaderDict:
        lines: list[str] = []
        for _ in range(MOST_HEADERS + 1):
            line = self.fp.readline(LARGEST_LINE + 1)
            if line in (b"\r\n", b"\n", b""):
                break
            text = line.decode("iso-8859-1").rstrip("\r\n")
            if len(line) > LARGEST_LINE:
                raise http.client.LineTooLong("header line")
            if text[:1] in (" ", "\t") and lines:
                lines[-1] += f" {text.strip()}"  # an old way of breaking lines
            else:
                lines.append(text)
        else:
            raise http.client.HTTPException("too many headers")
        headers = HTTPHeaderDict()
        for text in lines:
            name, colon, value = text.partition(":")
            if colon and name and not name.endswith((" ", "\t")):
                headers.add(name, value.strip())
        return headers


_RawResponse: TypeAlias = _HTTPResponse | urllib3.HTTPResponse
"""An answer whose body is to be read: as it came, or with a content coding that urllib3 is to undo."""


class _ConnectionMixin(HTTPConnection):
    """Counts the phase, and holds the deadline while connecting and sending."""

    attempt: _Sending
    idle_since: float = 0.0
    response_class: type[http.client.HTTPResponse]

    def start(self, attempt: _Sending) -> None:
        """Binds the connection to the attempt that uses it."""
        self.attempt = attempt
        self.response_class = partial(_HTTPResponse, attempt)  # type: ignore[assignment]

    def connect(self) -> None:
        self.attempt.connect_until = time.monotonic() + self.attempt.send.connect
        super().connect()
        self.attempt.connect_until = None

    def _new_conn(self) -> socket.socket:
        # urllib3's own method would give each address of the host the whole time.
        host = self._dns_host.encode("ascii")  # as text, a label that is too long would be a UnicodeError
        addresses = socket.getaddrinfo(host, self.port, allowed_gai_family(), socket.SOCK_STREAM)
        for number, (family, kind, protocol, _, address) in enumerate(addresses, start=1):
            connected = socket.socket(family, kind, protocol)
            try:
                for option in self.socket_options or ():
                    connected.setsockopt(*option)
                connected.settimeout(self.attempt.seconds())
                connected.connect(address)
                connected.settimeout(self.attempt.seconds())  # for the TLS handshake
            except OSError:
                connected.close()
                if number == len(addresses):
                    raise
            else:
                return connected
        raise OSError("the host has no address")

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        assert self.sock is not None
        self.sock.settimeout(self.attempt.seconds())
        if self.attempt.connect_until is None:  # a proxy's CONNECT goes through here, too
            self.attempt.attempt.phase = max(self.attempt.attempt.phase, Phase.SENT)
        super().send(data)


class _PlainConnection(_ConnectionMixin):
    pass


class _TlsConnection(_ConnectionMixin, HTTPSConnection):
    pass


class _PoolMixin(urllib3.HTTPConnectionPool):
    """Sends a request over one of the pool's connections."""

    def exchange(self, request: PreparedRequest, attempt: _Sending) -> _RawResponse:
        """Gives the answer's head; the body is to be read by the caller, who then calls `release` or `_discard`."""
        whole = serialize_request(request, request.target, request.headers)
        connection = self._get_conn()
        assert isinstance(connection, _ConnectionMixin)
        request.connection = connection
        connection.start(attempt)
        if is_idle_too_long(attempt.send, connection.idle_since):
            connection.close()
        if connection.is_closed and self.proxy is not None and request.url.startswith("https:"):
            self._prepare_proxy(connection)
        connection.send(whole)
        assert connection.sock is not None
        answer = request.answer = _HTTPResponse(attempt, connection.sock, method=request.method)
        answer.begin()
        if "Content-Encoding" not in answer.headers:
            return answer
        return urllib3.HTTPResponse(
            body=answer,
            headers=answer.headers,
            status=answer.status,
            reason=answer.reason,
            version=answer.version,
            preload_content=False,
            decode_content=True,
            enforce_content_length=True,
            original_response=answer,
            request_method=request.method,
        )

    def release(self, connection: _ConnectionMixin) -> None:
        """Takes a connection back whose answer was read to its end."""
        connection.idle_since = time.monotonic()
        # Not urllib3's own method: that one warns when there are more connections than are kept.
        pool = self.pool  # another thread may be closing it
        with contextlib.suppress(queue.Full):
            if pool is not None:
                pool.put(connection, block=False)
                return
        connection.close()


class _PlainPool(_PoolMixin):
    ConnectionCls = _PlainConnection  # pyright: ignore[reportAssignmentType] # urllib3's protocol is stricter than its use


class _TlsPool(_PoolMixin, urllib3.HTTPSConnectionPool):
    ConnectionCls = _TlsConnection  # pyright: ignore[reportAssignmentType] # as above


class PreparedRequest:
    """A request on its way; in the shape that the `responses` package expects, which also adds attributes."""

    def __init__(
        self,
        method: str,
        url: str,
        target: str,
        path_url: str,
        headers: dict[str, str],
        body: bytes | None,
        attempt: _Sending,
    ) -> None:
        self.method = method
        self.url = url
        self.target = target
        self.path_url = path_url
        self.headers = headers
        self.body = body
        self.attempt = attempt
        self.connection: _ConnectionMixin | None = None
        self.answer: _HTTPResponse | None = None
        self.params: object = None
        self.req_kwargs: object = None


class RawAnswer:
    """An answer's head, with its body still to be read; in the shape that the `responses` package expects."""

    def __init__(self, request: PreparedRequest, raw: _RawResponse) -> None:
        self.request = request
        self.raw = raw
        self.status_code: int = raw.status
        self.headers: HTTPHeaderDict = raw.headers
        self.url: str = request.url


class Adapter:
    """The seam at which tests replace the network.

    `responses.RequestsMock(target="order_capture_client.rest.Adapter.send")` does.
    """

    max_retries: urllib3.Retry = urllib3.Retry(0, read=False)

    def __init__(self, pool: _PoolMixin) -> None:
        self.pool = pool

    def send(self, request: PreparedRequest, **_: object) -> RawAnswer:
        """Sends a request, and gives the head of the answer."""
        return self.build_response(request, self.pool.exchange(request, request.attempt))

    def build_response(self, request: PreparedRequest, raw: _RawResponse) -> RawAnswer:
        """Pairs an answer with its request."""
        return RawAnswer(request, raw)


class Transport:
    """Performs one attempt after the other; safe to share between threads, but not with a forked child.

    Args:
        configuration: Host, TLS, proxy, pool and limits, as they are now.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._lock = threading.Lock()
        self._manager: urllib3.PoolManager | None = None
        self._adapter: tuple[str, Adapter] | None = None

    @property
    def is_open(self) -> bool:
        """Whether there may be open connections."""
        return self._manager is not None

    def perform(self, attempt: Attempt) -> Response | Failure:
        """Sends the request once; whatever goes wrong comes back as a value."""
        sending = _Sending(attempt, LARGEST_HEAD + largest_framed_body(self._configuration))
        head: _RawResponse | None = None
        adapter = self._adapter_for(attempt.send.request.origin)
        request = _prepared(attempt.send.request, sending, adapter.pool)
        try:
            head = adapter.send(request).raw
            attempt.phase = Phase.HEAD
            body = read_body(head, self._configuration.max_response_bytes)
            response = Response(head.status, head.headers, body, head.reason or "")
            attempt.phase = Phase.DONE
        except _CAUGHT as error:
            failure = _failure(error, sending, head)
            _discard(request, head)
            return failure
        if request.connection is not None and request.answer is not None:
            if request.answer.isclosed() and not request.answer.will_close:
                adapter.pool.release(request.connection)
            else:
                _discard(request, head)  # bytes of this answer that come later would be taken for the next one
        return response

    def close(self) -> None:
        """Closes every connection that is not in use; a later request makes new ones."""
        with self._lock:
            if self._manager is not None:
                self._manager.clear()
            self._manager = self._adapter = None

    def _adapter_for(self, origin: str) -> Adapter:
        known = self._adapter
        if known is not None and known[0] == origin:
            return known[1]
        with self._lock:
            if self._manager is None:
                self._manager = _manager(self._configuration)
            pool = self._manager.connection_from_url(origin)
            assert isinstance(pool, _PoolMixin)
            adapter = Adapter(pool)
            self._adapter = (origin, adapter)
            return adapter


def _manager(configuration: Configuration) -> urllib3.PoolManager:
    load_host_name_codec()
    options: dict[str, Any] = {"maxsize": configuration.connection_pool_maxsize}
    if configuration.host.startswith("https:"):
        context = tls_context(configuration)
        options |= {
            "ssl_context": context,
            "cert_reqs": context.verify_mode,
            "assert_hostname": configuration.assert_hostname,
            "server_hostname": configuration.tls_server_name,
        }
    if configuration.socket_options is not None:
        options["socket_options"] = configuration.socket_options
    proxy = proxy_of(configuration)
    manager: urllib3.PoolManager
    if proxy is None:
        manager = urllib3.PoolManager(**options)
    else:
        manager = urllib3.ProxyManager(
            proxy[0],
            proxy_headers=proxy[1],
            proxy_ssl_context=configuration.proxy_ssl_context,
            **options,
        )
    pools: dict[str, type[urllib3.HTTPConnectionPool | urllib3.HTTPSConnectionPool]]
    pools = {"http": _PlainPool, "https": _TlsPool}
    manager.pool_classes_by_scheme = pools
    return manager


def _prepared(request: Request, attempt: _Sending, pool: _PoolMixin) -> PreparedRequest:
    forwarded = pool.proxy is not None and pool.scheme == "http"
    return PreparedRequest(
        method=request.method,
        url=request.url,
        target=request.url if forwarded else request.target,
        path_url=request.target,
        headers=request.headers | dict(pool.proxy_headers) if forwarded else request.headers,
        body=request.body,
        attempt=attempt,
    )


def _discard(request: PreparedRequest, head: _RawResponse | None) -> None:
    if head is not None:
        head.close()
    if request.connection is not None:
        request.connection.close()


def _failure(error: Exception, attempt: _Sending, head: _RawResponse | None) -> Failure:
    response = None if head is None else Response(head.status, head.headers, b"", head.reason or "")
    return Failure(attempt.attempt.phase, kind_of(error, _KINDS), type(error).__name__, response)


_KINDS: Kinds = (
    ((TooLargeError,), FailureKind.TOO_LARGE),
    ((ssl.SSLCertVerificationError, CertificateError), FailureKind.CERTIFICATE),
    ((urllib3.exceptions.DecodeError,), FailureKind.UNDECODABLE),
    ((urllib3.exceptions.NewConnectionError,), FailureKind.CONNECTION),
    ((TimeoutError, urllib3.exceptions.ConnectTimeoutError, urllib3.exceptions.ReadTimeoutError), FailureKind.TIMEOUT),
    ((http.client.RemoteDisconnected, http.client.IncompleteRead), FailureKind.CONNECTION),
    ((http.client.HTTPException,), FailureKind.PROTOCOL),
    ((OSError,), FailureKind.CONNECTION),
)

_CAUGHT = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, CertificateError, TooLargeError)
"""What connecting, sending and reading can raise."""
