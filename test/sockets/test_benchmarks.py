"""The benchmarks run, and their report contains the measurements; no test depends on a time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks import compare, contenders, report, startup
from benchmarks.contenders import CONTENDERS, FLOOR, GENERATOR, OURS, URLLIB3
from benchmarks.measure import QUICK, Cost, measure
from benchmarks.results import Results
from benchmarks.samples import LINES, make_sample, read_sample, write_sample
from benchmarks.server import serving
from benchmarks.startup import Start
from benchmarks.targets import TARGETS
from benchmarks.work import WORK, Place
from test.paths import ROOT

INSTALLED = (OURS, URLLIB3, FLOOR)
"""The contenders that need no packages beyond this one's."""


@pytest.fixture(autouse=True)
def _other_processes_find_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sample = make_sample(1)
    for lines in LINES:
        write_sample(tmp_path, lines, sample)
    return tmp_path


def results() -> Results:
    """Possible measurements of a run, all of them different."""
    return Results(
        order_bytes=dict.fromkeys(LINES, 1000),
        costs={
            (item, size): {
                name: Cost(wall=0.001 * number, cpu=0.0005 * number) for number, name in enumerate(work.contenders, 1)
            }
            for item, work in WORK.items()
            for size in work.sizes
        },
        imports={startup.BARE: Start(0.01, 0.01, 10), OURS: Start(0.03, 0.02, 11), GENERATOR: Start(0.3, 0.3, 40)},
        first_create={
            startup.BARE: Start(0.01, 0.01, 10),
            startup.LIBRARIES: Start(0.1, 0.1, 20),
            OURS: Start(0.2, 0.2, 30),
            GENERATOR: Start(0.3, 0.3, 40),
        },
        orders={lines: {OURS: Start(0.2, 0.2, 30 + lines)} for lines in LINES},
    )


def test_calls_are_measured_over_a_socket(folder: Path) -> None:
    with serving(folder) as host:
        costs = measure("get_order", 1, INSTALLED, Place(folder, host), QUICK)

    assert list(costs) == list(INSTALLED)
    assert all(cost.wall > 0 and cost.cpu > 0 for cost in costs.values())


@pytest.mark.parametrize("item", [item for item, work in WORK.items() if work.unit != "tasks"])
def test_each_work_does_what_it_says_as_often_as_it_is_told(
    item: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    class Counted(contenders.Urllib3):
        def create(self, cart: object) -> object:
            calls.append("create")
            return cart

        def get_order(self, checkout_id: str) -> object:
            calls.append("get_order")
            return checkout_id

        def decode(self, text: str) -> object:
            calls.append("decode")
            return text

        def encode(self, order: object) -> object:
            calls.append("encode")
            return order

    monkeypatch.setitem(CONTENDERS, URLLIB3, Counted)
    run = WORK[item].make(URLLIB3, 1, Place(folder, "http://127.0.0.1:9"))
    calls.clear()
    run(7)

    assert calls == [item.removeprefix("threads_")] * 7


def test_a_sample_is_read_as_it_was_written(folder: Path) -> None:
    sample = make_sample(10)
    write_sample(folder, 10, sample)

    assert read_sample(folder, 10) == sample
    assert len(sample.cart["items"]) == 10


def test_imports_are_measured_in_fresh_interpreters() -> None:
    starts = startup.imports([startup.BARE, OURS], replace(QUICK, rounds=1))

    assert all(start.wall > 0 and start.cpu > 0 and start.peak > 1 for start in starts.values())


def test_the_first_create_is_measured_in_a_fresh_interpreter(folder: Path) -> None:
    with serving(folder) as host:
        starts = startup.first_create([OURS], Place(folder, host), replace(QUICK, rounds=1))

    assert starts[OURS].over(starts[startup.BARE]).peak > 0


def test_the_report_has_every_work_and_every_plot(tmp_path: Path) -> None:
    from benchmarks.plots import write_plots  # imports matplotlib, which takes a second

    plots = write_plots(results(), tmp_path)
    report.write_report(results(), plots, tmp_path)
    text = (tmp_path / "REPORT.md").read_text()

    assert all(f"## {work.title}\n" in text for work in WORK.values())
    assert all(f"![{title}]({name})" in text for name, title in plots.items())
    assert all((tmp_path / name).read_text().startswith("<?xml") for name in plots)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*plots, "REPORT.md"])


def test_the_results_are_one_page_with_every_target(tmp_path: Path) -> None:
    report.write_results(results(), tmp_path)
    text = (tmp_path / "RESULTS.md").read_text()

    assert all(f"| {target.work} |" in text for target in TARGETS)
    assert len(text.splitlines()) < 40
    assert f"`python -m benchmarks` on {date.today()}" in text
    row = "| `import` over a bare interpreter, CPU | at most 15.0 ms | 10.0 ms | met | 290.0 ms |"
    assert row in text
    row = "| first create in a fresh interpreter, CPU against importing urllib3 and pydantic | at most 1.30 x | 2.11 x | **missed** | 3.22 x |"
    assert row in text
    row = "| get_order, 100 lines, CPU against urllib3 + `json` | at most 3.00 x (2.00 x is the stretch target) | 0.20 x | met | 0.40 x |"
    assert row in text
    row = "| memory added by import and first create, over urllib3 and pydantic | at most 12.0 MiB | 10.0 MiB | met | 20.0 MiB |"
    assert row in text


def test_the_results_say_what_was_missed_and_what_was_not_measured(tmp_path: Path) -> None:
    slow = results()
    slow.costs["encode", 100][OURS] = Cost(wall=1.0, cpu=1.0)
    for tasks in WORK["tasks_create"].sizes:
        del slow.costs["tasks_create", tasks][OURS]
    report.write_results(slow, tmp_path)
    text = (tmp_path / "RESULTS.md").read_text()

    assert "| encode 100 lines, CPU against `json.dumps` | at most 1.00 x | 500.00 x | **missed** |" in text
    assert "| async create, 32 tasks, requests per second against aiohttp | at least 0.80 x | not measured |" in text


def test_a_target_is_judged_by_the_figure_that_is_shown() -> None:
    at_most = next(target for target in TARGETS if target.work.startswith("get_order, 1 line"))
    at_least = next(target for target in TARGETS if target.limit == 0.8)

    assert (at_most.is_met(1.304), at_most.is_met(1.306)) == (True, False)
    assert (at_least.is_met(0.796), at_least.is_met(0.794)) == (True, False)


def test_another_checkout_is_compared_with_this_one(folder: Path) -> None:
    best = compare.compare(ROOT, folder, [compare.TO_JSON, compare.TO_JSON_LATER], rounds=1)
    text = compare.markdown(best)

    assert all(other > 0 and this > 0 for other, this in best.values())
    assert all(f"| {name} | " in text for name in best)
    assert f"| {compare.TO_JSON_LATER}, against {compare.TO_JSON} | " in text


def test_every_program_of_the_comparison_is_python(folder: Path) -> None:
    programs = compare.programs(Place(folder, "http://127.0.0.1:9"))

    assert list(programs) == list(compare.NAMES)
    for program in programs.values():
        compile(program, "program", "exec")


def test_the_command_says_what_it_takes() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"], cwd=ROOT, capture_output=True, text=True, env=os.environ
    ).stdout

    assert all(option in said for option in ("--scratch", "--output", "--quick"))
