"""A server or proxy in a process of its own, on loopback."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

LOOPBACK = "127.0.0.1"
_PATIENCE = 15.0
"""Seconds until a program must have begun to listen, or to end."""
_ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port of loopback that is free now."""
    with socket.socket() as sock:
        sock.bind((LOOPBACK, 0))
        port: int = sock.getsockname()[1]
        return port


class Process:
    """A program that runs until it is stopped; its children are in its group, and end with it.

    Args:
        arguments: The command.
        port: Where it listens.
        log: The file of what it prints.
    """

    def __init__(self, arguments: Sequence[str], port: int, log: Path) -> None:
        self._log = log
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                arguments, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True
            )
        try:
            self._wait_for(port)
        except BaseException:
            self.kill()
            raise

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End the program and its children at once, as a crash of the machine would."""
        with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(_PATIENCE)

    def stop(self) -> None:
        """Ask the program to end, which removes its shared memory, and end what is left of it."""
        self._process.terminate()
        self.wait()

    def wait(self) -> None:
        """Wait until the program has ended by itself, and end what is left of it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self.kill()

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection((LOOPBACK, port), 1).close()
                return
            time.sleep(0.02)
        raise RuntimeError(f"{self._process.args!r} does not listen: {self._log.read_text(errors='replace')[-2000:]}")
