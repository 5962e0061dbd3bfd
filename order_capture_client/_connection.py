"""Connections of urllib3 that know how far an attempt came and hold its deadline, and the pools that keep them."""

from __future__ import annotations

import collections
import http.client
import math
import queue
import socket
import ssl
import sys
import threading
import time
from contextlib import suppress
from typing import Any, cast

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import allowed_gai_family

from order_capture_client._answers import Answer
from order_capture_client._connecting import connected_socket, in_turn
from order_capture_client._core.http import LARGEST_HEAD, is_idle_too_long
from order_capture_client._core.masked import Parts
from order_capture_client._core.network import check_network
from order_capture_client._core.tls import TlsFiles
from order_capture_client._core.wire import NOT_SENT, SENT
from order_capture_client._sending import Sending


class _Underway(threading.local):
    sending: Sending | None = None


UNDERWAY = _Underway()
"""The attempt that a thread is making, for the connection that urllib3 makes or takes for it."""


class Connection(HTTPConnection):
    """A connection over plain HTTP that counts the phase of the attempt which it serves, and holds the deadline."""

    debuglevel: int = 0  # http.client's own, which is for the whole process, would print headers and bodies
    idle_since: float = 0.0
    usable_until: float = math.inf
    """When it has reached the largest age."""
    idle_until: float = math.inf
    """When it has reached the largest age, or was idle for too long."""
    sending: Sending | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sending = UNDERWAY.sending
        if sending is not None:
            self.serve(sending)
            sending.attempt.phase = NOT_SENT

    def serve(self, sending: Sending) -> None:
        """Belong to an attempt from now on."""
        self.sending = sending
        sending.connection = self
        sending.is_ours = True

    def can_be_kept(self, now: float) -> bool:
        """Return whether another request may go over the connection."""
        is_spent = self.sending is not None and self.sending.is_spent
        return self.sock is not None and not is_spent and now < self.usable_until

    def connect(self) -> None:
        sending = self._sending()
        sending.attempt.phase = NOT_SENT
        sending.taken_at = None
        now = time.monotonic()
        sending.connect_until = now + sending.send.connect
        self.usable_until = now + sending.limits.age
        super().connect()
        sending.connect_until = None
        sending.bytes_left = LARGEST_HEAD  # a proxy's answer counts by itself
        self.timeout: float | None = sending.seconds()
        assert self.sock is not None
        self.sock.settimeout(self.timeout)
        self.is_verified = True  # where that was turned off, the client has warned; urllib3 would do so at each request
        sending.attempt.phase = SENT

    def request(self, *args: Any, **kwargs: Any) -> None:
        sending = self._sending()
        if self.sock is None:
            self.connect()
        self.timeout = sending.seconds()
        parts = Parts()
        vars(self)["send"] = parts.append  # in place of the method, so that head and body leave in one packet
        try:
            super().request(*args, **kwargs)
        finally:
            del self.send
        try:
            self.send(parts.joined())
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            sending.is_spent = True
        else:
            return
        raise BrokenPipeError("not everything was sent")  # urllib3 then reads an answer that is already there

    def response_class(self, sock: socket.socket, **kwargs: Any) -> http.client.HTTPResponse:  # type: ignore[override]
        return Answer(self._sending(), sock, **kwargs)

    def _new_conn(self) -> socket.socket:
        # urllib3's own method would give each address of the host the whole time.
        try:
            connected = self._connected()
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "connecting took too long") from error
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error
        sys.audit("http.client.connect", self, self.host, self.port)
        return connected

    def _connected(self) -> socket.socket:
        sending = self._sending()
        found = socket.getaddrinfo(self._dns_host, self.port, allowed_gai_family(), socket.SOCK_STREAM)
        options = (_KEEPALIVE, *(self.socket_options or ()))
        return connected_socket(in_turn(found, sending.send.number), options, sending.seconds)

    def _sending(self) -> Sending:
        if self.sending is None:
            raise RuntimeError("a connection of the client's serves its own calls only")
        return self.sending


_KEEPALIVE = (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


class TlsConnection(Connection, HTTPSConnection):  # pyright: ignore[reportIncompatibleVariableOverride] # response_class
    """The same over TLS."""

    ssl_context: ssl.SSLContext | None

    def connect(self) -> None:
        pool = self._sending().pool
        if isinstance(pool, TlsPool):
            pool.update_contexts_of(self)
        super().connect()
        version = cast("ssl.SSLSocket", self.sock).version()
        asks_later = self.ssl_context is not None and self.ssl_context.post_handshake_auth
        self._sending().is_accepted_late = version == "TLSv1.3" and not asks_later


class IdleConnections:
    """The connections of a pool that nobody uses, in place of urllib3's queue.

    That one has a lock that an exception of a signal handler can leave locked forever. The steps of a deque are atomic.
    """

    def __init__(self, maxsize: int = 0) -> None:
        self._maxsize = maxsize
        self._idle: collections.deque[Connection] = collections.deque()
        self._next_look = 0.0
        """When the connections that nobody asks for are looked at again."""

    def qsize(self) -> int:
        return len(self._idle)

    def empty(self) -> bool:
        return not self._idle

    def get_nowait(self) -> Any:
        return self.get()

    def get(self, block: bool = False, timeout: float | None = None) -> Any:  # noqa: ARG002 # as urllib3 calls it
        """Return the connection that was used last, if it is fit for the attempt that asks for it.

        Raises:
            queue.Empty: There is none.
            UnplannedCallError: This process must not reach the network.
        """
        sending = UNDERWAY.sending
        pool = None if sending is None else sending.pool
        if sending is None or pool is None or cast("object", pool.pool) is not self:
            return self._last()  # the pool is being closed, perhaps by the garbage collector during another call
        if issubclass(pool.ConnectionCls, Connection):  # a recorder's connection may replay an answer
            check_network(sending.send.request.method, sending.send.request.origin)
        while sending.send.longest_idle > 0:
            connection = self._last()
            now = time.monotonic()
            fits = isinstance(connection, cast("type[object]", pool.ConnectionCls)) and now < connection.usable_until
            if fits and not is_idle_too_long(sending.send, connection.idle_since):
                connection.serve(sending)
                sending.taken_at = now
                sending.attempt.phase = SENT  # if the service has ended it, `connect` takes that back
                return connection
            connection.close()
        raise queue.Empty

    def _last(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            raise queue.Empty from None

    def close_older(self, moment: float) -> None:
        """Close the connections that have been idle since before a moment."""
        for connection in self._idle.copy():
            if connection.idle_since < moment:
                self._close(connection)

    def _close(self, connection: Connection) -> None:
        """Close a connection, unless another thread has taken it."""
        try:
            self._idle.remove(connection)
        except (ValueError, IndexError):
            return
        connection.close()

    def put(self, connection: Any, block: bool = False, timeout: float | None = None) -> None:  # noqa: ARG002
        """Keep a connection, or close it if it is out of step, foreign, too old, or one too many."""
        if connection is None:
            return
        now = time.monotonic()
        if not isinstance(connection, Connection) or not connection.can_be_kept(now) or self.qsize() >= self._maxsize:
            connection.close()
            return
        sending, connection.sending = connection.sending, None
        if sending is not None:
            sending.connection = None
            connection.idle_until = min(connection.usable_until, now + sending.limits.idle)
        connection.idle_since = now
        self._idle.append(connection)
        if now >= self._next_look:
            self._next_look = now + 1
            self._close_ended(now)

    def _close_ended(self, now: float) -> None:
        """Close the connections that the service has ended, or that have reached a limit."""
        for connection in self._idle.copy():
            with suppress(ValueError):  # another thread has taken and closed it
                if now >= connection.idle_until or not connection.is_connected:
                    self._close(connection)


class PlainPool(urllib3.HTTPConnectionPool):
    """A pool of our connections over plain HTTP."""

    QueueCls = IdleConnections  # type: ignore[assignment] # as much of a queue as a pool needs

    @property
    def ConnectionCls(self) -> Any:  # type: ignore[override] # noqa: N802
        """Our class, unless a tool such as vcrpy has put another one into the place of urllib3's."""
        in_place = cast("object", urllib3.HTTPConnectionPool.ConnectionCls)
        return Connection if in_place is HTTPConnection else in_place


class TlsPool(urllib3.HTTPSConnectionPool):
    """A pool of our connections over TLS.

    Args:
        tls: The TLS context for the service; None if it is reached over plain HTTP.
        proxy_tls: The one for the proxy; None if there is none, or no TLS is used with it.
    """

    QueueCls = IdleConnections  # type: ignore[assignment] # as above

    def __init__(self, tls: TlsFiles | None, proxy_tls: TlsFiles | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tls = tls
        self._proxy_tls = proxy_tls

    @property
    def ConnectionCls(self) -> Any:  # type: ignore[override] # noqa: N802
        """Our class, unless a tool has put another one into the place of urllib3's."""
        in_place = cast("object", urllib3.HTTPSConnectionPool.ConnectionCls)
        return TlsConnection if in_place is HTTPSConnection else in_place

    def update_contexts_of(self, connection: TlsConnection) -> None:
        """Let a connection that is about to be made use what the files of certificates and keys hold now."""
        if self._tls is not None:
            connection.ssl_context = self._tls.context()
        if self._proxy_tls is None:
            return
        context = self._proxy_tls.context()
        assert connection.proxy_config is not None
        connection.proxy_config = connection.proxy_config._replace(ssl_context=context)
        if connection.proxy_is_forwarding:  # before version 2.8, urllib3 uses the context for the service
            connection.ssl_context, connection.cert_reqs = context, context.verify_mode
