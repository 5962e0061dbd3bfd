"""The targets of this client, as ratios and differences within one run, never as absolute times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.contenders import AIOHTTP, GENERATOR, PYTHON_CLIENT, URLLIB3
from benchmarks.results import Results
from benchmarks.startup import BARE, LIBRARIES


@dataclass(frozen=True)
class Target:
    """One row of the table."""

    work: str
    limit: float
    measured: Callable[[Results, str], float]
    """Takes the contender as well, so that the table can show a peer next to this client."""
    unit: str = "x"
    at_least: bool = False
    stretch: float | None = None
    peer: str | None = GENERATOR

    def is_met(self, value: float) -> bool:
        """Return whether a figure meets the target once it is rounded for display."""
        value = round(value, 2 if self.unit == "x" else 1)
        return value >= self.limit if self.at_least else value <= self.limit


def _cpu(item: str, size: int, reference: str = URLLIB3) -> Callable[[Results, str], float]:
    return lambda results, name: results.costs[item, size][name].cpu / results.costs[item, size][reference].cpu


def _rate(item: str, size: int, reference: str) -> Callable[[Results, str], float]:
    return lambda results, name: results.costs[item, size][reference].wall / results.costs[item, size][name].wall


def _over_bare(results: Results, name: str) -> float:
    return results.first_create[name].over(results.first_create[BARE]).cpu


TARGETS = (
    Target(
        "`import` over a bare interpreter, CPU",
        15,
        lambda results, name: results.imports[name].over(results.imports[BARE]).cpu * 1000,
        unit="ms",
    ),
    Target(
        "first create in a fresh interpreter, CPU against importing urllib3 and pydantic",
        1.3,
        lambda results, name: _over_bare(results, name) / _over_bare(results, LIBRARIES),
    ),
    Target("create, 1 line, CPU against urllib3 + `json`", 1.0, _cpu("create", 1)),
    Target("get_order, 100 lines, CPU against urllib3 + `json`", 3.0, _cpu("get_order", 100), stretch=2.0),
    Target("get_order, 1 line, CPU against urllib3 + `json`", 1.3, _cpu("get_order", 1)),
    Target("decode 100 lines, CPU against `json.loads`", 3.2, _cpu("decode", 100), stretch=2.2),
    Target("encode 100 lines, CPU against `json.dumps`", 1.0, _cpu("encode", 100)),
    Target(
        "create, 32 threads on one client, requests per second against urllib3",
        1.0,
        _rate("threads_create", 32, URLLIB3),
        at_least=True,
    ),
    Target(
        "get_order, 32 threads on one client, requests per second against urllib3",
        1.0,
        _rate("threads_get_order", 32, URLLIB3),
        at_least=True,
    ),
    Target(
        "async create, 32 tasks, requests per second against aiohttp",
        0.8,
        _rate("tasks_create", 32, AIOHTTP),
        at_least=True,
        peer=PYTHON_CLIENT,
    ),
    Target(
        "async get_order, 32 tasks, requests per second against aiohttp",
        0.8,
        _rate("tasks_get_order", 32, AIOHTTP),
        at_least=True,
        peer=PYTHON_CLIENT,
    ),
    Target(
        "async create, 32 tasks, requests per second against openapi-python-client",
        3.0,
        _rate("tasks_create", 32, PYTHON_CLIENT),
        at_least=True,
        peer=None,
    ),
    Target(
        "async get_order, 32 tasks, requests per second against openapi-python-client",
        3.0,
        _rate("tasks_get_order", 32, PYTHON_CLIENT),
        at_least=True,
        peer=None,
    ),
    Target(
        "memory added by import and first create, over urllib3 and pydantic",
        12,
        lambda results, name: results.first_create[name].over(results.first_create[LIBRARIES]).peak,
        unit="MiB",
    ),
)
