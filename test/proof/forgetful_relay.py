"""A TCP relay that forgets idle connections, as NATs and firewalls do.

python -m test.proof.forgetful_relay TARGET [--port PORT] [--forget-after SECONDS]

TARGET is `HOST:PORT`. A connection that was idle for longer stays open on both sides: no end and no reset says that
the relay has forgotten it, and it swallows whatever arrives later. Connections that are made later work.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import socket
import struct
import time
from collections.abc import Sequence

LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a relay until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m test.proof.forgetful_relay", description=__doc__)
    parser.add_argument("target", help="HOST:PORT to relay to")
    parser.add_argument("--port", type=int, default=0, help="the port on loopback; 0 takes a free one")
    parser.add_argument("--forget-after", type=float, default=math.inf, metavar="SECONDS")
    given = parser.parse_args(arguments)
    host, _, port = given.target.rpartition(":")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve((host, int(port)), given.port, given.forget_after))


async def _serve(target: tuple[str, int], port: int, forget_after: float) -> None:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _Connection(reader, writer, forget_after).relay(target)

    server = await asyncio.start_server(accept, LOOPBACK, port)
    print(f"relaying {LOOPBACK}:{server.sockets[0].getsockname()[1]} to {target[0]}:{target[1]}", flush=True)
    async with server:
        await server.serve_forever()


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, forget_after: float) -> None:
        self._reader, self._writer = reader, writer
        self._forget_after = forget_after
        self._used = time.monotonic()
        self._forgotten = False

    async def relay(self, target: tuple[str, int]) -> None:
        try:
            reader, writer = await asyncio.open_connection(*target)
        except OSError:
            # A packet filter would pass the refusal on.
            sock = self._writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._writer.transport.abort()
            return
        await asyncio.gather(self._pump(self._reader, writer), self._pump(reader, self._writer))

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):  # a reset is passed on as an end
            while data := await source.read(65_536):
                if self._is_remembered():
                    self._used = time.monotonic()
                    sink.write(data)
                    await sink.drain()
        if self._is_remembered():
            sink.close()

    def _is_remembered(self) -> bool:
        self._forgotten = self._forgotten or time.monotonic() - self._used > self._forget_after
        return not self._forgotten


if __name__ == "__main__":
    main()
