"""The outcomes of a run, for the caller to iterate."""

from __future__ import annotations

import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Generic, cast

from typing_extensions import Self

from order_capture_client._lazy import LazyModule
from order_capture_client.bulk._attempt import AttemptResult
from order_capture_client.bulk._interrupts import Interrupts, is_main_thread
from order_capture_client.bulk._run import OutcomeT, Run
from order_capture_client.bulk._schedule import Await, Flight, Reply, Submit
from order_capture_client.bulk._to_frame import imported_pandas, to_frame
from order_capture_client.bulk._workers import Workers
from order_capture_client.bulk.outcome import Summary
from order_capture_client.bulk.progress import Progress

if TYPE_CHECKING:
    import pandas
else:
    pandas = LazyModule("pandas")


class Results(Generic[OutcomeT]):
    """The outcomes of a run, in the order of completion. Iterating drives the run; nothing happens before.

    It keeps counts only, so a million rows take no more memory than a hundred. Use it in a `with` statement or iterate
    to the end, which releases the journal.

    On Ctrl-C the run stops taking rows, waits for those in flight, records them, writes the summary to standard error
    and raises `KeyboardInterrupt`. A second Ctrl-C does not wait. Iterating on yields the outcomes of the rows that
    were in flight. This holds while the main thread iterates, unless the program handles Ctrl-C itself.

    Several threads may iterate; they share the outcomes. Any thread may close it.
    """

    def __init__(self, run: Run[OutcomeT], workers: Workers) -> None:
        self._run = run
        self._workers = workers
        self._landed: SimpleQueue[Flight | None] = SimpleQueue()
        self._ready: deque[OutcomeT] = deque()
        self._reply: Reply = None
        self._turn = threading.RLock()  # the callback that shows the progress may close the run that calls it
        self._stepping = False
        """True while the thread that holds `_turn` is inside a step."""
        self._interrupts = Interrupts(self)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> OutcomeT:
        while True:
            with suppress(IndexError):
                return self._ready.popleft()
            self._interrupts.install()
            is_more = self._drive(self._advance)
            if is_main_thread() and self._interrupts.has_come and not self._interrupts.is_reported:
                self._end_interrupted()
            if not is_more and not self._ready:
                raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is KeyboardInterrupt:
            self._run.stop("interrupted")
        self.close()
        if kind is KeyboardInterrupt and not self._interrupts.is_reported:
            self._report()

    def __del__(self) -> None:
        run = getattr(self, "_run", None)  # the constructor may not have been reached
        if run is None or run.is_finished:
            return
        self._interrupts.uninstall()
        self._workers.close()
        run.abandon()  # nothing is in flight: a flight would keep these results alive
        if run.is_begun:
            warnings.warn(
                f"not iterated to its end, and not closed: {self!r}", ResourceWarning, source=self, stacklevel=2
            )

    def __repr__(self) -> str:
        return f"<Results: {self._run.summary()}>"

    def close(self) -> None:
        """Take no more rows, and wait for those in flight. May be called twice, and from any thread.

        Their outcomes are recorded; iterating on yields them. It also waits for a row that another thread is taking
        from the requests. From the request iterable or a signal handler, it may return before in-flight rows finish.
        """
        was_interrupted = self._interrupts.has_come
        self._run.stop("closed")
        self._landed.put(None)  # wakes a thread that waits for the end of a pause
        self._drive(self._drain)
        self._workers.close()
        self._interrupts.uninstall()
        if self._interrupts.has_come and not was_interrupted:
            self._report()
            raise KeyboardInterrupt

    @property
    def progress(self) -> Progress:
        """The progress of the run."""
        return self._run.progress()

    @property
    def stopped(self) -> str | None:
        """Why the run takes no more rows, if it is not that there are no more."""
        return self._run.stopped

    def summary(self) -> Summary:
        """Return the result of the run in numbers. A run that nobody has begun to iterate is run to its end first."""
        self._begin()
        return self._run.summary()

    def outcomes(self) -> list[OutcomeT]:
        """Return the outcomes of all rows of the journal, in the order of the input, also those of earlier runs.

        A run that nobody has begun to iterate is run to its end first. Without a journal, this iterates over the rest
        and returns that.
        """
        if not self._run.has_journal:
            return list(self)
        self._begin()
        return self._run.journaled()

    def failed(self) -> list[OutcomeT]:
        """Return the `outcomes` that are neither created nor read, rows in doubt included."""
        if not self._run.has_journal:
            return [outcome for outcome in self if not outcome.ok]
        return [outcome for outcome in self.outcomes() if not outcome.ok]

    def to_frame(self) -> pandas.DataFrame:
        """Return `outcomes` as a pandas DataFrame; see `bulk.to_frame`.

        Raises:
            ImportError: pandas is not installed; the run is as it was.
        """
        imported_pandas()  # before taking outcomes that would be lost
        return to_frame(self.outcomes(), orders=self._run.reads)

    def _begin(self) -> None:
        if not self._run.is_begun:
            for _ in self:
                pass

    def _advance(self) -> bool:
        """Go on until there is an outcome; return False if there are no more."""
        if self._run.is_finished:
            return False
        self._stepping = True
        try:
            while True:
                reply, self._reply = self._reply, None
                step = self._run.step(reply)
                if isinstance(step, Await):
                    self._reply = self._landings(step.seconds)
                    continue
                self._interrupts.install()  # the row source may iterate another run, which installs its own handler
                if isinstance(step, Submit):
                    self._submit(step.flight)
                elif step is None:
                    return False
                else:
                    self._ready.append(cast("OutcomeT", step.outcome))  # as the run makes them
                    break
        finally:
            self._stepping = False
            if self._run.is_finished:
                self._workers.close()
        self._run.show()
        return True

    def _submit(self, flight: Flight) -> None:
        try:
            self._workers.start(flight, self._land)
        except Exception as error:  # noqa: BLE001 # any executor, which may have lost its workers
            self._run.stop(f"the executor takes no more rows ({type(error).__name__})")
            self._land(
                flight, AttemptResult("not_sent", error=f"the executor took no more rows ({type(error).__name__})")
            )

    def _land(self, flight: Flight, result: AttemptResult) -> None:
        self._run.land(flight, result)
        self._landed.put(flight)

    def _landings(self, seconds: float | None) -> list[Flight]:
        landed: list[Flight | None] = []
        try:
            if seconds != 0:
                landed.append(self._landed.get(timeout=seconds))
            while True:
                landed.append(self._landed.get_nowait())
        except Empty:
            return [flight for flight in landed if flight is not None]

    def _drain(self) -> bool:
        if not self._run.is_begun:
            self._run.finish()
        # The row source or a signal handler may call this within a step, which the iterating thread has to finish.
        while not self._stepping and self._advance():
            pass
        return False

    def _drive(self, steps: Callable[[], bool]) -> bool:
        """Make steps while no other thread does; Ctrl-C does not break them off."""
        try:
            with self._interrupts.driving(), self._turn:
                return steps()
        finally:
            if self._run.is_finished:
                self._interrupts.uninstall()

    def interrupt(self) -> None:
        """Act like Ctrl-C. The second time, raise `KeyboardInterrupt` at once."""
        if self._interrupts.has_come or self._run.is_finished:
            raise KeyboardInterrupt
        self._interrupts.has_come = True
        self._run.stop("interrupted")
        self._landed.put(None)  # wakes a waiting thread; a SimpleQueue allows this in a signal handler
        if self._run.is_taking_row_here:
            raise KeyboardInterrupt  # ends the wait for a row, and is raised again once all flights have ended
        if not self._interrupts.is_driving:  # it came between two rows
            self._end_interrupted()

    def _end_interrupted(self) -> None:
        self._drive(self._drain)
        self._report()
        raise KeyboardInterrupt

    def _report(self) -> None:
        self._interrupts.is_reported = True
        sys.stderr.write(f"{self._run.summary()}\n")
        sys.stderr.flush()
