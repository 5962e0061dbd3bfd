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
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from urllib3 import HTTPHeaderDict

from order_capture_client import AccessToken, ApiClient, CheckoutApi, Configuration
from order_capture_client._core import warm_up
from order_capture_client._core.wire import Request, Response
from order_capture_client._model import lenient
from order_capture_client.exceptions import ApiException
from test.faults.driver import DRIVERS, Driver
from test.faults.matrix import PATIENT, QUICK
from test.faults.process import run_command
from test.faults.server import CALL, FaultServer
from test.samples import ARGUMENTS, OPERATIONS, answer

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
    "a first call is prepared": (warm_up, "rehearse"),
    "an answer is read that differs from the contract": (lenient, "read_object"),
}
"""The possible activities of another thread during a fork, with the function of each."""


def fork_amid(point: str) -> bool:
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

    class Drifting:
        def handle(self, _: object) -> Response:
            return Response(200, HTTPHeaderDict({"Content-Type": "application/json"}), b'{"more": 1}')

    def call() -> None:
        with ApiClient.get_default():
            CheckoutApi(ApiClient(transport=Drifting())).get_order(**ARGUMENTS["get_order"])

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


def fork_amid_first_calls(milliseconds: str) -> str:
    """Fork while a thread for each operation makes the first call of it, and say how the child fared.

    To be called in a process of its own, which has made no call yet. The child makes all calls, too.
    """
    warnings.simplefilter("ignore", DeprecationWarning)  # as above
    sys.setswitchinterval(1e-6)
    client = ApiClient(Configuration(host="https://api.example.com", retries=0), transport=_Samples())
    start = threading.Event()

    def call(name: str) -> None:
        start.wait()
        _call_sample(client, name)

    threads = [threading.Thread(target=call, args=(name,)) for name in ARGUMENTS]
    for thread in threads:
        thread.start()
    start.set()
    time.sleep(float(milliseconds) / 1000)

    def call_all() -> None:
        for name in ARGUMENTS:
            _call_sample(client, name)

    fate = _fate_of_child(call_all)
    for thread in threads:
        thread.join()
    return fate


def fork_in_warm_up() -> str:
    """Fork during a thread's own first call, as a signal handler may, and return the result of the child."""
    client = ApiClient(Configuration(host="https://api.example.com", retries=0), transport=_Samples())
    rehearse = vars(warm_up)["rehearse"]
    told: list[str] = []

    def forking(model: Any) -> None:
        warm_up.rehearse = rehearse  # type: ignore[attr-defined]
        told.append(_fate_of_child(lambda: _call_sample(client, "get_order")))
        rehearse(model)

    warm_up.rehearse = forking  # type: ignore[attr-defined]
    _call_sample(client, "create_checkout")
    return told[0]


class _Samples:
    """Answers every operation with its sample."""

    def handle(self, request: Request) -> Response:
        name = request.headers[CALL]
        return answer(name, OPERATIONS[name].success)


def _call_sample(client: ApiClient, name: str) -> None:
    getattr(CheckoutApi(client), name)(**ARGUMENTS[name], _headers={CALL: name})


def _fate_of_child(work: Callable[[], object]) -> str:
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 # the child must end here
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return "ended" if status == 0 else "failed"
        time.sleep(0.005)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return HUNG


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
