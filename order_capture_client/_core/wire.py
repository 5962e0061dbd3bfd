"""The values that cross the borders of a call: immutable, comparable and safe to print."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import NamedTuple

from urllib3 import HTTPHeaderDict

from order_capture_client.exceptions import Outcome


class Phase(IntEnum):
    """How far an attempt came; an attempt only moves to a later phase."""

    NOT_SENT = 0
    """Not one byte of the request was handed to a connected socket."""
    SENT = 1
    """The service may have the request."""
    HEAD = 2
    """Status line and all headers are here."""
    DONE = 3
    """The whole answer is here."""


NOT_SENT, SENT, HEAD, DONE = Phase
"""The phases as plain names: before Python 3.12, looking up a member of an enum costs as much as calling a function."""


class FailureKind(Enum):
    """The reason why an attempt brought no complete answer."""

    CONNECTION = "connection"
    """Refused, reset, closed, or no such host."""
    TIMEOUT = "timeout"
    """The attempt, or the whole call, ran out of time."""
    CERTIFICATE = "certificate"
    """The peer's certificate or host name was refused."""
    PROTOCOL = "protocol"
    """The answer is not HTTP."""
    TOO_LARGE = "too_large"
    """The answer exceeds a limit of the configuration."""
    UNDECODABLE = "undecodable"
    """The content coding of the answer is refused or broken."""
    PROXY = "proxy"
    """The proxy refused to connect."""
    CREDENTIALS = "credentials"
    """There are no credentials, or the token provider failed."""


class Address(NamedTuple):
    """Where the service is."""

    origin: str
    """Scheme, host and port, such as `https://dev.oc.ingka.com`."""
    path: str
    """The beginning of every path, such as `/ordercaptureapi`."""


@dataclass(frozen=True)
class Request:
    """An HTTP request, ready to send. Printing it shows neither address parts, headers nor body."""

    method: str
    origin: str
    """Scheme, host and port, such as `https://dev.oc.ingka.com`."""
    target: str
    """Path and query, percent-encoded."""
    headers: dict[str, str]
    body: bytes | None = None

    def __init__(
        self, method: str, origin: str, target: str, headers: dict[str, str], body: bytes | None = None
    ) -> None:
        fields = vars(self)  # twice as fast as the method that the decorator would generate
        fields["method"] = method
        fields["origin"] = origin
        fields["target"] = target
        fields["headers"] = headers
        fields["body"] = body

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target

    def __repr__(self) -> str:
        size = "no body" if self.body is None else f"{len(self.body)} bytes"
        return f"<Request {self.method} {self.origin} ({len(self.headers)} headers, {size})>"


@dataclass(frozen=True)
class Response:
    """A complete HTTP answer, content coding undone. Printing it shows neither headers nor body."""

    status: int
    headers: HTTPHeaderDict = field(default_factory=HTTPHeaderDict)
    body: bytes = b""
    reason: str = ""

    def __init__(
        self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"", reason: str = ""
    ) -> None:
        fields = vars(self)  # as above
        fields["status"] = status
        fields["headers"] = headers if isinstance(headers, HTTPHeaderDict) else HTTPHeaderDict(headers)
        fields["body"] = body
        fields["reason"] = reason

    def __repr__(self) -> str:
        return f"<Response {self.status} ({len(self.headers)} headers, {len(self.body)} bytes)>"


@dataclass(frozen=True)
class Failure:
    """An attempt that brought no complete answer: how far it came, and why it ended."""

    phase: Phase
    kind: FailureKind
    detail: str
    """A description of the failure that is safe to log."""
    response: Response | None = field(default=None, repr=False)
    """Status and headers, once the phase is HEAD; of a failure of the kind PROXY, those of the proxy's answer."""
    cause: BaseException | None = field(default=None, repr=False, compare=False)
    """The exception that the error of the call names as its cause."""
    advice: str = field(default="", compare=False)
    """What to check, where that is known; in place of the general advice of the error."""


class Credentials(NamedTuple):
    """The headers that authorize a request. Printing it shows none of them."""

    headers: dict[str, str]
    refreshable: bool = False
    """Whether a provider can give another token after this one is refused."""

    def __repr__(self) -> str:
        return f"Credentials(refreshable={self.refreshable})"


class ExchangeResult(NamedTuple):
    """How the sending of a request ended, retries included."""

    result: Response | Failure
    attempts: int
    """How often the request was sent, or was about to be."""
    elapsed: float
    """Seconds since the call began."""
    in_doubt: bool = False
    """Whether an earlier attempt of a write ended without an answer that settles it."""
    retry_after: float | None = None
    """Seconds after which the service asks to be tried again."""
    earlier: Outcome = "not_sent"
    """The known effect of the attempts before the last one."""


class Send(NamedTuple):
    """Asks the driver to send a request and to reply with a `Response` or a `Failure`."""

    request: Request
    connect: float
    """Seconds for connecting, TLS and proxy included."""
    read: float
    """Seconds between two receives."""
    deadline: float
    """When the call must have ended, on the driver's monotonic clock."""
    longest_idle: float = math.inf
    """Seconds that a connection may have been idle to be used; 0 stands for a new connection."""
    number: int = 1
    """Which attempt of the call it is. Each begins with another address of the host."""


class Attempt:
    """One sending of a request, and how far it came: an exception that ends it is judged by that, never by its class."""

    def __init__(self, send: Send) -> None:
        self.send: Send = send
        self.phase: Phase = Phase.NOT_SENT


class Wait(NamedTuple):
    """Asks the driver to pause."""

    seconds: float


class Authorize(NamedTuple):
    """Asks the driver for `Credentials`, or a `Failure`; fetching a token is user code, so it counts as I/O."""

    refused: str | None = None
    """The `Authorization` header that the service has just refused, if that is why."""
    deadline: float = math.inf
    """When the call must have ended, on the driver's monotonic clock."""

    @property
    def refused_token(self) -> str | None:
        """The token in that header."""
        return self.refused and self.refused.removeprefix("Bearer ")

    def __repr__(self) -> str:
        return "Authorize()"
