"""Measure how close a run of many checkouts comes to the ideal, and how much memory it takes.

    python -m benchmarks.bulk latency     1,000 creates, 50 ms each, by 32 workers
    python -m benchmarks.bulk memory      100,000 creates against a sandbox in another process

Servers run in separate processes, so that they share no interpreter with the measured client.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from order_capture_client import AccessToken, ApiClient, CheckoutApi, Configuration
from order_capture_client.bulk import create_checkouts
from order_capture_client.sandbox import Sandbox

LATENCY = 0.05
WORKERS = 32
CART = {
    "shoppingType": "ONLINE",
    "channel": "WEBAPP",
    "languageCode": "sv",
    "items": [{"itemNo": "10098949", "quantity": 2}],
}
ANSWER = json.dumps({"resourceId": "1e0f2b7c-54d3-4a8b-9c61-0d8f6b2a7e35"}).encode()


# Servers, in separate processes


async def serve_late(seconds: float) -> None:
    """Answer every create after the given time, without reading it."""
    head = f"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {len(ANSWER)}\r\n\r\n".encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                length = next(line for line in request.lower().split(b"\r\n") if line.startswith(b"content-length:"))
                await reader.readexactly(int(length.partition(b":")[2]))
                await asyncio.sleep(seconds)
                writer.write(head + ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=256)
    print(json.dumps({"host": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"}), flush=True)
    await server.serve_forever()


def serve_sandbox() -> None:
    """Serve a sandbox that stores its checkouts in a file rather than in memory."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(database=Path(folder, "sandbox.sqlite")) as sandbox:
        print(json.dumps({"host": sandbox.url, "token": sandbox.token(expires_in=86400)}), flush=True)
        sandbox.serve_forever()


@contextmanager
def server(*arguments: str) -> Generator[dict[str, str], None, None]:
    """Start a server and yield the settings that it prints."""
    command = [sys.executable, "-m", "benchmarks.bulk", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            said: dict[str, str] = json.loads(process.stdout.readline())
            yield said
        finally:
            process.kill()


# Measurements


def token() -> AccessToken:
    """Return a token that all these servers accept."""
    return AccessToken("token", float("inf"))


def api_at(host: str, access_token: Any = token) -> CheckoutApi:
    """Return a client for a server."""
    return CheckoutApi(ApiClient(Configuration(host=host, access_token=access_token, connection_pool_maxsize=WORKERS)))


def latency(rows: int, repeats: int) -> None:
    """Compare the time of a run with that of workers that only wait for the service."""
    ideal = rows / WORKERS * LATENCY
    print(f"{rows:,} creates of {LATENCY * 1000:.0f} ms by {WORKERS} workers; ideal {ideal:.3f} s; {repeats} runs each")
    with server("serve-late") as said, tempfile.TemporaryDirectory() as folder:
        api = api_at(said["host"])
        _run(api, WORKERS, None)  # the first calls import and connect
        for label, has_journal in (("threads", False), ("threads, with a journal", True)):
            seconds = [_run(api, rows, Path(folder, str(number)) if has_journal else None) for number in range(repeats)]
            middle = statistics.median(seconds)
            spread = f"{min(seconds):.3f} to {max(seconds):.3f}"
            print(f"  {label}: {middle:.3f} s ({spread}), {middle / ideal:.3f} times the ideal")
        api.api_client.close()


def _run(api: CheckoutApi, rows: int, journal: Path | None) -> float:
    requests = [CART] * rows
    start = time.perf_counter()
    results = create_checkouts(api, "se", requests, max_workers=WORKERS, journal=journal, progress=False)
    summary = results.summary()
    seconds = time.perf_counter() - start
    assert summary.created == rows, summary
    return seconds


def memory(rows: int) -> None:
    """Print the memory of a run at several points."""
    print(f"{rows:,} creates against a sandbox in another process, by 16 workers, keys and a journal")
    with server("serve-sandbox") as said, tempfile.TemporaryDirectory() as folder:
        api = api_at(said["host"], said["token"])
        journal = Path(folder, "run.sqlite")
        results = create_checkouts(
            api, "se", _requests(rows), max_workers=16, journal=journal, total=rows, progress=False
        )
        start = time.perf_counter()
        marks = {rows * share // 100 for share in (1, 10, 25, 50, 75, 100)}
        for number, outcome in enumerate(results, 1):
            assert outcome.ok, outcome
            if number in marks:
                seconds = time.perf_counter() - start
                print(f"  {number:>9,} rows: {_resident():6.1f} MB, {number / seconds:,.0f} rows/s", flush=True)
        print(f"  {results.summary()}; journal {journal.stat().st_size / 1e6:.1f} MB")
        start = time.perf_counter()
        again = create_checkouts(api, "se", _requests(rows), journal=journal, progress=False).summary()
        assert again.resumed == rows
        print(f"  the same again: {time.perf_counter() - start:.1f} s, nothing sent; {_resident():.1f} MB")
        api.api_client.close()


def _requests(rows: int) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((number, CART) for number in range(rows))


def _resident() -> float:
    """Return the megabytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument("what", choices=["latency", "memory", "serve-late", "serve-sandbox"])
    parser.add_argument("--rows", type=int, help="how many (default: 1,000 and 100,000)")
    parser.add_argument("--repeats", type=int, default=5, help="how often to measure latency (default: 5)")
    arguments = parser.parse_args()
    if arguments.what == "serve-late":
        asyncio.run(serve_late(LATENCY))
    elif arguments.what == "serve-sandbox":
        serve_sandbox()
    elif arguments.what == "latency":
        latency(arguments.rows or 1_000, arguments.repeats)
    else:
        memory(arguments.rows or 100_000)


if __name__ == "__main__":
    main()
