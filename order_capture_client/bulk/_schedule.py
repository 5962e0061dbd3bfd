"""The decisions of a run: which row to send when, and how to react to its result.

`Schedule.steps` is a generator that asks and never acts, as `exchange` is for a single call: it yields the next step and
receives the results. So threads, processes and coroutines share it, and its tests neither send nor sleep.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from order_capture_client.bulk._attempt import AttemptResult
from order_capture_client.bulk._journal import AnyJournal
from order_capture_client.bulk._pace import PATIENCE, Pace
from order_capture_client.bulk._rows import Row
from order_capture_client.bulk.outcome import Outcome

MAX_OUTCOME_DELAY = 0.05
"""Longest time to hold back an outcome while the row source is slow, in seconds."""


@dataclass(slots=True, eq=False)
class Flight:
    """A row under way."""

    row: Row
    attempts: int = 0
    """The number of attempts so far, the current one included."""
    started: float = 0.0
    """When the current attempt began."""
    elapsed: float = 0.0
    """Seconds that the attempts took so far."""
    in_doubt: bool = False
    """Whether an earlier run may have created the checkout; then only a success now settles it."""
    last: AttemptResult | None = None
    """The result of the last attempt."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Asks for an attempt, without waiting for its end."""

    flight: Flight


@dataclass(frozen=True, slots=True)
class Await:
    """Asks for the flights that ended, and to wait until there is one."""

    seconds: float | None
    """The longest wait; after it, the run goes on without one. 0 asks for flights that have ended already."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Hands an outcome to the caller that iterates."""

    outcome: Outcome
    known: bool = False
    """Whether the journal knew it already."""


Step: TypeAlias = Submit | Await | Settled
Reply: TypeAlias = Sequence[Flight] | None


@dataclass(slots=True)
class StopSwitch:
    """Stops a run; the first reason counts."""

    stopped: str | None = None
    """Why no more rows are taken."""
    failure: BaseException | None = field(default=None, repr=False)
    """The error to raise once every attempt in flight has ended."""
    taker: int | None = field(default=None, repr=False)
    """The thread that takes a row now, which lasts as long as the user's iterable likes."""

    def stop(self, reason: str, failure: BaseException | None = None) -> None:
        """Take no more rows. Attempts in flight end as they end."""
        if self.stopped is None:
            self.stopped = reason
        if self.failure is None:
            self.failure = failure


@dataclass(slots=True, eq=False)
class Schedule:
    """Takes rows as fast as the pace allows, and settles each of them."""

    rows: Iterator[Row]
    journal: AnyJournal
    pace: Pace
    switch: StopSwitch
    make: Callable[[Flight, AttemptResult], Outcome]
    """Makes the outcome of a flight."""
    clock: Callable[[], float]
    """Monotonic seconds."""
    attempts: int
    """The most attempts for a row."""
    longest_wait: float
    """A `Retry-After` of more seconds ends the run."""
    resend_unknown: bool
    """Whether rows in doubt are sent again."""
    _has_more: bool = field(init=False, default=True)
    _flying: int = field(init=False, default=0)
    _waiting: deque[Flight] = field(init=False, default_factory=deque[Flight])
    """Rows that get another attempt."""
    _settled: deque[Settled] = field(init=False, default_factory=deque[Settled])
    """Outcomes to hand out. New attempts come first, as the caller may take long over an outcome."""

    def steps(self) -> Generator[Step, Reply, None]:
        """Yield the next step, until every row is settled.

        Raises:
            ApiValueError: The journal knows another row under a row's name. All flights have ended by then.
            BaseException: Taking a row or writing the journal raised it; the same holds.
        """
        while not self._is_done():
            yield from self._start_flights()
            if self.switch.stopped is not None:
                self._settle_waiting()
            if self._settled:
                while self._settled:
                    yield self._settled.popleft()
            else:
                yield from self._await_flights()
        if self.switch.failure is not None:
            raise self.switch.failure

    def _is_done(self) -> bool:
        has_work = self._flying or self._waiting or self._settled
        return not has_work and (self.switch.stopped is not None or not self._has_more)

    def _start_flights(self) -> Generator[Step, Reply, None]:
        since = self.clock()
        while self._may_start() and not (self._settled and self.clock() - since > MAX_OUTCOME_DELAY):
            taken = self._waiting.popleft() if self._waiting else self._take()
            if taken is None:
                return
            if isinstance(taken, Settled):
                yield taken
            elif self._begin(taken):
                yield Submit(taken)
            else:
                return
            # Taking a row may take long, and the answers may be a reason to take no more.
            self._land((yield Await(0.0)))

    def _may_start(self) -> bool:
        return (
            self.switch.stopped is None
            and self._flying < self.pace.allowed
            and not self.pace.seconds_left(self.clock())
        )

    def _take(self) -> Flight | Settled | None:
        """Return the next row to send, or the outcome of one that is not sent; None if there are no more."""
        try:
            row = self._next_row()
            if row is None:
                return None
            known = self._known(row)
        except KeyboardInterrupt as error:
            # If the run was stopped before, the caller that broke off the wait for a row raises it.
            self.switch.stop("interrupted", error if self.switch.stopped is None else None)
            return None
        except BaseException as error:  # noqa: BLE001 # raised once all flights have ended
            self.switch.stop(f"{type(error).__name__} while taking a row", error)
            return None
        if known is None or (known.status == "unknown" and self.resend_unknown):
            return Flight(row, in_doubt=known is not None)
        return Settled(known, known=known.status != "invalid")

    def _known(self, row: Row) -> Outcome | None:
        """Return the outcome of a row that is invalid or in the journal."""
        known = self.journal.earlier(row)
        if known is None and row.error is not None:
            known = self.make(Flight(row), AttemptResult("invalid", error=row.error))
        if known is not None and known.status == "invalid":
            self.journal.end(row, known)
        return known

    def _next_row(self) -> Row | None:
        if not self._has_more:
            return None
        self.switch.taker = threading.get_ident()
        try:
            row = next(self.rows, None)
        finally:
            self.switch.taker = None
        self._has_more = row is not None
        return row

    def _begin(self, flight: Flight) -> bool:
        try:
            self.journal.begin(flight.row, flight.attempts + 1)
        except BaseException as error:  # noqa: BLE001 # raised once all flights have ended
            self.switch.stop(f"{type(error).__name__} while writing the journal", error)
            if flight.last is not None:
                self._waiting.append(flight)
            return False
        flight.attempts += 1
        flight.started = self.clock()
        self._flying += 1
        return True

    def _land(self, ended: Reply) -> None:
        for flight in ended or ():
            self._flying -= 1
            assert flight.last is not None  # it has ended
            self._adjust_pace(flight, flight.last)
            if self.switch.stopped is None and self._may_repeat(flight, flight.last):
                self._waiting.append(flight)
            else:
                self._settled.append(Settled(self.make(flight, flight.last)))

    def _adjust_pace(self, flight: Flight, last: AttemptResult) -> None:
        """Set the pace by the result of an attempt, and stop the run if going on makes no sense."""
        if last.final:
            return  # it says nothing about the service or about other rows
        now = self.clock()
        if last.status == "rejected" and last.http in (401, 419):
            self.switch.stop(f"the credentials are refused: {last.error}")
        elif last.hopeless:
            self.switch.stop(f"no row can be sent: {last.error}", last.failure)
        elif last.status == "not_sent" or last.http in (429, 503):
            self._pause(flight, last.retry_after, now)
        elif last.status == "unknown":
            self.pace.slow_down(flight.started, now)
        else:
            self.pace.speed_up()
        if self.pace.gave_up:
            self.switch.stop(f"giving up after {PATIENCE} failed rounds; last error: {last.error}")

    def _pause(self, flight: Flight, wait: float | None, now: float) -> None:
        if wait is not None and wait > self.longest_wait:
            self.switch.stop(f"the service asks to be left alone for {wait:.0f} s")
        else:
            self.pace.pause(flight.started, now, wait)

    def _may_repeat(self, flight: Flight, last: AttemptResult) -> bool:
        """Return whether this run may try a row again, which has to be safe."""
        if last.final or flight.attempts >= self.attempts:
            return False
        return last.status == "not_sent" or last.http == 429 or last.repeatable

    def _settle_waiting(self) -> None:
        while self._waiting:
            flight = self._waiting.popleft()
            assert flight.last is not None  # it was tried before
            self._settled.append(Settled(self.make(flight, flight.last)))

    def _await_flights(self) -> Generator[Step, Reply, None]:
        may_go_on = self.switch.stopped is None and (self._waiting or self._has_more)
        pause = self.pace.seconds_left(self.clock()) if may_go_on else 0.0
        if self._flying or pause:  # if there is neither, the pause has just ended
            self._land((yield Await(pause or None)))
