"""Report how many mutants the tests notice, in the code that decides on retries, decodes answers and hides secrets.

`mutmut run` changes the code in some 2,800 places, one at a time, and runs the tests that reach each of them; its
settings are in pyproject.toml. `python -m test.mutation` prints the result and names the mutants that no test noticed;
`mutmut show <name>` shows one. It exits with 1 if fewer than 90 % are noticed.
"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict

COMMAND = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
LEAST = 0.9

MODULES = {
    "retry": ("_core.call", "_core.exchange", "_core.retry", "_core.credentials"),
    "decode": ("_core.decode", "api_response", "drift", "_model.answer", "_model.lenient", "_model.output"),
    "redaction": (
        "_core.log",
        "_core.headers",
        "_core.operation",
        "_core.wire",
        "exceptions",
        "_model.base",
        "_model.problems",
        "_model.display",
        "_model.tree",
    ),
}


def main() -> int:
    """Print the table; return 0 when every group reaches the least share."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=True)
    fates: dict[str, dict[str, str]] = defaultdict(dict)
    for line in done.stdout.splitlines():
        mutant, _, fate = line.strip().rpartition(": ")
        if mutant:
            fates[mutant.rpartition(".")[0].removeprefix("order_capture_client.")][mutant] = fate

    shares: list[float] = []
    for group, modules in MODULES.items():
        for name in modules:
            report(f"  {name}", list(fates[name].values()))
        shares.append(report(group, [fate for name in modules for fate in fates[name].values()]))
    for mutants in fates.values():
        for mutant, fate in mutants.items():
            if not is_noticed(fate):
                print(f"{fate}: {mutant}")
    return int(min(shares) < LEAST)


def is_noticed(fate: str) -> bool:
    """Return whether a mutant made a test fail or run too long."""
    return fate in ("killed", "timeout")


def report(name: str, fates: list[str]) -> float:
    """Print one row; return the share that was noticed."""
    noticed = sum(map(is_noticed, fates))
    share = noticed / len(fates) if fates else 0.0
    print(f"{name:20} {len(fates):5} mutants {noticed:5} noticed {share:7.1%}")
    return share


if __name__ == "__main__":
    sys.exit(main())
