"""A unit test that opens a connection or starts a process fails: it belongs to `test/sockets` or `test/proof`."""

from __future__ import annotations

import multiprocessing.process
import sys
from collections.abc import Iterator

import pytest

OUTSIDE = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "subprocess.Popen",
}
"""The audit events of sockets and processes. The socket pair of an event loop causes none of them, but on Windows."""


class OutsideWorldError(BaseException):
    """Reports a unit test that leaves its process. Nothing that catches `Exception` hides it."""


class Guard:
    """Refuses sockets and processes while a unit test runs, in all of its threads."""

    def __init__(self) -> None:
        self.is_on = False
        self.refused: list[str] = []

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        """Refuse an event of `sys.addaudithook`."""
        if self.is_on and event in OUTSIDE:
            self.refuse(event)

    def refuse(self, event: str, *arguments: object) -> None:
        """Note the event, since the code under test may catch all errors, and raise."""
        self.refused.append(event)
        raise OutsideWorldError(f"{event}: a unit test needs no sockets and no processes; move it to test/sockets")


GUARD = Guard()
if sys.platform != "win32":
    sys.addaudithook(GUARD.audit)


@pytest.fixture(autouse=True)
def no_sockets_and_no_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse sockets and processes during a test, and fail it if the code under test hid the refusal."""
    # A spawned process of multiprocessing causes no audit event.
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", lambda self: GUARD.refuse("multiprocessing"))
    GUARD.refused = []
    GUARD.is_on = True
    yield
    GUARD.is_on = False
    assert GUARD.refused == []
