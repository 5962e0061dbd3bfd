"""The progress of a run, and the displays for it."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO, TypeAlias

from order_capture_client import _clock


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run."""

    created: int = 0
    read: int = 0
    failed: int = 0
    """Rows that were certainly not done: rejected, not sent, or invalid."""
    in_doubt: int = 0
    """Rows whose outcome is unknown."""
    total: int | None = None
    """The number of rows, if known."""
    elapsed: float = 0.0
    """Seconds since the run began."""
    rate: float = 0.0
    """Rows per second, without those that the journal knew already."""
    seconds_left: float | None = None
    """An estimate, if the total is known."""
    finished: bool = False
    """Whether this is the last one of the run, after which nothing is shown any more."""

    @property
    def settled(self) -> int:
        """The number of rows with an outcome."""
        return self.created + self.read + self.failed + self.in_doubt

    @property
    def text(self) -> str:
        """The numbers as one line."""
        of_all = "" if self.total is None else f"/{self.total}"
        word, count = ("read", self.read) if self.read else ("created", self.created)
        left = "" if self.seconds_left is None else f", {_duration(self.seconds_left)} left"
        return (
            f"{self.settled}{of_all} rows: {count} {word}, {self.failed} failed, {self.in_doubt} in doubt"
            f" | {self.rate:.1f}/s, {_duration(self.elapsed)}{left}"
        )


ProgressCallback: TypeAlias = Callable[[Progress], object]
"""Called after each row, and once more with `finished` set, in the thread that iterates."""


class LineProgress:
    """Writes a line a second, and a last one.

    Args:
        stream: The stream to write to. Default: standard error at the time of writing.
        clock: Monotonic seconds.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] | None = None) -> None:
        self._stream = stream
        self._clock = _clock.monotonic if clock is None else clock
        self._next = self._clock() + 1.0

    def __call__(self, progress: Progress) -> None:
        """Write a line, if it is time for one."""
        now = self._clock()
        if progress.finished or now >= self._next:
            self._next = now + 1.0
            stream = sys.stderr if self._stream is None else self._stream
            stream.write(progress.text + "\n")
            stream.flush()


class BarProgress:
    """Shows a bar, by tqdm.

    Args:
        bar: tqdm's class.
        stream: The stream to write to, in a terminal. Default: standard error.
    """

    def __init__(self, bar: type[object], stream: TextIO | None = None) -> None:
        # Its monitor is a thread, and forking a process that has threads can end in a deadlock.
        self._kind: Any = type("Bar", (bar,), {"monitor_interval": 0})
        self._stream = stream
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        """Moves the bar, several times a second at most."""
        if self._bar is None:
            form = "{desc}" if progress.total is None else "{percentage:3.0f}%|{bar}| {desc}"
            self._bar = self._kind(
                total=progress.total, initial=progress.settled, desc=progress.text, file=self._stream, bar_format=form
            )
        self._bar.set_description_str(progress.text, refresh=False)
        self._bar.update(progress.settled - self._bar.n)
        if progress.finished:
            self._bar.refresh()
            self._bar.close()


def display_for(progress: bool | ProgressCallback) -> ProgressCallback:
    """Return the display for the progress of a run: the requested one, or the best available.

    That is a bar in a notebook or terminal if tqdm is installed, and otherwise a line per second.
    """
    if callable(progress):
        return progress
    if not progress:
        return _nothing
    bar = _tqdm() if sys.stderr.isatty() or _is_in_notebook() else None
    return LineProgress() if bar is None else BarProgress(bar)


def _tqdm() -> Any:
    """Return tqdm's class for a notebook or a terminal; None if it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets, it shows a bar of text
        try:
            return importlib.import_module("tqdm.auto").tqdm
        except ImportError:
            return None


def _is_in_notebook() -> bool:
    ipython: Any = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and "IPKernelApp" in shell.config


def _nothing(progress: Progress) -> None:
    """Show nothing."""


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return (
        f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" if whole >= 3600 else f"{whole // 60}:{whole % 60:02}"
    )
