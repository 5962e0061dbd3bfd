"""Many threads on one client: each gets its own answer, and all of them together one token."""

from __future__ import annotations

import random
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from order_capture_client import AccessToken, Configuration
from order_capture_client.exceptions import ApiException
from test.faults.catalogue import Fault
from test.faults.driver import DRIVERS
from test.faults.matrix import PATIENT, QUICK
from test.faults.policy import Row
from test.faults.secrets import collected
from test.faults.server import CALL, FaultServer, Line, Seen
from test.samples import ARGUMENTS, OPERATIONS

THREADS = 100


@dataclass(frozen=True)
class Crowded:
    """The result of a crowd."""

    calls: int
    wrong: list[str]
    """Answers that were not the caller's own, and errors."""
    warnings: list[str]
    """Warnings, raised or logged."""
    connections: int


class _Answers:
    """Respond correctly after a short delay, and sometimes in a way that ends the connection."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def connection(self) -> None:
        """Connections are left alone."""

    def request(self, seen: Seen) -> Fault:
        """Return the action for a request."""
        with self._lock:
            pause, chance = self._random.random() * 0.003, self._random.random()

        def play(line: Line) -> None:
            line.server.over.wait(pause)
            if chance < 0.05:
                line.send(line.whole(line.body, "Connection: close"))
                line.end()
            elif chance < 0.1:
                line.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" + line.good)
            elif chance < 0.15:
                line.send(line.whole(b" " * 70_000, status="404 Not Found"))
            else:
                line.send(line.good)

        return Fault("late", Row.FINE, play)


def mixed_answers(calls: int, seed: int, *, tls: bool = False, driver: str = "sync") -> Crowded:
    """Let each thread ask for its own checkouts, and compare the results."""
    wrong: list[str] = []
    with FaultServer(_Answers(seed), tls=tls) as server, collected() as streams:
        made = DRIVERS[driver](
            Configuration(**server.settings, timeouts=PATIENT, retry_policy=QUICK, connection_pool_maxsize=10)
        )

        def work(number: int) -> None:
            for name in ("get_order", "create_checkout", "get_checkout", "patch_checkout", "get_consumer_info"):
                for _ in range(max(1, calls // THREADS // 5)):
                    wrong.extend(_own_answer(made, name))

        _at_once(work)
        made.close()
        told = streams()
        connections = len({seen.connection for seen in server.truth.seen})
    logged = [line for line in str(told["logs"]).splitlines() if " WARNING " in line or " ERROR " in line]
    return Crowded(len(server.truth.seen), wrong, [*logged, *str(told["warnings"]).splitlines()], connections)


def _own_answer(driver: Any, name: str) -> list[str]:
    asked = str(uuid4())
    arguments = dict(ARGUMENTS[name])
    if "checkout_id" in arguments:
        arguments["checkout_id"] = asked
    try:
        answer = driver.call(name, arguments, _headers={CALL: asked})
    except ApiException as error:
        return [] if error.status == 404 else [f"{name}: {error!r}"]
    except Exception as error:  # noqa: BLE001 # any class is of interest here
        return [f"{name}: {error!r}"]
    told = answer.resource_id if OPERATIONS[name].success == 201 else answer.checkout_id
    expected = f"{asked}-1" if OPERATIONS[name].success == 201 else asked
    return [] if told == expected else [f"{name}: asked for {expected}, told {told}"]


def _at_once(work: Callable[[int], object]) -> None:
    """Lets all threads begin at the same moment."""
    barrier = threading.Barrier(THREADS)
    raised: list[BaseException] = []

    def begin(number: int) -> None:
        try:
            barrier.wait(30)
            work(number)
        except BaseException as error:  # noqa: BLE001 # raised below
            raised.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(THREADS)]
    with warnings.catch_warnings():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
    if raised:
        raise raised[0]


class Provider:
    """Return a token slowly and count the calls; the first tokens expire soon."""

    def __init__(self, *lifetimes: float) -> None:
        self.asked = 0
        self.together = 0
        self._lifetimes = lifetimes
        self._lock = threading.Lock()

    def __call__(self) -> AccessToken:
        if not self._lock.acquire(blocking=False):
            self.together += 1
            self._lock.acquire()
        try:
            time.sleep(0.02)
            self.asked += 1
            lifetime = self._lifetimes[min(self.asked, len(self._lifetimes)) - 1]
            return AccessToken(f"token-{self.asked}", time.time() + lifetime)
        finally:
            self._lock.release()


@dataclass(frozen=True)
class Stampede:
    """The result of a crowd."""

    asked: int
    """Number of calls to the provider."""
    together: int
    """Number of calls while another one was running."""
    tokens: list[str]
    """Tokens of the requests, in their order."""
    errors: list[str]


def stampede(when: str, driver: str = "sync") -> Stampede:
    """Lets all threads need a token at once.

    Args:
        when: `at first`, `at expiry` or `at 401`.
        driver: Which client.
    """
    hour = 3600.0
    provider = Provider(30.3, hour) if when == "at expiry" else Provider(hour)
    errors: list[str] = []
    with FaultServer(_RefusesFirstToken() if when == "at 401" else None) as server:
        made = DRIVERS[driver](
            Configuration(**server.settings, access_token=provider, timeouts=PATIENT, retry_policy=QUICK)
        )
        if when == "at expiry":
            made.call("get_order", ARGUMENTS["get_order"])
            time.sleep(0.35)  # half a minute before its expiry, a token is not used any more

        def work(number: int) -> None:
            try:
                made.call("create_checkout", ARGUMENTS["create_checkout"], _headers={CALL: f"call-{number}"})
            except ApiException as error:
                errors.append(repr(error))

        _at_once(work)
        made.close()
    tokens = [seen.headers["authorization"].removeprefix("Bearer ") for seen in server.truth.seen]
    return Stampede(provider.asked, provider.together, tokens, errors)


class _RefusesFirstToken:
    """Wait until all threads have sent the first token, and then refuse it."""

    def __init__(self) -> None:
        self._all_are_here = threading.Barrier(THREADS)

    def connection(self) -> None:
        """Connections are left alone."""

    def request(self, seen: Seen) -> Fault | None:
        """Refuses the first token."""
        return Fault("", Row.UNAUTHORIZED, self._refuse, works=False) if "token-1" in str(seen.headers) else None

    def _refuse(self, line: Line) -> None:
        self._all_are_here.wait(30)
        line.send(line.whole(b"{}", status="401 Unauthorized"))
