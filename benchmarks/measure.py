"""Measure work in interleaved rounds: one contender after the other, each in a separate process, then all again.

Separate processes keep each contender's objects out of the others' garbage collection, which stays on. Interleaved
rounds spread the other work of the machine evenly, and medians discard short disturbances.
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
    """The seconds that a call takes."""

    wall: float
    cpu: float
    """CPU time of the client's process, all threads together."""


@dataclass(frozen=True)
class Effort:
    """How thoroughly to measure."""

    rounds: int
    seconds: float
    """Minimum length of a round."""


FULL = Effort(rounds=15, seconds=0.15)
QUICK = Effort(rounds=2, seconds=0.01)


def measure(item: str, size: int, contenders: Sequence[str], place: Place, effort: Effort) -> dict[str, Cost]:
    """Return the median cost of a call for each contender."""
    rounds: dict[str, list[Cost]] = {name: [] for name in contenders}
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_Worker(item, size, name, place, effort)) for name in contenders}
        for number in range(effort.rounds):
            # Alternate the order, so that no contender always follows the same one.
            for name in contenders if number % 2 == 0 else reversed(contenders):
                rounds[name].append(workers[name].round())
    return {
        name: Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))
        for name, costs in rounds.items()
    }


class _Worker:
    """Starts and controls the process of one contender."""

    def __init__(self, item: str, size: int, name: str, place: Place, effort: Effort) -> None:
        command = [sys.executable, "-m", "benchmarks.measure", item, str(size), name]
        command += [str(place.folder), place.host, str(effort.seconds)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> _Worker:
        self.round()  # wait until it has warmed up, so that it does not disturb the others
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def round(self) -> Cost:
        """Run one round."""
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
    """Warm up until a round is long enough, then run a round for each line of standard input."""
    run = WORK[item].make(name, size, place)
    times = size if WORK[item].unit != "lines" else 1  # a call for each thread or task
    run(times)  # imports, so that they do not end the warm-up
    while (cost := _timed(run, times)).wall * times < seconds:
        times *= 2
    for _ in sys.stdin:
        cost = _timed(run, times)
        print(json.dumps(cost), flush=True)
    os._exit(0)  # skip closing, since some clients warn about unclosed connections


if __name__ == "__main__":
    _item, _size, _name, _folder, _host, _seconds = sys.argv[1:]
    _work(_item, int(_size), _name, Place(Path(_folder), _host), float(_seconds))
