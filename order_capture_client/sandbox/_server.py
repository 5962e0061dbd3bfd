"""The sandbox on a socket: the standard library's HTTP server around a `handle`."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client.sandbox._app import MAX_BODY, App
from order_capture_client.sandbox._errors import TITLES, ServiceError

HOST = "127.0.0.1"
"""The sandbox is for this machine only."""


class Server:
    """Serves on loopback from its own thread until it is closed."""

    def __init__(self, port: int, app: App, handle: Callable[[Request], Response | Failure]) -> None:
        self._process = os.getpid()
        self._server = _HTTPServer(port, app, handle)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="order-capture-sandbox", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def wait(self) -> None:
        """Return once the server is closed."""
        self._thread.join()

    def close(self) -> None:
        """Stop listening and end every connection; in a forked child, where nothing serves, let go of the port alone."""
        if self._process != os.getpid():
            self._server.socket.close()
            return
        self._server.shutdown()
        self._server.server_close()
        self._server.end_connections()
        self._thread.join()


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, app: App, handle: Callable[[Request], Response | Failure]) -> None:
        self.app, self.handle = app, handle
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__((HOST, port), _RequestHandler)

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    @override
    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def end_connections(self) -> None:
        # Each thread closes its own socket: closing it here would free its number while it is being read.
        with self._changed:
            for connection in self._open:
                with suppress(OSError):  # the client may have been faster
                    connection.shutdown(socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._open, timeout=5)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: the only errors here are connections that broke."""


class _RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without these two, an answer leaves in two packets and waits for the client's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _HTTPServer  # pyright: ignore[reportIncompatibleVariableOverride]

    def serve(self) -> None:
        try:
            body = self._body()
        except ServiceError as error:
            self.close_connection = True
            self._send(self.server.app.refusal(error))
            return
        origin = f"http://{HOST}:{self.server.server_address[1]}"
        request = Request(self.command, origin, self.path, dict(self.headers.items()), body)
        answer = self.server.handle(request)
        if isinstance(answer, Failure):
            self.close_connection = True  # the whole request has been read, so the client sees an end and no reset
        else:
            self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = serve  # noqa: N815 - http.server looks for these names

    @override
    def handle_expect_100(self) -> bool:
        going_on = super().handle_expect_100()
        self.wfile.flush()  # the client waits for it
        return going_on

    def _body(self) -> bytes | None:
        if "Transfer-Encoding" in self.headers:
            raise ServiceError(411, "A body needs a Content-Length; chunked bodies are not supported.")
        text = self.headers.get("Content-Length", "0")
        if not text.isascii() or not text.isdigit():
            raise ServiceError(400, "The Content-Length is not a number.")
        length = int(text[:20])
        if length > MAX_BODY:
            self._discard(min(length, 16 * MAX_BODY))
            raise ServiceError(413, f"A body may have at most {MAX_BODY} bytes.")
        return self.rfile.read(length) if length else None

    def _discard(self, length: int) -> None:
        """Read the rest of a request: closing with unread bytes would reset the connection and lose the answer."""
        while length > 0 and (piece := self.rfile.read(min(length, 65_536))):
            length -= len(piece)

    def _send(self, response: Response) -> None:
        lines = [f"HTTP/1.1 {response.status} {response.reason}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        lines.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        body = b"" if self.command == "HEAD" else response.body
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    @override
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer invalid HTTP and unknown methods in the same form as all other errors."""
        self.close_connection = True
        status = code if code in TITLES else 400
        self._send(self.server.app.refusal(ServiceError(status, message or TITLES[status])))

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: addresses hold checkout ids and zip codes."""
