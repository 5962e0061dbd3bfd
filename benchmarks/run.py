"""Measure everything and write the report; started by `python -m benchmarks`, which installs the peers."""

from __future__ import annotations

import argparse
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks import startup
from benchmarks.contenders import GENERATOR, OURS, PYTHON_CLIENT, URLLIB3
from benchmarks.measure import FULL, QUICK, Effort, measure
from benchmarks.plots import write_plots
from benchmarks.report import write_report, write_results
from benchmarks.results import Results
from benchmarks.samples import LINES, make_sample, write_sample
from benchmarks.server import serving
from benchmarks.work import WORK, Place


def measure_all(folder: Path, effort: Effort, left_out: frozenset[str] = frozenset()) -> Results:
    """Measure all work.

    Args:
        folder: The folder that passes the samples to the other processes.
        effort: How thoroughly to measure.
        left_out: Contenders that are not installed.
    """
    samples = {lines: make_sample(lines) for lines in LINES}
    for lines, sample in samples.items():
        write_sample(folder, lines, sample)
    with serving(folder) as host:
        place = Place(folder, host)
        costs = {}
        for item, work in WORK.items():
            there = [name for name in work.contenders if name not in left_out]
            if work.unit == "tasks" and find_spec("order_capture_client.aio") is None:
                there.remove(OURS)
            for size in work.sizes:
                print(f"{work.title}, {size} {work.unit}", flush=True)
                costs[item, size] = measure(item, size, there, place, effort)
        print("fresh interpreters", flush=True)
        there = [name for name in (OURS, GENERATOR, PYTHON_CLIENT, URLLIB3) if name not in left_out]
        return Results(
            order_bytes={lines: len(sample.order.encode()) for lines, sample in samples.items()},
            costs=costs,
            imports=startup.imports([startup.BARE, startup.LIBRARIES, *there], effort),
            first_create=startup.first_create(there, place, effort),
            orders={lines: startup.first_get_order(there, lines, place, effort) for lines in LINES},
        )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure_all(Path(folder), QUICK if arguments.quick else FULL)
    write_results(results, arguments.output)
    write_report(results, write_plots(results, arguments.output), arguments.output)
    print(f"wrote RESULTS.md, REPORT.md and plots to {arguments.output}")


if __name__ == "__main__":
    main()
