"""Fixtures for every test."""

from __future__ import annotations

import functools
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from order_capture_client import api_client
from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client._model import fields, lenient, output, tree, types
from order_capture_client.sandbox import Sandbox
from test import sandbox_contract
from test.urllib3_log import without_target

MOST_WORKERS = 4
"""More processes than this disturb the tests that measure seconds."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run whole folders in a process per core, and single files in this process, where a debugger works.

    `-n NUMBER` says otherwise; `-n0` and `-p no:xdist` mean this process.
    """
    options = config.option
    if hasattr(config, "workerinput") or not config.pluginmanager.hasplugin("xdist"):
        return
    in_one_process = options.usepdb or config.pluginmanager.hasplugin("_cov")  # pytest-cov needs to know sooner: -n
    if options.numprocesses is None and not in_one_process and all(map(os.path.isdir, config.args)):
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        options.numprocesses = min(cores, MOST_WORKERS) if cores > 1 else 0
    if options.numprocesses and options.dist == "no":
        options.dist = "loadgroup"


def pytest_sessionstart() -> None:
    """Start every run in the same way, in any environment."""
    # A shell's background job ignores interrupts, and so would the programs that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # mutmut's processes have run all tests before the code is changed, and worked this out once per class of models.
    for module in (fields, lenient, output, tree, types):
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture(autouse=True)
def every_sandbox_keeps_the_contract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Check every response of a sandbox in this process against the contract, with an independent validator.

    The sandbox's server responds from its own threads, so faults are collected and raised at the end of the test.
    """
    handle = Sandbox.handle
    faults: list[str] = []

    @functools.wraps(handle)
    def checked(self: Sandbox, request: Request) -> Response | Failure:
        response = handle(self, request)
        try:
            sandbox_contract.check_answer(request, response)
        except Exception as fault:  # noqa: BLE001 # told below
            faults.append(f"{request.method} {request.target}: {fault!r}")
        return response

    monkeypatch.setattr(Sandbox, "handle", checked)
    yield
    assert faults == []


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record pauses instead of sleeping."""
    listed: list[float] = []
    clock = SimpleNamespace(time=time.time, sleep=listed.append)
    monkeypatch.setattr(api_client, "time", clock)
    return listed


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Listens to every logger at DEBUG; gives all that was said, arguments included."""
    caplog.set_level(logging.DEBUG)
    for name in ("order_capture_client", "urllib3", "urllib3.connectionpool"):
        caplog.set_level(logging.DEBUG, name)
    return lambda: "\n".join(
        without_target(record, f"{record.getMessage()} {record.args} {record.__dict__}") for record in caplog.records
    )
