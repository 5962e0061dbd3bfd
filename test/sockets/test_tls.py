"""TLS of the sync client: files that change, and who refuses whose certificate."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from order_capture_client._core import tls
from order_capture_client._core.wire import Failure, FailureKind, Phase, Response
from test.faults import certificates
from test.scripted_server import answer
from test.sockets.test_rest import Clock, attempt_to, failure_of, opened


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
    context = certificates.server_context("asks for a client certificate")
    with (
        serving(context) as server,
        opened(server.url, ca_cert_data=certificates.ca_cert_data(), cert_file=path) as transport,
    ):
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


# Client certificates that the server refuses


REFUSED = (Phase.NOT_SENT, FailureKind.CERTIFICATE, None)
UNKNOWN = (Phase.SENT, FailureKind.CONNECTION, None)


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A client certificate of an authority that the server does not know."""
    path = tmp_path / "client.pem"
    certificates.unknown().issue_cert("client.test").private_key_and_cert_chain_pem.write_to_path(str(path))
    return path


def asking(version: ssl.TLSVersion) -> ssl.SSLContext:
    """The context of a server that asks for a client certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.trusted().issue_cert("127.0.0.1").configure_cert(context)
    certificates.trusted().configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = version
    return context


@pytest.mark.parametrize("size", [0, 10, 3_000_000])
@pytest.mark.parametrize(
    ("version", "shows", "kind"),
    [
        pytest.param(ssl.TLSVersion.TLSv1_3, "none", FailureKind.CERTIFICATE, id="TLS 1.3, none"),
        pytest.param(ssl.TLSVersion.TLSv1_3, "a stranger's", FailureKind.CERTIFICATE, id="TLS 1.3, a stranger's"),
        pytest.param(ssl.TLSVersion.TLSv1_2, "a stranger's", FailureKind.CERTIFICATE, id="TLS 1.2, a stranger's"),
        # its alert says no more than that the handshake failed
        pytest.param(ssl.TLSVersion.TLSv1_2, "none", FailureKind.CONNECTION, id="TLS 1.2, none"),
    ],
)
def test_a_client_certificate_that_is_refused_means_that_nothing_was_sent(
    version: ssl.TLSVersion, shows: str, kind: FailureKind, size: int, stranger: Path
) -> None:
    cert_file = None if shows == "none" else stranger
    with serving(asking(version)) as server:
        authorities = certificates.ca_cert_data()
        with opened(server.url, ca_cert_data=authorities, cert_file=cert_file) as transport:
            method, body = ("POST", b"x" * size) if size else ("GET", None)
            result = transport.perform(attempt_to(server.url, method, body=body))

    assert failure_of(result) == (Phase.NOT_SENT, kind, None)
    assert not server.heads


@pytest.mark.parametrize(
    ("request_number", "read", "settings", "expected"),
    [
        pytest.param(1, 1, {}, REFUSED, id="a new connection"),
        pytest.param(1, 2, {}, UNKNOWN, id="a new connection, within an answer"),
        pytest.param(2, 1, {}, UNKNOWN, id="a used connection"),
        pytest.param(1, 1, {"post_handshake_auth": True}, UNKNOWN, id="the server may ask after the handshake"),
        pytest.param(1, 1, {"maximum_version": ssl.TLSVersion.TLSv1_2}, UNKNOWN, id="a new handshake of TLS 1.2"),
    ],
)
def test_an_alert_later_than_in_the_handshake_leaves_open_what_the_server_did(
    request_number: int,
    read: int,
    settings: dict[str, Any],
    expected: tuple[Phase, FailureKind, int | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = ssl.create_default_context(cadata=certificates.ca_cert_data())
    for name, value in settings.items():
        setattr(context, name, value)
    with serving(certificates.server_context()) as server, opened(server.url, ssl_context=context) as transport:
        for _ in range(request_number - 1):
            assert summary(transport.perform(attempt_to(server.url))) == 200
        reads = 0
        real = ssl.SSLSocket.recv_into

        def receive(sock: ssl.SSLSocket, buffer: Any, *args: Any) -> int:
            nonlocal reads
            reads += 1
            if reads == read:
                error = ssl.SSLError(
                    1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required (_ssl.c:1)"
                )
                error.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
                raise error
            return real(sock, memoryview(buffer)[:9], *args)

        monkeypatch.setattr(ssl.SSLSocket, "recv_into", receive)
        result = transport.perform(attempt_to(server.url))

    assert failure_of(result) == expected
