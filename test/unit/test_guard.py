"""The guard of this folder, `conftest.py`, fails a unit test that needs a socket or a process."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from test.unit.conftest import GUARD, OutsideWorldError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="event loops open sockets there, so nothing is refused")


def connect() -> None:
    with socket.socket() as opened:
        opened.connect(("127.0.0.1", 9))


def bind() -> None:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))


@pytest.mark.parametrize(
    ("leave", "event"),
    [
        (connect, "socket.connect"),
        (bind, "socket.bind"),
        (lambda: socket.getaddrinfo("localhost", 80), "socket.getaddrinfo"),
        (lambda: subprocess.run([sys.executable, "--version"], check=False), "subprocess.Popen"),
        (lambda: os.fork(), "os.fork"),
        (lambda: os.system("true"), "os.system"),
        (lambda: multiprocessing.get_context("spawn").Process(target=print).start(), "multiprocessing"),
    ],
    ids=["connect", "bind", "getaddrinfo", "subprocess", "fork", "system", "multiprocessing"],
)
def test_leaving_the_process_is_refused_and_noted(leave: Callable[[], object], event: str) -> None:
    with pytest.raises(OutsideWorldError, match=f"^{event}: a unit test needs no sockets"):
        leave()

    assert GUARD.refused == [event]
    GUARD.refused.clear()


def test_a_socket_pair_is_allowed() -> None:
    for end in socket.socketpair():
        end.close()
    assert GUARD.refused == []
