"""Connections of aiohttp: which one an attempt uses, how far the attempt came on it, and whether it is kept afterwards.

aiohttp reuses idle connections without a check. `Pool.connect` closes those that ended, that received bytes without a request,
that have been idle for too long, or that are too old, and takes the next one.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from contextvars import ContextVar
from functools import partial
from typing import Any

import aiohttp
from typing_extensions import Self
from urllib3.util.ssl_match_hostname import match_hostname
from urllib3.util.wait import wait_for_read

from order_capture_client._core.http import BoundedBody, MalformedAnswerError, beginning_with, is_idle_too_long
from order_capture_client._core.network import check_network
from order_capture_client._core.settings import CONNECTIONS_KEPT
from order_capture_client._core.tls import TlsFiles, load_host_name_codec, proxy_tls_context, tls_context
from order_capture_client._core.wire import NOT_SENT, SENT, Attempt, Response
from order_capture_client.configuration import Configuration

_KEPT = 100
"""The default number of idle connections: tasks are more numerous than threads, and each reconnection costs a handshake."""

_FOREVER = 1e7
"""Seconds: some versions of aiohttp take neither None nor infinity."""


class Exchange:
    """One attempt: its request, its connection and its answer. Printing it shows none of them."""

    __slots__ = (
        "attempt",
        "body",
        "connects",
        "ended",
        "head",
        "line",
        "meets_proxy",
        "response",
        "taken_at",
        "whole",
    )

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.connects = False
        """Whether aiohttp has asked for a connection: a double of its session does not."""
        self.meets_proxy = False
        """Whether the next TLS handshake is the first one on a new socket, which leads to the proxy where there is one."""
        self.line: Line | None = None
        """The connection that it uses."""
        self.taken_at: float | None = None
        """When it took its connection out of the pool; None if the connection is a new one."""
        self.response: aiohttp.ClientResponse | None = None
        self.head: Response | None = None
        self.body: BoundedBody | None = None
        self.ended: asyncio.Future[None] | None = None
        """Resolved by aiohttp when the connection ends."""
        self.whole = False
        """Whether the answer came to its end."""

    def refuse_repetition(self) -> None:
        """Refuse to send the request a second time.

        Raises:
            ClientConnectionError: It was sent already.
        """
        if self.attempt.phase > NOT_SENT:
            raise aiohttp.ClientConnectionError("the request was sent already")

    def watch_connection(self) -> None:
        """Fail the reading of the body when its connection ends: after a malformed chunk, aiohttp would wait for more."""
        if self.line is None:
            return
        self.ended = self.line.protocol.closed
        if self.ended is None:
            self._fail_reading()
        else:
            self.ended.add_done_callback(self._fail_reading)

    def unwatch_connection(self) -> None:
        """Stop watching the connection, since others may use it."""
        if self.ended is not None:
            self.ended.remove_done_callback(self._fail_reading)

    def _fail_reading(self, ended: asyncio.Future[None] | None = None) -> None:
        if ended is not None and not ended.cancelled():
            ended.exception()  # otherwise, asyncio would log it
        content = self.response and self.response.content
        if content and not content.is_eof() and content.exception() is None:
            content.set_exception(MalformedAnswerError("body"))

    @property
    def may_be_in_handshake(self) -> bool:
        """Whether the service has perhaps not accepted the handshake: TLS 1.3 lets the client send before that."""
        if self.attempt.phase is NOT_SENT:
            return True
        is_first = self.attempt.phase is SENT and self.taken_at is None
        return is_first and self.line is not None and self.line.is_confirmed_late

    @property
    def answer(self) -> Response | None:
        """The head of the answer and the bytes of its body so far; None before the head."""
        head = self.head
        if head is None or self.body is None:
            return head
        return Response(head.status, head.headers, self.body.content, head.reason)


CURRENT: ContextVar[Exchange | None] = ContextVar("order_capture_client_exchange", default=None)
"""The attempt for which a connection is asked: aiohttp passes nothing on to `connect`."""


class Line:
    """A connection, and the exchange that it belongs to."""

    __slots__ = ("exchange", "idle_since", "is_confirmed_late", "protocol", "transport", "usable_until")

    def __init__(self, protocol: Any, transport: asyncio.Transport, usable_until: float) -> None:
        self.protocol = protocol
        self.transport = transport
        self.usable_until = usable_until
        """When it has reached the largest age."""
        self.exchange: Exchange | None = None
        self.idle_since = 0.0
        tls = transport.get_extra_info("ssl_object")
        self.is_confirmed_late: bool = (
            tls is not None and tls.version() == "TLSv1.3" and not tls.context.post_handshake_auth
        )
        """Whether the client may send before the server has accepted its certificate, which then ends the connection."""


class Pool(aiohttp.TCPConnector):
    """Makes connections, and hands out none that is out of step, or has been idle or in use for too long.

    Args:
        configuration: TLS, sockets and limits.
        has_secure_proxy: Whether the service is reached through a proxy over TLS.
    """

    def __init__(self, configuration: Configuration, *, has_secure_proxy: bool = False) -> None:
        load_host_name_codec()
        size = configuration.connection_pool_maxsize
        self._oldest = configuration.connection_max_age
        longest = min(configuration.connection_idle_limit, self._oldest)
        self.most_idle: int = 0 if longest == 0 else _KEPT if size == CONNECTIONS_KEPT else size
        self.idle: dict[Any, Line] = {}
        """The connections that are kept, by their protocols."""
        self._lines: dict[Any, Line] = {}
        """The connections that are kept or in use."""
        is_secure = configuration.host.startswith("https:")
        self._tls_files: TlsFiles | None = TlsFiles(configuration, _tls_context) if is_secure else None
        self._context: ssl.SSLContext | None = None
        """The context of the last attempt."""
        self._proxy_files: TlsFiles | None = TlsFiles(configuration, proxy_tls_context) if has_secure_proxy else None
        self._contexts: _Contexts | None = _Contexts() if has_secure_proxy else None
        self._expected_name: str | None = None
        if is_secure and isinstance(configuration.assert_hostname, str) and configuration.verify_ssl:
            self._expected_name = configuration.assert_hostname
        super().__init__(  # pyright: ignore[reportUnknownMemberType] # aiohttp types an address as a bare tuple
            limit=0,
            use_dns_cache=False,
            resolver=_Resolver(),
            socket_factory=partial(_socket, tuple(configuration.socket_options or ())),
            keepalive_timeout=min(longest, _FOREVER),
        )

    def __del__(self, _warnings: Any = None) -> None:
        """Do nothing: the session closes the connections, and those that a fork inherited are its parent's."""

    def tls_context(self) -> ssl.SSLContext | bool:
        """Return the TLS context for an attempt. After a change of its files, older connections serve no further attempt."""
        context = None if self._tls_files is None else self._tls_files.context()
        if context is not self._context:
            self._context = context
            for line in self._lines.values():
                line.usable_until = 0.0
            self._close_idle()
        if self._contexts is None or self._proxy_files is None:
            return context or True
        self._contexts.service = context
        self._contexts.proxy = self._proxy_files.context()
        return self._contexts

    async def connect(self, req: aiohttp.ClientRequest, traces: list[Any], timeout: aiohttp.ClientTimeout) -> Any:
        """Return a connection that fits the current exchange, and belongs to it from then on."""
        exchange = CURRENT.get()
        assert exchange is not None
        exchange.refuse_repetition()
        check_network(exchange.attempt.send.request.method, exchange.attempt.send.request.origin)
        exchange.connects = True
        while True:
            connection = await super().connect(req, traces, timeout)
            try:
                if self._take(connection, exchange):
                    return connection
            except BaseException:
                self._end(connection)
                raise
            self._end(connection)

    def _end(self, connection: Any) -> None:
        """Close a connection that no exchange has taken."""
        self._lines.pop(connection.protocol, None)
        transport = connection.transport
        connection.close()
        if transport is not None:
            transport.abort()

    def _take(self, connection: Any, exchange: Exchange) -> bool:
        """Bind a connection to an exchange, unless it does not fit."""
        protocol, transport = connection.protocol, connection.transport
        now = time.monotonic()
        line = self._lines.get(protocol)
        if line is not None:
            idle_since = now if self.idle.pop(protocol, None) is None else line.idle_since
            if (
                not protocol.is_connected()
                or protocol.should_close
                or now >= line.usable_until
                or is_idle_too_long(exchange.attempt.send, idle_since)
            ):
                return False
            # Bytes that came meanwhile, or its end: the event loop may not have read them yet.
            if wait_for_read(transport.get_extra_info("socket"), timeout=0.0):
                return False
            exchange.taken_at = now
        elif self._expected_name is not None:
            match_hostname(transport.get_extra_info("peercert"), self._expected_name)
        if transport is None or transport.is_closing():
            raise aiohttp.ClientConnectionError("the connection ended before the request was sent")
        if line is None:
            line = self._lines[protocol] = Line(protocol, transport, now + self._oldest)
        line.exchange = exchange
        exchange.line = line
        exchange.attempt.phase = SENT  # aiohttp writes next, and waits for nothing before that
        return True

    def leave(self, exchange: Exchange) -> None:
        """Keep the connection of an exchange for others, or close it at once."""
        line = exchange.line
        if line is None or line.exchange is not exchange:
            return  # none was made, or another exchange has it by now
        line.exchange = None
        protocol = line.protocol
        now = time.monotonic()
        if (
            not exchange.whole
            or now >= line.usable_until
            or protocol.should_close
            or not protocol.is_connected()
            or line.transport.get_write_buffer_size()
        ):
            self._drop(line)
            return
        if len(self.idle) >= self.most_idle:
            for known in [known for known in self.idle.values() if not known.protocol.is_connected()]:
                self._drop(known)
        if len(self.idle) < self.most_idle:
            line.idle_since = now
            self.idle[protocol] = line
        else:
            self._drop(line)

    def close_older(self, exchange: Exchange) -> None:
        """Close the connections that were idle before one of them failed: the network may have forgotten them, too."""
        taken_at = exchange.taken_at
        if taken_at is not None:
            for line in [line for line in self.idle.values() if line.idle_since <= taken_at]:
                self._drop(line)

    def close_idle(self) -> None:
        """Close the connections that are not in use, and keep none from now on."""
        self.most_idle = 0
        self._close_idle()

    def _close_idle(self) -> None:
        for line in list(self.idle.values()):
            self._drop(line)

    def _drop(self, line: Line) -> None:
        """Close a connection at once, without the farewell of TLS."""
        self.idle.pop(line.protocol, None)
        self._lines.pop(line.protocol, None)
        line.transport.abort()


class _Contexts(ssl.SSLContext):
    """The contexts for a proxy over TLS and for the service behind it: aiohttp takes a single one, and would show both the same certificate."""

    proxy: ssl.SSLContext | None = None
    service: ssl.SSLContext | None = None

    def __new__(cls) -> Self:
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def wrap_bio(self, *args: Any, **kwargs: Any) -> ssl.SSLObject:
        """Begin a handshake: with the proxy on a new socket, and after it with the service."""
        exchange = CURRENT.get()
        assert exchange is not None
        context = self.proxy if exchange.meets_proxy else self.service
        assert context is not None
        exchange.meets_proxy = False
        return context.wrap_bio(*args, **kwargs)


class _Resolver(aiohttp.ThreadedResolver):
    """Resolves names. Each attempt of a call begins with another address: the last one may have led to a server that is silent."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> Any:
        found = await super().resolve(host, port, family)
        if not found:
            raise OSError("the host has no address")
        exchange = CURRENT.get()
        return found if exchange is None else beginning_with(found, exchange.attempt.send.number)


def _tls_context(configuration: Configuration) -> ssl.SSLContext:
    context = tls_context(configuration)
    if configuration.assert_hostname is not None:
        context.check_hostname = False
    return context


def _socket(options: tuple[tuple[int, int, int | bytes], ...], address: Any) -> socket.socket:
    made = socket.socket(*address[:3])
    exchange = CURRENT.get()
    if exchange is not None:
        exchange.meets_proxy = True
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option in options:
            made.setsockopt(*option)
    except OSError:
        made.close()
        raise
    return made
