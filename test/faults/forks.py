"""Forks: a child that uses its parent's client gets its own answers, over connections of its own.

Forking is done in a process of its own, since threads are running meanwhile; the server is in the process that starts it.
"""

from __future__ import annotations

import json
import os
import select
import sys
import threading
import time
import warnings
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from order_capture_client import AccessToken, ApiClient, CheckoutApi, Configuration, _base_client
from order_capture_client.exceptions import ApiException
from test.faults.driver import DRIVERS, Driver
from test.faults.matrix import PATIENT, QUICK
from test.faults.process import run_command
from test.faults.server import CALL, FaultServer
from test.samples import ARGUMENTS

POSSIBLE = hasattr(os, "fork")
PROCESS = "X-Test-Process"
"""The header that tells the server which process a request comes from."""
THREADS_OF_PARENT = 6
THREADS_OF_CHILD = 6
CALLS_OF_CHILD = 3
PATIENCE = 10.0
"""Seconds after which a child hangs for good."""
HUNG = "a child that does not end"


@dataclass(frozen=True)
class Forked:
    """The result of the forks."""

    runs: int
    calls: int
    wrong: list[str]
    """Answers that were not the caller's own, errors, and children that did not end."""
    shared: int
    """Connections over which more than one process sent requests."""


def run(runs: int, *, tls: bool, cold: bool = False, driver: str = "sync") -> Forked:
    """Let a process fork repeatedly while its threads make calls.

    Args:
        runs: Number of forks.
        tls: Whether the server speaks TLS.
        cold: Whether the first fork happens during the first calls, which import modules.
        driver: The client.
    """
    with FaultServer(tls=tls) as server:
        warmth = "cold" if cold else "warm"
        settings = json.dumps(server.settings)
        ended = run_command("fork", str(runs), driver, warmth, settings, check=False, timeout=60 + 2 * runs + PATIENCE)
    if ended.returncode != 0:
        return Forked(runs, 0, [ended.stderr], 0)
    processes: dict[int, set[str]] = {}
    for seen in server.truth.seen:
        processes.setdefault(seen.connection, set()).add(seen.headers[PROCESS.lower()])
    shared = sum(len(used_by) > 1 for used_by in processes.values())
    return Forked(runs, len(server.truth.seen), json.loads(ended.stdout), shared)


def fork(runs: str, driver: str, warmth: str, settings: str) -> list[str]:
    """Fork and return the problems; call this in a separate process."""
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking while there are threads
    sys.setswitchinterval(1e-4)
    if warmth == "cold":
        sys.meta_path.insert(0, _SlowImports())
    made = DRIVERS[driver](
        Configuration(
            **json.loads(settings), access_token=_Changing(), timeouts=PATIENT, retry_policy=QUICK, debug=False
        )
    )
    over = threading.Event()
    wrong: list[str] = _own_answers(made, 2) if warmth == "warm" else []

    def call_on() -> None:
        while not over.is_set():
            wrong.extend(_own_answers(made, 1))

    threads = [threading.Thread(target=call_on) for _ in range(THREADS_OF_PARENT)]
    for thread in threads:
        thread.start()
    time.sleep(0.2 if warmth == "cold" else 0.01)
    try:
        for _ in range(int(runs)):
            time.sleep(0.002)
            told = _one_child(made)
            wrong.extend(told)
            if told == [HUNG]:
                break
    finally:
        over.set()
        for thread in threads:
            thread.join()
        made.close()
    return wrong


POINTS: dict[str, tuple[object, str]] = {
    "the default client is made": (ApiClient, "_on_default"),
    "a request is made": (_base_client, "build_request"),
    "an answer is read": (_base_client, "read_response"),
}
"""The possible activities of another thread during a fork, with the function of each."""


def fork_amid(point: str, settings: str) -> bool:
    """Return whether a forked child can complete the other thread's activity; call this in a separate process."""
    warnings.simplefilter("ignore", DeprecationWarning)  # as above
    owner, name = POINTS[point]
    work = getattr(owner, name)
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slowly(*arguments: Any, **options: Any) -> Any:
        begun.set()
        go_on.wait()
        try:
            return work(*arguments, **options)
        finally:
            ended.set()

    def call() -> None:
        with ApiClient.get_default() as client:
            CheckoutApi(client).get_order(**ARGUMENTS["get_order"])

    Configuration.set_default(Configuration(**json.loads(settings)))
    setattr(owner, name, slowly)
    thread = threading.Thread(target=call)
    thread.start()
    begun.wait()
    threading.Timer(0.2, go_on.set).start()
    pid = os.fork()
    if pid == 0:
        os._exit(0 if ended.is_set() else 1)
    thread.join()
    return os.waitpid(pid, 0)[1] == 0


def _one_child(driver: Driver) -> list[str]:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write, json.dumps(_work_of_child(driver)).encode()[:60_000])
        finally:
            os._exit(0)
    os.close(write)
    told = b""
    try:
        until = time.monotonic() + PATIENCE
        while select.select([read], [], [], max(0.0, until - time.monotonic()))[0]:
            part = os.read(read, 65536)
            if not part:
                return list(json.loads(told)) if told else ["a child that said nothing"]
            told += part
        os.kill(pid, 9)
        return [HUNG]
    finally:
        os.close(read)
        os.waitpid(pid, 0)


def _work_of_child(driver: Driver) -> list[str]:
    wrong: list[str] = []
    threads = [
        threading.Thread(target=lambda: wrong.extend(_own_answers(driver, CALLS_OF_CHILD)))
        for _ in range(THREADS_OF_CHILD)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def _own_answers(driver: Driver, calls: int) -> list[str]:
    wrong = []
    for number in range(calls):
        asked = str(uuid4())
        name = "get_order" if number % 2 else "create_checkout"
        arguments: dict[str, Any] = dict(ARGUMENTS[name])
        if "checkout_id" in arguments:
            arguments["checkout_id"] = asked
        try:
            answer = driver.call(name, arguments, _headers={CALL: asked, PROCESS: str(os.getpid())})
        except ApiException as error:
            wrong.append(f"{name}: {error!r} {error.reason}")
            continue
        except Exception as error:  # noqa: BLE001 # any class is of interest here
            wrong.append(f"{name}: {error!r}")
            continue
        told, expected = (answer.checkout_id, asked) if number % 2 else (answer.resource_id, f"{asked}-1")
        if told != expected:
            wrong.append(f"{name}: asked for {expected}, told {told}")
    return wrong


class _SlowImports:
    """Lets the import of the first models take long, so that a fork falls into it."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Finds nothing, slowly; the lock of the module is held meanwhile."""
        if name.endswith((".create_resource", ".checkout_dto")):
            time.sleep(0.5)


class _Changing:
    """Return tokens that expire at once, so that the lock of the token cache is held most of the time."""

    def __call__(self) -> AccessToken:
        time.sleep(0.0005)
        return AccessToken("token", time.time())
