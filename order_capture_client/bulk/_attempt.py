"""One attempt for one row, wherever it is made: in a thread, in another process, or on another machine."""

from __future__ import annotations

import hashlib
import importlib
import os
import pickle
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from order_capture_client._core.options import CallOptions
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.bulk.outcome import Status
from order_capture_client.configuration import RetryPolicy
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiValueError,
    DriftedResponseError,
    OpenApiException,
)
from order_capture_client.models.checkout_request import CheckoutRequest

if TYPE_CHECKING:
    from order_capture_client.api_response import ApiResponse
    from order_capture_client.models.checkout_dto import CheckoutDto
    from order_capture_client.models.create_resource import CreateResource

ONE_ATTEMPT = RetryPolicy(attempts=1, replay_writes_after_refresh=True, refresh_beyond_attempts=True)
"""The caller's pace decides on everything but a new token, which only the client of the worker can get."""

CLAIMS = "order-capture-client-claims"
"""Below this name, a Dask scheduler keeps which attempts were begun."""
BATCH = 256
"""How many claims are forgotten together."""


_TRANSIENT = (408, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Says which attempt this is. A second holder of the same ticket sends nothing."""

    run: str
    number: int
    forget: tuple[int, ...] = ()
    """Batches of tickets that nobody will use again."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to send."""

    retail_unit: str
    payload: bytes = field(repr=False)
    """The body that creates a checkout, or the id of a checkout to read."""
    reads: bool = False
    options: CallOptions = field(default_factory=CallOptions, repr=False)
    ticket: Ticket | None = None

    @property
    def call_options(self) -> CallOptions:
        """The options of the call."""
        return {**self.options, "_retry_policy": ONE_ATTEMPT}

    @property
    def checkout_id(self) -> str:
        """The checkout to read."""
        return self.payload.decode()

    def request(self) -> CheckoutRequest:
        """Gives the request to send; its body is the payload, byte for byte."""
        request = CheckoutRequest.from_json(self.payload.decode())
        assert request is not None  # the body of a model is an object
        return request


@dataclass(frozen=True, slots=True)
class Attempt:
    """How it went."""

    status: Status
    resource_id: str | None = None
    error: str | None = None
    http: int | None = None
    """The status of the answer, if there was one."""
    retry_after: float | None = None
    repeatable: bool = False
    """Whether it may be sent again though it may have been done, since it only reads."""
    final: bool = False
    """Whether another attempt would end like it, as with a client that is closed."""
    elapsed: float = 0.0
    order: CheckoutDto | None = field(default=None, repr=False)


class Session(Protocol):
    """Gives the API to those that make the attempts."""

    def api(self) -> CheckoutApi:
        """Gives the API."""
        ...


@dataclass(frozen=True, slots=True)
class Direct:
    """The caller's own API, for threads of the same process."""

    shared: CheckoutApi

    def api(self) -> CheckoutApi:
        """Gives the API."""
        return self.shared


@dataclass(frozen=True, slots=True)
class Packed:
    """An API that travels as its settings, and is unpacked once in each process."""

    settings: bytes = field(repr=False)
    digest: str
    home: int
    """The process that packed it."""

    def api(self) -> CheckoutApi:
        """Gives the API of this process, with its own connections."""
        with _LOCK:
            if self.digest not in _APIS:
                if os.getpid() != self.home and threading.current_thread() is threading.main_thread():
                    # Ctrl-C reaches every process of a terminal; what is in flight ends, and the caller decides.
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                _APIS[self.digest] = pickle.loads(self.settings)  # noqa: S301 # packed by the caller of this very task
            return _APIS[self.digest]


_APIS: dict[str, CheckoutApi] = {}
_LOCK = threading.Lock()


def packed(api: CheckoutApi) -> Packed:
    """Packs an API for other processes.

    Raises:
        ApiValueError: It cannot be packed, or would arrive without its credentials.
        ApiTypeError: There is a TLS context, which cannot be packed.
    """
    problem = None
    settings = b""
    try:
        settings = _pickler().dumps(api)
        copy = cast("CheckoutApi", pickle.loads(settings))  # noqa: S301 # our own
    except OpenApiException:
        raise
    except Exception as error:  # noqa: BLE001 # what is in it is the user's, so anything may happen
        problem = f"api: cannot be sent to other processes ({type(error).__name__}); use threads, or what pickles"
    else:
        if lost := copy.api_client.configuration.dropped_credentials:
            problem = (
                f"api: its {', '.join(lost)} would not reach other processes; give access_token a function that"
                " returns the token, or set pickle_credentials=True"
            )
    if problem is not None:
        raise ApiValueError(problem)
    return Packed(settings, hashlib.sha256(settings).hexdigest(), os.getpid())


def _pickler() -> Any:
    """Gives what packs best: cloudpickle takes functions of a notebook along, and comes with loky and Dask."""
    try:
        return importlib.import_module("cloudpickle")
    except ImportError:
        return pickle


def attempt(session: Session, task: Task) -> Attempt:
    """Sends a row once, and gives what became of it; it raises nothing."""
    start = time.monotonic()
    try:
        if task.ticket is not None and not _claimed(task.ticket):
            problem = "its worker was lost, and whether it was sent is not known; the checkout may exist already"
            return Attempt("unknown", error=problem)
        api = session.api()
    except Exception as error:  # noqa: BLE001 # whatever it was, nothing was sent
        return Attempt("not_sent", error=f"the worker cannot begin: {type(error).__name__}")
    try:
        if task.reads:
            order = api.get_order_with_http_info(task.checkout_id, task.retail_unit, **task.call_options)
            return order_attempt(task, order, time.monotonic() - start)
        created = api.create_checkout_with_http_info(task.retail_unit, task.request(), **task.call_options)
        return created_attempt(created, time.monotonic() - start)
    except Exception as error:  # noqa: BLE001 # the user's own code, such as a transport, may raise anything
        return failed_attempt(error, task, time.monotonic() - start)


def created_attempt(answer: ApiResponse[CreateResource], elapsed: float) -> Attempt:
    """Gives the attempt that created a checkout."""
    return _created(answer.data, answer.status_code, elapsed)


def _created(made: CreateResource, status: int | None, elapsed: float, error: str | None = None) -> Attempt:
    # Drift may have made a number of the id.
    return Attempt("created", str(made.resource_id), error, status, elapsed=elapsed)


def order_attempt(task: Task, answer: ApiResponse[CheckoutDto], elapsed: float) -> Attempt:
    """Gives the attempt that read an order."""
    return Attempt("read", task.checkout_id, http=answer.status_code, elapsed=elapsed, order=answer.data)


def failed_attempt(error: Exception, task: Task, elapsed: float) -> Attempt:
    """Gives what an error says of an attempt."""
    if isinstance(error, ApiValueError):  # the row itself was checked before, so it is the client that does not fit
        return Attempt("not_sent", error=str(error), final=True, elapsed=elapsed)
    if not isinstance(error, ApiException):
        return Attempt("unknown", error=type(error).__name__, elapsed=elapsed)
    if isinstance(error, DriftedResponseError) and not task.reads:  # it is there, and its id is known
        kinds = ", ".join(sorted({drift.kind for drift in error.drift}))
        made = cast("CreateResource", error.data)
        return _created(made, error.status, elapsed, f"created, but the answer differs from the contract: {kinds}")
    return Attempt(
        error.outcome if error.outcome == "not_sent" or error.outcome == "rejected" else "unknown",
        error=str(error),
        http=error.status,
        retry_after=error.retry_after,
        repeatable=task.reads and (isinstance(error, ApiConnectionError) or error.status in _TRANSIENT),
        elapsed=elapsed,
    )


def _claimed(ticket: Ticket) -> bool:
    """Whether this is the first one to use a ticket. Only Dask gives out a task twice, after it lost a worker."""
    client = _dask_client()
    if client is None:
        return True
    path = [CLAIMS, ticket.run, str(ticket.number // BATCH), str(ticket.number)]
    if client.get_metadata(path, default=None) is not None:
        return False
    client.set_metadata(path, 1)
    for batch in ticket.forget:
        client.set_metadata([CLAIMS, ticket.run, str(batch)], 0)
    return True


def _dask_client() -> Any:
    """Gives a client of the scheduler whose worker this is; None if it is not one."""
    distributed: Any = sys.modules.get("distributed")
    if distributed is None:
        return None
    try:
        distributed.get_worker()
    except ValueError:
        return None
    return distributed.get_client()
