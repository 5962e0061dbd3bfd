"""The cheapest possible server: it looks up the request line and writes prepared bytes.

It runs in a separate process, so that no contender pays for its CPU time.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.samples import LINES, RETAIL_UNIT, read_sample

BASE_PATH = "/ordercaptureapi"
CREATED = json.dumps({"resourceId": "1e0f2b7c-54d3-4a8b-9c61-0d8f6b2a7e35"})


def answers(folder: Path) -> dict[bytes, bytes]:
    """Return the responses by method and target."""
    known = {f"POST {BASE_PATH}/{RETAIL_UNIT}/checkouts": _answer("201 Created", CREATED)}
    for lines in LINES:
        sample = read_sample(folder, lines)
        target = f"{BASE_PATH}/{RETAIL_UNIT}/checkouts/{sample.checkout_id}/order"
        known[f"GET {target}"] = _answer("200 OK", sample.order)
    return {line.encode(): answer for line, answer in known.items()}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the samples of a folder, and yield the base address."""
    command = [sys.executable, "-m", "benchmarks.server", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}{BASE_PATH}"
        finally:
            process.terminate()


def _answer(status: str, body: str) -> bytes:
    # The usual headers of such a service.
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n"
        "Date: Thu, 01 Jan 2026 12:00:00 GMT\r\nX-Request-Id: 5d1c9a0e7b0c4f27\r\nCache-Control: no-store\r\n\r\n"
    )
    return (head + body).encode()


class _Connection(asyncio.Protocol):
    def __init__(self, known: dict[bytes, bytes]) -> None:
        self._known = known
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n") + 4) >= 4:
            head = self._received[:end].lower()
            start = head.find(b"content-length:")
            if start >= 0:
                end += int(head[start + 15 : head.find(b"\r\n", start)])
            if len(self._received) < end:
                return
            request, self._received = self._received[:end], self._received[end:]
            self._transport.write(self._known[b" ".join(request.split(b" ", 2)[:2])])


async def _serve(folder: Path) -> None:
    known = answers(folder)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(known), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
