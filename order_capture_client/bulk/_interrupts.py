"""Ctrl-C while results are iterated: it stops the run in good order instead of raising in the middle of a step."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol
from weakref import ref


class Interruptible(Protocol):
    """The results that Ctrl-C interrupts."""

    def interrupt(self) -> None:
        """Stop in good order."""
        ...


class Interrupts:
    """The SIGINT handler of one run, and its state.

    Args:
        results: Is interrupted; not kept alive.
    """

    def __init__(self, results: Interruptible) -> None:
        self._handler = _SignalHandler(results)
        self.has_come: bool = False
        """Whether Ctrl-C has interrupted this run."""
        self.is_reported: bool = False
        """Whether the summary was written after it."""
        self.is_driving: bool = False
        """Whether the main thread has the turn, or waits for it."""

    @contextmanager
    def driving(self) -> Generator[None, None, None]:
        """Note while the main thread, which runs the handler, drives the run."""
        was_driving = self.is_driving
        if is_main_thread():
            self.is_driving = True
        try:
            yield
        finally:
            if is_main_thread():
                self.is_driving = was_driving

    def install(self) -> None:
        """Install the handler, unless the program or another library handles Ctrl-C itself."""
        if not is_main_thread():
            return
        current = signal.getsignal(signal.SIGINT)
        is_stale = isinstance(current, _SignalHandler) and current is not self._handler  # of results not iterated now
        if current is signal.default_int_handler or is_stale:
            signal.signal(signal.SIGINT, self._handler)

    def uninstall(self) -> None:
        """Restore Python's own handler, if this one is installed."""
        if is_main_thread() and signal.getsignal(signal.SIGINT) is self._handler:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def is_main_thread() -> bool:
    """Return whether this is the thread that Ctrl-C interrupts."""
    return threading.current_thread() is threading.main_thread()


class _SignalHandler:
    """Passes Ctrl-C on to the results, without keeping them alive."""

    def __init__(self, results: Interruptible) -> None:
        self._results = ref(results)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        results = self._results()
        if results is None:
            signal.default_int_handler(number, frame)
        else:
            results.interrupt()
