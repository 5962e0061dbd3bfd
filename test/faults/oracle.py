"""Creates under random faults, from several threads that share a client; then each verdict is compared with the truth."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from order_capture_client import Configuration, RetryPolicy, Timeouts
from order_capture_client.exceptions import ApiException
from test.faults.catalogue import FAULTS, Fault
from test.faults.driver import DRIVERS, Driver
from test.faults.policy import Row
from test.faults.server import CALL, At, FaultServer, Seen
from test.samples import CART, sample

SHARE_OF_FAULTS = 0.5
SHARE_OF_SLOW = 0.01
"""Of the faults, those that show by waiting only."""
SHARE_OF_BAD_CONNECTIONS = 0.05
THREADS = 8


class Chance:
    """Lets random faults strike.

    Args:
        seed: Of the random numbers.
        operation: Only faults that make sense for it.
    """

    def __init__(self, seed: int, operation: str = "create_checkout") -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        answer = sample(operation, 201)
        usable = [
            fault
            for fault in FAULTS
            if fault.needs.encode() in answer and not fault.least and not fault.total and "tls" in fault.schemes
        ]
        # Large and endless answers take long to send, and are all alike here.
        of_requests = [fault for fault in usable if fault.at is At.REQUEST and not _is_heavy(fault)]
        self._quick = [fault for fault in of_requests if not fault.slow]
        self._slow = [fault for fault in of_requests if fault.slow]
        self._connection = [fault for fault in usable if fault.at is At.CONNECTION and not fault.slow]
        self.struck: Counter[str] = Counter()

    def connection(self) -> Fault | None:
        """Decide about a connection."""
        return self._one_of(SHARE_OF_BAD_CONNECTIONS, self._connection, self._connection)

    def request(self, seen: Seen) -> Fault | None:
        """Decide about a request."""
        return self._one_of(SHARE_OF_FAULTS, self._quick, self._slow)

    def works(self) -> bool:
        """Return whether the server applies the request before a fault that leaves that open."""
        with self._lock:
            return self._random.random() < 0.5

    def _one_of(self, share: float, quick: list[Fault], slow: list[Fault]) -> Fault | None:
        with self._lock:
            if self._random.random() >= share:
                return None
            fault = self._random.choice(slow if self._random.random() < SHARE_OF_SLOW else quick)
            if fault.row is not Row.FINE:
                self.struck[fault.name] += 1
            return fault


def _is_heavy(fault: Fault) -> bool:
    return any(word in fault.name for word in ("without end", "bomb", "limit", "10**12", "large", "deep nesting"))


@dataclass
class Compared:
    """The results of all calls."""

    seed: int
    calls: int
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    """Number of strikes by fault."""
    ended: Counter[str] = field(default_factory=Counter)
    """Number of successes, and of errors by outcome."""
    duplicates: list[str] = field(default_factory=list)
    """Calls that were applied twice."""
    lost: list[str] = field(default_factory=list)
    """Successes that were not applied, or do not have the right id."""
    untruthful: list[str] = field(default_factory=list)
    """Calls with a wrong error."""
    foreign: list[str] = field(default_factory=list)
    """Calls that ended with anything but an `ApiException`."""

    @property
    def problems(self) -> list[str]:
        """All that must not be."""
        return [*self.duplicates, *self.lost, *self.untruthful, *self.foreign]


def run(calls: int, seed: int, driver: str = "sync") -> Compared:
    """Make the calls and compare."""
    chance = Chance(seed)
    compared = Compared(seed, calls, faults=chance.struck)
    with FaultServer(chance, tls=True, works=chance.works) as server:
        made = DRIVERS[driver](
            Configuration(
                **server.settings,
                timeouts=Timeouts(connect=5.0, read=0.5, total=20.0),
                retry_policy=RetryPolicy(base=0.001, base_when_busy=0.001, base_when_unsent=0.001),
            )
        )
        start = time.monotonic()
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(lambda number: _create(made, f"create-{number}"), range(calls)))
        compared.seconds = time.monotonic() - start
        made.close()
        for number, answer in enumerate(answers):
            compare(compared, f"create-{number}", answer, server.truth.applied[f"create-{number}"])
    return compared


def _create(driver: Driver, call: str) -> str | BaseException | None:
    """Return the id or the error."""
    request = {**CART, "cartCheckSum": call}
    try:
        made = driver.call("create_checkout", {"retail_unit": "se", "checkout_request": request}, _headers={CALL: call})
    except Exception as error:  # noqa: BLE001 # any class is of interest here
        return error
    resource_id = made.resource_id
    assert resource_id is None or isinstance(resource_id, str)
    return resource_id


def compare(compared: Compared, call: str, answer: str | BaseException | None, ids: list[str]) -> None:
    """Compare the end of a call with the ids that the server made for it."""
    if len(ids) > 1:
        compared.duplicates.append(f"{call}: applied {len(ids)} times")
    if not isinstance(answer, BaseException):
        compared.ended["success"] += 1
        if [answer] != ids:
            compared.lost.append(f"{call}: told {answer!r}, but made {ids!r}")
        return
    if not isinstance(answer, ApiException):
        compared.ended["foreign"] += 1
        compared.foreign.append(f"{call}: {answer!r}")
        return
    compared.ended[str(answer.outcome)] += 1
    compared.untruthful += (f"{call}: {lie} ({answer!r}, made {ids!r})" for lie in _lies(answer, ids))


def _lies(error: ApiException, ids: list[str]) -> Iterator[str]:
    if error.outcome in ("not_sent", "rejected") and ids:
        yield f"{error.outcome}, but applied"
    if error.outcome == "applied" and not ids:
        yield "applied, but it was not"
    if error.outcome not in ("not_sent", "rejected", "unknown", "applied"):
        yield f"outcome {error.outcome!r}"
    if error.applied is not {"not_sent": False, "rejected": False, "applied": True}.get(str(error.outcome)):
        yield f".applied is {error.applied!r} beside {error.outcome!r}"
