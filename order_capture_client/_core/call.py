"""One call as a plain object: both drivers ask it for the next step, and only do the waiting."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from typing import Any, Generic

from typing_extensions import TypeVar

from order_capture_client._core.decode import outcome_of
from order_capture_client._core.exchange import Reply, Step
from order_capture_client._core.log import log_attempt
from order_capture_client._core.network import UnplannedCallError
from order_capture_client._core.operation import Operation, Repeat
from order_capture_client._core.verdict import mark_outcome, note_doubt
from order_capture_client._core.wire import Attempt, Authorize, ExchangeResult, Failure, Phase, Request, Response, Send
from order_capture_client.exceptions import Outcome

ResultT = TypeVar("ResultT")


class Call(Generic[ResultT]):
    """Passes on the steps of an exchange, logs each attempt, and knows whether one of them is in doubt.

    Args:
        operation: The operation that is called.
        request: The request without credentials.
        arguments: The arguments that it was made of.
        request_auth: The credentials of this call, if it brings its own.
        asked: The argument that the answer has to echo, if there is one.
        steps: The exchange.
        clock: Returns monotonic seconds.
    """

    result: ExchangeResult
    """How the call ended; set by the `next` that returns None."""

    def __init__(
        self,
        operation: Operation[ResultT],
        request: Request,
        arguments: tuple[object, ...],
        request_auth: Mapping[str, Any] | None,
        asked: str | None,
        steps: Generator[Step, Reply, ExchangeResult],
        clock: Callable[[], float],
    ) -> None:
        self.operation = operation
        self.request = request
        self.arguments = arguments
        self.request_auth = request_auth
        self.asked = asked
        self.attempts = 0
        self.deadline = math.inf
        """When the call must have ended, on the driver's monotonic clock."""
        self.last: Response | Failure | None = None
        """How the last attempt ended."""
        self.in_doubt = False
        """Whether an attempt so far may have been processed by the service."""
        self._answered = False
        self._steps = steps
        self._clock = clock
        self._begun: float | None = None

    def next(self, reply: Reply) -> Step | None:
        """Return the next step, or None at the end.

        Args:
            reply: The result of the last step; None at the start and after a `Wait`.
        """
        if self._begun is not None:
            assert isinstance(reply, (Response, Failure))
            self._note_attempt(reply, self._clock() - self._begun)
        try:
            step = self._steps.send(reply)
        except StopIteration as stop:
            self.result = stop.value
            return None
        if isinstance(step, Authorize):
            self.deadline = step.deadline
        self._begun = self._clock() if isinstance(step, Send) else None
        return step

    def _note_attempt(self, result: Response | Failure, seconds: float) -> None:
        self.attempts += 1
        self.last = result
        outcome = outcome_of(result)
        self.in_doubt = self.in_doubt or outcome in ("unknown", "applied")
        self._answered = self._answered or outcome != "not_sent"
        log_attempt(self.operation, self.request, self.attempts, result, seconds, outcome)

    def broken_off(self, error: BaseException, attempt: Attempt | None) -> None:
        """Record on an exception that ends the call how far the call came; if a write is in doubt, note and log it.

        Args:
            error: The exception, of any class.
            attempt: The attempt that was being made, if one was.
        """
        outcome = "not_sent" if isinstance(error, UnplannedCallError) else self.outcome(attempt)
        mark_outcome(error, outcome)
        if self.operation.repeat is not Repeat.SAFE and outcome in ("unknown", "applied"):
            note_doubt(self.operation, error, outcome)

    @property
    def attempts_begun(self) -> int:
        """How often the request was sent, or was about to be, including an attempt that was broken off."""
        return self.result.attempts if hasattr(self, "result") else self.attempts + (self._begun is not None)

    def outcome(self, attempt: Attempt | None = None) -> Outcome:
        """Return the known effect of the call so far.

        Args:
            attempt: The attempt that is being made, if one is.
        """
        if hasattr(self, "result"):
            return outcome_of(self.result.result, in_doubt=self.result.in_doubt, earlier=self.result.earlier)
        if self.in_doubt or (attempt is not None and attempt.phase > Phase.NOT_SENT):
            return "unknown"
        return "rejected" if self._answered else "not_sent"
