"""Trials of a client behind a proxy; each compares what the client says with the journal of the service."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from order_capture_client import Timeouts
from order_capture_client.exceptions import ApiException
from test.faults.driver import DRIVERS, Driver
from test.faults.oracle import Compared, compare
from test.faults.server import CALL
from test.networks.proxies import KEPT, Envoy, Network, Relay
from test.networks.service import PATH
from test.samples import ARGUMENTS, CART, OPERATIONS

PAIRS = 120
THREADS = 4
LONGEST = 3.0
"""Seconds of a call at most: one read timeout where connections are forgotten, and far less elsewhere."""
LONGEST_DISTURBED = 10.0
"""The same while something is restarted: the pauses between five attempts that were not sent."""

_NUMBERS = itertools.count(1)
_LOCK = threading.Lock()


@dataclass
class Trial:
    """What a trial has found."""

    creates: Compared
    calls: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    """Number of failed calls, by operation and error."""
    longest: float = 0.0
    """Seconds of the longest call."""
    wrong: list[str] = field(default_factory=list)
    """Answers that are not right."""

    @property
    def in_doubt(self) -> int:
        """Number of creates that may have been carried out."""
        return self.creates.ended["unknown"] + self.creates.ended["applied"]

    @property
    def problems(self) -> list[str]:
        """All that must never be."""
        return [*self.creates.problems, *self.wrong]

    def problems_in(self, name: str) -> Iterator[str]:
        """Yield all that must not be in a trial: creates may stay in doubt only while something breaks."""
        yield from self.problems
        if self.failures > (self.in_doubt if name in DISTURBED else 0):
            yield f"{self.failures} calls failed"
        if self.longest > (LONGEST_DISTURBED if name in DISTURBED else LONGEST):
            yield f"a call took {self.longest:.2f} s"

    @property
    def failures(self) -> int:
        """Number of failed calls."""
        return sum(self.failed.values())

    def __str__(self) -> str:
        doubt = f", {self.in_doubt} in doubt" if self.in_doubt else ""
        return f"{self.calls} calls, {self.failures} failed{doubt}, longest {self.longest:.2f} s"


class Caller:
    """Make calls of one client from any number of threads, and note how they end."""

    def __init__(self, network: Network, driver: Driver) -> None:
        self.trial = Trial(Compared(0, 0))
        self._network = network
        self._driver = driver
        self._creates: dict[str, str | BaseException | None] = {}

    def create(self) -> str | None:
        """Create a checkout and return its id; None if the call failed."""
        request = {**CART, "cartCheckSum": f"{random.random()}"}
        made = self.call("create_checkout", {"retail_unit": "se", "checkout_request": request})
        return None if made is None else str(made.resource_id)

    def read(self, checkout_id: str) -> None:
        """Read a checkout."""
        order = self.call("get_order", {"retail_unit": "se", "checkout_id": checkout_id})
        if order is not None and order.checkout_id != checkout_id:
            self.trial.wrong.append(f"asked for {checkout_id}, got {order.checkout_id}")

    def pair(self) -> None:
        """Create a checkout and read it."""
        checkout_id = self.create()
        if checkout_id is not None:
            self.read(checkout_id)

    def call(self, operation: str, arguments: dict[str, Any]) -> Any:
        """Make a call, and return the answer; None if the call failed."""
        with _LOCK:
            number = f"call-{next(_NUMBERS)}"
        value: Any = None
        error: Exception | None = None
        start = time.monotonic()
        try:
            value = self._driver.call(operation, arguments, _headers={CALL: number})
        except Exception as caught:  # noqa: BLE001 # any class is of interest here
            error = caught
        elapsed = time.monotonic() - start
        with _LOCK:
            trial = self.trial
            trial.calls += 1
            trial.longest = max(trial.longest, elapsed)
            if error is not None:
                trial.failed[f"{operation}: {error}"] += 1
            if OPERATIONS[operation].creates:
                self._creates[number] = value.resource_id if error is None else error
            elif error is not None and not isinstance(error, ApiException):
                trial.wrong.append(f"{operation}: {error!r}")
        return value

    def compare(self) -> Trial:
        """Compare the creates with the journal, once all that was sent has arrived, and return what was found."""
        if self.trial.failed:
            time.sleep(0.5)
        for number, answer in self._creates.items():
            compare(self.trial.creates, number, answer, self._network.service.journal.made(number))
        return self.trial


def nine(network: Network, caller: Caller) -> None:
    """Call each operation once."""
    checkout_id = caller.create()
    for operation, arguments in ARGUMENTS.items():
        if operation == "create_checkout":
            continue
        given = dict(arguments)
        if "checkout_id" in given:
            given["checkout_id"] = checkout_id
        if operation == "update_user":
            given["update_user"] = {"oldUser": "anna"}
        caller.call(operation, given)


def pairs(network: Network, caller: Caller) -> None:
    """Create and read, 120 times."""
    _in_threads(caller.pair, PAIRS // THREADS)


def idle(network: Network, caller: Caller) -> None:
    """Read, create and read around the time at which the proxy closes idle connections, or forgets them."""
    known = caller.create()
    if known is None:
        return  # a failed call, which the trial has noted

    def read_and_pair() -> None:
        caller.read(known)
        caller.pair()

    _at_once(read_and_pair)
    # Each forgotten connection may take a read timeout, and a retry from the client's budget.
    around = (0.5, 0.5) if isinstance(network, Relay) else (-0.1, -0.01, 0.0, 0.01, 0.1, 0.5)
    for difference in around:
        time.sleep(KEPT + difference)
        _at_once(read_and_pair)


def forgotten(network: Network, caller: Caller) -> None:
    """Read four times at once, and again much later, with what the client does by default."""
    known = caller.create()
    if known is None:
        return  # a failed call, which the trial has noted
    _at_once(lambda: caller.read(known))
    time.sleep(18.0)
    _at_once(lambda: caller.read(known))


def reload(network: Network, caller: Caller) -> None:
    """Create and read while the proxy reads its configuration again."""
    _while_disturbed(network.reload, caller)


def restart(network: Network, caller: Caller) -> None:
    """Create and read while the proxy crashes and is started again."""
    _while_disturbed(network.restart, caller)


def restart_of_service(network: Network, caller: Caller) -> None:
    """Create and read while the service is restarted."""
    _while_disturbed(network.service.restart, caller)


TRIALS: dict[str, Callable[[Network, Caller], None]] = {
    "nine operations": nine,
    "nine operations, host with port 443": nine,
    f"{PAIRS} pairs of create and read": pairs,
    f"idle for about {KEPT} s": idle,
    f"idle for about {KEPT} s, idle limit 1 s": idle,
    "pairs, three reloads": reload,
    "pairs, three crashes": restart,
    "pairs, three restarts of the service": restart_of_service,
    "four idle connections, used 18 s later": forgotten,
}
"""By name."""
DISTURBED = {name for name, trial in TRIALS.items() if trial in (reload, restart, restart_of_service)}
"""Trials in which a connection may break at any time."""
_SETTINGS: dict[str, dict[str, Any]] = {
    "nine operations, host with port 443": {"host": f"https://localhost:443{PATH}"},
    f"idle for about {KEPT} s, idle limit 1 s": {"connection_idle_limit": 1.0},
    "four idle connections, used 18 s later": {"timeouts": Timeouts()},
}
_ONLY_FOR: dict[str, type[Network]] = {
    "nine operations, host with port 443": Envoy,
    f"idle for about {KEPT} s, idle limit 1 s": Relay,
    "four idle connections, used 18 s later": Relay,
}


def names(network: type[Network]) -> list[str]:
    """Return the trials that make sense for a network."""
    for_all = (name for name in TRIALS if issubclass(network, _ONLY_FOR.get(name, Network)))
    return [name for name in for_all if network is not Relay or TRIALS[name] is not reload]


def run(network: Network, driver: str, name: str) -> Trial:
    """Run a trial with a client of its own."""
    with client(network, driver, **_SETTINGS.get(name, {})) as caller:
        TRIALS[name](network, caller)
    return caller.compare()


@contextmanager
def client(network: Network, driver: str, **settings: Any) -> Iterator[Caller]:
    """Make a client that reaches the service through the network."""
    made = DRIVERS[driver](network.configuration(**settings))
    try:
        yield Caller(network, made)
    finally:
        made.close()


def _at_once(step: Callable[[], None]) -> None:
    barrier = threading.Barrier(THREADS)

    def wait_and_step() -> None:
        barrier.wait(10)
        step()

    _in_threads(wait_and_step, 1)


def _while_disturbed(disturb: Callable[[], None], caller: Caller) -> None:
    """Make the pairs, and more of them until the third disturbance is over."""
    over = threading.Event()

    def unhurried() -> None:
        caller.pair()
        time.sleep(random.uniform(0.0, 0.16))

    def disturb_thrice() -> None:
        # In this thread, since Envoy ends with the thread that has started it.
        try:
            for _ in range(3):
                time.sleep(1.0)
                disturb()
        finally:
            over.set()

    _in_threads(unhurried, PAIRS // THREADS, until=over, meanwhile=disturb_thrice)


def _in_threads(
    step: Callable[[], None],
    times: int,
    *,
    until: threading.Event | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    def steps() -> None:
        for _ in range(times):
            step()
        while until is not None and not until.is_set():
            step()

    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(steps) for _ in range(THREADS)]
        meanwhile()
        for future in futures:
            future.result()
