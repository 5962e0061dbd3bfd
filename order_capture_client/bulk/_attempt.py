"""One attempt for one row: its content and its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from order_capture_client._core.network import UnplannedCallError
from order_capture_client._core.options import CallOptions
from order_capture_client._core.verdict import is_marked_hopeless, marked_outcome
from order_capture_client.bulk._dask import Ticket
from order_capture_client.bulk.outcome import Status
from order_capture_client.configuration import RetryPolicy
from order_capture_client.exceptions import ApiConnectionError, ApiException, ApiValueError, DriftedResponseError
from order_capture_client.models.checkout_request import CheckoutRequest

if TYPE_CHECKING:
    from order_capture_client.api_response import ApiResponse
    from order_capture_client.models.checkout_dto import CheckoutDto
    from order_capture_client.models.create_resource import CreateResource

ONE_ATTEMPT = RetryPolicy(attempts=1, replay_writes_after_refresh=True, refresh_beyond_attempts=True)
"""The run decides about every retry but one: only the worker's client can fetch a new token."""

_TRANSIENT = (408, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The content of a request."""

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
        """Return the request to send; its body is the payload, byte for byte."""
        request = CheckoutRequest.from_json(self.payload.decode())
        assert request is not None  # the body of a model is an object
        return request


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How an attempt ended."""

    status: Status
    resource_id: str | None = None
    error: str | None = None
    http: int | None = None
    """The status of the answer, if there was one."""
    retry_after: float | None = None
    repeatable: bool = False
    """Whether it may be sent again although it may have been done: it only reads."""
    final: bool = False
    """Whether another attempt would end the same way, such as with a closed client."""
    hopeless: bool = False
    """Whether the other rows would end the same way, too, such as with a proxy that refuses the login."""
    failure: UnplannedCallError | None = None
    """The error that ends the run, as it would end a single call of a test."""
    elapsed: float = 0.0
    order: CheckoutDto | None = field(default=None, repr=False)


def created_result(answer: ApiResponse[CreateResource], elapsed: float) -> AttemptResult:
    """Return the result of an attempt that created a checkout."""
    return _created(answer.data, answer.status_code, elapsed)


def order_result(attempt: Attempt, answer: ApiResponse[CheckoutDto], elapsed: float) -> AttemptResult:
    """Return the result of an attempt that read an order."""
    return AttemptResult("read", attempt.checkout_id, http=answer.status_code, elapsed=elapsed, order=answer.data)


def failed_result(error: Exception, attempt: Attempt, elapsed: float) -> AttemptResult:
    """Return the result of an attempt that raised `error`."""
    if isinstance(error, UnplannedCallError):
        return AttemptResult("not_sent", error=str(error), hopeless=True, failure=error, elapsed=elapsed)
    verdict = marked_outcome(error)  # the client's word on how far the call came; an exception class proves nothing
    if not isinstance(error, ApiException):
        status = verdict if verdict == "not_sent" or verdict == "rejected" else "unknown"
        # The row itself was checked before, so the client or its transport does not fit: it is not tried again.
        said = str(error) if isinstance(error, ApiValueError) else type(error).__name__
        return AttemptResult(status, error=said, final=status != "unknown", elapsed=elapsed)
    if isinstance(error, DriftedResponseError) and not attempt.reads:  # the checkout exists, and its id is known
        kinds = ", ".join(sorted({drift.kind for drift in error.drift}))
        created = cast("CreateResource", error.data)
        return _created(created, error.status, elapsed, f"created, but the answer differs from the contract: {kinds}")
    verdict = verdict or error.outcome  # a mark is on errors that a user's transport raised
    return AttemptResult(
        verdict if verdict == "not_sent" or verdict == "rejected" else "unknown",
        error=str(error),
        http=error.status,
        retry_after=error.retry_after,
        repeatable=attempt.reads and (isinstance(error, ApiConnectionError) or error.status in _TRANSIENT),
        hopeless=is_marked_hopeless(error),
        elapsed=elapsed,
    )


def _created(made: CreateResource, status: int | None, elapsed: float, error: str | None = None) -> AttemptResult:
    # A drifted id may be a number.
    return AttemptResult("created", str(made.resource_id), error, status, elapsed=elapsed)
