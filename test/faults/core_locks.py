"""Locks of pydantic's core during calls: first-time work has to happen under the lock that a fork waits for.

Before it takes such a lock, the core releases the interpreter with `PyEval_SaveThread`. A preloaded library replaces
that function with a counting one. Each exception has its own lock, which no other thread ever takes, so only work that
a second identical call does not repeat counts. Run this in a separate process, see `count_in_a_process`.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

static unsigned long sites[1024];
static int counts[1024];
static int known;

int counted(unsigned long **at, int **count) { *at = sites; *count = counts; return known; }

void *PyEval_SaveThread(void) {
  static void *(*save)(void);
  Dl_info caller;
  char *from = __builtin_return_address(0);
  if (!save) save = dlsym(RTLD_NEXT, "PyEval_SaveThread");
  if (dladdr(from, &caller) && caller.dli_fname && strstr(caller.dli_fname, "_pydantic_core")) {
    unsigned long site = from - (char *)caller.dli_fbase;
    int i = 0;
    while (i < known && sites[i] != site) i++;
    if (i == known && known < 1024) sites[known++] = site;
    if (i < 1024) counts[i]++;
  }
  return save();
}
"""
_LIBRARY = "COUNTING_LIBRARY"


def compiler() -> str | None:
    """Return the path of a C compiler, if there is one that makes libraries to be loaded first."""
    return shutil.which("cc") if sys.platform == "linux" else None


def count_in_a_process(folder: Path) -> dict[str, Any]:
    """Compile the library, and return what `core_locks` returns in a process that has loaded it.

    Args:
        folder: The folder of the library.
    """
    cc = compiler()
    assert cc is not None
    library = folder / "counting.so"
    source = folder / "counting.c"
    source.write_text(_SOURCE, encoding="utf-8")
    subprocess.run([cc, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    ended = subprocess.run(
        [sys.executable, "-m", "test.faults", "core-locks"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "LD_PRELOAD": str(library), _LIBRARY: str(library)},
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


class _Counter:
    """Read the counts of the library."""

    def __init__(self) -> None:
        self._counted = ctypes.CDLL(os.environ[_LIBRARY]).counted

    def read(self) -> Counter[int]:
        """Return how often the core let go of the interpreter, by the place in its code."""
        sites, counts = ctypes.POINTER(ctypes.c_ulong)(), ctypes.POINTER(ctypes.c_int)()
        known = self._counted(ctypes.byref(sites), ctypes.byref(counts))
        return Counter({sites[index]: counts[index] for index in range(known)})


class _Watched:
    """Replaces the lock of first-time work, and keeps a separate count of the time while it is held."""

    def __init__(self, counter: _Counter) -> None:
        self._counter = counter
        self._lock = RLock()
        self._depth = 0
        self._before: Counter[int] = Counter()
        self.inside: Counter[int] = Counter()

    def __enter__(self) -> None:
        self._lock.acquire()
        self._depth += 1
        if self._depth == 1:
            self._before = self._counter.read()

    def __exit__(self, *_: object) -> None:
        if self._depth == 1:
            self.inside += self._counter.read() - self._before
        self._depth -= 1
        self._lock.release()


def core_locks() -> dict[str, Any]:
    """Make calls of all kinds twice, and return the locks that the first ones took while a fork might have come."""
    from order_capture_client import _first_time

    counter = _Counter()
    watched = _Watched(counter)
    _first_time.first_time = lambda: watched  # type: ignore[assignment,return-value] # before any other module takes it

    from order_capture_client import ApiClient, CheckoutApi, Configuration
    from order_capture_client.exceptions import ApiException, ApiValueError

    class Scripted:
        """Return the answer of the case."""

        answer: Any = None

        def handle(self, _: Any) -> Any:
            return self.answer

    late: list[str] = []
    service = Scripted()
    with ApiClient(Configuration(host="https://api.example.com", retries=0), transport=service) as client:
        api = CheckoutApi(client)
        for label, operation, arguments, answer in _cases():
            service.answer = answer
            taken: list[Counter[int]] = []
            for _ in range(2):
                start, inside = counter.read(), watched.inside.copy()
                with suppress(ApiException, ApiValueError):
                    getattr(api, operation)(**arguments)
                taken.append(counter.read() - start - (watched.inside - inside))
            if first := taken[0] - taken[1]:
                late.append(f"{label}: {dict(first)}")
    return {"late": late, "under_the_lock": watched.inside.total()}


def _cases() -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Yield name, operation, arguments and answer of each call."""
    from urllib3 import HTTPHeaderDict

    from order_capture_client._core.wire import Response
    from test.faults.late_imports import BODIES
    from test.samples import ARGUMENTS, OPERATIONS, answer, sample

    def answered(status: int, body: bytes) -> Response:
        return Response(status, HTTPHeaderDict({"Content-Type": "application/json"}), body)

    for name, arguments in ARGUMENTS.items():
        yield name, name, arguments, answer(name, OPERATIONS[name].success)
    create = ARGUMENTS["create_checkout"]
    for number, body in enumerate(BODIES):
        given = {**create, "checkout_request": body}
        yield f"body {number}", "create_checkout", given, answer("create_checkout", 201)
    for name, arguments in ARGUMENTS.items():
        known: dict[str, Any] = json.loads(sample(name, OPERATIONS[name].success))
        for field in known:
            for value in (None, "a", 1, 1.5, True, [1], {"a": 1}, "2026-01-02", "20260102T030405Z"):
                drifted = json.dumps({**known, field: value}).encode()
                yield f"{name}.{field} = {value}", name, arguments, answered(200, drifted)
        yield f"{name}, more", name, arguments, answered(200, json.dumps({**known, "more": None}).encode())
    for body in (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"a": "\xff"}',
        b'{"errorCode": 1, "message": "a"}',
        b'{"errorCode": "a"}',
    ):
        for status in (200, 404, 503):
            yield f"{status} {body!r}", "get_i_gift_order", ARGUMENTS["get_i_gift_order"], answered(status, body)
