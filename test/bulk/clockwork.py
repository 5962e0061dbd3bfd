"""A run without a service, without threads and without waiting: attempts are scripted, and time is a number."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from order_capture_client.bulk._attempt import AttemptResult
from order_capture_client.bulk._journal import AnyJournal, NoJournal
from order_capture_client.bulk._pace import Pace
from order_capture_client.bulk._rows import Row
from order_capture_client.bulk._schedule import Await, Flight, Reply, Schedule, Settled, StopSwitch, Submit
from order_capture_client.bulk.outcome import Outcome

CREATED = AttemptResult("created", "id", http=201)
NOT_SENT = AttemptResult("not_sent", error="refused")
NO_ANSWER = AttemptResult("unknown", error="reset")
REJECTED = AttemptResult("rejected", error="422", http=422)
UNAUTHORIZED = AttemptResult("rejected", error="401", http=401)
SESSION_EXPIRED = AttemptResult("rejected", error="419", http=419)


def busy(retry_after: float | None = None) -> AttemptResult:
    """A 429."""
    return AttemptResult("rejected", error="429", http=429, retry_after=retry_after)


def unavailable(retry_after: float | None = None) -> AttemptResult:
    """A 503 on a create."""
    return AttemptResult("unknown", error="503", http=503, retry_after=retry_after)


def rows(number: int) -> list[Row]:
    """Rows with keys."""
    return [Row(index, f"key-{index}", b"{}") for index in range(number)]


@dataclass
class Clockwork:
    """A run of rows.

    Args:
        source: The rows.
        answers: Returns the result for a row's index and the number of its attempt, from 1.
        workers: Maximum number of rows in flight.
        seconds: How long an attempt takes.
        journal: The journal.
        attempts: Maximum number of attempts for a row.
        longest_wait: The longest `Retry-After` that the run obeys.
        reading: Seconds that the caller takes for each outcome.
    """

    source: Iterable[Row]
    answers: Callable[[int, int], AttemptResult] = lambda index, attempt: CREATED
    workers: int = 4
    seconds: float = 1.0
    journal: AnyJournal = field(default_factory=NoJournal)
    attempts: int = 10
    longest_wait: float = 300.0
    reading: float = 0.0
    now: float = 0.0
    starts: list[tuple[float, int]] = field(default_factory=list)
    """When which row was started."""
    outcomes: list[Outcome] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    """The rows that the journal knew."""
    switch: StopSwitch = field(default_factory=StopSwitch)
    most: int = 0
    """The most rows that were in flight at once."""

    def run(self, on_start: Callable[[Clockwork], object] = lambda run: None) -> Clockwork:
        """Run to the end."""
        pace = Pace(self.workers, lambda: 1.0)
        steps = Schedule(
            iter(self.source),
            self.journal,
            pace,
            self.switch,
            _outcome,
            lambda: self.now,
            attempts=self.attempts,
            longest_wait=self.longest_wait,
            resend_unknown=False,
        ).steps()
        flying: list[tuple[float, int, Flight]] = []
        order = count()
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration:
                return self
            reply = None
            if isinstance(step, Submit):
                self.starts.append((self.now, step.flight.row.index))
                heapq.heappush(flying, (self.now + self.seconds, next(order), step.flight))
                self.most = max(self.most, len(flying))
                on_start(self)
            elif isinstance(step, Settled):
                self.outcomes.append(step.outcome)
                self.now += self.reading
                if step.known:
                    self.known.append(step.outcome.index)
            else:
                reply = self._wait(step, flying)

    def _wait(self, step: Await, flying: list[tuple[float, int, Flight]]) -> Sequence[Flight]:
        assert flying or step.seconds is not None, "waits for nothing, for ever"
        until = flying[0][0] if flying else float("inf")
        if step.seconds is not None and self.now + step.seconds < until:
            self.now += step.seconds
            return []
        self.now = max(self.now, until)
        landed: list[Flight] = []
        while flying and flying[0][0] <= self.now:
            flight = heapq.heappop(flying)[2]
            result = self.answers(flight.row.index, flight.attempts)
            flight.elapsed += self.seconds
            flight.last = result
            self.journal.end(flight.row, _outcome(flight, result), result.http)
            landed.append(flight)
        return landed

    def statuses(self) -> dict[int, str]:
        """The status of each row."""
        return {outcome.index: outcome.status for outcome in self.outcomes}


def _outcome(flight: Flight, result: AttemptResult) -> Outcome:
    row = flight.row
    return Outcome(row.key, row.index, result.status, result.resource_id, result.error, flight.attempts, flight.elapsed)
