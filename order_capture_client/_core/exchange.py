"""From a request to its outcome, retries included; the second step of a call.

`exchange` is a generator that asks and never does: it yields what is to be done and is given the result.
So the policy is written once for every driver, and its tests need neither sockets nor sleep.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Any, TypeAlias

from urllib3 import HTTPHeaderDict

from order_capture_client._core.headers import merged_headers
from order_capture_client._core.operation import Operation, Repeat
from order_capture_client._core.retry import RetryPolicy, Timeouts
from order_capture_client._core.wire import (
    Authorize,
    Credentials,
    ExchangeResult,
    Failure,
    FailureKind,
    Phase,
    Request,
    Response,
    Send,
    Wait,
)

DEFAULT_READ_TIMEOUT = 20.0

RETRY_COST = 5
TIMEOUT_COST = 10

Step: TypeAlias = Send | Wait | Authorize
Reply: TypeAlias = Response | Failure | Credentials | None


class _Event(Enum):
    """How an attempt ended, as far as the policy tells the cases apart."""

    NOT_SENT = auto()
    NO_ANSWER = auto()
    TOO_MANY_REQUESTS = auto()
    BUSY = auto()
    SERVER_ERROR = auto()
    UNAUTHORIZED = auto()
    SESSION_EXPIRED = auto()
    CUT_SHORT = auto()
    FINAL = auto()


class _Action(Enum):
    """What to do about it."""

    STOP = auto()
    RETRY = auto()
    RETRY_ONCE = auto()
    REFRESH = auto()
    REFRESH_IF_ASKED = auto()


STOP, RETRY, RETRY_ONCE, REFRESH, REFRESH_IF_ASKED = _Action

_ACTIONS: dict[_Event, tuple[_Action, _Action, _Action]] = {
    # event                     SAFE        REPLAYABLE  ONCE
    _Event.NOT_SENT:          (RETRY,      RETRY,      RETRY),
    _Event.NO_ANSWER:         (RETRY,      RETRY,      STOP),
    _Event.TOO_MANY_REQUESTS: (RETRY,      RETRY,      RETRY),
    _Event.BUSY:              (RETRY,      RETRY,      STOP),
    _Event.SERVER_ERROR:      (RETRY_ONCE, STOP,       STOP),
    _Event.UNAUTHORIZED:      (REFRESH,    REFRESH,    REFRESH),
    _Event.SESSION_EXPIRED:   (REFRESH,    REFRESH,    REFRESH_IF_ASKED),
    _Event.CUT_SHORT:         (RETRY,      RETRY,      STOP),
    _Event.FINAL:             (STOP,       STOP,       STOP),
}  # fmt: skip
_POLICY = {
    (event, repeat): action
    for event, actions in _ACTIONS.items()
    for repeat, action in zip((Repeat.SAFE, Repeat.REPLAYABLE, Repeat.ONCE), actions, strict=True)
}

_EVENT_BY_STATUS = {
    401: _Event.UNAUTHORIZED,
    408: _Event.BUSY,
    419: _Event.SESSION_EXPIRED,
    429: _Event.TOO_MANY_REQUESTS,
    500: _Event.SERVER_ERROR,
    502: _Event.BUSY,
    503: _Event.BUSY,
    504: _Event.BUSY,
}


_FINAL_KINDS = (FailureKind.CERTIFICATE, FailureKind.TOO_LARGE, FailureKind.UNDECODABLE)
"""What trying again would only bring again."""


class RetryBudget:
    """Bounds the retries of one client: N failing calls send at most N + 20 requests.

    A bucket of 100 tokens: a retry costs 5, or 10 after a timeout, and a success gives 1 back.
    """

    def __init__(self) -> None:
        self._tokens = 100
        self._lock = threading.Lock()

    def holds(self, cost: int) -> bool:
        """Whether there is enough left for a retry."""
        return self._tokens >= cost

    def take(self, cost: int) -> bool:
        """Takes the cost of a retry; False when there is not enough left."""
        with self._lock:
            if self._tokens < cost:
                return False
            self._tokens -= cost
            return True

    def give_back(self) -> None:
        """Counts a success."""
        with self._lock:
            self._tokens = min(100, self._tokens + 1)


def exchange(
    operation: Operation[Any],
    request: Request,
    *,
    policy: RetryPolicy,
    timeouts: Timeouts,
    budget: RetryBudget,
    clock: Callable[[], float],
    jitter: Callable[[], float],
) -> Generator[Step, Reply, ExchangeResult]:
    """Sends a request until its outcome is settled, or trying again is not allowed.

    Args:
        operation: Decides what may be repeated.
        request: The request without credentials.
        policy: How often and after what pauses.
        timeouts: How long.
        budget: The client's retry budget.
        clock: Monotonic seconds.
        jitter: A random number from 0 to 1.
    """
    start = clock()
    deadline = start + timeouts.total
    attempts = 0
    refreshed = in_doubt = False
    overridden = any(name.lower() == "authorization" for name in request.headers)

    credentials = yield Authorize()
    if isinstance(credentials, Failure):
        return ExchangeResult(credentials, attempts, clock() - start)
    assert isinstance(credentials, Credentials)
    while True:
        if clock() >= deadline:
            late = Failure(Phase.NOT_SENT, FailureKind.TIMEOUT, "the credentials came too late")
            return ExchangeResult(late, attempts, clock() - start, in_doubt)
        attempts += 1
        result = yield _send(operation, request, credentials, timeouts, deadline)
        assert isinstance(result, (Response, Failure))
        if isinstance(result, Response) and 200 <= result.status < 300:
            budget.give_back()
            return ExchangeResult(result, attempts, clock() - start, in_doubt)

        retry_after = _retry_after(result)
        event = _event(result)
        action = _POLICY[event, operation.repeat]
        ended = ExchangeResult(result, attempts, clock() - start, in_doubt, retry_after)
        refreshing = action is REFRESH or (action is REFRESH_IF_ASKED and policy.replay_writes_after_refresh)
        extra = policy.refresh_beyond_attempts and (refreshed or refreshing)
        if attempts >= policy.attempts + extra:
            return ended
        if refreshing:
            refused = credentials.headers.get("Authorization")
            if refreshed:
                budget.take(RETRY_COST)  # a new token is free if it helps: at its expiry, every thread sends again
            allowed = credentials.refreshable and not refreshed and not overridden and clock() < deadline
            if not allowed or not budget.holds(RETRY_COST):
                return ended
            refreshed = True
            fresh = yield Authorize(refused)
            if not isinstance(fresh, Credentials) or fresh.headers.get("Authorization") == refused:
                return ended
            credentials = fresh
            continue

        if action not in (RETRY, RETRY_ONCE) or (action is RETRY_ONCE and attempts > 1):
            return ended
        if retry_after is None:
            pause = _pause(policy, attempts, result, jitter())
        elif retry_after <= policy.longest_retry_after:
            pause = retry_after
        else:
            return ended
        if clock() + pause >= deadline or not budget.take(_cost(result)):
            return ended
        if operation.repeat is not Repeat.SAFE and event in (_Event.NO_ANSWER, _Event.BUSY, _Event.CUT_SHORT):
            in_doubt = True
        yield Wait(pause)


def _send(
    operation: Operation[Any], request: Request, credentials: Credentials, timeouts: Timeouts, deadline: float
) -> Send:
    is_sent_once = operation.repeat is Repeat.ONCE
    read = timeouts.read
    if read is None:
        read = timeouts.total if is_sent_once else DEFAULT_READ_TIMEOUT
    return Send(
        replace(request, headers=merged_headers(credentials.headers, request.headers)),
        connect=timeouts.connect,
        read=read,
        deadline=deadline,
        fresh=is_sent_once,
    )


def _event(result: Response | Failure) -> _Event:
    response = _response(result)
    if response is not None and not 200 <= response.status < 300:
        return _EVENT_BY_STATUS.get(response.status, _Event.FINAL)
    if isinstance(result, Response) or result.kind in _FINAL_KINDS:
        return _Event.FINAL
    if result.phase is Phase.NOT_SENT:
        return _Event.NOT_SENT
    return _Event.NO_ANSWER if response is None else _Event.CUT_SHORT


def _pause(policy: RetryPolicy, attempts: int, result: Response | Failure, random: float) -> float:
    response = _response(result)
    busy = response is not None and response.status in (429, 503)
    base = policy.base_when_busy if busy else policy.base
    return random * min(policy.longest_pause, math.ldexp(base, attempts - 1))


def _cost(result: Response | Failure) -> int:
    timed_out = isinstance(result, Failure) and result.kind is FailureKind.TIMEOUT
    return TIMEOUT_COST if timed_out else RETRY_COST


def _response(result: Response | Failure) -> Response | None:
    return result if isinstance(result, Response) else result.response


def _retry_after(result: Response | Failure) -> float | None:
    response = _response(result)
    return None if response is None else seconds_of_retry_after(response.headers)


def seconds_of_retry_after(headers: HTTPHeaderDict) -> float | None:
    """Gives the seconds that a `Retry-After` asks for, measured against the answer's own `Date`.

    None when there is no such header, or when it is not a number of seconds or an HTTP date.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text)
        return seconds if math.isfinite(seconds) else None
    until, since = _http_date(text), _http_date(headers.get("Date", ""))
    if until is None or since is None:
        return None
    return max(0.0, (until - since).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=timezone.utc)
