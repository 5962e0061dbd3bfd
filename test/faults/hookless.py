"""Forks that Python does not hear of, as uWSGI, mod_wsgi and C extensions make them: its hooks do not run in the child.

`python -m test.faults.hookless CLIENT ADDRESS ROUNDS` forks once with a warm client, makes calls in both processes at the
same time, and prints the faults that each of them saw.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from order_capture_client import ApiClient, CheckoutApi, Configuration, aio
from order_capture_client._first_time import first_time
from order_capture_client.sandbox import Sandbox
from test.samples import ARGUMENTS, CHECKOUT_ID, sample

POSSIBLE = sys.platform == "linux"
CALLS_OF_ROUND = 3
ASKED = "X-Asked"


@contextmanager
def served() -> Generator[str, None, None]:
    """Serve answers that name their request, and yield the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(200, sample("get_order", 200))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201, json.dumps({"resourceId": self.headers[ASKED]}).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header(ASKED, self.headers[ASKED])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # its name
        """Say nothing."""


def _sync_rounds(address: str) -> Callable[[int, str], list[str]]:
    api = CheckoutApi(ApiClient(Configuration(host=address, access_token=lambda: "token")))

    def rounds(count: int, who: str) -> list[str]:
        wrong: list[str] = []
        for number in range(count * CALLS_OF_ROUND):
            asked = f"{who}-{number}"
            try:
                if number % CALLS_OF_ROUND:
                    order = api.get_order_with_http_info(CHECKOUT_ID, "se", _headers={ASKED: asked})
                    got = (order.headers or {}).get(ASKED)
                else:
                    got = api.create_checkout(**ARGUMENTS["create_checkout"], _headers={ASKED: asked}).resource_id
            except Exception as error:  # noqa: BLE001 # every fault is reported
                got = repr(error)
            if got != asked:
                wrong.append(f"{asked}: {got}")
        return wrong

    return rounds


def _async_rounds(address: str) -> Callable[[int, str], list[str]]:
    client = aio.ApiClient(Configuration(host=address, access_token=lambda: "token"))
    api = aio.CheckoutApi(client)
    loops: dict[int, asyncio.AbstractEventLoop] = {}

    async def calls(count: int, who: str) -> list[str]:
        wrong: list[str] = []
        for number in range(count * CALLS_OF_ROUND):
            asked = f"{who}-{number}"
            try:
                if number % CALLS_OF_ROUND:
                    order = await api.get_order_with_http_info(CHECKOUT_ID, "se", _headers={ASKED: asked})
                    got = (order.headers or {}).get(ASKED)
                else:
                    made = await api.create_checkout(**ARGUMENTS["create_checkout"], _headers={ASKED: asked})
                    got = made.resource_id
            except Exception as error:  # noqa: BLE001 # every fault is reported
                got = repr(error)
            if got != asked:
                wrong.append(f"{asked}: {got}")
        return wrong

    def rounds(count: int, who: str) -> list[str]:
        loop = loops.get(os.getpid()) or loops.setdefault(os.getpid(), asyncio.new_event_loop())
        return loop.run_until_complete(calls(count, who))

    return rounds


def _sandbox_rounds(_: str) -> Callable[[int, str], list[str]]:
    """Return calls to a sandbox in the same process, whose locks another thread holds at the fork."""
    sandbox = Sandbox()
    api = CheckoutApi(
        ApiClient(
            Configuration(host="http://127.0.0.1/ordercaptureapi", access_token=sandbox.token()), transport=sandbox
        )
    )
    threading.Thread(target=_hold_locks, args=(sandbox,), daemon=True).start()

    def rounds(count: int, who: str) -> list[str]:
        if who == "child":
            made = [api.create_checkout(**ARGUMENTS["create_checkout"]).resource_id for _ in range(count)]
            sandbox.close()
            return [] if len(set(made)) == count else ["an id was given twice"]
        return []

    return rounds


def _hold_locks(sandbox: Sandbox) -> None:
    with first_time(), sandbox._store._lock():  # pyright: ignore[reportPrivateUsage]
        _HELD.set()
        threading.Event().wait()


_HELD = threading.Event()
CLIENTS: dict[str, Callable[[str], Callable[[int, str], list[str]]]] = {
    "sync": _sync_rounds,
    "async": _async_rounds,
    "sandbox": _sandbox_rounds,
}


def main(client: str, address: str, count: int) -> list[str]:
    """Fork once, make calls in both processes, and return the faults."""
    rounds = CLIENTS[client](address)
    if client == "sandbox":
        _HELD.wait(10)
    else:
        rounds(1, "before")
    reading, writing = os.pipe()
    child: int = ctypes.PyDLL(None).fork()
    if child == 0:
        os.write(writing, json.dumps(rounds(count, "child")[:20]).encode() + b"\n")
        os._exit(0)
    wrong = rounds(count, "parent")
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.readline()
    os.waitpid(child, 0)
    return wrong + (json.loads(said) if said else ["the child said nothing"])


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
    sys.stdout.flush()
    os._exit(0)  # the event loop of the parent is still open
