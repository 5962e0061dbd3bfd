"""The pace of a run: one for all workers, kept by the caller."""

from __future__ import annotations

import math
from collections.abc import Callable

BASE = 1.0
"""Longest first pause in seconds, if the service names none; it doubles with each failed round."""
LONGEST_PAUSE = 8.0
"""Longest pause in seconds that the service did not ask for."""
PATIENCE = 10
"""Failed rounds in a row after which a run gives up."""


class Pace:
    """The number of rows that may be in flight, and since when: halved by a failure, one more after each good round.

    Attempts that were under way when the pace was cut belong to the same failed round, and do not cut it again.

    Args:
        workers: The rows in flight at most.
        jitter: A random number from 0 to 1.
    """

    def __init__(self, workers: int, jitter: Callable[[], float]) -> None:
        self._workers = workers
        self._jitter = jitter
        self._allowed = float(workers)
        self._resume = -math.inf
        self._cut = -math.inf
        self._rounds = 0

    @property
    def allowed(self) -> int:
        """The rows that may be in flight."""
        return int(self._allowed)

    @property
    def gave_up(self) -> bool:
        """Whether so many rounds failed that going on makes no sense."""
        return self._rounds >= PATIENCE

    def seconds_left(self, now: float) -> float:
        """Return the seconds until the next row may start."""
        return max(0.0, self._resume - now)

    def speed_up(self) -> None:
        """Note a good answer."""
        self._rounds = 0
        self._allowed = min(self._workers, self._allowed + 1 / self._allowed)

    def slow_down(self, started: float, now: float) -> None:
        """Note that an attempt got no answer; go on slower, but without a pause."""
        if started >= self._cut:
            self._cut = now
            self._rounds += 1
            self._allowed = max(1.0, self._allowed / 2)

    def pause(self, started: float, now: float, retry_after: float | None) -> None:
        """Note that the service is unreachable or asks to slow down.

        Args:
            started: When the attempt began.
            now: When it ended.
            retry_after: Seconds that the service asks for.
        """
        is_new = started >= self._cut
        if retry_after is None and is_new:
            retry_after = self._jitter() * min(LONGEST_PAUSE, BASE * 2**self._rounds)
        self.slow_down(started, now)
        if retry_after is not None:
            self._resume = max(self._resume, now + retry_after)
