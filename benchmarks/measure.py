"""Measures work in interleaved rounds: each contender in a process of its own, one after the other, then all again.

A process of its own, so that none pays for another's objects when the garbage collector runs, which is left on.
Interleaved, so that what else the machine does falls on all alike; medians, so that a bad moment falls on none.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.work import WORK, Place, Run


class Cost(NamedTuple):
    """Seconds of a call."""

    wall: float
    cpu: float
    """Of the client's process alone, all threads together."""


@dataclass(frozen=True)
class Effort:
    """How long to measure."""

    rounds: int
    seconds: float
    """Of a round, at least."""


FULL = Effort(rounds=15, seconds=0.15)
QUICK = Effort(rounds=2, seconds=0.01)


def measure(item: str, size: int, contenders: Sequence[str], place: Place, effort: Effort) -> dict[str, Cost]:
    """Gives the median cost of a call by contender."""
    rounds: dict[str, list[Cost]] = {name: [] for name in contenders}
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_Worker(item, size, name, place, effort)) for name in contenders}
        for number in range(effort.rounds):
            # To and fro, so that nobody always comes after the same one.
            for name in contenders if number % 2 == 0 else reversed(contenders):
                rounds[name].append(workers[name].round())
    return {
        name: Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))
        for name, costs in rounds.items()
    }


class _Worker:
    """The process of one contender, seen from outside."""

    def __init__(self, item: str, size: int, name: str, place: Place, effort: Effort) -> None:
        command = [sys.executable, "-m", "benchmarks.measure", item, str(size), name]
        command += [str(place.folder), place.host, str(effort.seconds)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> _Worker:
        self.round()  # ready, and out of the way of the others
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def round(self) -> Cost:
        """Lets it work for a round."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Cost(*json.loads(self._process.stdout.readline()))


def _timed(run: Run, times: int) -> Cost:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    run(times)
    return Cost((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)


def _work(item: str, size: int, name: str, place: Place, seconds: float) -> None:
    """Warms up until a round takes its time; then does a round for each line that comes in."""
    run = WORK[item].make(name, size, place)
    times = size if WORK[item].unit != "lines" else 1  # a call for each thread or task
    while (cost := _timed(run, times)).wall * times < seconds:
        times *= 2
    for _ in sys.stdin:
        cost = _timed(run, times)
        print(json.dumps(cost), flush=True)
    os._exit(0)  # nothing here is worth closing, and some clients would complain that nobody did


if __name__ == "__main__":
    _item, _size, _name, _folder, _host, _seconds = sys.argv[1:]
    _work(_item, int(_size), _name, Place(Path(_folder), _host), float(_seconds))
