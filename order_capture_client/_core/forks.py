"""Puts forks off while a thread is at what a child could not finish.

A child has a copy of every lock, but of all threads only the one that forked: what another one held stays locked for ever.
Modules are imported behind such locks, and pydantic's core does behind them nearly all that it does for the first time.
"""

from __future__ import annotations

import threading
import time

LONGEST_DELAY = 5.0
"""Seconds after which a fork is no longer put off, should the work of another thread not end."""


class ForkGuard:
    """Puts the forks of other threads off while a thread is in a `with` block of it.

    The methods are for `os.register_at_fork`.
    """

    def __init__(self) -> None:
        self._start = threading.RLock()  # held during a fork; a handler of a signal may fork while its thread holds it
        self._depths: dict[int, int] = {}  # by thread: how many blocks it is in

    def __enter__(self) -> None:
        thread = threading.get_ident()
        depth = self._depths.get(thread, 0)
        if depth:  # a call amid a call, as of a signal's handler; a fork may be waiting for this one
            self._depths[thread] = depth + 1
        else:
            with self._start:
                self._depths[thread] = 1

    def __exit__(self, *_: object) -> None:
        thread = threading.get_ident()
        depth = self._depths[thread]
        if depth > 1:
            self._depths[thread] = depth - 1
        else:
            del self._depths[thread]

    def before(self) -> None:
        """Waits until no other thread is in a block, and lets none begin one."""
        self._start.acquire()
        own = threading.get_ident() in self._depths
        until = time.monotonic() + LONGEST_DELAY
        while len(self._depths) > own and time.monotonic() < until:
            time.sleep(0.001)

    def after_in_parent(self) -> None:
        """Lets threads go on."""
        self._start.release()

    def after_in_child(self) -> None:
        """Forgets the threads that a child does not have."""
        own = threading.get_ident()
        self._depths = {thread: depth for thread, depth in self._depths.items() if thread == own}
        self._start.release()
