"""How the async client reaches a host, and how long it keeps connections: `aio/_connections.py`, on real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import math
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import trustme
from typing_extensions import Self

from order_capture_client._core.http import ProxyAnswerError
from order_capture_client._core.retry import RetryPolicy
from order_capture_client._core.wire import Failure, FailureKind, Phase, Response
from order_capture_client.aio._connections import Exchange, Pool
from order_capture_client.aio.rest import Transport
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiException, ApiValueError
from test.faults.certificates import LOOPBACK, ca_cert_data, trusted, unknown
from test.faults.driver import DRIVERS
from test.samples import ARGUMENTS
from test.scripted_server import Play, ScriptedServer, answer, head, play
from test.sockets.test_aio_rest import attempt_at, bodies_of, failure_of, outcomes, with_transport

CONNECTION = FailureKind.CONNECTION
KEY = {"Client-Id": "client"}

ORIGIN = "http://localhost:{}"
"""A host with a name, which the tests resolve themselves."""


@pytest.fixture(autouse=True)
def _no_proxies_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of an address that answers no SYN, since its queue is full."""
    with ExitStack() as opened, socket.socket() as listener:
        listener.bind(("127.0.0.2", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield listener.getsockname()[1]


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The pools that transports make."""
    made: list[Any] = []

    def make(*args: Any, **kwargs: Any) -> Pool:
        pool = Pool(*args, **kwargs)
        made.append(pool)
        return pool

    monkeypatch.setattr("order_capture_client.aio.rest.Pool", make)
    return made


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address) for address in addresses]
    real = socket.getaddrinfo

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        return found if host == "localhost" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


# Addresses


def test_the_next_address_is_tried_beside_a_silent_one(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(answer(b"1")) as server:
        resolve_to(monkeypatch, ("127.0.0.2", silent), ("127.0.0.1", server.port))
        start = time.monotonic()
        [result] = outcomes(ORIGIN.format(server.port), {})

    assert bodies_of([result]) == [b"1"]
    assert time.monotonic() - start < 1


def test_so_it_is_with_socket_options_and_through_a_proxy(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(answer(b"1")) as proxy:
        resolve_to(monkeypatch, ("127.0.0.2", silent), ("127.0.0.1", proxy.port))
        start = time.monotonic()
        options = {
            "proxy": ORIGIN.format(proxy.port),
            "socket_options": [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)],
        }
        [result] = outcomes("http://127.0.0.1:1", {}, **options)

    assert bodies_of([result]) == [b"1"]
    assert time.monotonic() - start < 1


def test_silent_addresses_share_the_time_for_connecting(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, *[("127.0.0.2", silent)] * 4)
    start = time.monotonic()
    [result] = outcomes(ORIGIN.format(silent), {"connect": 0.6})

    assert failure_of(result) == (Phase.NOT_SENT, FailureKind.TIMEOUT, None)
    assert 0.5 < time.monotonic() - start < 1


def test_each_attempt_begins_with_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(ScriptedServer(answer(body), answer(body))) for body in (b"1", b"2", b"3")]
        resolve_to(monkeypatch, *[("127.0.0.1", server.port) for server in servers])
        results = outcomes(ORIGIN.format(1), *[{"number": n, "longest_idle": 0.0} for n in (1, 2, 3, 4)])

    assert bodies_of(results) == [b"1", b"2", b"3", b"1"]


def test_a_host_without_an_address_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch)

    assert [failure_of(result) for result in outcomes(ORIGIN.format(1), {})] == [(Phase.NOT_SENT, CONNECTION, None)]


# Idle connections


def with_idle_connections(
    number: int, server: ScriptedServer, *attempts: dict[str, Any], **settings: Any
) -> list[Response | Failure]:
    """Return the results of attempts, one after the other, after others that have left idle connections."""

    async def work(transport: Transport) -> list[Response | Failure]:
        await asyncio.gather(*(transport.perform(attempt_at(server.url)) for _ in range(number)))
        await asyncio.sleep(0)
        return [await transport.perform(attempt_at(server.url, **options)) for options in attempts]

    return with_transport(server.url, work, **settings)


SLOW = Play((answer(),), before=lambda: time.sleep(0.05))
"""Lets the others come meanwhile, so that each of them makes a connection."""


@pytest.mark.parametrize(
    ("last", "phase"), [(play(then="hang"), Phase.SENT), (play(then="close"), Phase.SENT)], ids=["silence", "close"]
)
def test_a_failure_on_a_reused_connection_closes_the_others_that_were_idle(last: Play, phase: Phase) -> None:
    with ScriptedServer(SLOW, SLOW, SLOW, last, answer(b"new")) as server:
        failed, good = with_idle_connections(3, server, {"read": 0.2}, {})

        assert failure_of(failed)[0] is phase
        assert bodies_of([good]) == [b"new"]
        assert server.used_connections[-1] == 3


def test_a_failure_on_a_new_connection_closes_no_others() -> None:
    with ScriptedServer(SLOW, SLOW, play(then="close"), answer(b"kept")) as server:

        async def work(transport: Transport) -> list[Response | Failure]:
            attempts = [asyncio.create_task(transport.perform(attempt_at(server.url))) for _ in range(3)]
            await asyncio.gather(*attempts)
            return [await transport.perform(attempt_at(server.url))]

        results = with_transport(server.url, work)

        assert bodies_of(results) == [b"kept"]
        assert server.connections == 3


def test_connections_that_became_idle_after_the_request_was_sent_are_kept() -> None:
    async def work(transport: Transport) -> Response | Failure:
        await transport.perform(attempt_at(server.url))
        failing = asyncio.create_task(transport.perform(attempt_at(server.url, read=0.3)))
        await asyncio.sleep(0.05)
        await transport.perform(attempt_at(server.url))
        await failing
        return await transport.perform(attempt_at(server.url))

    with ScriptedServer(answer(), play(then="hang"), answer(), answer()) as server:
        with_transport(server.url, work)

        assert server.used_connections == [0, 0, 1, 1]


def test_a_connection_that_is_just_being_left_is_not_a_new_one(pools: list[Any]) -> None:
    async def work(transport: Transport) -> None:
        first = asyncio.create_task(transport.perform(attempt_at(server.url)))
        while not server.requests:
            await asyncio.sleep(0.001)
        while not pools[0]._conns:  # released by aiohttp, though the first attempt has not left it
            await asyncio.sleep(0)
        assert not first.done()
        await transport.perform(attempt_at(server.url, longest_idle=0.0))
        await first

    whole = answer(b"1")
    with ScriptedServer(play(whole[:-1], whole[-1:], pause=0.05), answer()) as server:
        with_transport(server.url, work)

        assert server.used_connections == [0, 1]


@pytest.mark.parametrize(
    ("settings", "seconds", "connections"),
    [
        ({"connection_idle_limit": 100.0}, 50.0, [0, 0]),
        ({"connection_idle_limit": math.inf}, 200.0, [0, 0]),
        ({"connection_idle_limit": math.inf, "connection_max_age": math.inf}, 1e6, [0, 0]),
        ({"connection_max_age": 60.0}, 59.0, [0, 0]),
        ({"connection_max_age": 60.0}, 60.0, [0, 1]),
        ({"connection_max_age": 0.0}, 0.0, [0, 1]),
        ({"connection_idle_limit": 0.0}, 0.0, [0, 1]),
    ],
)
def test_how_old_and_how_idle_a_connection_may_be(
    settings: dict[str, float], seconds: float, connections: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = 0.0
    clock = time.monotonic
    monkeypatch.setattr("aiohttp.connector.monotonic", lambda: clock() + passed)
    monkeypatch.setattr(time, "monotonic", lambda: clock() + passed)

    async def work(transport: Transport) -> None:
        nonlocal passed
        await transport.perform(attempt_at(server.url))
        passed = seconds
        await transport.perform(attempt_at(server.url))
        passed = 0.0

    with ScriptedServer(answer(), answer()) as server:
        with_transport(server.url, work, **({"connection_idle_limit": math.inf} | settings))

        assert server.used_connections == connections


@pytest.mark.parametrize("reason", ["the server ends it", "it is idle for too long", "it is too old"])
def test_an_idle_connection_is_closed_without_a_call(reason: str) -> None:
    async def work() -> bytes:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer())
            if reason == "the server ends it":
                writer.write_eof()
            ended.set_result(await reader.read())
            writer.close()

        ended: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            host = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            limits: dict[str, dict[str, Any]] = {
                "it is idle for too long": {"connection_idle_limit": 0.2},
                "it is too old": {"connection_max_age": 0.2},
            }
            transport = Transport(Configuration(host=host, **limits.get(reason, {})))
            assert isinstance(await transport.perform(attempt_at(host)), Response)
            rest = await asyncio.wait_for(ended, 5)
            transport.close()
            return rest

    assert asyncio.run(work()) == b""


# Sockets


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, True),
        ({"socket_options": [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)]}, True),
        ({"socket_options": [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0)]}, False),
    ],
    ids=["by default", "with other options", "unless it is turned off"],
)
def test_tcp_keeps_connections_alive(settings: dict[str, Any], expected: bool, pools: list[Any]) -> None:
    async def work(transport: Transport) -> bool:
        await transport.perform(attempt_at(server.url))
        [line] = pools[0].idle.values()
        sock = line.transport.get_extra_info("socket")
        return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))

    with ScriptedServer(answer()) as server:
        assert with_transport(server.url, work, **settings) is expected


# Proxies


@pytest.mark.parametrize("status", ["407 Who are you", "403 No", "503 Later", "204 Nothing"])
@pytest.mark.parametrize("before", [b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 3], ids=["", "after 100"])
def test_the_answer_of_a_proxy_is_an_answer(status: str, before: bytes) -> None:
    refusal = before + head("Content-Length: 0", "Retry-After: 7", status=status)
    with ScriptedServer(play(refusal, then="close")) as proxy:
        [result] = outcomes("https://order-capture.test", {}, proxy=proxy.url)

    assert failure_of(result) == (Phase.NOT_SENT, FailureKind.PROXY, int(status[:3]))
    assert isinstance(result, Failure)
    assert result.detail == f"the proxy answered {status[:3]}"
    assert isinstance(result.cause, ProxyAnswerError)
    assert result.response is not None
    assert result.response.headers["retry-after"] == "7"


@pytest.mark.parametrize(("status", "attempts"), [(407, 1), (403, 1), (502, 3)])
def test_a_refusal_of_a_proxy_is_final_unless_it_is_one_of_a_gateway(status: int, attempts: int) -> None:
    refusal = play(head("Content-Length: 0", status=f"{status} No"), then="close")
    with ScriptedServer(*[refusal] * 9) as proxy:
        policy = RetryPolicy(unsent_attempts=3, base_when_unsent=0)
        client = DRIVERS["async"](
            Configuration(
                host="https://order-capture.test", proxy=proxy.url, access_token="t", api_key=KEY, retry_policy=policy
            )
        )
        with pytest.raises(ApiException) as caught:
            client.call("create_checkout", dict(ARGUMENTS["create_checkout"]))
        client.close()

    assert (caught.value.outcome, caught.value.attempts, len(proxy.requests)) == ("not_sent", attempts, attempts)


# TLS


class TlsServer:
    """Answers one request on each connection, and keeps that open; notes the names in the certificates of clients."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self.clients: list[str | None] = []
        self.requests = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        socket.create_connection(self.listener.getsockname()).close()
        for thread in self._threads:
            thread.join(10)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            sock, _ = self.listener.accept()
            if self._over.is_set():
                sock.close()
                return
            thread = threading.Thread(target=self._serve, args=(sock,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False) as line:
            line.settimeout(5)
            try:
                line.do_handshake()
                certificate: Any = line.getpeercert()
                self.clients.append(certificate and certificate["subjectAltName"][0][1])
                while request := line.recv(65536):
                    self.requests += 1
                    self.answer(line, request)
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    socket.socket.recv(line, 65536)  # a reset would overtake the alert
            except OSError:
                return

    def answer(self, line: ssl.SSLSocket, request: bytes) -> None:
        line.sendall(answer(b"{}"))


def asks_for_a_certificate(version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusted().issue_cert(LOOPBACK).configure_cert(context)
    context.verify_mode = ssl.CERT_REQUIRED
    trusted().configure_trust(context)
    context.maximum_version = version
    return context


def write_certificate(folder: Path, name: str, authority: trustme.CA | None = None) -> dict[str, str]:
    """Write a client's certificate, and return the settings for it."""
    made = (authority or trusted()).issue_cert(name)
    made.private_key_and_cert_chain_pem.write_to_path(folder / "client.pem")
    return {"cert_file": str(folder / "client.pem")}


@pytest.mark.parametrize(
    ("version", "shows"),
    [
        (ssl.TLSVersion.TLSv1_2, "unknown"),  # without a certificate, the alert is that of any refused handshake
        (ssl.TLSVersion.TLSv1_3, "unknown"),
        (ssl.TLSVersion.TLSv1_3, "none"),
    ],
)
def test_a_refused_client_certificate_was_not_sent(version: ssl.TLSVersion, shows: str, tmp_path: Path) -> None:
    settings = {} if shows == "none" else write_certificate(tmp_path, "client.test", unknown())
    with TlsServer(asks_for_a_certificate(version)) as server:
        attempt = {"method": "POST", "body": b"{}"}
        results = outcomes(server.url, attempt, ca_cert_data=ca_cert_data(), **settings)

    assert [failure_of(result) for result in results] == [(Phase.NOT_SENT, FailureKind.CERTIFICATE, None)]
    assert [getattr(result, "detail", "")[:42] for result in results] == ["the server refused the client certificate:"]
    assert server.requests == 0


def test_so_it_is_not_where_the_server_may_ask_after_the_handshake() -> None:
    context = ssl.create_default_context(cadata=ca_cert_data())
    context.post_handshake_auth = True
    with TlsServer(asks_for_a_certificate()) as server:
        [result] = outcomes(server.url, {"method": "POST", "body": b"{}"}, ssl_context=context)

    assert failure_of(result) == (Phase.SENT, CONNECTION, None)


@pytest.mark.parametrize(
    ("phase", "taken_at", "is_confirmed_late", "expected"),
    [
        (Phase.NOT_SENT, None, False, True),
        (Phase.SENT, None, True, True),
        (Phase.SENT, None, False, False),  # TLS 1.2, or a server that may ask later
        (Phase.SENT, 1.0, True, False),  # another request was answered on this connection
        (Phase.HEAD, None, True, False),
    ],
)
def test_when_a_server_may_still_refuse_the_connection(
    phase: Phase, taken_at: float | None, is_confirmed_late: bool, expected: bool
) -> None:
    exchange: Any = Exchange(attempt_at("https://127.0.0.1"))
    exchange.attempt.phase = phase
    exchange.taken_at = taken_at
    exchange.line = SimpleNamespace(is_confirmed_late=is_confirmed_late)

    assert exchange.may_be_in_handshake is expected


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    clock = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: clock() + seconds)


@pytest.mark.parametrize(
    ("change", "clients"),
    [("renewed", ["a.test", "b.test"]), ("broken", ["a.test"]), ("nothing", ["a.test"])],
)
def test_a_client_certificate_that_changed_on_disk_is_shown_on_new_connections(
    change: str, clients: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(transport: Transport) -> list[Response | Failure]:
        first = await transport.perform(attempt_at(server.url))
        if change == "renewed":
            write_certificate(tmp_path, "b.test")
        elif change == "broken":
            (tmp_path / "client.pem").write_text("half")
        later(monkeypatch, 2)
        return [first, *[await transport.perform(attempt_at(server.url)) for _ in range(2)]]

    with TlsServer(asks_for_a_certificate()) as server:
        settings = write_certificate(tmp_path, "a.test")
        results = with_transport(server.url, work, ca_cert_data=ca_cert_data(), **settings)

    assert bodies_of(results) == [b"{}"] * 3
    assert server.clients == clients


# Proxies over TLS

NESTS = sys.version_info >= (3, 12, 2) or (3, 11, 8) <= sys.version_info < (3, 12)
NESTED = pytest.mark.skipif(not NESTS, reason="asyncio loses errors of TLS inside of TLS, or does not have that")


class TlsProxy(TlsServer):
    """Connects to the service that it is asked for, or answers a request that it is to forward."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context)
        self.heads: list[bytes] = []

    def answer(self, line: ssl.SSLSocket, request: bytes) -> None:
        self.heads.append(request)
        if not request.startswith(b"CONNECT "):
            line.sendall(answer(b"forwarded"))
            return
        host, _, port = request.split(b" ")[1].decode().partition(":")
        with socket.create_connection((host, int(port))) as service:
            line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            forth = threading.Thread(target=self._relay, args=(line, service))
            forth.start()
            self._relay(service, line)
            forth.join(10)

    @staticmethod
    def _relay(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(end, socket.SHUT_RDWR)


def asks_politely(authority: trustme.CA) -> ssl.SSLContext:
    """The side of a server that takes clients without a certificate, too."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(LOOPBACK).configure_cert(context)
    context.verify_mode = ssl.CERT_OPTIONAL
    trusted().configure_trust(context)
    return context


@NESTED
def test_a_proxy_over_tls_is_trusted_as_the_service_and_shown_no_certificate(tmp_path: Path) -> None:
    with TlsServer(asks_for_a_certificate()) as service, TlsProxy(asks_politely(trusted())) as proxy:
        settings = write_certificate(tmp_path, "a.test") | {"ca_cert_data": ca_cert_data(), "proxy": proxy.url}
        results = outcomes(service.url, {}, {"method": "POST", "body": b"{}"}, no_proxy="", **settings)

    assert bodies_of(results) == [b"{}"] * 2
    assert (proxy.clients, service.clients) == ([None], ["a.test"])
    assert [head.split(b"\r\n")[0] for head in proxy.heads] == [f"CONNECT {service.url[8:]} HTTP/1.1".encode()]


@NESTED
@pytest.mark.parametrize(
    ("of_proxy", "of_service", "settings", "expected"),
    [
        (unknown, trusted, {"proxy_ssl_context": unknown}, None),
        (unknown, trusted, {}, FailureKind.CERTIFICATE),
        (trusted, unknown, {}, FailureKind.CERTIFICATE),
        (trusted, trusted, {"proxy_ssl_context": unknown}, FailureKind.CERTIFICATE),
    ],
    ids=["a context of its own", "unknown proxy", "unknown service", "a context that does not fit"],
)
def test_each_side_is_judged_by_its_own_context(
    of_proxy: Callable[[], trustme.CA],
    of_service: Callable[[], trustme.CA],
    settings: dict[str, Callable[[], trustme.CA]],
    expected: FailureKind | None,
) -> None:
    contexts = {name: trusting(authority()) for name, authority in settings.items()}
    with TlsServer(asks_politely(of_service())) as service, TlsProxy(asks_politely(of_proxy())) as proxy:
        [result] = outcomes(service.url, {}, ca_cert_data=ca_cert_data(), proxy=proxy.url, **contexts)

    assert (result.kind if isinstance(result, Failure) else None) is expected
    assert service.requests == (expected is None)


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())


def test_a_host_over_plain_http_is_reached_by_its_whole_address_through_a_proxy_over_tls() -> None:
    with TlsProxy(asks_politely(trusted())) as proxy:
        [result] = outcomes("http://127.0.0.1:1", {}, ca_cert_data=ca_cert_data(), proxy=proxy.url)

    assert bodies_of([result]) == [b"forwarded"]
    assert proxy.heads[0].startswith(b"GET http://127.0.0.1:1/path HTTP/1.1\r\n")


@pytest.mark.skipif(NESTS, reason="asyncio has TLS inside of TLS")
def test_a_proxy_over_tls_is_refused_by_name() -> None:
    with pytest.raises(
        ApiValueError, match=r"^proxy: for an https:// address, .* needs Python 3\.11\.8, .* sync ApiClient"
    ):
        outcomes("https://order-capture.test", {}, proxy="https://proxy.example.com")
