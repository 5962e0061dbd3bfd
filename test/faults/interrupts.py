"""Interrupts: an exception of a signal handler, at each point of a call where Python lets one in.

Signal handlers run after calls, at the beginning of functions and at backward jumps. A tracing function finds these points
in all frames, those of the libraries included, and raises there.
"""

from __future__ import annotations

import contextlib
import dis
import gc
import json
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client._core.verdict import marked_outcome
from test.faults.process import run_command
from test.faults.server import CALL, FaultServer
from test.samples import ARGUMENTS

PATIENCE = 5.0
"""Seconds after which a call hangs for good."""
KINDS: dict[str, type[BaseException]] = {
    "Ctrl-C": KeyboardInterrupt,
    "exit": SystemExit,
    "alarm": TimeoutError,
}
POINTS = ("CALL", "RESUME", "JUMP_BACKWARD", "JUMP_ABSOLUTE")
"""The beginnings of the names of the instructions behind which a signal handler may run."""


@dataclass
class Interrupted:
    """The result of the interrupts."""

    points: int = 0
    failures: list[str] = field(default_factory=list[str])
    """Place and problem."""


class Interrupt:
    """Raise an exception at the point with a given number, in the thread that begins to trace."""

    def __init__(self, number: int, kind: type[BaseException]) -> None:
        self.left = number
        self.kind = kind
        self.place = ""

    def trace(self, frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        if self.place or frame.f_code.co_filename == __file__:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        before = ""

        def step(frame: FrameType, event: str, _: object) -> Any:
            nonlocal before
            if event != "opcode" or self.place:
                return step
            last, before = before, dis.opname[frame.f_code.co_code[frame.f_lasti]]
            if last.startswith(POINTS):
                self.left -= 1
                if self.left < 0:
                    self.place = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}"
                    raise self.kind("interrupted")
            return step

        return step


def run(what: str, kind: str, *, tls: bool, every: int, first: int = 0) -> Interrupted:
    """Interrupt a call at every n-th of its points, in a process of its own.

    Args:
        what: `close`, or the operation to interrupt.
        kind: The exception, by its name in `KINDS`.
        tls: Whether the server speaks TLS.
        every: How many points to go on each time.
        first: The point to begin with.
    """
    scheme = "tls" if tls else "plain"
    ended = run_command("interrupt", what, kind, scheme, str(every), str(first), check=False, timeout=3600)
    if ended.returncode != 0:
        return Interrupted(0, [ended.stderr])
    return Interrupted(*json.loads(ended.stdout.splitlines()[-1]))


def interrupt(what: str, kind: str, scheme: str, every: str, first: str) -> tuple[int, list[str]]:
    """Interrupt a call at every n-th of its points, each time with a new client, and make another call."""
    result = Interrupted()
    logger = logging.getLogger("order_capture_client")
    level = logger.level
    with FaultServer(tls=scheme == "tls") as server, warnings.catch_warnings():
        logger.setLevel(logging.CRITICAL)  # each broken-off write is a warning
        warnings.simplefilter("ignore", ResourceWarning)  # collection closes sockets of which nobody else knew
        _once(server, what, Interrupt(10**9, KINDS[kind]), warm=True)  # all is loaded
        for warm in (True, False):
            number = int(first)
            while True:
                raised = Interrupt(number, KINDS[kind])
                problem = _once(server, what, raised, warm=warm)
                if not raised.place:
                    break
                result.points += 1
                if problem:
                    result.failures.append(f"{raised.place}: {problem}")
                number += int(every)
    logger.setLevel(level)
    return result.points, result.failures


def _once(server: FaultServer, what: str, interrupt: Interrupt, *, warm: bool) -> str:
    """Interrupt one call, and return what is wrong afterwards, if anything is."""
    descriptors = _descriptors()
    client = ApiClient(Configuration(**server.settings, access_token="t"))
    api = CheckoutApi(client)
    if warm:
        api.get_order("warm", "se")
    seen = len(server.truth.seen)
    error: BaseException | None = None
    sys.settrace(interrupt.trace)
    try:
        if what == "close":
            client.close()
        else:
            getattr(api, what)(**ARGUMENTS[what], _headers={CALL: "interrupted"})
    except BaseException as raised:  # noqa: BLE001 # any class is of interest here
        error = raised
    finally:
        sys.settrace(None)
    problem = _verdict(server, seen, error, interrupt) or _next_call(api, closed=what == "close")
    if not problem:
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        if time.monotonic() - began > 1:
            problem = "a fork waits"
    with contextlib.suppress(Exception):
        _within(PATIENCE, client.close)
    del client, api, error
    gc.collect()
    deadline = time.monotonic() + PATIENCE
    while _descriptors() > descriptors and time.monotonic() < deadline:
        time.sleep(0.01)  # the server's side of the connection
    if not problem and _descriptors() > descriptors:
        problem = "a socket stays open"
    return problem


def _verdict(server: FaultServer, seen: int, error: BaseException | None, interrupt: Interrupt) -> str:
    if error is None or not interrupt.place:
        return ""
    if not isinstance(error, interrupt.kind):
        return f"{type(error).__name__} instead of the interrupt"
    time.sleep(0.002)  # for the server to read a request that was sent
    if marked_outcome(error) in ("not_sent", "rejected") and len(server.truth.seen) > seen:
        return "a false verdict: not sent"
    return ""


def _next_call(api: CheckoutApi, *, closed: bool) -> str:
    answers: list[str] = []

    def call() -> None:
        with contextlib.suppress(Exception):
            answers.append(api.get_order("next", "se").checkout_id or "")

    if not _within(PATIENCE, call):
        return "the next call hangs"
    return "" if answers == ["next"] or closed else f"the next call: {answers}"


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _within(seconds: float, work: Callable[[], object]) -> bool:
    """Do something in a thread of its own, and return whether it ended in time."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()
