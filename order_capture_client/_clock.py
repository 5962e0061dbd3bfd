"""The clocks and the dice, looked up in their modules at each use.

Tools that stop or move the time, such as freezegun, replace functions of `time`; a reference to the former function would
escape them.
"""

from __future__ import annotations

import random
import time


def wall() -> float:
    """Return seconds since 1970."""
    return time.time()


def monotonic() -> float:
    """Return seconds that never go back."""
    return time.monotonic()


def jitter() -> float:
    """Return a random number from 0 to 1."""
    return random.random()  # noqa: S311 # spreads retries, and guards nothing
