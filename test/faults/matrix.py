"""One call under one fault: the expected result by the policy, and the actual one."""

from __future__ import annotations

import itertools
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from order_capture_client import Configuration, RetryPolicy, Timeouts
from order_capture_client._core.operation import Operation, Repeat
from order_capture_client.exceptions import ApiException, MayHaveBeenCreatedError, MayHaveBeenUpdatedError
from test.faults.catalogue import Fault
from test.faults.driver import DRIVERS, Driver
from test.faults.policy import Action, Expected, Row, action_on, expected, mixin_of
from test.faults.server import CALL, At, FaultServer, Seen
from test.faults.size import LARGE
from test.samples import ARGUMENTS, OPERATIONS, sample

PATIENT = Timeouts(connect=10.0, read=10.0, total=30.0)
SHORT = 0.25
"""Timeout in seconds for faults that only a timeout reveals."""
QUICK = RetryPolicy(base=0.001, base_when_busy=0.001, base_when_unsent=0.001)
WORKERS = 8
WAITERS = 32
"""Number of concurrent cases, since each mostly waits."""
UNHURRIED = 3.0
"""The same as `SHORT`, for a case that runs alone."""


_SAME_OVER_TLS = frozenset(Row) - {
    Row.FINE,
    Row.NOT_SENT,
    Row.REFUSED_PEER,
    Row.NO_HEAD,
    Row.CUT_SHORT,
    Row.HEAD_TOO_LARGE,
}
"""Whole answers: over TLS they are met in the large run only."""


@dataclass(frozen=True)
class Case:
    """A call and its fault."""

    fault: Fault
    operation: str
    scheme: str
    """`plain`, `tls` or `proxy`."""
    reused: bool
    """Whether the fault strikes on a reused connection."""
    lasting: bool
    """Whether it strikes each attempt, or only the first."""
    works: bool
    """Whether the server applies the request first, if the fault leaves that open."""
    driver: str = "sync"

    def __str__(self) -> str:
        return " ".join(
            (
                f"{self.fault.name}: {self.driver} {self.operation}, {self.scheme},",
                "reused," if self.reused else "fresh,",
                "each time," if self.lasting else "once,",
                "work done" if self.works else "work not done",
            )
        )

    @property
    def row(self) -> Operation[Any]:
        """The operation's row of data."""
        return OPERATIONS[self.operation]

    @property
    def expected(self) -> Expected:
        """Return the expected end by the policy."""
        fault = self.fault
        return expected(
            fault.row_over(self.scheme), self.row, fault.error, lasting=self.lasting, may_retry=fault.may_retry
        )


class Strikes:
    """Let a fault strike some connections or requests, then stop.

    Args:
        fault: The fault.
        times: Number of strikes; None means always.
        spared: Number of requests or connections before the first strike.
    """

    def __init__(self, fault: Fault | None, times: int | None = None, spared: int = 0) -> None:
        self._fault = fault
        self._left = times
        self._spared = spared
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Ends it."""
        self._fault = None

    def connection(self) -> Fault | None:
        """Decide about a connection."""
        return self._next() if self._fault is not None and self._fault.at is not At.REQUEST else None

    def request(self, seen: Seen) -> Fault | None:
        """Decide about a request."""
        return self._next() if self._fault is not None and self._fault.at is At.REQUEST else None

    def _next(self) -> Fault | None:
        with self._lock:
            if self._spared:
                self._spared -= 1
                return None
            if self._left == 0:
                return None
            if self._left is not None:
                self._left -= 1
            return self._fault


@dataclass(frozen=True)
class Result:
    """The end of a call, with the server's record of it."""

    value: Any
    error: BaseException | None
    elapsed: float
    seen: tuple[Seen, ...]
    ids: tuple[str, ...]
    """One for each time that the work was done."""


_NUMBERS = itertools.count(1)


def call_once(
    driver: Driver,
    server: FaultServer,
    operation: str,
    arguments: Mapping[str, Any] | None = None,
    **options: Any,
) -> Result:
    """Make a call with a unique number, and return the result on both sides."""
    call = f"{operation}-{next(_NUMBERS)}"
    value, error = None, None
    start = time.monotonic()
    try:
        value = driver.call(operation, arguments or ARGUMENTS[operation], _headers={CALL: call}, **options)
    except BaseException as caught:  # noqa: BLE001 # the test decides which exception it must be
        error = caught
    elapsed = time.monotonic() - start
    return Result(value, error, elapsed, tuple(server.truth.requests(call)), tuple(server.truth.applied[call]))


def cases_of(fault: Fault, drivers: Iterable[str] = DRIVERS) -> Iterator[Case]:
    """Yield the cases of a fault: in the large run each operation over plain HTTP, otherwise one of each kind in turn.

    Args:
        fault: The fault.
        drivers: Which clients.
    """
    for driver, scheme in itertools.product(drivers, fault.schemes):
        seen = fault.seen_by(driver)
        if scheme == "tls" and seen.row in _SAME_OVER_TLS and not LARGE:
            continue
        # The operations of a kind differ only before the driver.
        names = OPERATIONS if scheme == "plain" and LARGE else _one_of_each_kind(fault)
        for number, name in enumerate(names):
            if not _makes_sense(fault, name):
                continue
            reused = (False, True) if fault.at is At.REQUEST else (False,)
            lasting = (False,) if fault.least else (False, True)
            pairs = list(itertools.product(reused, lasting))
            if len(pairs) == 4 and not LARGE:  # each operation has half of them, and the next one the other half
                pairs = [pair for pair in pairs if (sum(pair) + number) % 2 == 0]
            for pair in pairs:
                yield Case(seen, name, scheme, *pair, (number + sum(pair)) % 2 == 0, driver)


def _one_of_each_kind(fault: Fault) -> list[str]:
    """Return one operation of each kind, by turns, so that each operation of the small run meets many of the faults."""
    turn = zlib.crc32(fault.name.encode())
    kinds: dict[object, list[str]] = {}
    for name, row in OPERATIONS.items():
        if _makes_sense(fault, name):
            kinds.setdefault((row.repeat, bool(row.creates)), []).append(name)
    return [names[turn % len(names)] for names in kinds.values()]


def _makes_sense(fault: Fault, operation: str) -> bool:
    return fault.needs.encode() in sample(operation, OPERATIONS[operation].success)


def problems_of(case: Case, short: float = SHORT) -> list[str]:
    """Run a case and return the differences from the expected result.

    Args:
        case: The case.
        short: Timeout in seconds, if only a timeout reveals the fault.
    """
    spared = 1 if case.reused else 0
    plan = Strikes(case.fault, None if case.lasting else 1, spared)
    servers = FaultServer(plan, tls=case.scheme == "tls", proxy=case.scheme == "proxy", works=lambda: case.works)
    with servers as server, _client(case.driver, server) as driver:
        used: list[Seen] = []
        if case.reused:
            warm = call_once(driver, server, "get_order")
            assert warm.error is None, warm.error
            used.extend(warm.seen)
        options: dict[str, Any] = {}
        if case.fault.slow:
            # Connecting has a short timeout only if the fault blocks it, since a busy machine may connect slowly.
            options["_request_timeout"] = (PATIENT.connect if case.fault.at is At.REQUEST else short, short)
        elif case.fault.total is not None:
            options["_request_timeout"] = case.fault.total
        result = call_once(driver, server, case.operation, **options)
        found = [*_wrong_end(case, result), *_untruths(case.row, result)]
        if used and result.seen and result.seen[0].connection != used[0].connection:
            found.append("the connection was not reused")
        if server.was_followed:
            found.append("the redirect was followed")
        plan.stop()
        found += (f"then: {problem}" for problem in _next_call(driver, server))
    return [f"{case}: {problem}" for problem in found]


@contextmanager
def _client(driver: str, server: FaultServer) -> Iterator[Driver]:
    made = DRIVERS[driver](
        Configuration(
            **server.settings, api_key={"Client-Id": "c"}, access_token="t", timeouts=PATIENT, retry_policy=QUICK
        )
    )
    try:
        yield made
    finally:
        made.close()


def _wrong_end(case: Case, result: Result) -> Iterator[str]:
    """Compares with the policy."""
    fault, end, error = case.fault, case.expected, result.error
    read = end.attempts
    if fault.at is not At.REQUEST:
        read = 0 if end.error is not None else 1
    if len(result.seen) != read:
        yield f"{len(result.seen)} requests, not {read}"
    if end.attempts > 1 and result.elapsed < fault.least:
        yield f"tried again after {result.elapsed:.2f} s"
    if end.error is None:
        if error is not None:
            yield f"{error!r} {getattr(error, 'reason', '')} instead of a success"
        return
    if not isinstance(error, ApiException):
        yield f"{error!r} instead of {end.error.__name__}"
        return
    mixin = mixin_of(case.row, end.outcome)
    if not isinstance(error, end.error):
        yield f"{error!r}, not {end.error.__name__}"
    for kind in (MayHaveBeenCreatedError, MayHaveBeenUpdatedError):
        if isinstance(error, kind) is not (kind is mixin):
            yield f"{error!r}: {'no' if kind is mixin else 'a'} {kind.__name__}"
    facts = {
        "outcome": end.outcome,
        "attempts": end.attempts,
        "status": fault.status,
        "operation": case.operation,
        "retry_after": fault.retry_after,
        "__context__": None,
    }
    for name, fact in facts.items():
        if getattr(error, name) != fact:
            yield f".{name} is {getattr(error, name)!r}, not {fact!r}"
    cause = error.__cause__
    if cause is not None and (cause.__traceback__ or cause.__context__ or cause.__cause__):
        yield f"{cause!r} has frames or causes of its own"


def _untruths(operation: Operation[Any], result: Result) -> Iterator[str]:
    """Compare with the server's record; the policy plays no part in this."""
    done = len(result.ids)
    if done > 1 and operation.repeat is Repeat.ONCE:
        yield f"done {done} times"
    if result.error is None:
        if not done:
            yield "a success, but nothing was done"
        resource_id = getattr(result.value, "resource_id", None)
        if operation.creates and (resource_id,) != result.ids:
            yield f"the id is {resource_id!r}, not {result.ids!r}"
    elif operation.repeat is not Repeat.SAFE:
        outcome = getattr(result.error, "outcome", None)
        if outcome in ("not_sent", "rejected") and done:
            yield f"{outcome}, but it was done"
        if outcome == "applied" and not done:
            yield "applied, but nothing was done"
        if outcome == "not_sent" and result.seen:
            yield "not_sent, but it came"


def _next_call(driver: Driver, server: FaultServer) -> Iterator[str]:
    """The next caller must not notice: a good answer, by one request, and not the one of somebody else."""
    result = call_once(driver, server, "create_checkout")
    if result.error is not None:
        yield f"{result.error!r} {getattr(result.error, 'reason', '')} instead of a success"
    elif len(result.seen) != 1:
        yield f"{len(result.seen)} requests"
    yield from _untruths(OPERATIONS["create_checkout"], result)


def run(cases: Iterable[Case]) -> list[str]:
    """Run cases concurrently and return all problems.

    On a busy machine the other side of a case may be late by more than `SHORT`, so a problem of a slow or late
    fault, or of one that a short total ends, counts only if it occurs again with time to spare and nothing else
    running. For the same reason, connections may be idle for longer than the second that a test of its own checks.
    """
    listed = list(cases)
    waits = any(case.fault.slow or case.fault.least or case.fault.total for case in listed)
    with patch("order_capture_client._core.exchange.LONGEST_IDLE", PATIENT.total):
        with ThreadPoolExecutor(WAITERS if waits else WORKERS) as pool:
            accused = [pair for pair in zip(listed, pool.map(problems_of, listed), strict=True) if pair[1]]
        found = [
            problems_of(case, UNHURRIED) if case.fault.slow or case.fault.late or case.fault.total else problems
            for case, problems in accused
        ]
    return [problem for problems in found for problem in problems]


def injected(cases: Iterable[Case]) -> int:
    """Count the strikes of the faults."""
    return sum(
        case.expected.attempts if case.lasting else 1
        for case in cases
        if action_on(case.fault.row_over(case.scheme), case.row) is not Action.DONE
    )
