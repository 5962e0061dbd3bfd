"""The only module that knows aiohttp: one HTTP exchange at a time, with the limits of the sync client.

aiohttp makes the connections, keeps them, and parses the answers. The requests are written here, as a whole, since its sessions
do for each of them what takes more time than all the rest: addresses, cookies, redirects, a task that sends.
What its connections do not know is added to them: how far an attempt came, what they may be used for, and how much may be read.
"""

from __future__ import annotations

import asyncio
import math
import os
import socket
import ssl
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import urllib3
from urllib3 import HTTPHeaderDict
from urllib3.util.ssl_match_hostname import CertificateError, match_hostname
from urllib3.util.wait import wait_for_read

from order_capture_client._core.http import (
    LARGEST_HEAD,
    LARGEST_LINE,
    MOST_HEADERS,
    MOST_INFORMATIONAL,
    BoundedBody,
    Kinds,
    TooLargeError,
    decoded_body,
    is_idle_too_long,
    kind_of,
    serialize_request,
)
from order_capture_client._core.proxy import proxy_of
from order_capture_client._core.tls import load_host_name_codec, tls_context
from order_capture_client._core.wire import Attempt, Failure, FailureKind, Phase, Response, Send
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError

try:
    import aiohttp
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.connector import Connection
    from aiohttp.http import HttpProcessingError
    from multidict import CIMultiDict
    from yarl import URL
except ModuleNotFoundError as _missing:
    if _missing.name not in ("aiohttp", "multidict", "yarl"):
        raise
    raise ImportError(
        'order_capture_client.aio needs aiohttp: python -m pip install "order-capture-client[aio]"', name=_missing.name
    ) from None

STALE_CHECK_AFTER = 0.005
"""Seconds for which an idle connection need not be looked at: the event loop would hardly have missed its end."""
_END_OF_HEAD = b"\r\n\r\n"


@dataclass(slots=True, eq=False)
class _Sending:
    """What the layers of one attempt share: how far it came, also when it is cancelled."""

    attempt: Attempt
    head: Response | None = None
    """Status and headers of the answer, once they are here."""
    refused: FailureKind | None = None
    """Why the connection was closed by us, if it was."""
    informational: int = 0
    payload: aiohttp.StreamReader | None = None
    connection: _Connection | None = None

    @property
    def send(self) -> Send:
        """What is sent, and until when."""
        return self.attempt.send

    def leave(self, *, keep: bool) -> None:
        """Gives the connection up: for others to use, or for good."""
        connection = self.connection
        if connection is not None and connection.attempt is self:  # else another attempt has it already
            if keep:
                connection.be_idle()
            else:
                connection.end()


class _Connection(ResponseHandler):
    """Counts what an attempt sends and receives, and ends itself where a limit is passed."""

    def __init__(self, loop: asyncio.AbstractEventLoop, pool: _Pool) -> None:
        super().__init__(loop)
        self.attempt: _Sending | None = None
        self.idle_since: float | None = None
        self.lease: Connection | None = None
        """By which the pool lends it."""
        self._pool = pool
        self._socket: asyncio.Transport | None = None  # also once aiohttp has let go of it
        self._deadline: asyncio.TimerHandle | None = None
        self._start_of_head()
        self._bytes_left = LARGEST_HEAD

    def _start_of_head(self) -> None:
        self._last = b""
        self._line_length = 0
        self._lines_left = MOST_HEADERS + 2  # with the status line and the empty one

    # What becomes of the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._socket = cast("asyncio.Transport", transport)
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._pool.idle.discard(self)
        super().connection_lost(exc)

    def fits(self, attempt: _Sending) -> bool:
        """Whether the connection is good enough for an attempt."""
        if self.idle_since is None:
            return True
        idle = time.monotonic() - self.idle_since
        if idle < STALE_CHECK_AFTER:
            return True
        if is_idle_too_long(attempt.send, self.idle_since):
            return False
        # What has come meanwhile is its end, or an answer that nobody asked for; the loop may not have looked yet.
        sock: Any = self._socket and self._socket.get_extra_info("socket")
        return sock is not None and not wait_for_read(sock, timeout=0.0)

    def begin(self, attempt: _Sending) -> None:
        """Binds the connection to the attempt that uses it."""
        self._pool.idle.discard(self)
        self.attempt, attempt.connection, self.idle_since = attempt, self, None
        self._start_of_head()
        self._bytes_left = LARGEST_HEAD

    def be_idle(self) -> None:
        """Makes the connection one that may be used again."""
        self.attempt, self.idle_since = None, time.monotonic()
        self._stop_deadline()
        if self.lease is not None:
            self.lease.release()  # which closes it if it is over with this answer
        if self._is_at_rest() and len(self._pool.idle) < self._pool.most_idle:
            self._pool.idle.add(self)
        else:
            self.end()

    def _is_at_rest(self) -> bool:
        """Whether the connection is open, and all of the request was sent."""
        transport = self.transport
        return transport is not None and not transport.is_closing() and not transport.get_write_buffer_size()

    def end(self) -> None:
        """Closes the connection at once, whatever has not been sent yet."""
        self._pool.idle.discard(self)
        self._stop_deadline()
        if not self._loop.is_closed():  # else asyncio closes it when it is collected
            if self._socket is not None:
                self._socket.abort()
            self.close()
            if self.lease is not None:
                self.lease.close()

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    # What goes out and comes in

    def send(self, attempt: _Sending, data: bytes) -> None:
        """Sends a request; its answer is what `read` gives."""
        if self.transport is None or self.transport.is_closing():
            raise ConnectionResetError("the connection ended before the request was sent")
        seconds = attempt.send.deadline - time.monotonic()
        self.set_response_params(
            skip_payload=attempt.send.request.method == "HEAD",
            read_until_eof=True,
            auto_decompress=False,
            read_timeout=attempt.send.read if attempt.send.read < seconds else None,
            max_line_size=LARGEST_LINE,
            max_field_size=LARGEST_LINE,
        )
        self._deadline = self._loop.call_later(seconds, self.set_exception, TimeoutError("the time is over"))
        attempt.attempt.phase = Phase.SENT
        self.transport.write(data)
        if not self.writing_paused:
            self.start_timeout()

    def resume_writing(self) -> None:
        """Begins to wait for the answer to a large request, now that most of it is sent."""
        super().resume_writing()
        self.start_timeout()

    def data_received(self, data: bytes) -> None:
        attempt = self.attempt
        if attempt is None and self.idle_since is not None and data:
            self.end()  # what nobody asked for would be taken for the next answer
            return
        self._bytes_left -= len(data)
        # Each head goes in by itself, or what is wrong with the bytes behind it would take it along.
        while attempt is not None and attempt.head is None and data:
            head, data = self._split(data)
            if self._lines_left < 0 or self._line_length > LARGEST_LINE:
                self._refuse(FailureKind.PROTOCOL)
            elif self._bytes_left < 0:
                self._refuse(FailureKind.TOO_LARGE)
            else:
                super().data_received(head)
            if not data or not self.is_connected():
                return
        if self._bytes_left < 0:
            self._refuse(FailureKind.TOO_LARGE)
        else:
            super().data_received(data)

    def _split(self, data: bytes) -> tuple[bytes, bytes]:
        """Gives what belongs to a head, and the rest."""
        end = (self._last + data).find(_END_OF_HEAD)
        cut = len(data) if end < 0 else end + len(_END_OF_HEAD) - len(self._last)
        head = data[:cut]
        self._lines_left -= head.count(b"\n")
        start_of_line = head.rfind(b"\n") + 1
        self._line_length = len(head) - start_of_line + (0 if start_of_line else self._line_length)
        if end < 0:
            self._last = (self._last + head)[-3:]
        elif self._lines_left >= 0:
            self._start_of_head()
        return head, data[cut:]

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Takes the head of an answer from the parser."""
        attempt = self.attempt
        if attempt is None:  # a proxy's
            super().feed_data(data, size)
            return
        message, payload = data
        if attempt.head is not None:
            self.end()  # a second answer
            return
        if 100 <= message.code < 200:
            attempt.informational += 1
            if attempt.informational > MOST_INFORMATIONAL or message.code == 101:
                self._refuse(FailureKind.PROTOCOL)
            return
        headers = HTTPHeaderDict()
        for name, value in message.raw_headers:
            headers.add(name.decode("latin-1"), value.decode("latin-1"))
        attempt.head = Response(message.code, headers, b"", message.reason or "")
        attempt.attempt.phase = Phase.HEAD
        attempt.payload = payload
        self._bytes_left += self._pool.largest_body
        super().feed_data(data, size)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """Fails who waits for an answer, and who is reading one."""
        super().set_exception(exc, exc if exc_cause is None else exc_cause)
        payload = None if self.attempt is None else self.attempt.payload
        if payload is not None and not payload.is_eof():
            payload.set_exception(exc)

    def _refuse(self, kind: FailureKind) -> None:
        if self.attempt is not None:
            self.attempt.refused = kind
        self.end()


class _Pool(aiohttp.TCPConnector):
    """Makes connections, and gives one that is good enough for the attempt."""

    def __init__(self, configuration: Configuration) -> None:
        load_host_name_codec()
        self.idle: set[_Connection] = set()
        self.most_idle: int = configuration.connection_pool_maxsize
        self.largest_body: int = 6 * configuration.max_response_bytes  # a byte in a chunk of its own takes six
        self._process = os.getpid()
        self._expected_name: str | None = None
        options: dict[str, Any] = {}
        if configuration.host.startswith("https:"):
            options["ssl"] = context = tls_context(configuration)
            expected = configuration.assert_hostname
            if expected is not None:
                context.check_hostname = False
            if isinstance(expected, str) and context.verify_mode is not ssl.CERT_NONE:
                self._expected_name = expected
        if configuration.socket_options is not None:
            options["socket_factory"] = partial(_socket, tuple(configuration.socket_options))
        super().__init__(  # pyright: ignore[reportUnknownMemberType] # an address of theirs is a bare tuple
            limit=0, use_dns_cache=False, resolver=aiohttp.ThreadedResolver(), **options
        )
        self._factory = cast("partial[ResponseHandler]", partial(_Connection, self._loop, self))

    def __del__(self, _warnings: Any = None) -> None:
        # What was inherited by a fork is the parent's to close: its loop would hear of it.
        if not self.closed and self._process == os.getpid():
            super().__del__()

    async def acquire(self, attempt: _Sending, target: aiohttp.ClientRequest) -> _Connection:
        """Gives a connection that is good enough for the attempt; it then belongs to it."""
        send = attempt.send
        timeout = aiohttp.ClientTimeout(
            connect=min(send.connect, send.deadline - time.monotonic()), ceil_threshold=math.inf
        )
        while True:
            lease = await self.connect(target, [], timeout)
            connection = lease.protocol
            assert isinstance(connection, _Connection)
            connection.lease = lease
            if connection.fits(attempt):
                break
            connection.end()
        if self._expected_name is not None and connection.idle_since is None:
            certificate: Any = lease.transport and lease.transport.get_extra_info("peercert")
            try:
                match_hostname(certificate, self._expected_name)
            except CertificateError:
                connection.end()
                raise
        connection.begin(attempt)
        return connection

    def close_now(self) -> None:
        """Closes without waiting."""
        self._close()


def _socket(options: tuple[tuple[int, int, int | bytes], ...], address: Any) -> socket.socket:
    made = socket.socket(*address[:3])
    try:
        for option in options:
            made.setsockopt(*option)
    except OSError:
        made.close()
        raise
    return made


class _Session:
    """The connections of one event loop."""

    def __init__(self, configuration: Configuration) -> None:
        self.loop = asyncio.get_running_loop()
        self.in_flight = 0
        self.retired = False
        self._proxy = _proxy(configuration)
        self._forwards = self._proxy is not None and configuration.host.startswith("http:")
        self._server_name = configuration.tls_server_name
        self._pool = _Pool(configuration)
        self._target: tuple[str, aiohttp.ClientRequest] | None = None

    async def request(self, attempt: _Sending) -> aiohttp.StreamReader:
        """Sends a request, and gives the body of the answer, still to be read; its head is with the attempt then."""
        request = attempt.send.request
        if self._proxy is not None and self._forwards:
            whole = serialize_request(request, request.url, request.headers | self._proxy[1])
        else:
            whole = serialize_request(request, request.target, request.headers)
        if self.in_flight > 1:
            # Lets the other tasks come as far, so that their requests go out close together: to send to a service that has
            # fallen asleep meanwhile takes twice the time.
            await asyncio.sleep(0)
        connection = await self._pool.acquire(attempt, self._target_for(request.origin))
        connection.send(attempt, whole)
        _, body = await connection.read()
        return body

    def _target_for(self, origin: str) -> aiohttp.ClientRequest:
        """Gives what a connection is asked for with; it is never sent."""
        if self._target is None or self._target[0] != origin:
            address, headers = self._proxy or (None, {})
            url = URL(origin, encoded=True)
            # aiohttp adds the host to a proxy's headers, which are part of what it finds a connection by.
            tunnel = (
                None
                if self._proxy is None or self._forwards
                else CIMultiDict(headers | {"Host": url.host_port_subcomponent or ""})
            )
            target = aiohttp.ClientRequest(
                "GET", url, loop=self.loop, proxy=address, proxy_headers=tunnel, server_hostname=self._server_name
            )
            self._target = (origin, target)
        return self._target[1]

    def retire(self) -> None:
        """Closes what is not in use now, and the rest once it is not in use any more."""
        self.retired = True
        for connection in list(self._pool.idle):
            connection.end()
        self._pool.most_idle = 0
        self.end_if_over()

    def end_if_over(self) -> None:
        """Closes all, if nobody will come and nobody is there."""
        if self.retired and not self.in_flight:
            self._pool.close_now()


def _proxy(configuration: Configuration) -> tuple[URL, dict[str, str]] | None:
    if configuration.proxy_ssl_context is not None:
        raise ApiValueError("proxy_ssl_context: not supported by order_capture_client.aio; use the sync ApiClient")
    proxy = proxy_of(configuration)
    if proxy is None:
        return None
    address = URL(proxy[0])
    if address.scheme != "http":
        raise ApiValueError(
            "proxy: order_capture_client.aio takes an http:// address; use the sync ApiClient for https://"
        )
    return address.with_user(None), proxy[1]


class Transport:
    """Performs one attempt after the other; for any number of tasks, but of one event loop at a time.

    Args:
        configuration: Host, TLS, proxy, pool and limits, as they are now.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._session: _Session | None = None

    @property
    def is_open(self) -> bool:
        """Whether there may be open connections."""
        return self._session is not None

    async def perform(self, attempt: Attempt) -> Response | Failure:
        """Sends the request once; whatever goes wrong comes back as a value, but for being cancelled.

        Raises:
            ApiValueError: The client is in use in another event loop, or a setting does not fit.
        """
        sending = _Sending(attempt)
        session = self._session_here()
        session.in_flight += 1
        whole = False
        try:
            if attempt.send.deadline <= time.monotonic():
                raise TimeoutError("the time is over")
            content = await session.request(sending)
            head = sending.head
            assert head is not None
            length = head.headers.get("Content-Length", "")
            body = BoundedBody(
                head.status,
                head.headers,
                int(length) if length.isdecimal() else None,
                self._configuration.max_response_bytes,
            )
            while body.wants_more and (part := await content.readany()):
                body.add(part)
            whole = content.at_eof()
            decoded = decoded_body(head, body, self._configuration.max_response_bytes)
            attempt.phase = Phase.DONE
            return Response(head.status, head.headers, decoded, head.reason)
        except _CAUGHT as error:
            kind = sending.refused or kind_of(error, _KINDS)
            return Failure(attempt.phase, kind, type(error).__name__, sending.head)
        finally:
            sending.leave(keep=whole)
            session.in_flight -= 1
            session.end_if_over()

    def close(self) -> None:
        """Closes every connection that is not in use; a later request makes new ones."""
        session, self._session = self._session, None
        if session is not None:
            session.retire()

    def _session_here(self) -> _Session:
        session = self._session
        if session is not None and session.loop is not asyncio.get_running_loop():
            if not session.loop.is_closed():
                raise ApiValueError("the client is in use in another event loop; make an ApiClient for each")
            self.close()
            session = None
        if session is None:
            self._session = session = _Session(self._configuration)
        return session


_KINDS: Kinds = (
    ((TooLargeError,), FailureKind.TOO_LARGE),
    ((aiohttp.ClientConnectorCertificateError, CertificateError), FailureKind.CERTIFICATE),
    ((urllib3.exceptions.DecodeError,), FailureKind.UNDECODABLE),
    ((TimeoutError, asyncio.TimeoutError), FailureKind.TIMEOUT),
    ((HttpProcessingError, aiohttp.ClientResponseError), FailureKind.PROTOCOL),
    ((OSError, aiohttp.ClientError, aiohttp.EofStream), FailureKind.CONNECTION),
)

_CAUGHT = (OSError, asyncio.TimeoutError, aiohttp.ClientError, aiohttp.EofStream, HttpProcessingError, CertificateError, TooLargeError, urllib3.exceptions.HTTPError)  # fmt: skip
"""What connecting, sending and reading can raise; the first two differ in Python 3.10."""
