"""Puts forks off while a thread is at what a child could not finish.

A child has a copy of every lock, but of all threads only the one that forked: what another one held stays locked for ever.
Modules are imported behind such locks, and pydantic's core does behind them nearly all that it does for the first time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

LONGEST_DELAY = 5.0
"""Seconds after which a fork is no longer put off, should the work of another thread not end."""


class ForkGuard:
    """Knows which threads are at such work; its other methods are for `os.register_at_fork`."""

    def __init__(self) -> None:
        self._start = threading.RLock()  # held during a fork; a handler of a signal may fork while its thread holds it
        self._busy: set[int] = set()

    @contextmanager
    def put_off(self) -> Generator[None, None, None]:
        """Puts the forks of other threads off until the block ends."""
        thread = threading.get_ident()
        if thread in self._busy:  # a call amid a call, as of a signal's handler; a fork may be waiting for this one
            yield
            return
        try:
            with self._start:
                self._busy.add(thread)
            yield
        finally:
            self._busy.discard(thread)

    def before(self) -> None:
        """Waits until no other thread is busy, and lets none become so."""
        self._start.acquire()
        until = time.monotonic() + LONGEST_DELAY
        while self._busy - {threading.get_ident()} and time.monotonic() < until:
            time.sleep(0.001)

    def after_in_parent(self) -> None:
        """Lets threads go on."""
        self._start.release()

    def after_in_child(self) -> None:
        """Forgets the threads that a child does not have."""
        self._busy &= {threading.get_ident()}
        self._start.release()
