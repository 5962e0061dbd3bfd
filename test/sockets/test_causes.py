"""The cause of a failure, by both clients, against servers and proxies that fail in many ways."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from ipaddress import ip_address
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from order_capture_client import ApiClient, CheckoutApi, Configuration, aio
from order_capture_client._core.http import ProxyAnswerError
from order_capture_client.exceptions import ApiException
from test.faults import certificates

SECRETS = ("canary-token", "canary-client", "canary-body", "canary-path", "canary-password", "canary-answer")


class Peer:
    """A server on loopback that treats each connection in one way.

    Args:
        serve: Called with each connection, which is closed afterwards.
    """

    def __init__(self, serve: Callable[[socket.socket], object]) -> None:
        self._serve = serve
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self._listener:
            while not self._over.is_set():
                sock, _ = self._listener.accept()
                sock.settimeout(5)
                with sock, contextlib.suppress(OSError, ssl.SSLError):
                    if not self._over.is_set():
                        self._serve(sock)

    def close(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join(10)


def read_request(sock: socket.socket) -> None:
    data = b""
    while b"canary-body" not in data and not data.startswith(b"CONNECT"):
        data += (part := sock.recv(65536))
        if not part:
            return


def says(answer: bytes = b"") -> Callable[[socket.socket], None]:
    """Answer each request, then end the connection."""

    def serve(sock: socket.socket) -> None:
        read_request(sock)
        sock.sendall(answer)
        sock.shutdown(socket.SHUT_WR)
        sock.recv(1)

    return serve


def resets(sock: socket.socket) -> None:
    read_request(sock)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def is_silent(sock: socket.socket) -> None:
    while sock.recv(65536):
        pass


def stops_after(part: bytes) -> Callable[[socket.socket], None]:
    def serve(sock: socket.socket) -> None:
        read_request(sock)
        sock.sendall(part)
        is_silent(sock)

    return serve


def closes(sock: socket.socket) -> None:
    sock.recv(65536)


def speaks_plainly(sock: socket.socket) -> None:
    sock.recv(65536)
    sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def resets_at_once(sock: socket.socket) -> None:
    sock.recv(65536)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def tunnels(serve: Callable[[socket.socket], object]) -> Callable[[socket.socket], None]:
    """Agree to be a proxy, and then be the service, too."""

    def connect(sock: socket.socket) -> None:
        read_request(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        serve(sock)

    return connect


def over(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    """Shake hands, and close after one read."""

    def serve(sock: socket.socket) -> None:
        with context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False) as secured:
            try:
                secured.do_handshake()
                secured.recv(65536)
            except ssl.SSLError:  # reads all that comes, because the client would lose the alert over a reset
                socket.socket.shutdown(secured, socket.SHUT_WR)
                while socket.socket.recv(secured, 65536):
                    pass

    return serve


def context_of(certificate: trustme.LeafCert | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (certificate or certificates.trusted().issue_cert("127.0.0.1")).configure_cert(context)
    return context


NOW = datetime.now(timezone.utc)


@cache
def tls(kind: str) -> ssl.SSLContext:
    """The context of a server with one fault."""
    ca = certificates.trusted()
    if kind in ("unknown authority", "wrong host", "expired"):
        named = {"unknown authority": "untrusted"}.get(kind, kind)
        return certificates.server_context(named)
    if kind == "not yet valid":
        return context_of(
            ca.issue_cert("127.0.0.1", not_before=NOW + timedelta(days=9), not_after=NOW + timedelta(days=99))
        )
    if kind == "missing intermediate":
        issued = ca.create_child_ca().issue_cert("127.0.0.1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with issued.private_key_pem.tempfile() as key, issued.cert_chain_pems[0].tempfile() as leaf:
            context.load_cert_chain(leaf, key)
        return context
    if kind == "self-signed":
        return self_signed()
    context = context_of()
    if kind == "old protocol":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    else:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-SHA")
    return context


def self_signed() -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "canary-answer")])
    made = new_certificate(key, name, name).add_extension(x509.BasicConstraints(True, None), critical=True)
    return context_with(made.sign(key, hashes.SHA256()), key)


def without_authority_key() -> ssl.SSLContext:
    """The context of a server whose certificate breaks no rule before Python 3.13."""
    authority = x509.load_pem_x509_certificate(certificates.trusted().cert_pem.bytes())
    signer: Any = load_pem_private_key(certificates.trusted().private_key_pem.bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "canary-answer")])
    made = new_certificate(key, name, authority.subject).add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
    )
    return context_with(made.sign(signer, hashes.SHA256()), key)


def new_certificate(key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name) -> x509.CertificateBuilder:
    day = timedelta(days=1)
    return x509.CertificateBuilder(issuer, subject, key.public_key(), 1, NOW - day, NOW + day)


def context_with(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    pem = Encoding.PEM
    secret = trustme.Blob(key.private_bytes(pem, PrivateFormat.PKCS8, NoEncryption()))
    with trustme.Blob(certificate.public_bytes(pem)).tempfile() as chain, secret.tempfile() as private:
        context.load_cert_chain(chain, private)
    return context


CLIENTS_AUTHORITY = trustme.CA()


def asking(version: ssl.TLSVersion) -> ssl.SSLContext:
    """The context of a server that asks for a certificate, in one version of TLS."""
    context = context_of()
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = context.maximum_version = version
    CLIENTS_AUTHORITY.configure_trust(context)
    return context


def showing(certificate: trustme.LeafCert) -> dict[str, Any]:
    """The settings of a client that shows a certificate."""
    context = ssl.create_default_context()
    certificates.trusted().configure_trust(context)
    certificate.configure_cert(context)
    return {"ssl_context": context}


def expired() -> trustme.LeafCert:
    days = [datetime(2020, 1, day, tzinfo=timezone.utc) for day in (1, 2)]
    return CLIENTS_AUTHORITY.issue_cert("client.test", not_before=days[0], not_after=days[1])


def head_of(status: str, length: int = 0) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n".encode()


CHECK_HOST = "check host, or set proxy"
SET_CA = "set ssl_ca_cert to"
CHECK_PROXY = "check proxy and no_proxy"
REPLACE = "the server's certificate has to be replaced"


@dataclass(frozen=True)
class Case:
    """A fault, and what the error says about it."""

    name: str
    serve: Callable[[socket.socket], object] | None
    """None if nobody listens."""
    words: str
    cause: type[BaseException]
    advice: str = ""
    scheme: str = "http"
    proxied: bool = False
    """Whether the peer is a proxy."""
    resolver: socket.gaierror | None = None
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    timeout: float = 5.0


CASES = [
    Case("refused", None, "connection refused (ECONNREFUSED)", ConnectionRefusedError, CHECK_HOST),
    *(
        Case(
            f"resolver, {symbol}",
            None,
            words,
            socket.gaierror,
            CHECK_HOST,
            resolver=socket.gaierror(number, "canary-path"),
        )
        for symbol, number, words in [
            ("no such host", socket.EAI_NONAME, "no such host (EAI_NONAME)"),
            ("again", socket.EAI_AGAIN, "the host was not resolved (EAI_AGAIN)"),
        ]
    ),
    *(
        Case(kind, over(tls(kind)), words, ssl.SSLCertVerificationError, advice, "https")
        for kind, words, advice in [
            ("expired", "certificate has expired (10)", REPLACE),
            ("not yet valid", "certificate is not yet valid (9)", REPLACE),
            ("self-signed", "self-signed certificate (18)", SET_CA),
            ("wrong host", "IP address mismatch (64)", "check host, or set tls_server_name"),
            ("missing intermediate", "unable to get local issuer certificate (20)", SET_CA),
            ("unknown authority", "unable to get local issuer certificate (20)", SET_CA),
        ]
    ),
    Case(
        "another name is expected",
        over(context_of()),
        "host name mismatch (62)",
        ValueError,
        "check host, or set tls_server_name",
        "https",
        settings={"assert_hostname": "canary-path"},
    ),
    Case(
        "old protocol",
        over(tls("old protocol")),
        "no common version of TLS (TLSV1_ALERT_PROTOCOL_VERSION)",
        ssl.SSLError,
        "TLS 1.2 or later",
        "https",
    ),
    Case(
        "no common cipher",
        over(tls("no common cipher")),
        "the server refused the TLS handshake (SSLV3_ALERT_HANDSHAKE_FAILURE)",
        ssl.SSLError,
        "cert_file",
        "https",
    ),
    Case(
        "no client certificate",
        over(asking(ssl.TLSVersion.TLSv1_2)),
        "the server refused the TLS handshake (SSLV3_ALERT_HANDSHAKE_FAILURE)",
        ssl.SSLError,
        "cert_file",
        "https",
    ),
    Case(
        "no client certificate, TLS 1.3",
        over(asking(ssl.TLSVersion.TLSv1_3)),
        "the server refused the client certificate: certificate required",
        ssl.SSLError,
        "cert_file",
        "https",
    ),
    *(
        Case(
            f"{name}, {version.name}",
            over(asking(version)),
            f"the server refused the client certificate: {words}",
            ssl.SSLError,
            "cert_file",
            "https",
            settings=showing(certificate),
        )
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
        for name, words, certificate in [
            ("expired client certificate", "certificate expired", expired()),
            ("unknown client certificate", "unknown ca", certificates.unknown().issue_cert("client.test")),
        ]
    ),
    Case(
        "plain port",
        speaks_plainly,
        "the port does not speak TLS (WRONG_VERSION_NUMBER)",
        ssl.SSLError,
        "check the port in host",
        "https",
    ),
    Case("closed in the handshake", closes, "the connection was closed before it was ready", Exception, "", "https"),
    Case("silent in the handshake", is_silent, "connecting took too long", TimeoutError, "", "https", timeout=0.4),
    Case("reset", resets, "connection reset (ECONNRESET)", ConnectionResetError),
    Case("closed", says(), "the connection was closed before an answer", Exception),
    Case(
        "closed in the head",
        says(b"HTTP/1.1 200 OK\r\nX-Name: canary-answer\r\n"),
        "the connection was closed before an answer",
        Exception,
    ),
    Case("silent", is_silent, "no answer in time", TimeoutError, timeout=0.4),
    Case("cut short", says(head_of("200 OK", 99) + b"canary-answer"), "the answer was cut short", Exception),
    Case(
        "chunk cut short",
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\ncanary-answer"),
        "the answer was cut short",
        Exception,
    ),
    Case(
        "body in no time",
        stops_after(head_of("200 OK", 99)),
        "the answer did not end in time",
        TimeoutError,
        timeout=0.4,
    ),
    Case("no HTTP", says(b"SSH-2.0-canary-answer\r\n"), "the answer breaks HTTP", Exception),
    Case("no header", says(b"HTTP/1.1 200 OK\r\ncanary-answer\r\n\r\n"), "the answer breaks HTTP", Exception),
    Case(
        "no chunk",
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ncanary-answer\r\n"),
        "the answer breaks HTTP",
        Exception,
    ),
    Case("too large", says(head_of("200 OK", 10**9)), "the answer is too large", Exception, "max_response_bytes"),
    Case(
        "proxy refuses",
        None,
        "proxy: connection refused (ECONNREFUSED)",
        ConnectionRefusedError,
        CHECK_PROXY,
        "https",
        True,
    ),
    Case(
        "proxy is silent",
        is_silent,
        "connecting through the proxy took too long",
        TimeoutError,
        CHECK_PROXY,
        "https",
        True,
        timeout=0.4,
    ),
    *(
        Case(
            f"proxy answers {status}",
            says(head_of(f"{status} canary-answer")),
            f"the proxy answered {status}",
            ProxyAnswerError,
            advice,
            "https",
            True,
        )
        for status, advice in [
            (302, CHECK_PROXY),
            (403, "does not allow"),
            (407, "user and the password"),
            (502, CHECK_PROXY),
        ]
    ),
    Case(
        "proxy closes",
        says(),
        "the connection was closed before it was ready",
        Exception,
        CHECK_PROXY,
        "https",
        True,
    ),
    Case("proxy resets", resets, "connection reset (ECONNRESET)", ConnectionResetError, CHECK_PROXY, "https", True),
    Case(
        "closed behind the proxy",
        tunnels(closes),
        "the connection was closed before it was ready",
        Exception,
        CHECK_PROXY,
        "https",
        True,
    ),
    Case(
        "reset behind the proxy",
        tunnels(resets_at_once),
        "connection reset (ECONNRESET)",
        ConnectionResetError,
        CHECK_PROXY,
        "https",
        True,
    ),
    Case(
        "plain port behind the proxy",
        tunnels(speaks_plainly),
        "the port does not speak TLS (WRONG_VERSION_NUMBER)",
        ssl.SSLError,
        "check the port",
        "https",
        True,
    ),
    Case(
        "untrusted behind the proxy",
        tunnels(over(tls("unknown authority"))),
        "unable to get local issuer certificate (20)",
        ssl.SSLCertVerificationError,
        SET_CA,
        "https",
        True,
    ),
]


@pytest.fixture(autouse=True)
def no_proxies_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@contextlib.contextmanager
def peer_of(case: Case) -> Iterator[int]:
    if case.serve is None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            yield unused.getsockname()[1]
        return
    peer = Peer(case.serve)
    try:
        yield peer.port
    finally:
        peer.close()


def settings_of(case: Case, port: int) -> Configuration:
    name = "order-capture.test" if case.proxied else "localhost" if case.resolver else "127.0.0.1"
    host = f"{case.scheme}://{name}:{port}"
    proxy: dict[str, Any] = {"proxy": f"http://user:canary-password@127.0.0.1:{port}"} if case.proxied else {}
    is_trusting = case.scheme == "https" and "ssl_context" not in case.settings
    return Configuration(
        host=host,
        access_token="canary-token",
        api_key={"Client-Id": "canary-client"},
        ca_cert_data=certificates.ca_cert_data() if is_trusting else None,
        retries=0,
        **proxy,
        **case.settings,
    )


def call(configuration: Configuration, timeout: float) -> None:
    with ApiClient(configuration) as api_client:
        CheckoutApi(api_client).patch_checkout(*ARGUMENTS, _request_timeout=timeout)


async def call_async(configuration: Configuration, timeout: float) -> None:
    async with aio.ApiClient(configuration) as api_client:
        await aio.CheckoutApi(api_client).patch_checkout(*ARGUMENTS, _request_timeout=timeout)


ARGUMENTS: Any = ("canary-path", "se", {"family_card_no": "canary-body"})
CALLS: dict[str, Callable[[Configuration, float], None]] = {
    "sync": call,
    "async": lambda configuration, timeout: asyncio.run(call_async(configuration, timeout)),
}


def error_of(case: Case, client: str) -> ApiException:
    """Return the error of a call that shows all secrets to the peer."""
    with peer_of(case) as port:
        configuration = settings_of(case, port)
        with pytest.raises(ApiException) as caught:
            CALLS[client](configuration, case.timeout)
    return caught.value


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that it came from."""
    yield error
    for other in (error.__cause__, error.__context__):
        if other is not None:
            yield from chain_of(other)


@pytest.mark.parametrize("client", CALLS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_cause_is_named_in_the_same_words(case: Case, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if case.resolver is not None:
        failing = case.resolver

        def getaddrinfo(*_: object, **__: object) -> Any:
            raise failing

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    error = error_of(case, client)

    assert error.reason == case.words
    assert f": {case.words}: " in f"{error}" or str(error).endswith(case.words)
    assert case.advice in error.advice
    causes = list(chain_of(error))[1:]
    assert len(causes) == 1
    assert isinstance(causes[0], case.cause)
    assert causes[0].__traceback__ is None
    shown = " ".join(f"{one} {one!r} {one.args}" for one in chain_of(error))
    assert [secret for secret in SECRETS if secret in shown] == []


def test_both_clients_name_the_same_cause_where_each_address_fails_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case("", None, "", OSError, resolver=socket.gaierror())

    def getaddrinfo(_: object, port: int, *__: object, **___: object) -> list[Any]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
        return [(*kind, (address, port)) for address in ("127.0.0.1", "255.255.255.255")]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    reasons = [error_of(case, client).reason for client in CALLS]

    assert reasons[0] == reasons[1]
    assert reasons[0] != "connection refused (ECONNREFUSED)"


@pytest.mark.skipif(sys.version_info < (3, 13), reason="the strict rules of certificates are the default since 3.13")
@pytest.mark.parametrize("client", CALLS)
def test_a_certificate_that_only_strict_rules_refuse_can_be_accepted(client: str) -> None:
    serve = over(without_authority_key())
    strict = Case("", serve, "", Exception, scheme="https")
    relaxed = Case("", serve, "", Exception, scheme="https", settings={"relax_x509_strict": True})

    error = error_of(strict, client)

    assert error.reason == "missing Authority Key Identifier (85)"
    assert error.advice == "set relax_x509_strict=True, or have the certificate replaced"
    assert error_of(relaxed, client).reason == "the connection was closed before an answer"
