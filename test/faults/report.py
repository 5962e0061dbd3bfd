"""Runs all of it and prints one table; the tests look at the same figures, one by one."""

from __future__ import annotations

import platform
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from test.faults import bombs, crowd, drips, forks, matrix, oracle, secrets
from test.faults.catalogue import FAULTS
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
    """Whether it is as it has to be."""


def report() -> int:
    """Prints the table; gives the exit code, 1 if a figure is not as it has to be."""
    figures = list(_figures())
    print(table(figures))
    return 0 if all(figure.good for figure in figures) else 1


def table(figures: list[Figure]) -> str:
    """The figures as a table in Markdown."""
    lines = [f"| {figure.what} | {figure.value}{'' if figure.good else ' **too many**'} |" for figure in figures]
    return "\n".join(["| figure | value |", "|---|---|", *lines])


def _figures() -> Iterator[Figure]:
    start = time.monotonic()
    seed = random.SystemRandom().randrange(2**32)
    yield from _matrix_and_oracle(seed)
    yield from _crowds(seed)
    yield from _secrets()
    yield from _limits()
    size = "large" if LARGE else "small"
    yield Figure("run", f"{size}, {time.monotonic() - start:.0f} s, Python {platform.python_version()}, seed {seed}")


def _matrix_and_oracle(seed: int) -> Iterator[Figure]:
    cases = [case for fault in FAULTS for case in matrix.cases_of(fault)]
    problems = _said("matrix", lambda: [problem for fault in FAULTS for problem in matrix.run(matrix.cases_of(fault))])
    compared = _said("oracle", lambda: oracle.run(10_000 if LARGE else 1_000, seed))
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


def _crowds(seed: int) -> Iterator[Figure]:
    crowds = [_said("threads", lambda tls=tls: crowd.mixed_answers(20_000 if LARGE else 1000, seed, tls=tls)) for tls in (False, True)]  # type: ignore[misc] # fmt: skip
    wrong = [problem for one in crowds for problem in one.wrong]
    warned = [warning for one in crowds for warning in one.warnings]
    yield Figure(f"calls of {crowd.THREADS} threads on one client", f"{sum(one.calls for one in crowds):,}")
    yield _none("... wrong answers", wrong)
    yield _none("... warnings", warned)
    runs = 150 if LARGE else 20
    if forks.POSSIBLE:
        forked = [_said("forks", lambda tls=tls: forks.run(runs, tls=tls)) for tls in (False, True)]  # type: ignore[misc]
        lost = [problem for one in forked for problem in one.wrong]
        shared = sum(one.shared for one in forked)
        yield Figure("forked runs", f"{2 * runs}, {sum(one.calls for one in forked):,} calls")
        yield _none("... wrong answers", lost)
        yield Figure("... connections used by two processes", f"{shared}", not shared)
    for when, asked in (("at first", 1), ("at expiry", 2), ("at 401", 2)):
        told = _said("stampede", lambda when=when: crowd.stampede(when))  # type: ignore[misc]
        text = f"{told.asked}{f', and {len(told.errors)} errors' if told.errors else ''}"
        yield Figure(
            f"tokens fetched for {crowd.THREADS} threads, {when}", text, told.asked == asked and not told.errors
        )


def _secrets() -> Iterator[Figure]:
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
            leaks = secrets.told_by(fault, name, fault.schemes[-1], canaries).leaks(canaries)
            found += [f"{fault}: {name}: {place}: {sorted(hit)}" for place, hit in leaks.items()]
        return found

    found = _said("secrets", look)
    canaries = Canaries.random()
    control = secrets.control(canaries).leaks(canaries)
    yield _none(f"secrets found in what {len(cases):,} calls told", found)
    yield Figure("... the control found them in", f"{len(control)} of 10 places", len(control) == 10)


def _limits() -> Iterator[Figure]:
    dripped = _said("drips", drips.run)
    worst = max(dripped, key=lambda one: one.overrun)
    _show([problem for one in dripped for problem in one.problems])
    late = f"{worst.overrun:.3f} s of {len(dripped)} calls ({worst.name})"
    yield Figure("largest overrun of a deadline", late, worst.overrun <= drips.OVERRUN)
    if not bombs.MEASURABLE:
        return
    grown = _said("bombs", bombs.run)
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
