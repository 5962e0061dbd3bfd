"""The guard that delays forks. Real forks are in test_fault_forks.py."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from order_capture_client._core import forks
from order_capture_client._core.forks import ForkGuard


class Elsewhere:
    """A thread that does one thing."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def has_ended(self, within: float) -> bool:
        """Return whether it happened within the given number of seconds."""
        self._thread.join(within)
        return not self._thread.is_alive()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a fork wait forever for a thread that never finishes."""
    monkeypatch.setattr(forks, "LONGEST_DELAY", float("inf"))


def fork(guard: ForkGuard) -> None:
    """Use the guard as a fork does."""
    guard.before()
    guard.after_in_parent()


def fail(guard: ForkGuard) -> None:
    """Fails at work."""
    with guard:
        raise ZeroDivisionError


@contextmanager
def busy(guard: ForkGuard) -> Iterator[None]:
    """Lets another thread be at work meanwhile."""
    entered, over = threading.Event(), threading.Event()

    def work() -> None:
        with guard:
            entered.set()
            over.wait()

    worker = Elsewhere(work)
    entered.wait()
    try:
        yield
    finally:
        over.set()
        assert worker.has_ended(5)


def test_a_fork_waits_for_the_work_of_another_thread() -> None:
    guard = ForkGuard()
    with busy(guard):
        forking = Elsewhere(partial(fork, guard))
        assert not forking.has_ended(within=0.1)

    assert forking.has_ended(within=5)


def test_a_fork_does_not_wait_for_work_that_failed() -> None:
    guard = ForkGuard()
    with pytest.raises(ZeroDivisionError):
        fail(guard)

    assert Elsewhere(partial(fork, guard)).has_ended(within=5)


def test_a_fork_amid_work_does_not_wait_for_itself() -> None:
    guard = ForkGuard()

    def work() -> None:
        with guard:
            fork(guard)

    assert Elsewhere(work).has_ended(within=5)


def test_work_waits_for_a_fork() -> None:
    guard = ForkGuard()

    def work() -> None:
        with guard:
            pass

    guard.before()
    worker = Elsewhere(work)
    assert not worker.has_ended(within=0.1)
    guard.after_in_parent()

    assert worker.has_ended(within=5)


def test_work_amid_work_neither_waits_for_a_fork_nor_lets_it_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "LONGEST_DELAY", 2.0)  # otherwise they would wait for each other forever
    guard = ForkGuard()
    with guard:
        forking = Elsewhere(partial(fork, guard))
        assert not forking.has_ended(within=0.1)
        with guard:
            pass
        assert not forking.has_ended(within=0.1)

    assert forking.has_ended(within=5)


def test_a_fork_is_not_put_off_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "LONGEST_DELAY", 0.05)
    guard = ForkGuard()
    with busy(guard):
        fork(guard)


def test_a_child_has_no_other_threads_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = ForkGuard()
    entered, over = threading.Event(), threading.Event()

    def work() -> None:
        guard.__enter__()  # and never leaves
        entered.set()
        over.wait()

    worker = Elsewhere(work)
    entered.wait()
    with monkeypatch.context() as impatient:
        impatient.setattr(forks, "LONGEST_DELAY", 0.05)
        guard.before()
    guard.after_in_child()

    assert Elsewhere(partial(fork, guard)).has_ended(within=5)
    over.set()
    assert worker.has_ended(within=5)


def test_a_child_that_is_forked_amid_work_goes_on_with_it() -> None:
    guard = ForkGuard()
    with guard:
        guard.before()
        guard.after_in_child()

    assert Elsewhere(partial(fork, guard)).has_ended(within=5)
