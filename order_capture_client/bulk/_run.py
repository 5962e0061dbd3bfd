"""One run, as far as threads and coroutines share it: its decisions, its journal, its counts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Iterable, Iterator, Sized
from dataclasses import replace
from typing import Generic, Protocol, cast

from typing_extensions import TypeVar

from order_capture_client import _clock
from order_capture_client._core.log import log
from order_capture_client._core.user_code import is_contained, refuse_awaitable
from order_capture_client.bulk._attempt import AttemptResult
from order_capture_client.bulk._journal import Journal, NoJournal, read_journal
from order_capture_client.bulk._pace import Pace
from order_capture_client.bulk._plan import Plan
from order_capture_client.bulk._rows import KeyedRequest, Row, check_call, checkout_rows, order_rows
from order_capture_client.bulk._schedule import Await, Flight, Reply, Schedule, Settled, StopSwitch, Submit
from order_capture_client.bulk._tally import Tally
from order_capture_client.bulk.outcome import OrderOutcome, Outcome, Summary
from order_capture_client.bulk.progress import Progress, display_for
from order_capture_client.configuration import Configuration

OutcomeT = TypeVar("OutcomeT", bound=Outcome, default=Outcome)


class Client(Protocol):
    """The part of a client that a run needs, with `await` or without."""

    @property
    def configuration(self) -> Configuration:
        """The settings of the client."""
        ...

    @property
    def client_side_validation(self) -> bool:
        """Whether known rules of the service are checked before sending."""
        ...


class Run(Generic[OutcomeT]):
    """A run that nobody drives yet.

    Args:
        plan: The arguments of the run.
        client: The client that sends the rows.

    Raises:
        ApiValueError: An argument does not fit, or the journal is in use or belongs to something else.
        OSError: The journal cannot be opened.
    """

    def __init__(self, plan: Plan, client: Client) -> None:
        host = client.configuration.host
        self.reads: bool = plan.reads
        rows = _rows(plan, client)
        self._make = _order_outcome if plan.reads else _outcome
        self._display = display_for(plan.progress)
        self._awaits = plan.awaits
        self._to_await: list[Awaitable[object]] = []
        self._has_display_failed = False
        self._journal_path = plan.journal
        self._journal = (
            NoJournal() if plan.journal is None else Journal(plan.journal, host=host, retail_unit=plan.retail_unit)
        )
        self._tally = Tally(len(plan.items) if plan.total is None and isinstance(plan.items, Sized) else plan.total)
        self._switch = StopSwitch()
        self._steps = Schedule(
            rows,
            self._journal,
            Pace(plan.max_workers, _clock.jitter),
            self._switch,
            self._make,
            _clock.monotonic,
            attempts=plan.attempts,
            longest_wait=plan.longest_wait,
            resend_unknown=plan.resend_unknown,
        ).steps()

    def step(self, reply: Reply) -> Submit | Await | Settled | None:
        """Return the next step, given the result of the last one; None at the end.

        Raises:
            ApiValueError: The journal knows another row under a row's name. All flights have ended by then.
            BaseException: Taking a row or writing the journal raised it; the same holds.
        """
        self._tally.begin()
        try:
            step = self._steps.send(reply)
        except StopIteration:
            self.finish()
            return None
        except BaseException:
            self.finish()
            raise
        if isinstance(step, Settled):
            self._tally.count(step.outcome, known=step.known)
        return step

    def stop(self, reason: str) -> None:
        """Take no more rows, if there still may be some."""
        if not self.is_finished:
            self._switch.stop(reason)

    def land(self, flight: Flight, result: AttemptResult) -> None:
        """Note the end of an attempt at once, in any thread."""
        flight.elapsed += result.elapsed
        flight.last = result
        try:
            self._journal.end(flight.row, self._make(flight, result), result.http)
        except Exception as error:  # noqa: BLE001 # raised once all flights have ended
            self._switch.stop(f"{type(error).__name__} while writing the journal", error)

    def show(self) -> None:
        """Show the progress. The exception of a display is logged once, and changes nothing else."""
        try:
            given = self._display(self.progress())
            if self._awaits and isinstance(given, Awaitable):
                self._to_await.append(cast("Awaitable[object]", given))
            else:
                refuse_awaitable("progress", given)
        except BaseException as error:
            if not is_contained(error):
                raise
            self.note_display_error(error)

    def note_display_error(self, error: BaseException) -> None:
        """Log at WARNING the first exception of a display, by its class."""
        if not self._has_display_failed:
            self._has_display_failed = True
            log(logging.WARNING, "bulk: progress raised %s; the run goes on", type(error).__name__)

    def displays_to_await(self) -> list[Awaitable[object]]:
        """Return the awaitables of an async display, each once."""
        given = list(self._to_await)
        self._to_await.clear()
        return given

    def finish(self) -> None:
        """Release the journal, and show the end of a run that has begun. May be called twice."""
        if not self.is_finished:
            self.abandon()
            if self.is_begun:
                self.show()

    def abandon(self) -> None:
        """Release the journal. By then, nothing may be in flight."""
        self._tally.finish()
        self._steps.close()
        self._journal.close()

    @property
    def is_begun(self) -> bool:
        """Whether it has taken its first step."""
        return self._tally.is_begun

    @property
    def is_finished(self) -> bool:
        """Whether it has come to its end."""
        return self._tally.is_finished

    @property
    def is_taking_row_here(self) -> bool:
        """Whether the current thread is taking a row from the user's iterable."""
        return self._switch.taker == threading.get_ident()

    @property
    def stopped(self) -> str | None:
        """The reason to take no more rows, if it is not that there are no more."""
        return self._switch.stopped

    @property
    def has_journal(self) -> bool:
        """Whether the outcomes can be read again."""
        return self._journal_path is not None

    def journaled(self) -> list[OutcomeT]:
        """Return the outcomes in the journal."""
        assert self._journal_path is not None  # asked only if there is one
        known = read_journal(self._journal_path) if self.is_finished else self._journal.outcomes()
        return cast("list[OutcomeT]", known)

    def progress(self) -> Progress:
        """Return the progress."""
        return self._tally.progress()

    def summary(self) -> Summary:
        """Return the summary."""
        return self._tally.summary(self.stopped)


def _rows(plan: Plan, client: Client) -> Iterator[Row]:
    configuration = client.configuration
    check_call("any", configuration, plan.retail_unit, plan.options)
    if plan.reads:
        return order_rows(cast("Iterable[str]", plan.items), configuration, plan.retail_unit, plan.options)
    return checkout_rows(
        cast("Iterable[KeyedRequest]", plan.items),
        configuration,
        plan.retail_unit,
        plan.options,
        client_side_validation=client.client_side_validation,
    )


def _outcome(flight: Flight, result: AttemptResult) -> Outcome:
    row = flight.row
    if flight.in_doubt and result.status in ("not_sent", "rejected"):  # which says nothing about the earlier sending
        result = replace(result, status="unknown", error=f"still in doubt; sent again, it ended with: {result.error}")
    return Outcome(row.key, row.index, result.status, result.resource_id, result.error, flight.attempts, flight.elapsed)


def _order_outcome(flight: Flight, result: AttemptResult) -> OrderOutcome:
    row = flight.row
    return OrderOutcome(
        row.key,
        row.index,
        result.status,
        row.payload.decode() or None,  # an invalid row asks for nothing
        result.error,
        flight.attempts,
        flight.elapsed,
        result.order,
    )
