"""Kill a run at random moments and resume it until it is complete; then compare its report with the truth."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from test.bulk.server import Rows, Slow, serving

WORKERS = 4
LATENCY = 0.01
"""Seconds of a request, half of it on the average before the work is done."""


@dataclass
class Killed:
    """The result of a killed run."""

    rows: int
    kills: int = 0
    late: int = 0
    """Kills that came when the run had ended."""
    ended: Counter[str] = field(default_factory=Counter)
    in_doubt_and_created: int = 0
    """Created rows that the run reports as being in doubt."""
    twice: list[str] = field(default_factory=list)
    """Rows that were created twice."""
    lost: list[str] = field(default_factory=list)
    """Rows without an outcome."""
    untruthful: list[str] = field(default_factory=list)
    """Rows whose outcome is not so."""

    @property
    def problems(self) -> list[str]:
        """All that must not be."""
        return [*self.twice, *self.lost, *self.untruthful]


def run(folder: Path, rows: int, kills: int, seed: int) -> list[Killed]:
    """Kills as often as asked for, in as many runs as that takes; the last run goes through."""
    chance = random.Random(seed)
    killed: list[Killed] = []
    while sum(one.kills for one in killed) < kills:
        left = kills - sum(one.kills for one in killed)
        killed.append(_one(folder / f"run-{len(killed)}.sqlite", rows, left, chance))
    return killed


def _one(journal: Path, rows: int, kills: int, chance: random.Random) -> Killed:
    killed = Killed(rows)
    server, truth = serving(Slow(LATENCY))
    with server:
        outcomes = None
        while outcomes is None:
            # Sometimes while it opens the journal, mostly in the middle of the run.
            seconds = chance.uniform(0.0, 0.25) if killed.kills < kills else None
            outcomes = _child(server.settings["host"], journal, rows, seconds, killed)
        _compare(killed, outcomes, truth)
    return killed


def _child(host: str, journal: Path, rows: int, seconds: float | None, killed: Killed) -> list[list[str]] | None:
    command = [sys.executable, "-m", "test.bulk.child", host, str(journal), str(rows), str(WORKERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        try:
            told, _ = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            killed.kills += 1
            return None
        assert child.returncode == 0
        killed.late += seconds is not None
        outcomes: list[list[str]] = json.loads(told)
        return outcomes


def _compare(killed: Killed, outcomes: list[list[str]], truth: Rows) -> None:
    killed.twice = truth.twice()
    told = {key: (status, resource_id) for key, status, resource_id in outcomes}
    names = [f"row-{index}" for index in range(killed.rows)]
    killed.lost = [name for name in names if name not in told]
    killed.untruthful += ["told more than once"] * (len(outcomes) != len(told))
    for name, (status, resource_id) in told.items():
        ids = truth.applied.get(name, [])
        killed.ended[status] += 1
        killed.in_doubt_and_created += status == "unknown" and bool(ids)
        if status == "created" and ids != [resource_id]:
            killed.untruthful.append(f"{name}: told {resource_id}, but made {ids}")
        if status not in ("created", "unknown"):
            killed.untruthful.append(f"{name}: {status}, though nothing failed")
