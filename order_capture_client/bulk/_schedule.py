"""Which row to send when, and what to do with how it went: the decisions of a run.

`window` is a generator that asks and never does, as `exchange` is for a single call: it yields what is to be done and
is given the results. So threads, processes and coroutines share it, and its tests neither send nor sleep.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from order_capture_client.bulk._attempt import Attempt
from order_capture_client.bulk._journal import Ledger
from order_capture_client.bulk._pace import Pace
from order_capture_client.bulk._rows import Row
from order_capture_client.bulk.outcome import Outcome

HELD_BACK = 0.05
"""Seconds after which an outcome is told though workers wait for rows, since these come slowly."""


@dataclass(slots=True, eq=False)
class Flight:
    """A row under way."""

    row: Row
    attempts: int = 0
    """How often it was tried, the present attempt included."""
    started: float = 0.0
    """When the present attempt began."""
    elapsed: float = 0.0
    """Seconds that the attempts took so far."""
    in_doubt: bool = False
    """Whether an earlier run may have created it; then only a checkout that is created now settles it."""
    last: Attempt | None = None
    """How the last attempt ended."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Asks for an attempt to be made, without waiting for its end."""

    flight: Flight


@dataclass(frozen=True, slots=True)
class Await:
    """Asks for the flights that ended, and for waiting until there is one."""

    seconds: float | None
    """How long at most; then it goes on without one. 0 asks for those that ended already."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Gives an outcome to whoever iterates."""

    outcome: Outcome
    known: bool = False
    """Whether the journal knew it already."""


Step: TypeAlias = Submit | Await | Settled
Reply: TypeAlias = Sequence[Flight] | None


@dataclass(slots=True)
class Control:
    """Stops a run; the first reason counts."""

    stopped: str | None = None
    """Why no more rows are taken."""
    failure: BaseException | None = field(default=None, repr=False)
    """What to raise once all that is in flight has ended."""
    taker: int | None = field(default=None, repr=False)
    """The thread that takes a row now, which may take as long as the user's iterable likes."""

    def stop(self, reason: str, failure: BaseException | None = None) -> None:
        """Takes no more rows. What is in flight ends as it ends."""
        if self.stopped is None:
            self.stopped = reason
        if self.failure is None:
            self.failure = failure


def window(
    rows: Iterator[Row],
    ledger: Ledger,
    pace: Pace,
    control: Control,
    *,
    attempts: int,
    longest_wait: float,
    resend_unknown: bool,
    make: Callable[[Flight, Attempt], Outcome],
    clock: Callable[[], float],
) -> Generator[Step, Reply, None]:
    """Takes rows as long as the pace allows, and settles each of them.

    Args:
        rows: What to send.
        ledger: What is known from earlier runs, and what will be known to later ones.
        pace: How many at once, and from when on.
        control: Stops it.
        attempts: How often a row is tried at most.
        longest_wait: A `Retry-After` of more seconds ends the run.
        resend_unknown: Whether rows in doubt are sent again.
        make: Gives the outcome of a flight.
        clock: Monotonic seconds.

    Raises:
        ApiValueError: The journal knows another row under a row's name. All flights have ended by then.
        BaseException: What taking a row or writing the journal raised; the same holds.
    """
    again: deque[Flight] = deque()
    settled: deque[Settled] = deque()
    flying = 0
    is_more = True

    def learn(ended: Reply) -> None:
        nonlocal flying
        for flight in ended or ():
            flying -= 1
            assert flight.last is not None  # it has ended
            _learn(flight, flight.last, pace, control, longest_wait, clock())
            if _is_worth_another(flight, flight.last, attempts) and control.stopped is None:
                again.append(flight)
            else:
                settled.append(Settled(make(flight, flight.last)))

    while True:
        since = clock()
        while control.stopped is None and flying < pace.allowed and not pace.seconds_left(clock()):
            if settled and clock() - since > HELD_BACK:
                break
            if again:
                flight = again.popleft()
            elif is_more:
                taken = _take(rows, ledger, control, make, resend_unknown=resend_unknown)
                if isinstance(taken, Settled):
                    yield taken
                    learn((yield Await(0.0)))
                    continue
                if taken is None:
                    is_more = False
                    break
                flight = taken
            else:
                break
            flight.attempts += 1
            flight.started = clock()
            if not _begun(flight, ledger, control):
                flight.attempts -= 1
                if flight.last is not None:
                    again.append(flight)
                break
            flying += 1
            yield Submit(flight)
            learn((yield Await(0.0)))  # taking rows may take long, and the answers may be a reason to take no more

        while control.stopped is not None and again:
            flight = again.popleft()
            assert flight.last is not None  # it was tried before
            settled.append(Settled(make(flight, flight.last)))
        if settled:  # not before there is new work for the workers, as whoever iterates may take long
            while settled:
                yield settled.popleft()
            continue
        if not flying and not again and (control.stopped is not None or not is_more):
            break

        pause = pace.seconds_left(clock()) if control.stopped is None and (again or is_more) else 0.0
        if flying or pause:  # else the pause has just ended
            learn((yield Await(pause or None)))
    if control.failure is not None:
        raise control.failure


def _take(
    rows: Iterator[Row],
    ledger: Ledger,
    control: Control,
    make: Callable[[Flight, Attempt], Outcome],
    *,
    resend_unknown: bool,
) -> Flight | Settled | None:
    """Gives the next row to send, or the outcome of one that is not sent; None if there are no more."""
    try:
        row = _next(rows, control)
        if row is None:
            return None
        known = ledger.earlier(row)
        if known is None and row.error is not None:
            known = make(Flight(row), Attempt("invalid", error=row.error))
        if known is not None and known.status == "invalid":
            ledger.end(row, known)
    except KeyboardInterrupt as error:
        # Who stopped the run before it broke off the wait for a row will raise it.
        control.stop("interrupted", error if control.stopped is None else None)
        return None
    except BaseException as error:  # noqa: BLE001 # it is raised once all flights have ended
        control.stop(f"{type(error).__name__} while taking a row", error)
        return None
    if known is None or (known.status == "unknown" and resend_unknown):
        return Flight(row, in_doubt=known is not None)
    return Settled(known, known=known.status != "invalid")


def _next(rows: Iterator[Row], control: Control) -> Row | None:
    control.taker = threading.get_ident()
    try:
        return next(rows, None)
    finally:
        control.taker = None


def _begun(flight: Flight, ledger: Ledger, control: Control) -> bool:
    try:
        ledger.begin(flight.row, flight.attempts)
    except BaseException as error:  # noqa: BLE001 # it is raised once all flights have ended
        control.stop(f"{type(error).__name__} while writing the journal", error)
        return False
    return True


def _learn(flight: Flight, last: Attempt, pace: Pace, control: Control, longest_wait: float, now: float) -> None:
    """Sets the pace by how an attempt went, and ends the run where going on makes no sense."""
    if last.final:
        return  # it says nothing of the service, and nothing of other rows
    if last.status == "rejected" and last.http in (401, 419):
        control.stop(f"the credentials are refused: {last.error}")
    elif last.status == "not_sent" or last.http in (429, 503):
        wait = last.retry_after
        if wait is not None and wait > longest_wait:
            control.stop(f"the service asks to be left alone for {wait:.0f} s")
        else:
            pace.pause(flight.started, now, wait)
    elif last.status == "unknown":
        pace.slow_down(flight.started, now)
    else:
        pace.speed_up()
    if pace.hopeless:
        control.stop(f"there is nothing but trouble; the last was: {last.error}")


def _is_worth_another(flight: Flight, last: Attempt, attempts: int) -> bool:
    """Whether a row may be tried again in this run: only where that can do no harm."""
    if last.final or flight.attempts >= attempts:
        return False
    return last.status == "not_sent" or last.http == 429 or last.repeatable
