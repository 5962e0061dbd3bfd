"""Locks that a forked child does not wait for, and the one for first-time work.

A forked child inherits every lock, but only the thread that forked, so it waits forever for a lock that another thread
held. Our locks therefore belong to a process: a child makes its own, even if a host such as uWSGI forks without
running Python's hooks.

The locks of others cannot be renewed: Python holds some while it imports, and pydantic's core does nearly everything for
the first time behind one. Whatever calls do for the first time is therefore done inside `with first_time()`, and a fork
waits for that lock.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from typing import TypeAlias

Locks: TypeAlias = dict[int, threading.RLock]
"""One lock for each process that has used the dict."""


def lock_of_process(locks: Locks) -> threading.RLock:
    """Return the lock of this process, which is made in one step that no other thread and no exception can split."""
    process = os.getpid()
    return locks.get(process) or locks.setdefault(process, threading.RLock())


def first_time() -> threading.RLock:
    """Return the lock for first-time work.

    It is reentrant: a signal handler may make a call, or fork, while its own thread does first-time work.
    """
    return lock_of_process(_FIRST_TIME)


def import_first(module: str) -> None:
    """Import a module that only some calls need, unless it has been imported."""
    if module not in sys.modules:
        with first_time():
            import_module(module)


_FIRST_TIME: Locks = {}


def _hold() -> None:
    first_time().acquire()


def _release() -> None:
    first_time().release()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_FIRST_TIME.clear)
