"""The service behind the proxies: a sandbox on a socket, with a journal of the creates that it carried out."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import defaultdict
from pathlib import Path
from types import TracebackType

from typing_extensions import Self, override

from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client.configuration import Configuration
from order_capture_client.sandbox import Sandbox
from test.faults.certificates import server_context
from test.faults.server import CALL
from test.networks.process import free_port

PATH = "/ordercaptureapi"


class Journal:
    """The requests that arrived, and the ids that each call made, by the number in its header."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: defaultdict[str, list[str]] = defaultdict(list)
        self.requests = 0
        """Number of requests that arrived."""

    def note(self, request: Request, response: Response | Failure) -> None:
        """Note a request that the service has carried out."""
        call = {name.lower(): value for name, value in request.headers.items()}.get(CALL.lower(), "")
        with self._lock:
            self.requests += 1
            if isinstance(response, Response) and response.status == 201:
                self._made[call].append(json.loads(response.body)["resourceId"])

    def made(self, call: str) -> list[str]:
        """Return the ids of the checkouts that a call made."""
        with self._lock:
            return list(self._made[call])


class Service:
    """A sandbox that can be restarted on its port, and keeps its checkouts and its journal.

    Args:
        folder: For the database.
        tls: Whether to speak TLS.
    """

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        self.journal = Journal()
        self.port = free_port()
        self._database = folder / "checkouts.sqlite"
        self._tls = tls
        self._sandbox = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def configuration(self) -> Configuration:
        """Return the settings of the sandbox: its credentials, and the address that leaves the proxy out."""
        return self._sandbox.configuration(user="anna")

    def restart(self) -> None:
        """End all connections, and serve again on the same port."""
        self._sandbox.close()
        self._sandbox = self._started()

    def close(self) -> None:
        """End the service."""
        self._sandbox.close()

    def _started(self) -> Sandbox:
        sandbox = _JournalSandbox(self._database, self.port, self.journal)
        sandbox.start()
        if self._tls:
            sandbox.speak_tls()
        return sandbox


class _JournalSandbox(Sandbox):
    def __init__(self, database: Path, port: int, journal: Journal) -> None:
        super().__init__(database=database, port=port)
        self._journal = journal

    def speak_tls(self) -> None:
        assert self._server is not None
        server = self._server._server
        # Each connection's own thread does the handshake, at its first read.
        server.socket = server_context().wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    @override
    def handle(self, request: Request) -> Response | Failure:
        _work()
        response = super().handle(request)
        self._journal.note(request, response)
        _work()
        return response


def _work() -> None:
    """Take a moment, so that a restart strikes requests before and after their effect."""
    time.sleep(random.uniform(0.0, 0.02))
