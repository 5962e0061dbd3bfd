"""Write RESULTS.md, one page of ratios, and REPORT.md, a table for each kind of work."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.contenders import AIOHTTP, OURS, URLLIB3
from benchmarks.measure import Cost
from benchmarks.results import Results
from benchmarks.startup import BARE, Start
from benchmarks.targets import TARGETS, Target
from benchmarks.work import WORK, Work
from order_capture_client import __version__

_PACKAGES = (
    "aiohttp",
    "httpx",
    "openapi-generator-cli",
    "openapi-python-client",
    "pydantic",
    "pydantic-core",
    "requests",
    "urllib3",
)
_TARGET_HEADS = ("work", "target", "measured", "", "the peer in this run")
_START_HEADS = ("", "wall ms", "CPU ms", "memory MiB")


def write_results(results: Results, folder: Path) -> None:
    """Write RESULTS.md: the targets and the measured ratios."""
    parts = [
        "# Results",
        f"Written by `python -m benchmarks` on {date.today()}; [README.md](README.md) explains the measurements.",
        _circumstances(results),
        table(_TARGET_HEADS, (_target_row(target, results) for target in TARGETS)),
        "`x` is the ratio to the reference in the row. The peer is the client by OpenAPI Generator, or, in the async "
        "rows, the client by openapi-python-client.",
    ]
    _write(parts, folder / "RESULTS.md")


def write_report(results: Results, plots: Mapping[str, str], folder: Path) -> None:
    """Write REPORT.md: the plots and all measurements.

    Args:
        results: The measurements.
        plots: Titles of the plots by file name.
        folder: The folder of the report and its plots.
    """
    parts = [
        "# Report",
        f"Written by `python -m benchmarks` on {date.today()}.",
        _circumstances(results),
        "## Plots",
        *(f"![{title}]({name})" for name, title in plots.items()),
        "## Fresh interpreters",
        "An import, on top of a bare interpreter:",
        table(_START_HEADS, _start_rows(results.imports)),
        "A program that makes a client and creates one checkout of one line, on top of a bare interpreter:",
        table(_START_HEADS, _start_rows(results.first_create)),
        "Peak memory of a program that reads one order, in MiB:",
        table(
            ("", *(f"{lines} lines" for lines in results.orders)),
            ([name, *(f"{starts[name].peak:.1f}" for starts in results.orders.values())] for name in _names(results)),
        ),
        *(part for item, work in WORK.items() for part in _work_parts(results, item, work)),
    ]
    _write(parts, folder / "REPORT.md")


def circumstances() -> str:
    """Return the interpreter, the machine and the versions of the packages, as a list."""
    return (
        f"- {platform.python_implementation()} {platform.python_version()}, {platform.system()}, {_processors()}\n"
        f"- order-capture-client {__version__}; {', '.join(_versions())}"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; all columns but the first are aligned to the right."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _write(parts: Sequence[str], path: Path) -> None:
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _circumstances(results: Results) -> str:
    sizes = ", ".join(f"{size / 1000:.1f} kB with {lines}" for lines, size in results.order_bytes.items())
    return f"{circumstances()}\n- size of an order by its number of lines: {sizes}"


def _versions() -> Iterator[str]:
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue  # a run without this peer


def _processors() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.machine()


def _target_row(target: Target, results: Results) -> list[str]:
    limit = f"{'at least' if target.at_least else 'at most'} {_figure(target, target.limit)}"
    if target.stretch is not None:
        limit += f" ({_figure(target, target.stretch)} is the stretch target)"
    try:
        value = target.measured(results, OURS)
    except KeyError:
        return [target.work, limit, "not measured", "", ""]
    peer = "" if target.peer is None else _figure(target, target.measured(results, target.peer))
    return [target.work, limit, _figure(target, value), "met" if target.is_met(value) else "**missed**", peer]


def _figure(target: Target, value: float) -> str:
    return f"{value:.2f} x" if target.unit == "x" else f"{value:.1f} {target.unit}"


def _start_rows(starts: Mapping[str, Start]) -> Iterator[list[str]]:
    for name, start in starts.items():
        if name != BARE:
            over = start.over(starts[BARE])
            yield [name, f"{over.wall * 1000:.1f}", f"{over.cpu * 1000:.1f}", f"{over.peak:.1f}"]


def _names(results: Results) -> list[str]:
    return list(next(iter(results.orders.values())))


def _work_parts(results: Results, item: str, work: Work) -> list[str]:
    costs = {size: results.costs[item, size] for size in work.sizes}
    heads = ["", *(f"{size} {work.unit}" for size in work.sizes)]
    reference = URLLIB3 if URLLIB3 in work.contenders else AIOHTTP
    parts = [f"## {work.title}"]
    if work.unit != "lines":
        parts += ["Calls per second:", table(heads, _rows(work, costs, lambda cost, _: f"{1 / cost.wall:,.0f}"))]
    else:
        parts += ["Wall time of a call, in ms:", table(heads, _rows(work, costs, lambda cost, _: _ms(cost.wall)))]
    parts += [
        f"CPU time of a call, in ms, and its ratio to that of {work.label(reference)}:",
        table(
            heads,
            _rows(work, costs, lambda cost, of_all: f"{_ms(cost.cpu)} ({cost.cpu / of_all[reference].cpu:.2f} x)"),
        ),
    ]
    return parts


def _rows(
    work: Work, costs: Mapping[int, Mapping[str, Cost]], text: Callable[[Cost, Mapping[str, Cost]], str]
) -> Iterator[list[str]]:
    for name in costs[work.sizes[0]]:
        yield [work.label(name), *(text(of_all[name], of_all) for of_all in costs.values())]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g}"
