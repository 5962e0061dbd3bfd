"""Figures that take a run: collected tests, seconds of the tiers, fresh interpreters, and types."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

PACKAGE = "order_capture_client"
ROUNDS = 9

_LIBRARIES = "import urllib3; from pydantic import BaseModel"
_FIRST_CREATE = """
from order_capture_client import ApiClient, CheckoutApi, CheckoutRequest, Configuration
configuration = Configuration(host={host!r}, api_key={{"Client-Id": "figures"}}, access_token="token")
cart = {{"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": [{{"itemNo": "10098949", "quantity": 2}}]}}
CheckoutApi(ApiClient(configuration)).create_checkout("se", CheckoutRequest.from_dict(cart))
"""
_MEASURE = """
import time
start = time.process_time()
{program}
cpu = time.process_time() - start
import json, os, sys
print(json.dumps([cpu, [name for name in ("pydantic", "urllib3", "aiohttp") if name in sys.modules]]), flush=True)
os._exit(0)
"""


def collection(root: Path) -> tuple[int, float, float]:
    """Return how many test cases pytest collects, with the seconds and the CPU seconds that it takes.

    The first of two runs compiles the modules.
    """
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    command += ["-o", "addopts=--import-mode=importlib"]
    _run(command, root)
    start, cpu = time.perf_counter(), _cpu_of_children()
    said = _run(command, root)
    seconds, cpu = time.perf_counter() - start, _cpu_of_children() - cpu
    found = re.search(r"^(\d+)(?:/\d+)? tests? collected", said, re.MULTILINE)
    assert found is not None, said
    return int(found.group(1)), seconds, cpu


def seconds_of_tiers(report: Path) -> dict[str, float]:
    """Return the seconds of all cases by folder of tests, from the JUnit report that pytest wrote."""
    seconds: dict[str, float] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # written by our own run
        parts = case.get("classname", "").split(".")
        tier = "/".join(parts[:2]) if len(parts) > 2 else parts[0]
        seconds[tier] = seconds.get(tier, 0) + float(case.get("time", 0))
    return dict(sorted(seconds.items()))


def startup(root: Path) -> tuple[dict[str, float], list[str]]:
    """Return CPU seconds of programs in fresh interpreters, and the libraries that importing the package loads.

    The programs take turns, and each figure is the best of its rounds, so that other work of the machine counts little.
    """
    with _service() as host:
        programs = {
            "libraries": _LIBRARIES,
            "import": f"import {PACKAGE}",
            "ApiClient": f"from {PACKAGE} import ApiClient",
            "first create": _FIRST_CREATE.format(host=host),
        }
        loaded = {name: _measure(program, root)[1] for name, program in programs.items()}  # compiles, too
        best = dict.fromkeys(programs, float("inf"))
        for _ in range(ROUNDS):
            for name, program in programs.items():
                best[name] = min(best[name], _measure(program, root)[0])
    return best, loaded["import"]


def type_completeness(root: Path) -> float:
    """Return the percentage of public symbols with a known type, by pyright."""
    command = [sys.executable, "-m", "pyright", "--verifytypes", PACKAGE, "--ignoreexternal", "--outputjson"]
    report = json.loads(_run(command, root))
    return round(100 * float(report["typeCompleteness"]["completenessScore"]), 2)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: list[str], root: Path) -> str:
    """Run a command in a checkout, whose package wins over an installed one."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # where pyright looks for python
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(root)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, check=False).stdout


def _measure(program: str, root: Path) -> tuple[float, list[str]]:
    cpu, loaded = json.loads(_run([sys.executable, "-c", _MEASURE.format(program=program)], root))
    return float(cpu), list(loaded)


class _Created(BaseHTTPRequestHandler):
    """Answers every POST with a new checkout."""

    protocol_version = "HTTP/1.1"
    body: ClassVar = b'{"resourceId": "1e0f2b7c-54d3-4a8b-9c61-0d8f6b2a7e35"}'

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name of the base class
        """Stay silent."""


@contextmanager
def _service() -> Iterator[str]:
    """Serve creates in this process, whose CPU time does not count."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Created) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
