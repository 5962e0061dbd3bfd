"""TLS of the sync client: files that change, and who refuses whose certificate."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from order_capture_client._core import tls
from order_capture_client._core.wire import Failure, FailureKind, Response
from test.faults import certificates
from test.scripted_server import answer
from test.sockets.test_rest import Clock, attempt_to, opened


class TlsServer:
    """Speaks TLS, and gives the same answer to each request.

    Args:
        context: The server's side of TLS.
        reply: The answer.
    """

    def __init__(self, context: ssl.SSLContext, reply: bytes) -> None:
        self.heads: list[bytes] = []
        self._context = context
        self._reply = reply
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """Serve one connection after the other, until the listener is shut down."""
        with suppress(OSError):
            while True:
                sock = self._listener.accept()[0]
                with suppress(OSError), sock, self._context.wrap_socket(sock, server_side=True) as line:
                    while head := line.recv(65536):
                        self.heads.append(head)
                        line.sendall(self._reply)

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.close()


@contextmanager
def serving(context: ssl.SSLContext, reply: bytes = answer()) -> Iterator[TlsServer]:
    server = TlsServer(context, reply)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)
        server.close()
    assert not thread.is_alive()


def summary(result: Response | Failure) -> int | FailureKind:
    return result.status if isinstance(result, Response) else result.kind


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(tls, "time", clock)
    return clock


@pytest.mark.parametrize("peer", ["service", "proxy"])
def test_authorities_that_changed_on_disk_count_for_new_connections(peer: str, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(certificates.unknown().cert_pem.bytes())
    with serving(certificates.server_context()) as server:
        origin, proxy = (server.url, "") if peer == "service" else ("http://127.0.0.1:1", server.url)
        with opened(origin, proxy=proxy, ssl_ca_cert=path) as transport:
            before = transport.perform(attempt_to(origin))
            path.write_bytes(certificates.trusted().cert_pem.bytes())
            at_once = transport.perform(attempt_to(origin))
            clock.now += 1
            later = transport.perform(attempt_to(origin))

    assert [summary(result) for result in (before, at_once, later)] == [
        FailureKind.CERTIFICATE,
        FailureKind.CERTIFICATE,
        200,
    ]


def test_a_client_certificate_that_was_renewed_on_disk_is_shown(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "client.pem"
    certificates.unknown().issue_cert("client.test").private_key_and_cert_chain_pem.write_to_path(str(path))
    server = serving(certificates.server_context("asks for a client certificate"))
    with server as server, opened(server.url, ca_cert_data=certificates.ca_cert_data(), cert_file=path) as transport:
        before = transport.perform(attempt_to(server.url))
        certificates.trusted().issue_cert("client.test").private_key_and_cert_chain_pem.write_to_path(str(path))
        clock.now += 1
        later = transport.perform(attempt_to(server.url))

    assert isinstance(before, Failure)
    assert summary(later) == 200


def test_a_connection_that_is_open_outlives_a_change_of_files(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(certificates.trusted().cert_pem.bytes())
    with serving(certificates.server_context()) as server, opened(server.url, ssl_ca_cert=path) as transport:
        statuses = [summary(transport.perform(attempt_to(server.url)))]
        path.write_bytes(certificates.unknown().cert_pem.bytes())
        clock.now += 1
        statuses.append(summary(transport.perform(attempt_to(server.url))))

    assert statuses == [200, 200]


def test_a_proxy_over_tls_gets_the_whole_address_of_a_host_over_plain_http() -> None:
    with serving(certificates.server_context(), answer(b"1")) as proxy:
        settings = {"proxy": proxy.url, "ca_cert_data": certificates.ca_cert_data(), "proxy_headers": {"X-Proxy": "1"}}
        with opened("http://127.0.0.1:1", **settings) as transport:
            result = transport.perform(attempt_to("http://127.0.0.1:1", target="/a?b=c"))

    assert summary(result) == 200
    lines = proxy.heads[0].decode("ascii").split("\r\n")
    assert lines[0] == "GET http://127.0.0.1:1/a?b=c HTTP/1.1"
    assert {"Host: 127.0.0.1:1", "X-Proxy: 1"} <= set(lines)
