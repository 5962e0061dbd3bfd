"""The outcomes of a run, as the caller holds them."""

from __future__ import annotations

import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Generic, cast
from weakref import ref

from typing_extensions import Self

from order_capture_client.bulk._attempt import Attempt
from order_capture_client.bulk._run import OutcomeT, Run
from order_capture_client.bulk._schedule import Await, Flight, Reply, Submit
from order_capture_client.bulk._to_frame import imported_pandas, to_frame
from order_capture_client.bulk._workers import Workers
from order_capture_client.bulk.outcome import Summary
from order_capture_client.bulk.progress import Progress

if TYPE_CHECKING:
    import pandas


class Results(Generic[OutcomeT]):
    """The outcomes of a run, in the order of completion. Whoever iterates drives the run; nothing happens before.

    It keeps counts only, so that a million rows take no more memory than a hundred. Use it in a `with` statement, or
    iterate to the end: then the journal is free again.

    Ctrl-C: no more rows are taken, those in flight end and are recorded, the summary is written to standard error, and
    `KeyboardInterrupt` is raised. A second Ctrl-C does not wait. Iterating on gives the outcomes of the rows that were
    in flight. This is so while the main thread iterates, unless the program handles Ctrl-C itself.

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
        """Whether whoever has the turn is in the midst of a step."""
        self._driving = False
        """Whether the main thread has the turn, or waits for it."""
        self._interrupted = False
        self._told = False
        self._handler = _Handler(self)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> OutcomeT:
        while True:
            with suppress(IndexError):
                return self._ready.popleft()
            self._heed_interrupts()
            is_more = self._drive(self._advance)
            if _is_main() and self._interrupted and not self._told:
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
        if kind is KeyboardInterrupt and not self._told:
            self._tell()

    def __del__(self) -> None:
        run = getattr(self, "_run", None)  # the constructor may not have been reached
        if run is None or run.record.is_finished:
            return
        self._leave_interrupts()
        self._workers.close()
        run.abandon()  # whatever is in flight holds these results, so nothing is
        if run.record.is_begun:
            warnings.warn(
                f"not iterated to its end, and not closed: {self!r}", ResourceWarning, source=self, stacklevel=2
            )

    def __repr__(self) -> str:
        return f"<Results: {self._run.summary()}>"

    def close(self) -> None:
        """Takes no more rows, and waits for those in flight. May be called twice, and from any thread.

        Their outcomes are recorded, and iterating on gives them. A row that another thread is about to take from the
        requests is waited for, too. Called by what gives the requests, or by a signal handler, it may not wait.
        """
        was_interrupted = self._interrupted
        self._run.stop("closed")
        self._landed.put(None)  # whoever waits for the end of a pause need not go on
        self._drive(self._drain)
        self._workers.close()
        self._leave_interrupts()
        if self._interrupted and not was_interrupted:
            self._tell()
            raise KeyboardInterrupt

    @property
    def progress(self) -> Progress:
        """How far the run has come."""
        return self._run.record.progress()

    @property
    def stopped(self) -> str | None:
        """Why no more rows are taken, if it is not that there are no more."""
        return self._run.control.stopped

    def summary(self) -> Summary:
        """Gives how the run went, in numbers. One that nobody has begun to iterate is run to its end first."""
        self._begin()
        return self._run.summary()

    def outcomes(self) -> list[OutcomeT]:
        """Gives the outcomes of all rows of the journal, in the order of the input, also those of earlier runs.

        A run that nobody has begun to iterate is run to its end first. Without a journal, this iterates over what is
        left and gives that.
        """
        if not self._run.has_journal:
            return list(self)
        self._begin()
        return self._run.journaled()

    def failed(self) -> list[OutcomeT]:
        """Gives those of `outcomes` that were not created or read, rows in doubt included."""
        if not self._run.has_journal:
            return [outcome for outcome in self if not outcome.ok]
        return [outcome for outcome in self.outcomes() if not outcome.ok]

    def to_frame(self) -> pandas.DataFrame:
        """Gives `outcomes` as a pandas DataFrame; see `bulk.to_frame`.

        Raises:
            ImportError: pandas is not installed; the run is as it was.
        """
        imported_pandas()  # before outcomes are taken that nobody would get
        return to_frame(self.outcomes(), orders=self._run.reads)

    def _begin(self) -> None:
        if not self._run.record.is_begun:
            for _ in self:
                pass

    def _advance(self) -> bool:
        """Goes on until there is an outcome; False if there are no more."""
        if self._run.record.is_finished:
            return False
        self._stepping = True
        try:
            while True:
                reply, self._reply = self._reply, None
                step = self._run.step(reply)
                if isinstance(step, Await):
                    self._reply = self._landings(step.seconds)
                    continue
                self._heed_interrupts()  # another run may have given the row, and heeded them meanwhile
                if isinstance(step, Submit):
                    self._submit(step.flight)
                elif step is None:
                    return False
                else:
                    self._ready.append(cast("OutcomeT", step.outcome))  # as the run makes them
                    break
        finally:
            self._stepping = False
            if self._run.record.is_finished:
                self._workers.close()
        self._run.show()
        return True

    def _submit(self, flight: Flight) -> None:
        try:
            self._workers.start(flight, self._land)
        except Exception as error:  # noqa: BLE001 # its workers may be lost, and it may be anybody's
            self._run.control.stop(f"the executor takes no more rows ({type(error).__name__})")
            self._land(flight, Attempt("not_sent", error=f"the executor took no more rows ({type(error).__name__})"))

    def _land(self, flight: Flight, attempt: Attempt) -> None:
        self._run.land(flight, attempt)
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
        if not self._run.record.is_begun:
            self._run.finish()
        # What gives the rows, or a signal handler, may ask for this within a step; whoever iterates has to end it.
        while not self._stepping and self._advance():
            pass
        return False

    def _drive(self, steps: Callable[[], bool]) -> bool:
        """Makes steps that Ctrl-C does not break off, when no other thread does."""
        was_driving = self._driving
        if _is_main():
            self._driving = True
        try:
            with self._turn:
                return steps()
        finally:
            if _is_main():
                self._driving = was_driving
            if self._run.record.is_finished:
                self._leave_interrupts()

    def _heed_interrupts(self) -> None:
        """Lets Ctrl-C stop the run in good order, where it would raise `KeyboardInterrupt` in the midst of it."""
        if _is_main():
            handler = signal.getsignal(signal.SIGINT)
            # That of other results, which nobody iterates now, is replaced; that of another library is not.
            if handler is signal.default_int_handler or (
                isinstance(handler, _Handler) and handler is not self._handler
            ):
                signal.signal(signal.SIGINT, self._handler)

    def _leave_interrupts(self) -> None:
        if _is_main() and signal.getsignal(signal.SIGINT) is self._handler:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupt(self) -> None:
        """Does what Ctrl-C does. The second time, `KeyboardInterrupt` is raised at once."""
        if self._interrupted or self._run.record.is_finished:
            raise KeyboardInterrupt
        self._interrupted = True
        self._run.control.stop("interrupted")
        self._landed.put(None)  # wakes whoever waits; a SimpleQueue allows this in a signal handler
        if self._run.control.taker == threading.get_ident():
            raise KeyboardInterrupt  # which ends the wait for a row, and is raised again once all has ended
        if not self._driving:  # it came between two rows
            self._end_interrupted()

    def _end_interrupted(self) -> None:
        self._drive(self._drain)
        self._tell()
        raise KeyboardInterrupt

    def _tell(self) -> None:
        self._told = True
        sys.stderr.write(f"{self._run.summary()}\n")
        sys.stderr.flush()


def _is_main() -> bool:
    """Whether this is the thread that Ctrl-C interrupts."""
    return threading.current_thread() is threading.main_thread()


class _Handler:
    """Hands Ctrl-C to the results that are iterated, without keeping them alive."""

    def __init__(self, results: Results[Any]) -> None:
        self._results = ref(results)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        results = self._results()
        if results is None:
            signal.default_int_handler(number, frame)
        else:
            results.interrupt()
