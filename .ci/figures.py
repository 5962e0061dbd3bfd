"""Print the figures of a checkout, and exit with 1 if one of them breaks its limit.

python .ci/figures.py [ROOT] [--json] [--collect] [--startup] [--types] [--tiers REPORT]

ROOT is any checkout of this project, so figures of two versions come from the same command. `--tiers` takes the JUnit
report of a run of all tests, as `python -m pytest --junitxml=REPORT` writes it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TypeAlias

import run_figures
import source_figures
import voice
from source_figures import COMPLEX, LONG_FILE, PACKAGE, TOO_COMPLEX, Source, python, total_lines

Value: TypeAlias = "int | float | str"
Groups: TypeAlias = "dict[str, dict[str, Value]]"

AT_MOST = {
    # figure: limit
    "circles of imports at run time": 0,
    "package and contract: functions above 15": 0,
    "package and contract: functions above 10, per 1,000 lines by hand": 1.5,
    "package and contract: deepest nesting": 4,
    "package: files by hand above 500 lines": 0,
    "reads of callers' frames": 0,
    "package: refused words": 0,
    "package: what, whatever, whoever per 1,000 words": voice.MOST_WHAT,
    "generated: what, whatever, whoever per 1,000 words": voice.MOST_WHAT,
    "libraries that the import loads": 0,
}
AIMS = {
    # figure that depends on the machine and its load, so that it is shown and never fails a run: aim
    "CPU seconds to collect": 5,
    "test/unit": 60,
    "import of the package, CPU ms": 15,
    "import of ApiClient, CPU against urllib3 and pydantic": 1.3,
    "first create, CPU against urllib3 and pydantic": 1.3,
}
AT_LEAST = {"public symbols with a known type, %": 100}


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--json", action="store_true", help="print an object instead of a table")
    parser.add_argument("--collect", action="store_true", help="let pytest collect the tests")
    parser.add_argument("--startup", action="store_true", help="measure fresh interpreters")
    parser.add_argument("--types", action="store_true", help="let pyright look at all public types")
    parser.add_argument("--tiers", type=Path, metavar="REPORT", help="seconds by folder of tests")
    arguments = parser.parse_args()
    root = arguments.root.resolve()
    groups = static_figures(root)
    if arguments.collect:
        groups["tests"] |= _collected(root)
    if arguments.tiers:
        groups["seconds of the tiers"] = {
            tier: round(seconds, 1) for tier, seconds in run_figures.seconds_of_tiers(arguments.tiers).items()
        }
    if arguments.startup:
        groups["fresh interpreters"] = _started(root)
    if arguments.types:
        groups["types"]["public symbols with a known type, %"] = run_figures.type_completeness(root)
    print(json.dumps(groups, indent=2) if arguments.json else "\n".join(_table(groups)))
    return 1 if any(_breaks(name, value) for group in groups.values() for name, value in group.items()) else 0


def static_figures(root: Path) -> Groups:
    """Return the figures that the sources give."""
    sources = source_figures.read_sources(root)
    by_hand, generated = python(sources, PACKAGE), python(sources, PACKAGE, generated=True)
    return {
        "rooms": dict(source_figures.lines_by_room(sources)),
        "sums": {
            "package: files by hand": len(by_hand),
            "package: lines by hand": total_lines(by_hand),
            "package: files generated": len(generated),
            "package: lines generated": total_lines(generated),
            "package: files by hand above 500 lines": sum(source.lines > LONG_FILE for source in by_hand),
            "contract: files above 500 lines": sum(source.lines > LONG_FILE for source in python(sources, "contract")),
        },
        "circles": _circles(by_hand + generated),
        "complexity": _complexity(sources),
        "contract": _lines_of_the_contract(root, generated),
        "types": {
            "uses of Any, by hand": source_figures.count_any(by_hand),
            "uses of Any, generated": source_figures.count_any(generated),
            "uses of Any in public signatures": source_figures.count_any_in_public(by_hand + generated),
        },
        "private": {
            "private names of other packages": len(source_figures.foreign_privates(by_hand)),
            "reads of callers' frames": len(source_figures.frames(by_hand)),
        },
        "words": _words(root),
        "tests": {"lines by hand": total_lines(python(sources, "test"))},
    }


def _circles(package: list[Source]) -> dict[str, Value]:
    at_run_time = source_figures.import_circles(package)
    for_type_checkers = source_figures.import_circles(package, for_type_checkers=True)
    return {
        "circles of imports at run time": len(at_run_time),
        "largest one at run time, modules": max(map(len, at_run_time), default=0),
        "largest one with imports for type checkers, modules": max(map(len, for_type_checkers), default=0),
    }


def _complexity(sources: list[Source]) -> dict[str, Value]:
    figures: dict[str, Value] = {}
    package, contract = python(sources, PACKAGE), python(sources, "contract")
    for name, files in (("package", package), ("contract", contract), ("package and contract", package + contract)):
        functions = source_figures.measure_functions(files)
        complex_ones = [one for one in functions if one.complexity > COMPLEX]
        figures |= {
            f"{name}: functions": len(functions),
            f"{name}: functions above 15": sum(one.complexity > TOO_COMPLEX for one in functions),
            f"{name}: functions above 10": len(complex_ones),
            f"{name}: functions above 10, per 1,000 lines by hand": _per_thousand(
                len(complex_ones), total_lines(files)
            ),
            f"{name}: highest complexity": max(one.complexity for one in functions),
            f"{name}: deepest nesting": max(one.nesting for one in functions),
        }
    return figures


def _lines_of_the_contract(root: Path, generated: list[Source]) -> dict[str, Value]:
    """Return the generated lines that an operation and a model cost."""
    contract = (root / "contract" / "openapi.yaml").read_text(encoding="utf-8")
    operations = contract.count("\n      operationId:")
    models = [source for source in generated if source.room.endswith("/models") and source.module.count(".") > 1]
    shared = [source for source in generated if source.room.endswith("/models") or source.name.endswith("/types.py")]
    calls = [source for source in generated if source.room.endswith("/api") or "_contract" in source.name]
    calls += [source for source in generated if source.name.endswith("_core/service.py")]
    return {
        "operations": operations,
        "lines per operation": round(total_lines(calls) / operations, 1),
        "models": len(models),
        "lines per model, its dicts and exports included": round(total_lines(shared) / len(models), 1),
    }


def _words(root: Path) -> dict[str, Value]:
    rooms, _ = voice.check(root)
    figures: dict[str, Value] = {}
    for room, words in rooms.items():
        name = room.replace(f"{PACKAGE}, generated", "generated").replace(PACKAGE, "package")
        figures |= {
            f"{name}: words": words.words,
            f"{name}: refused words": words.refused,
            f"{name}: what, whatever, whoever per 1,000 words": round(words.what_per_thousand, 1),
        }
    return figures


def _collected(root: Path) -> dict[str, Value]:
    cases, seconds, cpu = run_figures.collection(root)
    return {"cases": cases, "seconds to collect": round(seconds, 1), "CPU seconds to collect": round(cpu, 1)}


def _started(root: Path) -> dict[str, Value]:
    cpu, loaded = run_figures.startup(root)
    return {
        "import of urllib3 and pydantic, CPU ms": round(1000 * cpu["libraries"], 1),
        "import of the package, CPU ms": round(1000 * cpu["import"], 1),
        "libraries that the import loads": len(loaded),
        "import of ApiClient, CPU against urllib3 and pydantic": round(cpu["ApiClient"] / cpu["libraries"], 2),
        "first create, CPU against urllib3 and pydantic": round(cpu["first create"] / cpu["libraries"], 2),
    }


def _per_thousand(count: int, lines: int) -> float:
    return round(1000 * count / lines, 2)


def _breaks(name: str, value: Value) -> bool:
    if isinstance(value, str):
        return False
    return value > AT_MOST.get(name, value) or value < AT_LEAST.get(name, value)


def _table(groups: Groups) -> list[str]:
    lines: list[str] = []
    for group, figures in groups.items():
        lines.append(f"\n{group}")
        for name, value in figures.items():
            text = value if isinstance(value, str) else f"{value:,}"
            limit = f"at most {AT_MOST[name]}" if name in AT_MOST else ""
            limit = f"at least {AT_LEAST[name]}" if name in AT_LEAST else limit
            if name in AIMS and not isinstance(value, str):
                limit = f"aim: at most {AIMS[name]}{', missed' if value > AIMS[name] else ''}"
            lines.append(f"  {name:<72} {text:>10}  {limit}{'  BROKEN' if _breaks(name, value) else ''}".rstrip())
    return lines


if __name__ == "__main__":
    sys.exit(main())
