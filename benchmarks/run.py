"""Measures everything, and writes the report; to be started by `python -m benchmarks`, which installs what this needs."""

from __future__ import annotations

import argparse
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks import startup
from benchmarks.contenders import GENERATOR, OURS, PYTHON_CLIENT, URLLIB3
from benchmarks.measure import FULL, QUICK, Effort, measure
from benchmarks.plots import write_plots
from benchmarks.report import write_report
from benchmarks.results import Results
from benchmarks.samples import LINES, make_sample, write_sample
from benchmarks.server import serving
from benchmarks.work import WORK, Place


def measure_all(folder: Path, effort: Effort, left_out: frozenset[str] = frozenset()) -> Results:
    """Measures all work.

    Args:
        folder: Where the samples are written for the other processes.
        effort: How long.
        left_out: Contenders that are not there.
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
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure_all(Path(folder), QUICK if arguments.quick else FULL)
    write_report(results, write_plots(results, arguments.output), arguments.output)
    print(f"wrote {arguments.output / 'RESULTS.md'}")


if __name__ == "__main__":
    main()
