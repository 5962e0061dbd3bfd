"""One call as a plain object: both drivers ask it for the next step, and only do the waiting."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, Generic

from typing_extensions import TypeVar

from order_capture_client._core.decode import outcome_of
from order_capture_client._core.exchange import Reply, Step
from order_capture_client._core.log import log_attempt, warn_cancelled
from order_capture_client._core.operation import Operation, Repeat
from order_capture_client._core.wire import ExchangeResult, Failure, Phase, Response, Send

ResultT = TypeVar("ResultT")


class Call(Generic[ResultT]):
    """Passes on the steps of an exchange, logs each attempt, and knows whether one of them is in doubt.

    Args:
        operation: The operation that is called.
        request_auth: The credentials of this call, if it brings its own.
        asked: The argument that the answer has to echo, if there is one.
        steps: The exchange.
        clock: Returns monotonic seconds.
    """

    __slots__ = ("_begun", "_clock", "_steps", "asked", "attempts", "in_doubt", "operation", "request_auth", "result")

    result: ExchangeResult
    """How the call ended; set by the `next` that returns None."""

    def __init__(
        self,
        operation: Operation[ResultT],
        request_auth: Mapping[str, Any] | None,
        asked: str | None,
        steps: Generator[Step, Reply, ExchangeResult],
        clock: Callable[[], float],
    ) -> None:
        self.operation = operation
        self.request_auth = request_auth
        self.asked = asked
        self.attempts = 0
        self.in_doubt = False
        """Whether an attempt so far may have been processed by the service."""
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
        self._begun = self._clock() if isinstance(step, Send) else None
        return step

    def _note_attempt(self, result: Response | Failure, seconds: float) -> None:
        self.attempts += 1
        self.in_doubt = self.in_doubt or outcome_of(result) in ("unknown", "applied")
        log_attempt(self.operation, self.attempts, result, seconds)

    def warn_cancelled(self, error: BaseException, phase: Phase) -> None:
        """Warn that a cancelled write may have been applied, if it may.

        Args:
            error: The cancellation; it gets a note.
            phase: How far the attempt came that was cancelled; NOT_SENT if none was being made.
        """
        if self.operation.repeat is not Repeat.SAFE and (self.in_doubt or phase > Phase.NOT_SENT):
            warn_cancelled(self.operation, error)
