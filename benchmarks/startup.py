"""Measure imports, first calls and memory in fresh interpreters."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.contenders import CLIENT_ID, GENERATOR, OURS, PYTHON_CLIENT, REQUESTS, TOKEN, URLLIB3
from benchmarks.measure import Effort
from benchmarks.samples import RETAIL_UNIT, read_sample
from benchmarks.work import Place

BARE = "bare interpreter"
LIBRARIES = "importing urllib3 and pydantic"

_IMPORTS = {
    BARE: "",
    LIBRARIES: "import urllib3\nfrom pydantic import BaseModel",  # pydantic imports its parts on first use
    OURS: "import order_capture_client",
    GENERATOR: "import order_capture_by_openapi_generator",
    PYTHON_CLIENT: "import order_capture_by_openapi_python_client",
    REQUESTS: "import requests",
    URLLIB3: "import urllib3",
}
_MAKE_CLIENT = {
    OURS: """
from order_capture_client import ApiClient, CheckoutApi, CheckoutRequest, Configuration
api = CheckoutApi(ApiClient(Configuration(host={host!r}, api_key={{"Client-Id": {client_id!r}}}, access_token={token!r})))
""",
    GENERATOR: """
from order_capture_by_openapi_generator import ApiClient, CheckoutApi, CheckoutRequest, Configuration
api = CheckoutApi(ApiClient(Configuration(host={host!r}, api_key={{"Client-Id": {client_id!r}}}, access_token={token!r})))
""",
    PYTHON_CLIENT: """
from order_capture_by_openapi_python_client import AuthenticatedClient
client = AuthenticatedClient(base_url={host!r}, token={token!r}, headers={{"X-Client-Id": {client_id!r}}})
""",
    URLLIB3: """
import json
import urllib3
http = urllib3.PoolManager(headers={{"X-Client-Id": {client_id!r}, "Authorization": "Bearer " + {token!r}}})
""",
}
_CREATE = {
    OURS: "api.create_checkout({unit!r}, CheckoutRequest.from_dict({cart!r}))",
    GENERATOR: "api.create_checkout({unit!r}, CheckoutRequest.from_dict({cart!r}))",
    PYTHON_CLIENT: """
from order_capture_by_openapi_python_client.api.checkout import create_checkout
from order_capture_by_openapi_python_client.models import CheckoutRequest
create_checkout.sync({unit!r}, client=client, body=CheckoutRequest.from_dict({cart!r}))
""",
    URLLIB3: """
headers = http.headers | {{"Content-Type": "application/json"}}
json.loads(http.request("POST", {host!r} + "/{unit}/checkouts", body=json.dumps({cart!r}), headers=headers).data)
""",
}
_GET_ORDER = {
    OURS: "api.get_order({checkout_id!r}, {unit!r})",
    GENERATOR: "api.get_order({checkout_id!r}, {unit!r})",
    PYTHON_CLIENT: """
from order_capture_by_openapi_python_client.api.checkout import get_order
get_order.sync({unit!r}, {checkout_id!r}, client=client)
""",
    URLLIB3: 'json.loads(http.request("GET", {host!r} + "/{unit}/checkouts/{checkout_id}/order").data)',
}
# /proc has the peak of this program alone; getrusage includes the process that it was forked from.
_EPILOGUE = """
import os, resource, sys, time
cpu = time.process_time()
try:
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(cpu, peak, flush=True)
os._exit(0)
"""


@dataclass(frozen=True)
class Start:
    """The cost of a program that does one thing and exits."""

    wall: float
    cpu: float
    peak: float
    """MiB."""

    def over(self, other: Start) -> Start:
        """Return the cost on top of another program's."""
        return Start(self.wall - other.wall, self.cpu - other.cpu, self.peak - other.peak)


def imports(names: list[str], effort: Effort) -> dict[str, Start]:
    """Measure the imports."""
    return _measured({name: _IMPORTS[name] for name in names}, effort)


def first_create(names: list[str], place: Place, effort: Effort) -> dict[str, Start]:
    """Measure programs that create a checkout of one line, and programs that only import."""
    programs = {name: _IMPORTS[name] for name in (BARE, LIBRARIES)}
    return _measured(programs | {name: program_of_first_create(name, place) for name in names}, effort)


def first_get_order(names: list[str], lines: int, place: Place, effort: Effort) -> dict[str, Start]:
    """Measure programs that read an order."""
    return _measured({name: _program(_GET_ORDER, name, lines, place) for name in names}, effort)


def program_of_first_create(name: str, place: Place) -> str:
    """Return a program that imports a client and creates a checkout of one line."""
    return _program(_CREATE, name, 1, place)


def _program(calls: dict[str, str], name: str, lines: int, place: Place) -> str:
    sample = read_sample(place.folder, lines)
    return (_MAKE_CLIENT[name] + "\n" + calls[name]).format(
        host=place.host,
        client_id=CLIENT_ID,
        token=TOKEN,
        unit=RETAIL_UNIT,
        checkout_id=sample.checkout_id,
        cart=sample.cart,
    )


def _measured(programs: dict[str, str], effort: Effort) -> dict[str, Start]:
    for program in programs.values():
        _run(program)  # compiles the modules
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    for _ in range(effort.rounds):
        for name, program in programs.items():
            starts[name].append(_run(program))
    return {
        name: Start(
            median(start.wall for start in all_of_one),
            median(start.cpu for start in all_of_one),
            median(start.peak for start in all_of_one),
        )
        for name, all_of_one in starts.items()
    }


def _run(program: str) -> Start:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    start = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-c", program + _EPILOGUE], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    wall = time.perf_counter() - start
    cpu, peak = ended.stdout.split()
    return Start(wall, float(cpu), int(peak) / 1024)
