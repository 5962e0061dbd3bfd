"""First-time work: done under one lock, which a fork waits for.

A forked child inherits every lock, but only the thread that forked, so it waits forever for a lock that another thread
held. Python holds locks while it imports, and pydantic's core does nearly everything for the first time behind one.
Whatever calls do for the first time is therefore done inside `with FIRST_TIME`, and a fork takes the lock as well.
"""

from __future__ import annotations

import os
import threading

FIRST_TIME = threading.RLock()
"""Reentrant: a signal handler may make a call, or fork, while its own thread does first-time work."""

if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(
        before=FIRST_TIME.acquire, after_in_parent=FIRST_TIME.release, after_in_child=FIRST_TIME.release
    )
