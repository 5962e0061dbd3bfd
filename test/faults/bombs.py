"""Answers that are meant to fill the memory: a process of its own meets each, and its growth is measured."""

from __future__ import annotations

import contextlib
import json
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from order_capture_client import Configuration, Timeouts, models
from order_capture_client.exceptions import ApiException
from test.faults.catalogue import LARGEST_BODY, Fault, chunked
from test.faults.driver import DRIVERS
from test.faults.matrix import QUICK, Strikes
from test.faults.policy import Row
from test.faults.process import run_command
from test.faults.server import FaultServer, Line
from test.samples import ARGUMENTS, sample

LIMIT = 16 * 1024 * 1024
"""By how many bytes a process may grow over an answer that exceeds a limit."""
TOTAL = 2.0
"""Seconds allowed for a bomb, since some would continue forever without exceeding a limit."""
_STATUS = Path("/proc/self/status")
MEASURABLE = _STATUS.exists()
"""Whether this system reports the peak memory of a process."""


@dataclass(frozen=True)
class Bomb:
    """One of them."""

    name: str
    play: Callable[[Line], object]
    exceeds: bool = True
    """Whether it exceeds a limit; the others are measured as well, at the largest allowed size."""

    def __str__(self) -> str:
        return self.name


@cache
def _a_gigabyte() -> bytes:
    """A gigabyte of white space, compressed: the same block again and again."""
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * 1024


@cache
def _deflated() -> bytes:
    return zlib.compress(b" " * 2**26)


def _endless(first: Callable[[Line], bytes], more: bytes) -> Callable[[Line], object]:
    def play(line: Line) -> None:
        line.send(first(line))
        until = time.monotonic() + 5 * TOTAL  # should the client not give up
        while time.monotonic() < until:
            line.send(more)
        line.end()

    return play


def _chunked(*headers: str, status: str = "200 OK") -> Callable[[Line], bytes]:
    return lambda line: line.head(status, "Transfer-Encoding: chunked", *headers)


def largest_valid_body() -> bytes:
    """An order of as many lines as fit."""
    order = json.loads(sample("get_order", 200))
    line = order["items"][0]
    room = LARGEST_BODY - len(json.dumps(order))
    order["items"] = [line] * (room // len(json.dumps([line]))) + order["items"]
    return json.dumps(order).encode()


_MIB = b" " * 2**20

BOMBS = [
    Bomb("gzip", lambda line: line.send(line.whole(_a_gigabyte(), "Content-Encoding: gzip"))),
    Bomb("gzip in chunks", lambda line: line.send(chunked(line, _a_gigabyte(), headers=("Content-Encoding: gzip",)))),
    Bomb("deflate", lambda line: line.send(line.whole(_deflated(), "Content-Encoding: deflate"))),
    Bomb("double gzip", lambda line: line.send(line.whole(zlib.compress(_a_gigabyte(), 1), "Content-Encoding: gzip, gzip"))),
    Bomb("chunks without end", _endless(_chunked(), b"100000\r\n" + _MIB + b"\r\n")),
    Bomb("one chunk without end", _endless(lambda line: _chunked()(line) + b"ffffffffff\r\n", _MIB)),
    Bomb("a chunk size without end", _endless(_chunked(), b"0" * 65536)),
    Bomb("a chunk extension without end", _endless(lambda line: _chunked()(line) + b"1;", b"a" * 65536)),
    Bomb("trailers without end", _endless(lambda line: _chunked()(line) + b"2\r\n{}\r\n0\r\n", b"X-A: b\r\n" * 8192)),
    Bomb("a trailer without end", _endless(lambda line: _chunked()(line) + b"2\r\n{}\r\n0\r\nX-A: ", b"b" * 65536)),
    Bomb("Content-Length 10**12", _endless(lambda line: line.head("200 OK", f"Content-Length: {10**12}"), _MIB)),
    Bomb("a body without end", _endless(lambda line: line.head("200 OK", "Connection: close"), _MIB)),
    Bomb("headers without end", _endless(lambda line: b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 8192)),
    Bomb("large headers", _endless(lambda line: b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 60_000 + b"\r\n")),
    Bomb("a header without end", _endless(lambda line: b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 65536)),
    Bomb("a status line without end", _endless(lambda line: b"HTTP/1.1 200 ", b"b" * 65536)),
    Bomb("1xx without end", _endless(lambda line: b"", (b"HTTP/1.1 103 Hints\r\n" + b"Link: " + b"b" * 60_000 + b"\r\n\r\n"))),
    Bomb("100 without end", _endless(lambda line: b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000)),
    Bomb("error body without end", _endless(_chunked(status="404 Not Found"), b"100000\r\n" + _MIB + b"\r\n")),
    Bomb("error body of 10**12", _endless(lambda line: line.head("404 No", f"Content-Length: {10**12}"), _MIB)),
    Bomb("error body of gzip", lambda line: line.send(line.whole(_a_gigabyte(), "Content-Encoding: gzip", status="404 No"))),
    Bomb("body of 2 MiB and a byte", lambda line: line.send(line.whole(largest_valid_body().ljust(LARGEST_BODY + 1)))),
    Bomb("nesting of 2 MiB", lambda line: line.send(line.whole(b"[" * LARGEST_BODY)), exceeds=False),
    Bomb("faults of 2 MiB", lambda line: line.send(line.whole(b'{"shoppingType": "ONLINE", "items": [%b1]}' % (b"1," * (2**20 - 40)))), exceeds=False),
    Bomb("unknown fields of 2 MiB", lambda line: line.send(line.whole(_many_fields())), exceeds=False),
    Bomb("empty lines of 2 MiB", lambda line: line.send(line.whole(_many_empty_lines())), exceeds=False),
    Bomb("empty lines and a fault of 2 MiB", lambda line: line.send(line.whole(_many_empty_lines(b', "newField": 1'))), exceeds=False),
    Bomb("largest valid body", lambda line: line.send(line.whole(largest_valid_body())), exceeds=False),
]  # fmt: skip


def _many_fields() -> bytes:
    fields = b",".join(b'"%x":0' % number for number in range(200_000))
    return b'{"shoppingType": "ONLINE", %b}' % fields


def _many_empty_lines(more: bytes = b"") -> bytes:
    return b'{"shoppingType": "ONLINE", "items": [%b{}]%b}' % (b"{}," * (LARGEST_BODY // 3 - 30), more)


@dataclass(frozen=True)
class Growth:
    """Time and memory of a process."""

    bomb: Bomb
    size: int
    """Bytes by which it grew."""
    ended: str
    """The class of the error, or `a success`."""
    seconds: float


def run(bombs: Iterable[Bomb] = BOMBS, driver: str = "sync") -> list[Growth]:
    """Meet each bomb in a process of its own."""
    listed = list(bombs)
    with contextlib.ExitStack() as stack:
        faults = [Fault(bomb.name, Row.UNUSABLE, bomb.play, works=True) for bomb in listed]
        servers = [stack.enter_context(FaultServer(Strikes(fault, spared=1))) for fault in faults]
        ended = run_command("meet", driver, *(server.settings["host"] for server in servers), check=True, timeout=600)
    return [Growth(bomb, **told) for bomb, told in zip(listed, json.loads(ended.stdout), strict=True)]


def meet(driver: str, *hosts: str) -> list[dict[str, Any]]:
    """Meet the bomb of each host in a forked child; call this in a process without threads."""
    models.CheckoutDto.from_json(sample("get_order", 200).decode())  # children share the imports and the validators
    return [_meet_in_child(driver, host) for host in hosts]


def _meet_in_child(driver: str, host: str) -> dict[str, Any]:
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(_meet_one(driver, host)))
    child.start()
    sender.close()
    told: dict[str, Any] = receiver.recv()
    child.join()
    return told


def _meet_one(driver: str, host: str) -> dict[str, Any]:
    """Make a successful call and then the measured one."""
    order = ARGUMENTS["get_order"]
    made = DRIVERS[driver](Configuration(host=host, retry_policy=QUICK, timeouts=Timeouts(total=60.0)))
    with contextlib.closing(made):
        made.call("get_order", order)
        with contextlib.suppress(ApiException):
            made.call("get_order", order, _request_timeout=1e-9)  # imports the modules that errors need
        before = _start_measuring()
        start = time.monotonic()
        ended = "a success"
        try:
            made.call("get_order", order, _request_timeout=TOTAL)
        except ApiException as error:
            ended = type(error).__name__
        return {"size": _largest() - before, "ended": ended, "seconds": time.monotonic() - start}


def _start_measuring() -> int:
    """Forgets how large the process has been, and gives its size."""
    # Not getrusage: on Linux its ru_maxrss includes the process that this program was forked from.
    Path("/proc/self/clear_refs").write_text("5")
    return _field("VmRSS")


def _largest() -> int:
    return _field("VmHWM")


def _field(name: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024
