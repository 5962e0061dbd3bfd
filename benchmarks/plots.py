"""Draw one plot for each question."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.contenders import AIOHTTP, FLOOR, GENERATOR, OURS, PYTHON_CLIENT, REQUESTS, URLLIB3
from benchmarks.results import Results
from benchmarks.startup import BARE, LIBRARIES
from benchmarks.work import WORK

# Keep text as text, and write the same file for the same figures.
_STYLE: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "benchmarks", "font.size": 9, "axes.axisbelow": True}
_COLOURS = {
    OURS: "#0058a3",
    GENERATOR: "#d1495b",
    PYTHON_CLIENT: "#edae49",
    REQUESTS: "#8d6a9f",
    URLLIB3: "#66a182",
    AIOHTTP: "#66a182",
    FLOOR: "#999999",
    "json": "#66a182",
    LIBRARIES: "#66a182",
}


def write_plots(results: Results, folder: Path) -> dict[str, str]:
    """Write the plots of a run, and return their titles by file name."""
    titles = {
        "create.svg": "What does create_checkout cost, and how does it grow with lines?",
        "get_order.svg": "What does get_order cost, and how does it grow with lines?",
        "json.svg": "What do models cost on top of plain JSON?",
        "threads.svg": "How does one client scale with threads?",
        "tasks.svg": "How does one async client scale with tasks?",
        "startup.svg": "What does the first create cost in a fresh interpreter?",
        "memory.svg": "How much memory does a program take that reads one order?",
    }
    with mpl.rc_context(_STYLE):
        for name, figure in _figures(results).items():
            figure.suptitle(titles[name])
            figure.savefig(folder / name, metadata={"Date": None})
    return titles


def _figures(results: Results) -> dict[str, Figure]:
    milliseconds = "CPU ms per call"
    return {
        "create.svg": _figure([("create", _by_size(results, "create"))], milliseconds),
        "get_order.svg": _figure([("get_order", _by_size(results, "get_order"))], milliseconds),
        "json.svg": _figure([(item, _by_size(results, item)) for item in ("decode", "encode")], milliseconds),
        "threads.svg": _figure(
            [(item, _by_size(results, item, rate=True)) for item in ("threads_create", "threads_get_order")],
            "calls per second",
        ),
        "tasks.svg": _figure(
            [(item, _by_size(results, item, rate=True)) for item in ("tasks_create", "tasks_get_order")],
            "calls per second",
        ),
        "startup.svg": _startup_figure(results),
        "memory.svg": _memory_figure(results),
    }


def _by_size(results: Results, item: str, *, rate: bool = False) -> dict[str, dict[int, float]]:
    """Return the figures by contender, then by size."""
    lines: dict[str, dict[int, float]] = {}
    for size in WORK[item].sizes:
        for name, cost in results.costs[item, size].items():
            lines.setdefault(WORK[item].label(name), {})[size] = 1 / cost.wall if rate else cost.cpu * 1000
    return lines


def _figure(panels: list[tuple[str, dict[str, dict[int, float]]]], unit: str) -> Figure:
    figure = Figure(figsize=(4.5 * len(panels), 3.4), layout="tight")
    for place, (item, lines) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        _draw_lines(place, lines)
        place.set(xlabel=WORK[item].unit, ylabel=unit, title=WORK[item].title if len(panels) > 1 else "")
        if unit == "calls per second":
            place.set_yscale("linear")
            place.set_ylim(bottom=0)
    return figure


def _draw_lines(place: Any, lines: Mapping[str, Mapping[int, float]]) -> None:
    for name, line in lines.items():
        width = 2.5 if name == OURS else 1.2
        place.plot(list(line), list(line.values()), marker="o", color=_COLOURS[name], label=name, linewidth=width)
    place.set(xscale="log", yscale="log")
    sizes = list(next(iter(lines.values())))
    place.set_xticks(sizes, map(str, sizes))
    place.minorticks_off()
    place.grid(alpha=0.3)
    place.legend(fontsize=7)


def _startup_figure(results: Results) -> Figure:
    starts = {name: start.over(results.first_create[BARE]) for name, start in results.first_create.items()}
    del starts[BARE]
    figure = Figure(figsize=(9, 2.8), layout="tight")
    left, right = figure.subplots(1, 2)
    names, colours = list(starts), [_COLOURS[name] for name in starts]
    left.barh(names, [start.cpu * 1000 for start in starts.values()], color=colours)
    left.set(xlabel="CPU ms over a bare interpreter")
    right.barh(names, [start.peak for start in starts.values()], color=colours)
    right.set(xlabel="MiB over a bare interpreter", yticks=[])
    for place in (left, right):
        place.invert_yaxis()
        place.grid(axis="x", alpha=0.3)
    return figure


def _memory_figure(results: Results) -> Figure:
    lines: dict[str, dict[int, float]] = {}
    for size, starts in results.orders.items():
        for name, start in starts.items():
            lines.setdefault(name, {})[size] = start.peak
    figure = Figure(figsize=(4.5, 3.4), layout="tight")
    place = figure.subplots()
    _draw_lines(place, lines)
    place.set(yscale="linear", ylim=(0, None), xlabel="lines", ylabel="peak MiB")
    return figure
