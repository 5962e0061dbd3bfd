"""The values that cross the borders of a call: frozen, comparable and safe to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Generic

from typing_extensions import TypeVar
from urllib3 import HTTPHeaderDict

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

ResultT_co = TypeVar("ResultT_co", bound="Model", covariant=True)


class Repeat(Enum):
    """What sending an operation a second time does to the service."""

    SAFE = "safe"
    """Reads only."""
    REPLAYABLE = "replayable"
    """Writes, and writing the same again changes nothing."""
    ONCE = "once"
    """Writes each time, so a second sending could do harm."""


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


class FailureKind(Enum):
    """Why an attempt brought no complete answer."""

    CONNECTION = "connection"
    """Refused, reset, closed, or no such host."""
    TIMEOUT = "timeout"
    """The attempt, or the whole call, ran out of time."""
    CERTIFICATE = "certificate"
    """The peer's certificate or host name was refused."""
    PROTOCOL = "protocol"
    """What came is not HTTP."""
    TOO_LARGE = "too_large"
    """The answer exceeds a limit of the configuration."""
    UNDECODABLE = "undecodable"
    """The content coding of the answer is refused or broken."""
    CREDENTIALS = "credentials"
    """There are no credentials, or the token provider failed."""


class Place(Enum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    """The Python name, such as `retail_unit`."""
    place: Place
    wire_name: str = ""
    """The name in path or query; bodies have none."""
    required: bool = True
    reserved: tuple[str, ...] = ()
    """Values that a path does not take, because they make it the address of another operation."""
    model: Callable[[], type[Model]] | None = field(default=None, repr=False)
    """Gives the model of a body, or of a query parameter that is an object; a function, so that only the
    models that a call touches are imported."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[ResultT_co]):
    """One row of the contract: what an operation sends and what it answers."""

    name: str
    """The method's name, such as `create_checkout`."""
    method: str
    path: str
    """The path template, such as `/{retailUnit}/checkouts`."""
    parameters: tuple[Parameter, ...]
    """In the order of the method's arguments."""
    repeat: Repeat
    success: int
    """The status declared for success; any other 2xx with a usable body is accepted, too."""
    errors: frozenset[int]
    """The statuses for which the contract declares an error body."""
    result: Callable[[], type[ResultT_co]] = field(repr=False)
    """Gives the model of a successful answer."""
    error: Callable[[], type[Model]] = field(repr=False)
    """Gives the model of every error body."""
    creates: str | None = None
    """The field of a successful answer that names the new resource; without one, nothing is created."""
    echoes: str | None = None
    """The argument that a successful answer repeats in its field of that name."""

    @property
    def call(self) -> str:
        """Name, method and path template: what logs and errors say of a call."""
        return f"{self.name} {self.method} {self.path}"

    def text_argument(self, name: str, arguments: tuple[object, ...]) -> str | None:
        """Gives an argument that is a text; None if it is something else, or the operation has no such parameter."""
        for parameter, value in zip(self.parameters, arguments, strict=True):
            if parameter.name == name:
                return value if isinstance(value, str) else None
        return None


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service is."""

    origin: str
    """Scheme, host and port, such as `https://dev.oc.ingka.com`."""
    path: str
    """What every path begins with, such as `/ordercaptureapi`."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, ready to send. Printing it shows neither address parts, headers nor body."""

    method: str
    origin: str
    """Scheme, host and port, such as `https://dev.oc.ingka.com`."""
    target: str
    """Path and query, percent-encoded."""
    headers: dict[str, str]
    body: bytes | None = None

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target

    def __repr__(self) -> str:
        size = "no body" if self.body is None else f"{len(self.body)} bytes"
        return f"<Request {self.method} {self.origin} ({len(self.headers)} headers, {size})>"


@dataclass(frozen=True, slots=True)
class Response:
    """A complete HTTP answer, content coding undone. Printing it shows neither headers nor body."""

    status: int
    headers: HTTPHeaderDict = field(default_factory=HTTPHeaderDict)
    body: bytes = b""
    reason: str = ""

    def __repr__(self) -> str:
        return f"<Response {self.status} ({len(self.headers)} headers, {len(self.body)} bytes)>"


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that brought no complete answer: how far it came, and why it ended."""

    phase: Phase
    kind: FailureKind
    detail: str
    """What went wrong, in words that are safe to log."""
    response: Response | None = field(default=None, repr=False)
    """Status and headers, once the phase is HEAD."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What authorizes a request. Printing it shows no values."""

    headers: dict[str, str] = field(repr=False)
    refreshable: bool = False
    """Whether a provider can give another token after this one is refused."""


@dataclass(frozen=True, slots=True)
class Ended:
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


@dataclass(frozen=True, slots=True)
class Send:
    """Asks the driver to send a request and to give back a `Response` or a `Failure`."""

    request: Request
    connect: float
    """Seconds for connecting, TLS and proxy included."""
    read: float
    """Seconds between two receives."""
    deadline: float
    """When the call must have ended, on the driver's monotonic clock."""
    fresh: bool = False
    """Whether a connection that has been idle is not good enough."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Asks the driver to pause."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Authorize:
    """Asks the driver for `Credentials`, or a `Failure`; fetching a token is user code, so it counts as I/O."""

    refused: str | None = field(default=None, repr=False)
    """The `Authorization` header that the service has just refused, if that is why."""

    @property
    def refused_token(self) -> str | None:
        """The token in that header."""
        return self.refused and self.refused.removeprefix("Bearer ")
