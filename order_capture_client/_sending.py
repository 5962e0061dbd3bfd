"""What the layers of one attempt share: its phase, its deadline, its limits and its connection."""

from __future__ import annotations

import time
from typing import NamedTuple

import urllib3
from urllib3.connection import HTTPConnection

from order_capture_client._core.http import LARGEST_HEAD
from order_capture_client._core.wire import Attempt, Send


class Limits(NamedTuple):
    """The limits of a configuration that connections hold."""

    body: int
    """How many bytes may follow the head of an answer."""
    idle: float
    """How many seconds a connection may be idle before it is closed."""
    age: float
    """How many seconds after it was made a connection may be used."""


class Sending:
    """What the layers of one attempt share: how far it came, until when it may go on, and its connection."""

    __slots__ = (
        "attempt",
        "bytes_left",
        "connect_until",
        "connection",
        "is_accepted_late",
        "is_ours",
        "is_spent",
        "limits",
        "pool",
        "taken_at",
        "until",
    )

    def __init__(self, attempt: Attempt, limits: Limits) -> None:
        self.attempt: Attempt = attempt
        self.limits: Limits = limits
        self.bytes_left: int = LARGEST_HEAD
        """How much may still be read of the head, or after it of the body and what frames it."""
        self.connect_until: float | None = None
        """While a connection is being made: when that must have ended."""
        self.until: float = 0.0
        """When the wait that was asked for last must have ended."""
        self.pool: urllib3.HTTPConnectionPool | None = None
        """The pool that is asked for a connection."""
        self.connection: HTTPConnection | None = None
        """The connection, as long as it belongs to this attempt alone."""
        self.is_ours: bool = False
        """Whether a connection of this module serves the attempt, so that its phase can be trusted."""
        self.is_spent: bool = False
        """Whether the connection must not be used again."""
        self.taken_at: float | None = None
        """When the attempt took its connection out of the pool; None if the connection is a new one."""
        self.is_accepted_late: bool = False
        """Whether the connection is a new one, and its server may refuse our certificate after we have sent (TLS 1.3)."""

    @property
    def send(self) -> Send:
        return self.attempt.send

    @property
    def is_overdue(self) -> bool:
        """Whether the last wait took all its time, so that the network may have raised a `TimeoutError`."""
        return time.monotonic() > self.until - 0.001

    @property
    def may_be_in_handshake(self) -> bool:
        """Whether the server may not have accepted the connection yet."""
        return self.is_accepted_late and self.bytes_left == LARGEST_HEAD

    def seconds(self) -> float:
        """Return the time for the next wait.

        Raises:
            TimeoutError: There is none left.
        """
        now = time.monotonic()
        send = self.attempt.send
        limit = send.read if self.connect_until is None else self.connect_until - now
        seconds = min(limit, send.deadline - now)
        self.until = now + seconds
        if seconds <= 0:
            raise TimeoutError("the time is over")
        return seconds

    def drop(self, raw: urllib3.BaseHTTPResponse | None) -> None:
        """Close the connection at once, unless it was handed on."""
        self.pool = None
        connection, self.connection = self.connection, None
        if connection is not None:
            if raw is not None:
                raw.close()  # after `Connection: close`, the answer alone holds the socket
            connection.close()
