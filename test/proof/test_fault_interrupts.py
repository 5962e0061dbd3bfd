"""An exception of a signal handler, at any point of a call, leaves a client that works, and a verdict that is true."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from test.faults import interrupts
from test.faults.interrupts import KINDS
from test.faults.size import LARGE

pytestmark = [
    pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 lets signal handlers in at other instructions"),
    pytest.mark.skipif(
        not Path("/proc/self/fd").exists() or not hasattr(os, "fork"), reason="Linux counts descriptors"
    ),
]


OF_OTHERS = "CredentialsError instead of the interrupt"
"""What a hook of the user's raises while the Client-Id is asked for, so an alarm there, too, becomes this error."""


@pytest.mark.parametrize("scheme", ["plain", "tls"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["create_checkout", "get_order", "close"])
def test_a_call_can_be_interrupted_at_any_point(what: str, kind: str, scheme: str) -> None:
    """All points on demand, and each time a few others otherwise."""
    every = 1 if LARGE else 5 if what == "close" else 499
    first = 0 if LARGE else list(KINDS).index(kind)

    result = interrupts.run(what, kind, tls=scheme == "tls", every=every, first=first)

    assert result.points > 0
    assert [failure for failure in result.failures if not failure.endswith(OF_OTHERS)] == []


def test_an_interrupt_is_seen() -> None:
    """Otherwise the test above would find nothing where nothing is raised."""
    result = interrupts.run("get_order", "alarm", tls=False, every=400)

    assert result.points >= 2
