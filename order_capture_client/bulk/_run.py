"""One run, as far as threads and coroutines share it: what it was asked for, its decisions, its memory, its counts."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterable, Mapping, Sized
from dataclasses import replace
from typing import Generic, Protocol, cast

from typing_extensions import TypeVar

from order_capture_client._core.options import CallOptions
from order_capture_client._core.retry import is_positive_number
from order_capture_client._model.base import Model
from order_capture_client.bulk._attempt import Attempt
from order_capture_client.bulk._journal import Journal, NoJournal, read_journal
from order_capture_client.bulk._pace import Pace
from order_capture_client.bulk._rows import Keyed, check_call, checkout_rows, order_rows
from order_capture_client.bulk._schedule import Await, Control, Flight, Reply, Settled, Submit, window
from order_capture_client.bulk._tally import Record
from order_capture_client.bulk.outcome import OrderOutcome, Outcome, Summary
from order_capture_client.bulk.progress import ProgressCallback, display_for
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError

OutcomeT = TypeVar("OutcomeT", bound=Outcome, default=Outcome)

ATTEMPTS = 10
LONGEST_WAIT = 300.0


class Client(Protocol):
    """What a run needs to know of a client, with `await` or without."""

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
        items: The requests, or the ids.
        reads: Whether they are ids of orders to read.
        client: What sends them.
        retail_unit: Of all calls.
        max_workers: The rows in flight at most.
        journal: The file that remembers the rows.
        resend_unknown: Whether rows in doubt are sent again.
        attempts: How often a row is tried at most.
        longest_wait: A `Retry-After` of more seconds ends the run.
        total: How many rows there are. Default: the length of `items`, if it has one.
        progress: What shows the progress.
        options: Of all calls.

    Raises:
        ApiValueError: An argument does not fit, or the journal is in use or belongs to something else.
        OSError: The journal cannot be opened.
    """

    def __init__(
        self,
        items: Iterable[Keyed] | Iterable[str],
        *,
        reads: bool,
        client: Client,
        retail_unit: str,
        max_workers: int,
        journal: str | os.PathLike[str] | None,
        resend_unknown: bool,
        attempts: int,
        longest_wait: float,
        total: int | None,
        progress: bool | ProgressCallback,
        options: CallOptions,
    ) -> None:
        _check_numbers(max_workers=max_workers, attempts=attempts)
        if not is_positive_number(longest_wait):
            raise ApiValueError("longest_wait: a number of seconds above 0 expected")
        if not isinstance(progress, bool) and not callable(progress):
            raise ApiValueError("progress: true, false or a function expected")
        if type(resend_unknown) is not bool:
            raise ApiValueError("resend_unknown: true or false expected")
        if total is not None and (type(total) is not int or total < 0):
            raise ApiValueError("total: a whole number of at least 0 expected")
        _check_items(items, "ids" if reads else "requests")
        if "_retry_policy" in options:
            raise ApiValueError("_retry_policy: the run decides on retries, for all rows at once; see attempts")
        configuration = client.configuration
        check_call("any", configuration, retail_unit, options)
        self.reads = reads
        if reads:
            rows = order_rows(cast("Iterable[str]", items), configuration, retail_unit, options)
        else:
            rows = checkout_rows(
                cast("Iterable[Keyed]", items),
                configuration,
                retail_unit,
                options,
                client_side_validation=client.client_side_validation,
            )
        self._make = _order_outcome if reads else _outcome
        self._display = display_for(progress)
        self._journal_path = journal
        self._journal = None if journal is None else Journal(journal, host=configuration.host, retail_unit=retail_unit)
        self._ledger = NoJournal() if self._journal is None else self._journal
        self.record: Record = Record(len(items) if total is None and isinstance(items, Sized) else total)
        self.control: Control = Control()
        self._steps = window(
            rows,
            self._ledger,
            Pace(max_workers, random.random),
            self.control,
            attempts=attempts,
            longest_wait=longest_wait,
            resend_unknown=resend_unknown,
            make=self._make,
            clock=time.monotonic,
        )

    def step(self, reply: Reply) -> Submit | Await | Settled | None:
        """Gives what is to be done next, after what was asked before; None at the end.

        Raises:
            ApiValueError: The journal knows another row under a row's name. All flights have ended by then.
            BaseException: What taking a row or writing the journal raised; the same holds.
        """
        self.record.begin()
        try:
            step = self._steps.send(reply)
        except StopIteration:
            self.finish()
            return None
        except BaseException:
            self.finish()
            raise
        if isinstance(step, Settled):
            self.record.count(step.outcome, known=step.known)
        return step

    def stop(self, reason: str) -> None:
        """Takes no more rows, if there still may be some."""
        if not self.record.is_finished:
            self.control.stop(reason)

    def land(self, flight: Flight, attempt: Attempt) -> None:
        """Notes the end of an attempt, at once and in whatever thread."""
        flight.elapsed += attempt.elapsed
        flight.last = attempt
        try:
            self._ledger.end(flight.row, self._make(flight, attempt), attempt.http)
        except Exception as error:  # noqa: BLE001 # it is raised once all flights have ended
            self.control.stop(f"{type(error).__name__} while writing the journal", error)

    def show(self) -> None:
        """Shows how far it has come."""
        self._display(self.record.progress())

    def finish(self) -> None:
        """Gives the journal free, and shows the end of what was begun. May be called twice."""
        if not self.record.is_finished:
            self.abandon()
            if self.record.is_begun:
                self.show()

    def abandon(self) -> None:
        """Gives the journal free. By then, nothing may be in flight."""
        self.record.finish()
        self._steps.close()
        self._ledger.close()

    @property
    def has_journal(self) -> bool:
        """Whether the outcomes can be read again."""
        return self._journal is not None

    def journaled(self) -> list[OutcomeT]:
        """Gives what the journal knows."""
        assert self._journal is not None  # asked only where there is one
        assert self._journal_path is not None
        known = read_journal(self._journal_path) if self.record.is_finished else self._journal.outcomes()
        return cast("list[OutcomeT]", known)

    def summary(self) -> Summary:
        """Gives how it went."""
        return self.record.summary(self.control.stopped)


def _outcome(flight: Flight, attempt: Attempt) -> Outcome:
    row = flight.row
    if flight.in_doubt and attempt.status in ("not_sent", "rejected"):  # which says nothing about the earlier sending
        attempt = replace(
            attempt, status="unknown", error=f"still in doubt; sent again, it ended with: {attempt.error}"
        )
    return Outcome(
        row.key, row.index, attempt.status, attempt.resource_id, attempt.error, flight.attempts, flight.elapsed
    )


def _order_outcome(flight: Flight, attempt: Attempt) -> OrderOutcome:
    row = flight.row
    return OrderOutcome(
        row.key,
        row.index,
        attempt.status,
        row.payload.decode() or None,  # nothing is asked for in an invalid row
        attempt.error,
        flight.attempts,
        flight.elapsed,
        attempt.order,
    )


def _check_numbers(**numbers: object) -> None:
    for name, number in numbers.items():
        if type(number) is not int or number < 1:
            raise ApiValueError(f"{name}: a whole number of at least 1 expected")


def _check_items(items: object, name: str) -> None:
    if hasattr(type(items), "columns"):  # not of the frame itself: a lazy one would resolve its columns, and warn
        raise ApiValueError(f"{name}: a frame has to be turned into rows first; see requests_from_frame")
    if isinstance(items, (str, bytes, Mapping, Model)) or not isinstance(items, Iterable):
        raise ApiValueError(f"{name}: a list or another iterable of them expected")
