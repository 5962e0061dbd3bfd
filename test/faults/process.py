"""A command of `python -m test.faults`, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def run_command(
    *command: str, check: bool, timeout: float, options: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and capture its output.

    Args:
        command: The name and the arguments.
        check: Whether to raise if it fails.
        timeout: Seconds.
        options: For Python.
    """
    return subprocess.run(
        [sys.executable, *options, "-m", "test.faults", *command],
        capture_output=True,
        check=check,
        cwd=_ROOT,
        text=True,
        timeout=timeout,
    )
