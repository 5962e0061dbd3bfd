"""Connections of aiohttp: which one an attempt uses, how far the attempt came on it, and whether it is kept afterwards.

aiohttp reuses idle connections without a check. `Pool.connect` closes those that ended, that received bytes without a request,
or that have been idle for too long, and takes the next one.
"""

from __future__ import annotations

import asyncio
import math
import socket
import ssl
import time
from contextvars import ContextVar
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from urllib3.util.ssl_match_hostname import match_hostname
from urllib3.util.wait import wait_for_read

from order_capture_client._core.http import BoundedBody, MalformedAnswerError, is_idle_too_long
from order_capture_client._core.settings import CONNECTIONS_KEPT
from order_capture_client._core.tls import load_host_name_codec, tls_context
from order_capture_client._core.wire import NOT_SENT, SENT, Attempt, Response
from order_capture_client.configuration import Configuration

_KEPT = 100
"""The default number of idle connections: tasks are more numerous than threads, and each reconnection costs a handshake."""


class Exchange:
    """One attempt: its request, its connection and its answer. Printing it shows none of them."""

    __slots__ = ("attempt", "body", "connects", "ended", "head", "protocol", "response", "transport", "whole")

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.connects = False
        """Whether aiohttp has asked for a connection: a double of its session does not."""
        self.protocol: Any = None
        self.transport: asyncio.Transport | None = None
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
        if self.protocol is None:
            return
        self.ended = self.protocol.closed
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
    def answer(self) -> Response | None:
        """The head of the answer and the bytes of its body so far; None before the head."""
        head = self.head
        if head is None or self.body is None:
            return head
        return Response(head.status, head.headers, self.body.content, head.reason)


CURRENT: ContextVar[Exchange | None] = ContextVar("order_capture_client_exchange", default=None)
"""The attempt for which a connection is asked: aiohttp passes nothing on to `connect`."""


class Pool(aiohttp.TCPConnector):
    """Makes connections, and hands out none that is out of step or has been idle for too long."""

    def __init__(self, configuration: Configuration) -> None:
        load_host_name_codec()
        size = configuration.connection_pool_maxsize
        self.most_idle: int = _KEPT if size == CONNECTIONS_KEPT else size
        self.idle: dict[Any, float] = {}
        """Since when the connections that are kept have been idle."""
        self._users: WeakKeyDictionary[Any, Exchange | None] = WeakKeyDictionary()
        """The exchange that a connection is in use by."""
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
        super().__init__(  # pyright: ignore[reportUnknownMemberType] # aiohttp types an address as a bare tuple
            limit=0, use_dns_cache=False, resolver=aiohttp.ThreadedResolver(), **options
        )

    def __del__(self, _warnings: Any = None) -> None:
        """Do nothing: the session closes the connections, and those that a fork inherited are its parent's."""

    async def connect(self, req: aiohttp.ClientRequest, traces: list[Any], timeout: aiohttp.ClientTimeout) -> Any:
        """Return a connection that fits the current exchange, and belongs to it from then on."""
        exchange = CURRENT.get()
        assert exchange is not None
        exchange.refuse_repetition()
        exchange.connects = True
        while True:
            connection = await super().connect(req, traces, timeout)
            try:
                if self._take(connection, exchange):
                    return connection
            except BaseException:
                _end(connection)
                raise
            _end(connection)

    def _take(self, connection: Any, exchange: Exchange) -> bool:
        """Bind a connection to an exchange, unless it does not fit."""
        protocol, transport = connection.protocol, connection.transport
        if protocol in self._users:
            idle_since = self.idle.pop(protocol, math.inf)
            if (
                not protocol.is_connected()
                or protocol.should_close
                or is_idle_too_long(exchange.attempt.send, idle_since)
            ):
                return False
            # Bytes that came meanwhile, or its end: the event loop may not have read them yet.
            if wait_for_read(transport.get_extra_info("socket"), timeout=0.0):
                return False
        elif self._expected_name is not None:
            match_hostname(transport.get_extra_info("peercert"), self._expected_name)
        if transport is None or transport.is_closing():
            raise aiohttp.ClientConnectionError("the connection ended before the request was sent")
        self._users[protocol] = exchange
        exchange.protocol, exchange.transport = protocol, transport
        exchange.attempt.phase = SENT  # aiohttp writes next, and waits for nothing before that
        return True

    def leave(self, exchange: Exchange) -> None:
        """Keep the connection of an exchange for others, or close it at once."""
        protocol, transport = exchange.protocol, exchange.transport
        if transport is None or self._users.get(protocol) is not exchange:
            return  # none was made, or another exchange has it by now
        self._users[protocol] = None
        if (
            not exchange.whole
            or protocol.should_close
            or not protocol.is_connected()
            or transport.get_write_buffer_size()
        ):
            transport.abort()
            return
        if len(self.idle) >= self.most_idle:
            self.idle = {known: since for known, since in self.idle.items() if known.is_connected()}
        if len(self.idle) < self.most_idle:
            self.idle[protocol] = time.monotonic()
        else:
            transport.abort()

    def close_idle(self) -> None:
        """Close the connections that are not in use, and keep none from now on."""
        self.most_idle = 0
        idle, self.idle = self.idle, {}
        for protocol in idle:
            if protocol.transport is not None:
                protocol.transport.abort()


def _end(connection: Any) -> None:
    """Close a connection at once, without the farewell of TLS."""
    transport = connection.transport
    connection.close()
    if transport is not None:
        transport.abort()


def _socket(options: tuple[tuple[int, int, int | bytes], ...], address: Any) -> socket.socket:
    made = socket.socket(*address[:3])
    try:
        for option in options:
            made.setsockopt(*option)
    except OSError:
        made.close()
        raise
    return made
