"""The counts of a run; nothing here grows with the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from order_capture_client import _clock
from order_capture_client.bulk.outcome import Outcome, Status, Summary
from order_capture_client.bulk.progress import Progress


class Tally:
    """Counts outcomes.

    Args:
        total: The number of rows, if known.
        clock: Monotonic seconds.
    """

    def __init__(self, total: int | None, clock: Callable[[], float] = _clock.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._counts: Counter[Status] = Counter()
        self._known = 0
        self._begun: float | None = None
        self._last: float = 0.0
        self._finished = False

    def begin(self) -> None:
        """Start the clock, once."""
        if self._begun is None:
            self._begun = self._last = self._clock()

    def count(self, outcome: Outcome, *, known: bool) -> None:
        """Count an outcome."""
        self._counts[outcome.status] += 1
        self._known += known
        self._last = self._clock()

    def finish(self) -> None:
        """Note that there will be no more."""
        self._finished = True

    @property
    def is_begun(self) -> bool:
        """Whether the clock was started."""
        return self._begun is not None

    @property
    def is_finished(self) -> bool:
        """Whether there will be no more."""
        return self._finished

    def progress(self) -> Progress:
        """Return the progress."""
        counts = self._counts
        elapsed = 0.0 if self._begun is None else self._clock() - self._begun
        settled = counts.total()
        rate = (settled - self._known) / elapsed if elapsed > 0 else 0.0
        left = None
        if self._total is not None and (rate > 0 or settled >= self._total):
            left = max(0, self._total - settled) / rate if rate > 0 else 0.0
        return Progress(
            created=counts["created"],
            read=counts["read"],
            failed=counts["rejected"] + counts["not_sent"] + counts["invalid"],
            in_doubt=counts["unknown"],
            total=self._total,
            elapsed=elapsed,
            rate=rate,
            seconds_left=left,
            finished=self._finished,
        )

    def summary(self, stopped: str | None) -> Summary:
        """Return the summary."""
        counts = self._counts
        return Summary(
            created=counts["created"],
            read=counts["read"],
            rejected=counts["rejected"],
            not_sent=counts["not_sent"],
            unknown=counts["unknown"],
            invalid=counts["invalid"],
            resumed=self._known,
            seconds=0.0 if self._begun is None else self._last - self._begun,
            stopped=stopped,
            finished=self._finished,
        )
