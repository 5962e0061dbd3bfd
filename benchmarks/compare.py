"""Compare another checkout with this one, in one run: imports, the first create, and encoding.

    python -m benchmarks.compare OTHER

OTHER is the folder of another checkout, such as a worktree of an earlier commit. Every program runs in fresh
interpreters, in the other checkout and in this one by turns, with the dependencies of this environment. A figure is the
best of its rounds, so that other work of the machine counts little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks import startup
from benchmarks.contenders import OURS
from benchmarks.report import circumstances, table
from benchmarks.samples import LINES, make_sample, sample_path, write_sample
from benchmarks.server import serving
from benchmarks.work import Place

ROOT = Path(__file__).parent.parent
ROUNDS = 9

LIBRARIES = "import of urllib3 and pydantic's BaseModel"
IMPORT = "import of the package"
API_CLIENT = "import of ApiClient"
FIRST_CREATE = "first create, imports included"
ENCODE_MODEL = "request of a create, 100 lines as a model"
ENCODE_DICT = "request of a create, 100 lines as a dict"
TO_JSON = "to_json of an order, 100 lines"
TO_JSON_LATER = "to_json of the same order, after another answer drifted"

NAMES = (LIBRARIES, IMPORT, API_CLIENT, FIRST_CREATE, ENCODE_MODEL, ENCODE_DICT, TO_JSON, TO_JSON_LATER)
_RATIOS = ((API_CLIENT, LIBRARIES), (FIRST_CREATE, LIBRARIES), (ENCODE_DICT, ENCODE_MODEL), (TO_JSON_LATER, TO_JSON))

_ONCE = """
import time
start = time.process_time()
PROGRAM
print(time.process_time() - start, flush=True)
import os
os._exit(0)
"""
_REPEATED = """
import json, sys, time
sample = json.loads(open(sys.argv[1], encoding="utf-8").read())
SETUP
def seconds_of_a_call(at_least):
    times = 1
    while True:
        start = time.process_time()
        for _ in range(times):
            CALL
        spent = time.process_time() - start
        if spent > at_least:
            return spent / times
        times *= 2
seconds_of_a_call(0.05)
print(seconds_of_a_call(0.15))
"""
_CART = """
from order_capture_client import CheckoutRequest
from order_capture_client._core.encode import build_request
from order_capture_client._core.wire import Address
from order_capture_client.api.operations import CREATE_CHECKOUT
cart = sample["cart"]
model = CheckoutRequest.from_dict(cart)
address = Address("http://127.0.0.1", "")
"""
_BUILD = 'build_request(CREATE_CHECKOUT, ("se", BODY), {}, address=address, default_headers={})'
_ORDER = """
from order_capture_client import CheckoutDto
order = CheckoutDto.from_json(sample["order"])
"""
_DRIFT = """
CheckoutDto.from_json(sample["order"].replace("{", '{"unknownToThisVersion": null, ', 1)).to_json()
"""


def programs(place: Place) -> dict[str, str]:
    """Return the programs by name; each prints its CPU seconds."""
    once = {
        LIBRARIES: "import urllib3; from pydantic import BaseModel",
        IMPORT: "import order_capture_client",
        API_CLIENT: "from order_capture_client import ApiClient",
        FIRST_CREATE: startup.program_of_first_create(OURS, place),
    }
    repeated = {
        ENCODE_MODEL: (_CART, _BUILD.replace("BODY", "model")),
        ENCODE_DICT: (_CART, _BUILD.replace("BODY", "cart")),
        TO_JSON: (_ORDER, "order.to_json()"),
        TO_JSON_LATER: (_ORDER + _DRIFT, "order.to_json()"),
    }
    return {name: _ONCE.replace("PROGRAM", program) for name, program in once.items()} | {
        name: _REPEATED.replace("SETUP", setup).replace("CALL", call) for name, (setup, call) in repeated.items()
    }


def compare(other: Path, folder: Path, names: Sequence[str], rounds: int) -> dict[str, tuple[float, float]]:
    """Return the CPU seconds of programs in another checkout and in this one.

    Args:
        other: The other checkout.
        folder: The folder of the samples.
        names: The programs.
        rounds: Rounds for each program.
    """
    best: dict[str, tuple[float, float]] = {}
    sample = sample_path(folder, 100)
    with serving(folder) as host:
        all_programs = programs(Place(folder, host))
        for name in names:
            for root in (other, ROOT):
                _run(all_programs[name], root, sample)  # compiles the modules
            pairs = [[_run(all_programs[name], root, sample) for root in (other, ROOT)] for _ in range(rounds)]
            before, now = map(min, zip(*pairs, strict=True))
            best[name] = (before, now)
            print(f"{name}: {now / before:.2f} x", file=sys.stderr, flush=True)
    return best


def markdown(best: dict[str, tuple[float, float]]) -> str:
    """Return the comparison as tables."""
    costs = [[name, _time(other), _time(this), f"{this / other:.2f} x"] for name, (other, this) in best.items()]
    ratios = [
        [f"{name}, against {reference}", *(f"{best[name][at] / best[reference][at]:.2f} x" for at in (0, 1))]
        for name, reference in _RATIOS
        if name in best and reference in best
    ]
    return "\n\n".join(
        [
            f"Written by `python -m benchmarks.compare OTHER` on {date.today()}.",
            circumstances(),
            table(("CPU time", "other", "this", "this / other"), costs),
            table(("within one checkout", "other", "this"), ratios),
        ]
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for lines in LINES:
            write_sample(Path(folder), lines, make_sample(lines))
        print(markdown(compare(arguments.other.resolve(), Path(folder), NAMES, arguments.rounds)))


def _run(program: str, root: Path, sample: Path) -> float:
    environment = os.environ | {"PYTHONPATH": str(root)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", program, str(sample)]
    said = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return float(json.loads(said))


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds >= 0.001 else f"{seconds * 1_000_000:.0f} µs"


if __name__ == "__main__":
    main()
