"""The transport of the client with `await`: one HTTP exchange at a time over aiohttp, with the limits of the sync client.

Each attempt is one `ClientSession.request`, so that tools that observe, record or replace aiohttp see it. The library's own cookies,
netrc, redirects, retries and decoding are off. A subclass of its connector adds the rest:
`connect` checks a connection before it is used again, and notes that an attempt is about to be sent.
"""

from __future__ import annotations

import asyncio
import io
import math
import os
import re
import sys
import threading
import time
from contextlib import suppress
from typing import Any, cast

import urllib3
from urllib3 import HTTPHeaderDict
from urllib3.util.ssl_match_hostname import CertificateError

from order_capture_client._core.causes import failure_of, refuses_client_certificate
from order_capture_client._core.http import (
    LARGEST_HEAD,
    LARGEST_LINE,
    MOST_HEADERS,
    BoundedBody,
    Kinds,
    MalformedAnswerError,
    ProxyAnswerError,
    TooLargeError,
    check_head,
    decoded_body,
    kind_of,
)
from order_capture_client._core.masked import Body, Headers
from order_capture_client._core.network import UnplannedCallError
from order_capture_client._core.proxy import proxy_of
from order_capture_client._core.wire import DONE, HEAD, NOT_SENT, SENT, Attempt, Failure, FailureKind, Request, Response
from order_capture_client.aio._loops import NO_THREAD, loop_of_this_thread, running_loop
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError

try:
    import aiohttp
    from yarl import URL

    from order_capture_client.aio._connections import CURRENT, Exchange, Pool
except ModuleNotFoundError as _missing:
    if _missing.name not in ("aiohttp", "yarl"):
        raise
    raise ImportError(
        'order_capture_client.aio needs aiohttp: python -m pip install "order-capture-client[aio]"', name=_missing.name
    ) from None

aiohttp.payload_type(Body)(aiohttp.BytesPayload)  # found at once, as for its base class

_ADDED = ("accept", "content-type", "user-agent")
"""Headers that aiohttp would add by itself."""
_LARGEST_BYTES = 2**20
"""Larger bodies are handed over as files: aiohttp warns about them otherwise."""


class Transport:
    """Perform attempts for any number of tasks and event loops; each event loop has its own connections.

    Args:
        configuration: Host, TLS, proxy, pool and limits, as they are now.
    """

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._sessions: dict[asyncio.AbstractEventLoop, _Session] = {}
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether there may be open connections."""
        return any(not session.retired for session in list(self._sessions.values()))

    async def perform(self, attempt: Attempt) -> Response | Failure:
        """Send the request once, and return a failure of the network as a value.

        Raises:
            ApiTypeError: The event loop is not one of asyncio.
            ApiValueError: A setting does not fit.
        """
        return await self._session_of(running_loop()).perform(Exchange(attempt))

    def leave_to_parent(self) -> None:
        """Let go of the connections of the process that forked this one, without a word to them and without its lock."""
        for session in list(self._sessions.values()):
            session.retire()

    def close(self) -> None:
        """Close every connection that is not in use; a later request makes new ones."""
        with self._lock:
            sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            session.retire()

    def _session_of(self, loop: asyncio.AbstractEventLoop) -> _Session:
        session = self._sessions.get(loop)
        if session is None or session.retired:
            session = _Session(self.configuration, loop)
            with self._lock:
                over = [known for known in self._sessions if known.is_closed()]
                ended = [self._sessions.pop(known) for known in over]
                self._sessions[loop] = session
            for one in ended:
                one.retire()
        return session


class _Session:
    """The connections of one event loop."""

    def __init__(self, configuration: Configuration, loop: asyncio.AbstractEventLoop) -> None:
        self.retired = False
        self._loop = loop
        self._process = os.getpid()
        self._in_flight = 0
        self._largest = configuration.max_response_bytes
        self._server_name = configuration.tls_server_name
        self._proxy, self._tunnel_headers, self._forward_headers = _proxy(configuration)
        has_secure_proxy = self._proxy is not None and self._proxy.scheme == "https"
        self._pool = Pool(configuration, has_secure_proxy=has_secure_proxy)
        self._session = aiohttp.ClientSession(
            connector=self._pool,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            max_line_size=LARGEST_LINE,
            max_field_size=LARGEST_LINE,
            max_headers=MOST_HEADERS,
        )
        self._session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
        # asyncio.run closes its asynchronous generators, known by this hook, before it closes its event loop.
        register = sys.get_asyncgen_hooks().firstiter
        if register is not None:
            register(cast("Any", self))

    async def aclose(self) -> None:
        """Close all connections, since the event loop ends."""
        self.retire()
        await asyncio.sleep(0)  # lets the event loop close the sockets

    def retire(self) -> None:
        """Close the idle connections, and the others after their attempts. May be called in any thread."""
        self.retired = True
        if self._process != os.getpid() or self._loop.is_closed():
            self._session.detach()  # the sockets are the parent's to close, or the garbage collector's
        elif self._loop.is_running() and self._loop is not loop_of_this_thread():
            with suppress(RuntimeError):  # it has ended meanwhile
                self._loop.call_soon_threadsafe(self._retire_here)
        else:
            self._retire_here()

    def _retire_here(self) -> None:
        self._pool.close_idle()
        if not self._in_flight:
            self._session.detach()

    async def perform(self, exchange: Exchange) -> Response | Failure:
        """Make an attempt."""
        send = exchange.attempt.send
        seconds = send.deadline - time.monotonic()
        if seconds <= 0:
            return failure_of(TimeoutError(), NOT_SENT, FailureKind.TIMEOUT, proxied=self._proxy is not None)
        self._in_flight += 1
        CURRENT.set(exchange)
        try:
            await self._request(exchange, seconds)
            return await self._read(exchange)
        except Exception as error:
            if _passes(exchange, error):
                raise
            return self._failure(exchange, error)
        finally:
            CURRENT.set(None)
            self._in_flight -= 1
            self._leave(exchange)

    async def _request(self, exchange: Exchange, seconds: float) -> None:
        """Send a request, and wait for the head of its answer."""
        send = exchange.attempt.send
        request = send.request
        given = {name.lower() for name in request.headers}
        exchange.response = await self._session.request(
            request.method,
            URL(request.url, encoded=True),
            data=_body_of(request),
            headers=self._headers_of(request, given),
            skip_auto_headers=_missing_headers(request, given),
            allow_redirects=False,
            proxy=self._proxy,
            proxy_headers=self._tunnel_headers,
            server_hostname=self._server_name,
            ssl=self._pool.tls_context(),
            timeout=aiohttp.ClientTimeout(
                total=seconds,
                connect=min(send.connect, seconds),
                sock_read=send.read if send.read < seconds else None,
                ceil_threshold=math.inf,
            ),
        )

    def _headers_of(self, request: Request, given: set[str]) -> Headers:
        """Return the headers of a request with those that aiohttp would choose otherwise."""
        headers = Headers()
        if "host" not in given:
            headers["Host"] = request.origin.partition("://")[2]
        if "accept-encoding" not in given:
            headers["Accept-Encoding"] = "identity"
        headers.update(request.headers)
        headers.update(self._forward_headers)
        return headers

    async def _read(self, exchange: Exchange) -> Response:
        """Read the answer to its end, or as far as it is kept."""
        head, body = self._begin(exchange)
        assert exchange.response is not None
        content = exchange.response.content
        if not content.is_eof():
            exchange.watch_connection()
        while body.wants_more and not content.at_eof():
            body.add(await content.readany())
        exchange.whole = content.at_eof()
        decoded = Response(head.status, head.headers, decoded_body(body, self._largest), head.reason)
        exchange.attempt.phase = DONE
        return decoded

    def _begin(self, exchange: Exchange) -> tuple[Response, BoundedBody]:
        """Return the head of an answer, and an empty collector for its body.

        Raises:
            MalformedAnswerError: The head breaks the grammar of HTTP.
            TooLargeError: The answer is larger than the limits allow.
            DecodeError: The content coding is refused.
        """
        response = exchange.response
        assert response is not None
        framing = check_head(
            response.version or aiohttp.HttpVersion11,  # None from a double
            response.status,
            response.reason or "",
            response.raw_headers,
            exchange.attempt.send.request.method,
        )
        headers = HTTPHeaderDict()
        size = 0
        for name, value in response.raw_headers:
            size += len(name) + len(value)
            headers.add(name.decode("latin-1"), value.decode("latin-1"))
        if size > LARGEST_HEAD:
            raise TooLargeError("the head is too large")
        exchange.head = head = Response(response.status, headers, b"", response.reason or "")
        exchange.attempt.phase = HEAD
        exchange.body = body = BoundedBody(head.status, headers, framing.length, self._largest)
        return head, body

    def _failure(self, exchange: Exchange, error: Exception) -> Failure:
        """Return the failure that an exception of the network stands for."""
        if _is_of_executor(error):
            return Failure(NOT_SENT, FailureKind.CONNECTION, NO_THREAD)
        phase, kind, answer = exchange.attempt.phase, kind_of(error, _KINDS), exchange.answer
        if isinstance(error, aiohttp.ClientHttpProxyError):
            answer = Response(error.status, HTTPHeaderDict(error.headers))
            error, kind = ProxyAnswerError(answer), FailureKind.PROXY
        elif refuses_client_certificate(error) and exchange.may_be_in_handshake:
            phase, kind = NOT_SENT, FailureKind.CERTIFICATE
        elif phase is SENT:
            self._pool.close_older(exchange)
        return failure_of(error, phase, kind, answer, proxied=self._proxy is not None)

    def _leave(self, exchange: Exchange) -> None:
        if self._loop.is_closed():
            return  # the garbage collector closes the connections
        exchange.unwatch_connection()
        if exchange.response is not None and not exchange.whole:
            exchange.response.close()
        self._pool.leave(exchange)
        if self.retired:
            self._retire_here()


_CAN_NEST_TLS = sys.version_info >= (3, 11, 8) and not (3, 12) <= sys.version_info < (3, 12, 2)
"""Whether asyncio has TLS inside of TLS; in the first versions, it loses the errors of the inner one."""


def _proxy(configuration: Configuration) -> tuple[URL | None, dict[str, str] | None, dict[str, str]]:
    """Return the address of the proxy, the headers for its tunnel, and those for requests that it forwards.

    Raises:
        ApiValueError: A setting is not supported.
    """
    proxy = proxy_of(configuration)
    if proxy is None:
        return None, None, {}
    address = URL(proxy[0])
    headers = Headers(proxy[1])
    forwards = configuration.host.startswith("http:")
    if address.scheme == "https" and not forwards and not _CAN_NEST_TLS:
        raise ApiValueError(
            "proxy: for an https:// address, order_capture_client.aio needs Python 3.11.8, 3.12.2 or later;"
            " use an http:// address or the sync ApiClient"
        )
    return address.with_user(None), None if forwards else headers, headers if forwards else {}


def _missing_headers(request: Request, given: set[str]) -> list[str] | None:
    """Return the headers that aiohttp must not add; None if it would add none, which it handles faster."""
    return [name for name in _ADDED if name not in given and (request.body is not None or name != _ADDED[1])] or None


def _body_of(request: Request) -> bytes | io.BytesIO | None:
    body = request.body
    if body is None:
        return None
    return io.BytesIO(body) if len(body) > _LARGEST_BYTES else Body(body)


def _passes(exchange: Exchange, error: Exception) -> bool:
    """Return whether an exception was not raised by the network, but by a signal handler or a double."""
    attempt = exchange.attempt
    if isinstance(error, UnplannedCallError):
        return True
    if attempt.phase is NOT_SENT:
        if not exchange.connects and isinstance(error, _CAUGHT) and not isinstance(error, _NOT_CONNECTED):
            attempt.phase = SENT  # by a double of the session, which says no more than that
        return False
    early = time.monotonic() < attempt.send.deadline
    if early and isinstance(error, (TimeoutError, asyncio.TimeoutError)) and not isinstance(error, aiohttp.ClientError):
        return getattr(error, "errno", None) is None
    return not isinstance(error, _CAUGHT)


def _is_of_executor(error: Exception) -> bool:
    """Return whether the resolver got no thread."""
    return isinstance(error, RuntimeError) and re.search("shutdown|new thread", str(error)) is not None


_KINDS: Kinds = (
    ((TooLargeError,), FailureKind.TOO_LARGE),
    ((aiohttp.ClientConnectorCertificateError, CertificateError), FailureKind.CERTIFICATE),
    ((urllib3.exceptions.DecodeError,), FailureKind.UNDECODABLE),
    ((TimeoutError, asyncio.TimeoutError), FailureKind.TIMEOUT),
    ((MalformedAnswerError, aiohttp.http.HttpProcessingError, aiohttp.ClientResponseError), FailureKind.PROTOCOL),
    ((OSError, aiohttp.ClientError, aiohttp.EofStream), FailureKind.CONNECTION),
)

_CAUGHT = (OSError, asyncio.TimeoutError, aiohttp.ClientError, aiohttp.EofStream, aiohttp.http.HttpProcessingError, TooLargeError, MalformedAnswerError, urllib3.exceptions.HTTPError)  # fmt: skip
"""Exceptions of the network; the first two differ in Python 3.10."""

_NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL, ConnectionRefusedError)  # fmt: skip
"""Exceptions of the network that exclude a connection."""
