"""Run every trial with each client and print one table; the tests check the same figures one by one."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterator, Sequence

from test.faults.driver import DRIVERS
from test.faults.report import Figure, table
from test.networks import refusals, trials
from test.networks.proxies import NETWORKS, Network


def report(chosen: Sequence[str]) -> int:
    """Print the table and return the exit code, 1 if a figure is not as it has to be.

    Args:
        chosen: Beginnings of the names of networks; none stands for all.
    """
    start = time.monotonic()
    columns: dict[str, list[Figure]] = {driver: [] for driver in DRIVERS}
    for name, network in NETWORKS.items():
        if chosen and not name.lower().startswith(tuple(chosen)):
            continue
        if missing := network.missing():
            print(f"{name}: left out: {missing}", file=sys.stderr)
            continue
        for driver, figures in columns.items():
            if reason := network.left_out(driver):
                print(f"{name}, {driver}: left out: {reason}", file=sys.stderr)
                continue
            with network() as entered:
                figures += _figures(entered, driver)
    print(table(columns))
    print(f"\n{time.monotonic() - start:.0f} s, Python {platform.python_version()}.")
    return 0 if all(figure.good for figures in columns.values() for figure in figures) else 1


def _figures(network: Network, driver: str) -> Iterator[Figure]:
    for name in trials.names(type(network)):
        trial = trials.run(network, driver, name)
        problems = list(trial.problems_in(name))
        for failure, times in trial.failed.items():
            print(f"{network.name}, {driver}, {name}: {times} times {failure}", file=sys.stderr)
        yield _figure(network, driver, name, str(trial), problems)
    for name, refusal in refusals.REFUSALS.get(type(network), {}).items():
        refused = refusals.run(network, driver, refusal)
        yield _figure(network, driver, name, str(refused), list(refused.problems(refusal)))


def _figure(network: Network, driver: str, name: str, value: str, problems: list[str]) -> Figure:
    for problem in problems[:10]:
        print(f"{network.name}, {driver}, {name}: {problem}", file=sys.stderr)
    return Figure(f"{network.name}: {name}", value if not problems else f"{value} **wrong**")
