"""From a request to its outcome, retries included; the second step of a call.

`exchange` is a generator that decides and never acts: it yields the next step and is sent its result.
So the policy is written once for all drivers, and its tests need neither sockets nor sleep.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Any, TypeAlias

from urllib3 import HTTPHeaderDict

from order_capture_client._core.credentials import TOO_LATE
from order_capture_client._core.headers import merged_headers
from order_capture_client._core.operation import ONCE, Operation, Repeat
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
from order_capture_client.exceptions import Outcome

DEFAULT_READ_TIMEOUT = 20.0

LONGEST_IDLE = 1.0
"""Seconds that a connection may have been idle for a request that must not be sent twice."""

RETRY_COST = 5
TIMEOUT_COST = 10

Step: TypeAlias = Send | Wait | Authorize
Reply: TypeAlias = Response | Failure | Credentials | None


class _Event(Enum):
    """How an attempt ended, in the cases that the policy distinguishes."""

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
    """The reaction to an event."""

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
"""Failures that another attempt would only repeat."""

_UNSETTLED = (_Event.NO_ANSWER, _Event.BUSY, _Event.CUT_SHORT)
"""Events after which nobody knows whether the service has processed the request."""

_OPEN = (*_UNSETTLED, _Event.SERVER_ERROR)
"""The same, with the one that only a read is repeated after."""


class RetryBudget:
    """Bounds the retries of one client: N failing calls send at most N + 20 requests.

    A bucket of 100 tokens: a retry costs 5, or 10 after a timeout, and a success gives 1 back.
    """

    def __init__(self) -> None:
        self._tokens = 100
        self._lock = threading.RLock()  # a signal handler may make a call while its own thread is in here

    def holds(self, cost: int) -> bool:
        """Return whether enough is left for a retry."""
        return self._tokens >= cost

    def take(self, cost: int) -> bool:
        """Take the cost of a retry; return False if not enough is left."""
        with self._lock:
            if self._tokens < cost:
                return False
            self._tokens -= cost
            return True

    def give_back(self) -> None:
        """Count a success."""
        with self._lock:
            self._tokens = min(100, self._tokens + 1)


def exchange(
    operation: Operation[Any],
    request: Request,
    *,
    policy: RetryPolicy,
    timeouts: Timeouts,
    longest_idle: float,
    budget: RetryBudget,
    clock: Callable[[], float],
    jitter: Callable[[], float],
) -> Generator[Step, Reply, ExchangeResult]:
    """Send a request until its outcome is settled, or the policy allows no further attempt.

    Args:
        operation: Decides which attempts may be repeated.
        request: The request without credentials.
        policy: The number of attempts, and the pauses between them.
        timeouts: The limits of time.
        longest_idle: The seconds that a connection may have been idle to be used.
        budget: The client's retry budget.
        clock: Returns monotonic seconds.
        jitter: Returns a random number from 0 to 1.
    """
    start = clock()
    deadline = start + timeouts.total
    state = _State(operation.repeat, policy, budget, clock, jitter, deadline)
    if operation.repeat is ONCE:
        longest_idle = min(longest_idle, LONGEST_IDLE)

    credentials = yield Authorize(deadline=deadline)
    if isinstance(credentials, Failure):
        return ExchangeResult(credentials, 0, clock() - start)
    while True:
        assert isinstance(credentials, Credentials)
        if clock() >= deadline:
            return ExchangeResult(TOO_LATE, state.attempts, clock() - start, state.in_doubt, earlier=state.earlier)
        state.attempts += 1
        idle = 0.0 if state.wants_new_connection else longest_idle
        result = yield _send(operation, request, credentials, timeouts, deadline, idle, state.attempts)
        assert isinstance(result, (Response, Failure))
        if isinstance(result, Response) and 200 <= result.status < 300:
            budget.give_back()
            return ExchangeResult(result, state.attempts, clock() - start, state.in_doubt, earlier=state.earlier)

        retry_after = _retry_after(result)
        ended = ExchangeResult(
            result, state.attempts, clock() - start, state.in_doubt, retry_after, earlier=state.earlier
        )
        step = state.next_step(ended, request, credentials)
        if step is None:
            return ended
        reply = yield step
        if isinstance(step, Authorize):
            if not isinstance(reply, Credentials) or reply.headers.get("Authorization") == step.refused:
                return ended
            credentials = reply


class _State:
    """The progress of one exchange, and the next step that the policy allows."""

    def __init__(
        self,
        repeat: Repeat,
        policy: RetryPolicy,
        budget: RetryBudget,
        clock: Callable[[], float],
        jitter: Callable[[], float],
        deadline: float,
    ) -> None:
        self.attempts = 0
        self.unsent = 0
        """How many of the attempts were not sent."""
        self.wants_new_connection = False
        """Whether an attempt brought no answer, so that other idle connections may be dead, too."""
        self.in_doubt = False
        self.earlier: Outcome = "not_sent"
        self._refreshed = False
        self._repeat = repeat
        self._policy = policy
        self._budget = budget
        self._clock = clock
        self._jitter = jitter
        self._deadline = deadline

    def next_step(self, ended: ExchangeResult, request: Request, credentials: Credentials) -> Wait | Authorize | None:
        """Return the step after an attempt that failed; None if it was the last one."""
        event = _event(ended.result)
        self.unsent += event is _Event.NOT_SENT
        self.wants_new_connection = self.wants_new_connection or event in (_Event.NO_ANSWER, _Event.CUT_SHORT)
        action = self._action(event)
        if action is STOP or not self._is_another_allowed(event, action):
            return None
        if event in _OPEN:
            self.earlier = "unknown"
        elif event is not _Event.NOT_SENT and self.earlier == "not_sent":
            self.earlier = "rejected"
        return self._refresh(request, credentials) if action is REFRESH else self._retry(event, ended)

    def _is_another_allowed(self, event: _Event, action: _Action) -> bool:
        policy = self._policy
        if event is _Event.NOT_SENT:
            return self.unsent < policy.effective_unsent_attempts
        extra = policy.refresh_beyond_attempts and (self._refreshed or action is REFRESH)
        return self.attempts - self.unsent < policy.attempts + extra

    def _action(self, event: _Event) -> _Action:
        """Return STOP, RETRY or REFRESH, with the conditions of the other actions settled."""
        action = _POLICY[event, self._repeat]
        if action is RETRY_ONCE:
            return RETRY if self.attempts == 1 else STOP
        if action is REFRESH_IF_ASKED:
            return REFRESH if self._policy.replay_writes_after_refresh else STOP
        return action

    def _refresh(self, request: Request, credentials: Credentials) -> Authorize | None:
        if self._refreshed:
            self._budget.take(RETRY_COST)  # a new token is free if it helps: at its expiry, every thread sends again
            return None
        overridden = any(name.lower() == "authorization" for name in request.headers)
        allowed = credentials.refreshable and not overridden and self._clock() < self._deadline
        if not allowed or not self._budget.holds(RETRY_COST):
            return None
        self._refreshed = True
        return Authorize(credentials.headers.get("Authorization"), self._deadline)

    def _retry(self, event: _Event, ended: ExchangeResult) -> Wait | None:
        pause = self._pause(event, ended)
        if pause is None or self._clock() + pause >= self._deadline or not self._budget.take(_cost(ended.result)):
            return None
        self.in_doubt = self.in_doubt or (self._repeat is not Repeat.SAFE and event in _UNSETTLED)
        return Wait(pause)

    def _pause(self, event: _Event, ended: ExchangeResult) -> float | None:
        """Return the seconds before the next attempt; None if the service asks for more than the policy allows."""
        policy = self._policy
        if ended.retry_after is not None:
            return ended.retry_after if ended.retry_after <= policy.longest_retry_after else None
        if event is _Event.NOT_SENT:
            base, doublings = policy.base_when_unsent, self.unsent - 1
        else:
            response = _response(ended.result)
            busy = response is not None and response.status in (429, 503)
            base, doublings = policy.base_when_busy if busy else policy.base, self.attempts - self.unsent - 1
        return self._jitter() * min(policy.longest_pause, math.ldexp(base, doublings))


def _send(
    operation: Operation[Any],
    request: Request,
    credentials: Credentials,
    timeouts: Timeouts,
    deadline: float,
    longest_idle: float,
    number: int,
) -> Send:
    read = timeouts.read
    if read is None:
        read = timeouts.total if operation.repeat is ONCE else DEFAULT_READ_TIMEOUT
    headers = merged_headers(credentials.headers, request.headers)
    return Send(
        Request(request.method, request.origin, request.target, headers, request.body),
        connect=timeouts.connect,
        read=read,
        deadline=deadline,
        longest_idle=longest_idle,
        number=number,
    )


def _event(result: Response | Failure) -> _Event:
    response = _response(result)
    if isinstance(result, Failure) and result.kind is FailureKind.PROXY:
        retried = response is None or response.status in (502, 503, 504)
        return _Event.NOT_SENT if retried else _Event.FINAL
    if response is not None and not 200 <= response.status < 300:
        return _EVENT_BY_STATUS.get(response.status, _Event.FINAL)
    if isinstance(result, Response) or result.kind in _FINAL_KINDS:
        return _Event.FINAL
    if result.phase is Phase.NOT_SENT:
        return _Event.NOT_SENT
    return _Event.NO_ANSWER if response is None else _Event.CUT_SHORT


def ends_all_calls(failure: Failure) -> bool:
    """Return whether other calls would fail in the same way, without being sent: a setting has to change."""
    return failure.phase is Phase.NOT_SENT and _event(failure) is _Event.FINAL


def _cost(result: Response | Failure) -> int:
    timed_out = isinstance(result, Failure) and result.kind is FailureKind.TIMEOUT
    return TIMEOUT_COST if timed_out else RETRY_COST


def _response(result: Response | Failure) -> Response | None:
    return result if isinstance(result, Response) else result.response


def _retry_after(result: Response | Failure) -> float | None:
    response = _response(result)
    return None if response is None else seconds_of_retry_after(response.headers)


def seconds_of_retry_after(headers: HTTPHeaderDict) -> float | None:
    """Return the seconds that a `Retry-After` asks for; a date is compared with the answer's own `Date`.

    Return None if there is no such header, or if it is neither a number of seconds nor an HTTP date.
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
