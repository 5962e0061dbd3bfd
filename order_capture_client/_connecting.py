"""Connects to a host: the next of its addresses starts before the last one is given up (RFC 8305)."""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import Any, TypeAlias, cast

from order_capture_client._core.http import beginning_with

_HEAD_START = 0.25
"""Seconds between the starts of two addresses."""

AddressInfo: TypeAlias = tuple[int, int, int, str, Any]
"""An address as `socket.getaddrinfo` returns it."""
Options: TypeAlias = Sequence[tuple[int, int, int | bytes]]


def in_turn(found: Sequence[AddressInfo], number: int) -> list[AddressInfo]:
    """Return the addresses of a host in the order to try them: the families take turns, as the resolver has ordered them.

    Args:
        found: The addresses.
        number: The attempt of the call. Each begins with another address.
    """
    families: dict[int, list[AddressInfo]] = {}
    for address in found:
        families.setdefault(address[0], []).append(address)
    mixed = [address for row in zip_longest(*families.values()) for address in row if address is not None]
    return beginning_with(mixed, number)


def connected_socket(addresses: Sequence[AddressInfo], options: Options, seconds: Callable[[], float]) -> socket.socket:
    """Return a socket that is connected to the first address that answers, with the time that is left as its timeout.

    Args:
        addresses: What to try, in this order: the next one starts after 250 ms, or at once when one fails.
        options: The options of the socket.
        seconds: Returns the time that is left, and raises `TimeoutError` if there is none.

    Raises:
        OSError: No address can be reached.
    """
    if len(addresses) == 1:
        return _connected_alone(addresses[0], options, seconds)
    race = _Race(addresses, options)
    try:
        return race.winner(seconds)
    finally:
        for loser in race.running:
            loser.close()


def _connected_alone(address: AddressInfo, options: Options, seconds: Callable[[], float]) -> socket.socket:
    sock = socket.socket(*address[:3])
    try:
        _set_options(sock, options)
        sock.settimeout(seconds())
        sock.connect(address[4])
        sock.settimeout(seconds())
    except BaseException:
        sock.close()
        raise
    return sock


class _Race:
    """Addresses that connect at the same time."""

    def __init__(self, addresses: Sequence[AddressInfo], options: Options) -> None:
        self.running: list[socket.socket] = []
        self._waiting = deque(addresses)
        self._options = options
        self._next_start = 0.0
        self._error = OSError("the host has no address")

    def winner(self, seconds: Callable[[], float]) -> socket.socket:
        with selectors.DefaultSelector() as selector:
            while self._waiting or self.running:
                left = seconds()
                if self._waiting:
                    left = min(left, max(0.0, self._next_start - time.monotonic()))
                for key, _ in selector.select(left) if self.running else ():
                    sock = cast("socket.socket", key.fileobj)
                    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if not code:
                        sock.settimeout(seconds())
                        self.running.remove(sock)
                        return sock
                    selector.unregister(sock)
                    self._fail(sock, OSError(code, os.strerror(code)))
                if self._waiting and time.monotonic() >= self._next_start:
                    self._start(selector)
        raise self._error

    def _start(self, selector: selectors.BaseSelector) -> None:
        self._next_start = time.monotonic() + _HEAD_START
        address = self._waiting.popleft()
        sock = None
        try:
            sock = socket.socket(*address[:3])
            self.running.append(sock)
            _set_options(sock, self._options)
            sock.setblocking(False)
            with suppress(BlockingIOError):
                sock.connect(address[4])
            selector.register(sock, selectors.EVENT_WRITE)
        except OSError as error:
            if error.errno is None:
                raise  # the alarm of a signal handler
            self._fail(sock, error)

    def _fail(self, sock: socket.socket | None, error: OSError) -> None:
        if sock is not None:  # the system has its family of addresses
            self.running.remove(sock)
            sock.close()
        self._error, self._next_start = error, 0.0


def _set_options(sock: socket.socket, options: Options) -> None:
    # As urllib3 does by default; options of the user replace its default.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for option in options:
        sock.setsockopt(*option)
