"""Run everything with each client and print one table; the tests check the same figures one by one."""

from __future__ import annotations

import platform
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from test.faults import bombs, crowd, drips, forks, matrix, oracle, secrets
from test.faults.catalogue import FAULTS
from test.faults.driver import DRIVERS
from test.faults.secrets import Canaries
from test.faults.size import LARGE
from test.samples import ONE_OF_EACH, OPERATIONS, sample

MIB = 2**20

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Figure:
    """A line of the table."""

    what: str
    value: str
    good: bool = True
    """Whether the figure is as required."""


def report() -> int:
    """Prints the table; gives the exit code, 1 if a figure is not as it has to be."""
    start = time.monotonic()
    seed = random.SystemRandom().randrange(2**32)
    columns = {driver: list(_figures(driver, seed)) for driver in DRIVERS}
    print(table(columns))
    size = "large" if LARGE else "small"
    print(f"\nA {size} run: {time.monotonic() - start:.0f} s, Python {platform.python_version()}, seed {seed}.")
    return 0 if all(figure.good for figures in columns.values() for figure in figures) else 1


def table(columns: Mapping[str, list[Figure]]) -> str:
    """The figures of each client as a table in Markdown; a figure that only one of them has leaves a gap."""
    rows = {figure.what: dict.fromkeys(columns, "") for figures in columns.values() for figure in figures}
    for driver, figures in columns.items():
        for figure in figures:
            rows[figure.what][driver] = f"{figure.value}{'' if figure.good else ' **too many**'}"
    lines = [" | ".join(["", what, *values.values(), ""]).strip() for what, values in rows.items()]
    return "\n".join([f"| figure | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}", *lines])


def _figures(driver: str, seed: int) -> Iterator[Figure]:
    yield from _matrix_and_oracle(driver, seed)
    yield from _crowds(driver, seed)
    if forks.POSSIBLE:
        yield from _forks(driver)
    yield from _secrets(driver)
    yield from _limits(driver)


def _matrix_and_oracle(driver: str, seed: int) -> Iterator[Figure]:
    by_fault = [list(matrix.cases_of(fault, [driver])) for fault in FAULTS]
    cases = [case for listed in by_fault for case in listed]
    problems = _said(f"matrix, {driver}", lambda: [problem for listed in by_fault for problem in matrix.run(listed)])
    compared = _said(f"oracle, {driver}", lambda: oracle.run(10_000 if LARGE else 1_000, seed, driver))
    _show([*problems, *compared.problems])
    yield Figure("kinds of faults", f"{len(FAULTS)}")
    yield Figure("faults injected", f"{matrix.injected(cases) + sum(compared.faults.values()):,}")
    yield Figure("calls of the fault matrix", f"{len(cases):,}")
    yield Figure("... that did not end as the policy has it", f"{len(problems)}", not problems)
    yield Figure("creates under random faults, over TLS", f"{compared.calls:,}")
    ended = ", ".join(f"{count:,} {outcome}" for outcome, count in compared.ended.most_common())
    yield Figure("... their outcomes", ended)
    yield _none("duplicates: applied twice", compared.duplicates)
    yield _none("lost: a success without the right id", compared.lost)
    yield _none("untruthful verdicts", compared.untruthful)
    yield _none("errors other than an `ApiException`", compared.foreign)


def _crowds(driver: str, seed: int) -> Iterator[Figure]:
    calls = 20_000 if LARGE else 1000
    crowds = [
        _said(f"threads, {driver}", lambda tls=tls: crowd.mixed_answers(calls, seed, tls=tls, driver=driver))  # type: ignore[misc]
        for tls in (False, True)
    ]
    wrong = [problem for one in crowds for problem in one.wrong]
    warned = [warning for one in crowds for warning in one.warnings]
    yield Figure(f"calls of {crowd.THREADS} threads or tasks on one client", f"{sum(one.calls for one in crowds):,}")
    yield _none("... wrong answers", wrong)
    yield _none("... warnings", warned)
    for when, asked in (("at first", 1), ("at expiry", 2), ("at 401", 2)):
        told = _said(f"stampede, {driver}", lambda when=when: crowd.stampede(when, driver))  # type: ignore[misc]
        text = f"{told.asked}{f', and {len(told.errors)} errors' if told.errors else ''}"
        what = f"tokens fetched for {crowd.THREADS} threads or tasks, {when}"
        yield Figure(what, text, told.asked == asked and not told.errors)


def _forks(driver: str) -> Iterator[Figure]:
    runs = 150 if LARGE else 20

    def fork() -> list[forks.Forked]:
        return [forks.run(runs, tls=tls, driver=driver) for tls in (False, True)]

    forked = _said(f"forks, {driver}", fork)
    lost = [problem for one in forked for problem in one.wrong]
    shared = sum(one.shared for one in forked)
    yield Figure("forked runs", f"{2 * runs}, {sum(one.calls for one in forked):,} calls")
    yield _none("... that lost an answer, or got a wrong one", lost)
    yield Figure("... connections used by two processes", f"{shared}", not shared)


def _secrets(driver: str) -> Iterator[Figure]:
    names = list(OPERATIONS) if LARGE else [operation.name for operation in ONE_OF_EACH.values()]
    cases = [
        (fault, name)
        for fault in FAULTS
        for name in names
        if fault.needs.encode() in sample(name, OPERATIONS[name].success)
    ]

    def look() -> list[str]:
        found = []
        for fault, name in cases:
            canaries = Canaries.random()
            leaks = secrets.told_by(fault, name, fault.schemes[-1], canaries, driver).leaks(canaries)
            found += [f"{fault}: {name}: {place}: {sorted(hit)}" for place, hit in leaks.items()]
        return found

    found = _said(f"secrets, {driver}", look)
    canaries = Canaries.random()
    control = secrets.control(canaries).leaks(canaries)
    yield _none(f"secrets found in what {len(cases):,} calls told", found)
    yield Figure("... the control found them in", f"{len(control)} of 10 places", len(control) == 10)


def _limits(driver: str) -> Iterator[Figure]:
    dripped = _said(f"drips, {driver}", lambda: drips.run(drivers=[driver]))
    worst = max(dripped, key=lambda one: one.overrun)
    _show([problem for one in dripped for problem in one.problems])
    late = f"{worst.overrun:.3f} s of {len(dripped)} calls ({worst.name})"
    yield Figure("largest overrun of a deadline", late, worst.overrun <= drips.OVERRUN)
    if not bombs.MEASURABLE:
        return
    grown = _said(f"bombs, {driver}", lambda: bombs.run(driver=driver))
    bombed = [one for one in grown if one.bomb.exceeds]
    largest = max(bombed, key=lambda one: one.size)
    text = f"{largest.size / MIB:.1f} MiB of {len(bombed)} bombs ({largest.bomb})"
    yield Figure("largest growth of memory", text, largest.size < bombs.LIMIT)
    for one in grown:
        if not one.bomb.exceeds:
            yield Figure(f"growth of memory, {one.bomb}", f"{one.size / MIB:.1f} MiB")


def _none(what: str, problems: list[str]) -> Figure:
    _show(problems)
    return Figure(what, f"{len(problems)}", not problems)


def _show(problems: list[str], most: int = 20) -> None:
    for problem in problems[:most]:
        print(problem, file=sys.stderr)
    if len(problems) > most:
        print(f"... and {len(problems) - most} more", file=sys.stderr)


def _said(name: str, run: Callable[[], ResultT]) -> ResultT:
    start = time.monotonic()
    result = run()
    print(f"{name}: {time.monotonic() - start:.1f} s", file=sys.stderr)
    return result
