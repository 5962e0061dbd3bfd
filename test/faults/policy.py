"""The policy of the reliability page, restated. The package's behaviour is compared with it, never read from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from order_capture_client._core.operation import Operation, Repeat
from order_capture_client.exceptions import (
    ApiException,
    BadRequestException,
    ConflictException,
    ForbiddenException,
    GoneException,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
    NotFoundException,
    Outcome,
    ServiceException,
    TooManyRequestsException,
    UnauthorizedException,
    UnexpectedRedirectException,
    UnprocessableEntityException,
)
from order_capture_client.exceptions import AuthenticationTimeoutException as SessionExpired


class Row(Enum):
    """The possible ends of an attempt."""

    FINE = "a good answer"
    NOT_SENT = "failure while NOT_SENT"
    REFUSED_PEER = "certificate or host name refused"
    REFUSED_BY_PROXY = "the proxy refuses the tunnel"
    NO_HEAD = "SENT, no complete head"
    TOO_MANY = "429"
    BUSY = "502, 503, 504, 408"
    FAILED = "500"
    FAILED_OTHERWISE = "any other 5xx"
    UNAUTHORIZED = "401"
    EXPIRED = "419"
    REFUSED = "any other 4xx"
    REDIRECT = "3xx"
    CUT_SHORT = "2xx, body cut short"
    UNUSABLE = "2xx, body complete but unusable, or above a limit"
    HEAD_TOO_LARGE = "SENT, head above a limit"


class Action(Enum):
    """The reaction to an event."""

    DONE = "give the answer"
    RETRY = "retry"
    ONCE = "retry once"
    STOP = "stop"
    REFRESH = "refresh, once"
    ASKED = "refresh, once, if the policy was told so"


DONE, RETRY, ONCE, STOP, REFRESH, ASKED = Action

POLICY: dict[Row, tuple[Action, Action, Action, Outcome | None]] = {
    # event              SAFE     REPLAYABLE  ONCE     outcome, if that is the end
    Row.FINE:             (DONE,    DONE,    DONE,    None),
    Row.NOT_SENT:         (RETRY,   RETRY,   RETRY,   "not_sent"),
    Row.REFUSED_PEER:     (STOP,    STOP,    STOP,    "not_sent"),
    Row.REFUSED_BY_PROXY: (STOP,    STOP,    STOP,    "not_sent"),
    Row.NO_HEAD:          (RETRY,   RETRY,   STOP,    "unknown"),
    Row.TOO_MANY:         (RETRY,   RETRY,   RETRY,   "rejected"),
    Row.BUSY:             (RETRY,   RETRY,   STOP,    "unknown"),
    Row.FAILED:           (ONCE,    STOP,    STOP,    "unknown"),
    Row.FAILED_OTHERWISE: (STOP,    STOP,    STOP,    "unknown"),
    Row.UNAUTHORIZED:     (REFRESH, REFRESH, REFRESH, "rejected"),
    Row.EXPIRED:          (REFRESH, REFRESH, ASKED,   "rejected"),
    Row.REFUSED:          (STOP,    STOP,    STOP,    "rejected"),
    Row.REDIRECT:         (STOP,    STOP,    STOP,    "unknown"),
    Row.CUT_SHORT:        (RETRY,   RETRY,   STOP,    "applied"),
    Row.UNUSABLE:         (STOP,    STOP,    STOP,    "applied"),
    Row.HEAD_TOO_LARGE:   (STOP,    STOP,    STOP,    "unknown"),
}  # fmt: skip

ATTEMPTS = 3
"""In all, if they are sent."""
UNSENT_ATTEMPTS = 5
"""In all, if they are not sent."""

_BY_STATUS: dict[int, type[ApiException]] = {
    400: BadRequestException,
    401: UnauthorizedException,
    403: ForbiddenException,
    404: NotFoundException,
    409: ConflictException,
    410: GoneException,
    419: SessionExpired,
    422: UnprocessableEntityException,
    429: TooManyRequestsException,
}


def action_on(row: Row, operation: Operation[Any]) -> Action:
    """Return the reaction to an event."""
    column = {Repeat.SAFE: 0, Repeat.REPLAYABLE: 1}.get(operation.repeat, 2)
    action = POLICY[row][column]
    assert isinstance(action, Action)
    return action


def outcome_of(row: Row) -> Outcome | None:
    """Return the outcome of a request whose last attempt ended with this event."""
    return POLICY[row][3]


def row_of_status(status: int) -> Row:
    """Which event a complete answer of an error status is."""
    if status in (502, 503, 504, 408):
        return Row.BUSY
    known = {401: Row.UNAUTHORIZED, 419: Row.EXPIRED, 429: Row.TOO_MANY, 500: Row.FAILED}
    if status in known:
        return known[status]
    return {3: Row.REDIRECT, 4: Row.REFUSED}.get(status // 100, Row.FAILED_OTHERWISE)


def error_of_status(status: int) -> type[ApiException]:
    """The exception for an error status."""
    if status // 100 == 5:
        return ServiceException
    return UnexpectedRedirectException if status // 100 == 3 else _BY_STATUS.get(status, ApiException)


def mixin_of(operation: Operation[Any], outcome: Outcome | None) -> type[ApiException] | None:
    """Return the additional error class of a write that may have happened."""
    if operation.repeat is Repeat.SAFE or outcome not in ("unknown", "applied"):
        return None
    return MayHaveBeenCreatedError if operation.method == "POST" else MayHaveBeenUpdatedError


@dataclass(frozen=True)
class Expected:
    """The expected end of a call."""

    attempts: int
    error: type[ApiException] | None = None
    """None: it succeeds."""
    outcome: Outcome | None = None


def expected(
    row: Row,
    operation: Operation[Any],
    error: type[ApiException],
    *,
    lasting: bool,
    may_retry: bool = True,
    can_refresh: bool = False,
    refreshes_writes: bool = False,
) -> Expected:
    """Return the expected end of a call whose first attempt, or every one, ends with an event.

    Args:
        row: The event.
        operation: The operation.
        error: The error class for the event.
        lasting: Whether every attempt ends with it.
        may_retry: False if the requested wait is longer than the remaining time.
        can_refresh: Whether there is a token provider.
        refreshes_writes: Whether the policy sends writes again with a new token.
    """
    action = action_on(row, operation)
    if action is DONE:
        return Expected(1)
    attempts = UNSENT_ATTEMPTS if row is Row.NOT_SENT else ATTEMPTS
    again = {RETRY: attempts - 1 if may_retry else 0, ONCE: 1 if may_retry else 0}.get(action, 0)
    if can_refresh and (action is REFRESH or (action is ASKED and refreshes_writes)):
        again = 1
    if again and not lasting:
        return Expected(2)
    return Expected(1 + again, error, outcome_of(row))
