"""One exchange at a time over aiohttp, on real sockets: `aio/rest.py`."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import gzip
import math
import os
import queue
import socket
import ssl
import sys
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import pytest
import trustme

from order_capture_client._core.wire import Attempt, Failure, FailureKind, Phase, Request, Response, Send
from order_capture_client.aio._connections import Pool
from order_capture_client.aio.rest import Transport
from order_capture_client.configuration import Configuration
from test.faults.certificates import ca_cert_data, server_context
from test.faults.driver import DRIVERS
from test.faults.matrix import Strikes
from test.faults.server import At, FaultServer, Line
from test.samples import CHECKOUT_ID, sample
from test.scripted_server import Play, ScriptedServer, answer, chunked, head, play

CONNECTION, TIMEOUT, PROTOCOL = FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.PROTOCOL
TOO_LARGE, UNDECODABLE, CERTIFICATE = FailureKind.TOO_LARGE, FailureKind.UNDECODABLE, FailureKind.CERTIFICATE

T = TypeVar("T")


@pytest.fixture(autouse=True)
def _no_proxies_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def attempt_at(
    origin: str,
    method: str = "GET",
    target: str = "/path",
    body: bytes | None = None,
    *,
    headers: dict[str, str] | None = None,
    connect: float = 5.0,
    read: float = 5.0,
    total: float = 5.0,
    longest_idle: float = math.inf,
    number: int = 1,
) -> Attempt:
    request = Request(method, origin, target, headers or {}, body)
    return Attempt(
        Send(
            request,
            connect=connect,
            read=read,
            deadline=time.monotonic() + total,
            longest_idle=longest_idle,
            number=number,
        )
    )


def with_transport(host: str, work: Callable[[Transport], Awaitable[T]], **settings: Any) -> T:
    """Run in a new event loop, and close the transport."""

    async def run() -> T:
        transport = Transport(Configuration(host=host, **settings))
        try:
            return await work(transport)
        finally:
            transport.close()
            await asyncio.sleep(0)

    return asyncio.run(run())


def outcome(*script: Play | bytes, reads: bool = True, **options: Any) -> Response | Failure:
    """Return the result of the first request."""
    with ScriptedServer(*script, reads=reads) as server:
        return with_transport(server.url, lambda transport: transport.perform(attempt_at(server.url, **options)))


def outcomes(host: str, *attempts: dict[str, Any], **settings: Any) -> list[Response | Failure]:
    """Return the results of requests, one after the other."""

    async def work(transport: Transport) -> list[Response | Failure]:
        return [await transport.perform(attempt_at(host, **options)) for options in attempts]

    return with_transport(host, work, **settings)


def failure_of(result: Response | Failure) -> tuple[Phase, FailureKind, int | None]:
    assert isinstance(result, Failure), result
    return result.phase, result.kind, None if result.response is None else result.response.status


def bodies_of(results: list[Response | Failure]) -> list[bytes]:
    return [result.body if isinstance(result, Response) else repr(result).encode() for result in results]


# Requests


def test_the_request_goes_out_as_it_is() -> None:
    with ScriptedServer(answer()) as server:
        sent = {"User-Agent": "u", "X-A": "1"}
        outcomes(server.url, {"method": "POST", "target": "/a%2Fb?c=%20d%2B", "body": "{ä}".encode(), "headers": sent})

    [request] = server.requests
    assert request.request_line == "POST /a%2Fb?c=%20d%2B HTTP/1.1"
    assert sorted(request.headers) == sorted(
        [f"Host: 127.0.0.1:{server.port}", "Accept-Encoding: identity", "Content-Length: 4", "User-Agent: u", "X-A: 1"]
    )
    assert request.body.decode() == "{ä}"


@pytest.mark.parametrize("name", ["Accept-Encoding", "accept-encoding"])
def test_the_content_coding_may_be_asked_for(name: str) -> None:
    with ScriptedServer(answer(gzip.compress(b"{}"), "Content-Encoding: gzip")) as server:
        [result] = outcomes(server.url, {"headers": {name: "gzip"}})

    assert bodies_of([result]) == [b"{}"]
    sent = [line.lower() for line in server.requests[0].headers]
    assert [line for line in sent if line.startswith("accept-encoding")] == ["accept-encoding: gzip"]


def test_a_large_body_goes_out_whole_and_nobody_warns() -> None:
    with ScriptedServer(answer()) as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        outcomes(server.url, {"method": "POST", "body": b"x" * 1_100_000})

    assert (len(server.requests[0].body), "Content-Length: 1100000" in server.requests[0].headers) == (1_100_000, True)


def test_a_connection_whose_answer_came_before_all_was_sent_is_not_used_again() -> None:
    early, next_one = play(answer(b"1"), then="hang"), play(answer(b"2"), then="hang")
    with ScriptedServer(early, next_one, reads=False) as server:
        results = outcomes(server.url, {"method": "POST", "body": b"x" * 30_000_000}, {})

    assert bodies_of(results) == [b"1", b"2"]


def test_no_redirect_is_followed_and_no_cookie_kept() -> None:
    redirect = answer(b"", "Location: /elsewhere", "Set-Cookie: a=1", status="307 Temporary Redirect")
    with ScriptedServer(redirect, answer()) as server:
        first, _ = outcomes(server.url, {}, {})

    assert isinstance(first, Response)
    assert first.status == 307
    assert [request.request_line for request in server.requests] == ["GET /path HTTP/1.1"] * 2
    assert not [line for line in server.requests[1].headers if line.lower().startswith("cookie")]


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_nothing_is_sent_again_without_being_asked(method: str) -> None:
    with ScriptedServer(answer(), play(then="close"), answer()) as server:
        _, second = outcomes(server.url, {}, {"method": method, "body": b"{}" if method == "PUT" else None})

    assert failure_of(second) == (Phase.SENT, CONNECTION, None)
    assert len(server.requests) == 2


def test_credentials_of_a_netrc_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with ScriptedServer(answer()) as server:
        outcomes(server.url, {"headers": {"X-A": "1"}})

    assert b"uthorization" not in server.requests[0].raw


# Responses


def test_status_reason_and_headers() -> None:
    result = outcome(
        answer(b"", "X-A: 1", "X-A: 2", "X-B: \u00e4".encode("latin-1").decode("latin-1"), status="404 No")
    )

    assert isinstance(result, Response)
    assert (result.status, result.reason) == (404, "No")
    assert (result.headers["content-TYPE"], result.headers["x-a"]) == ("application/json", "1, 2")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (play(then="close"), (Phase.SENT, CONNECTION, None)),
        (play(b"SSH-2.0-OpenSSH\r\n", then="close"), (Phase.SENT, PROTOCOL, None)),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", (Phase.SENT, PROTOCOL, None)),
        (head(*(f"X-{number}: {'x' * 60_000}" for number in range(5))), (Phase.SENT, TOO_LARGE, None)),
        (head(*(f"X-{number}: 1" for number in range(200))), (Phase.SENT, PROTOCOL, None)),
        (head(f"X: {'x' * 70_000}"), (Phase.SENT, PROTOCOL, None)),
        (play(head("Content-Length: 2") + b"{", then="close"), (Phase.HEAD, CONNECTION, 200)),
        (play(chunked(b"{}")[:-5], then="close"), (Phase.HEAD, CONNECTION, 200)),
        (
            play(head("Transfer-Encoding: chunked"), b"zz\r\n{}\r\n0\r\n\r\n", pause=0.1, then="hang"),
            (Phase.HEAD, PROTOCOL, 200),
        ),
        (answer(b"not gzip", "Content-Encoding: gzip"), (Phase.HEAD, UNDECODABLE, 200)),
        (answer(b"{}", "Content-Encoding: br", status="404 No"), (Phase.HEAD, UNDECODABLE, 404)),
        (head(f"Content-Length: {10**12}"), (Phase.HEAD, TOO_LARGE, 200)),
    ],
    ids=[
        "closed",
        "another protocol",
        "101",
        "headers too large",
        "too many headers",
        "header line too long",
        "inside the body",
        "before the last chunk",
        "a chunk's size is garbage",
        "not gzip",
        "unknown coding of an error",
        "announced too large",
    ],
)
def test_an_answer_that_is_not_whole(script: Play | bytes, expected: tuple[Phase, FailureKind, int | None]) -> None:
    assert failure_of(outcome(script)) == expected


@pytest.mark.parametrize("number", [1, 11, 1000])
def test_informational_answers_are_skipped(number: int) -> None:
    assert bodies_of([outcome(b"HTTP/1.1 103 Early\r\n\r\n" * number + answer(b"1"))]) == [b"1"]


def test_informational_answers_without_end_are_bounded_by_the_time() -> None:
    start = time.monotonic()
    endless = play(*[b"HTTP/1.1 103 Early\r\n\r\n"] * 100, pause=0.02, then="hang")

    assert failure_of(outcome(endless, total=0.2)) == (Phase.SENT, TIMEOUT, None)
    assert time.monotonic() - start < 0.45


@pytest.mark.parametrize("cut", range(1, 8))
def test_a_head_is_found_wherever_the_network_cuts_it(cut: int) -> None:
    whole = b"HTTP/1.1 103 Early\r\n\r\n" + answer(b"{}") + answer(b"of nobody")
    ends = whole.index(b"{}") + cut - 3
    result = outcome(play(whole[:ends], whole[ends:], pause=0.02, then="close"))

    assert bodies_of([result]) == [b"{}"]


def test_an_answer_that_nobody_asked_for_is_not_given_to_the_next_caller() -> None:
    script: list[Play | bytes] = [
        answer(b"1") + answer(b"of nobody"),
        play(answer(b"2"), answer(b"of nobody"), pause=0.03),
        answer(b"3"),
    ]

    async def work(transport: Transport) -> list[Response | Failure]:
        results = []
        for _ in range(3):
            results.append(await transport.perform(attempt_at(server.url)))
            await asyncio.sleep(0.1)
        return results

    with ScriptedServer(*script) as server:
        results = with_transport(server.url, work)

    assert bodies_of(results) == [b"1", b"2", b"3"]
    assert server.used_connections == [0, 1, 2]


# How far an attempt came


@pytest.mark.parametrize("longest_idle", [math.inf, 1.0])
def test_nothing_is_sent_where_nobody_listens(longest_idle: float) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        [result] = outcomes(f"http://127.0.0.1:{bound.getsockname()[1]}", {"longest_idle": longest_idle})

    assert failure_of(result) == (Phase.NOT_SENT, CONNECTION, None)


def test_nothing_is_sent_when_there_is_no_time_left() -> None:
    assert failure_of(outcome(answer(), total=-1.0)) == (Phase.NOT_SENT, TIMEOUT, None)


@pytest.mark.parametrize(
    ("script", "kind"),
    [(play(answer(), then="close"), CONNECTION), (play(then="close"), CONNECTION), (play(then="hang"), TIMEOUT)],
    ids=["plain HTTP", "closed", "silent"],
)
def test_nothing_is_sent_before_the_tls_handshake_is_over(script: Play, kind: FailureKind) -> None:
    with ScriptedServer(script, reads=False) as server:
        [result] = outcomes(f"https://127.0.0.1:{server.port}", {"connect": 0.2})

    assert failure_of(result) == (Phase.NOT_SENT, kind, None)


def test_nothing_is_sent_on_a_connection_that_ends_before_the_first_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = aiohttp.TCPConnector.connect

    async def connect_and_lose(*arguments: Any) -> Any:
        connection = await connect(*arguments)
        assert connection.transport is not None
        connection.transport.close()
        return connection

    monkeypatch.setattr(aiohttp.TCPConnector, "connect", connect_and_lose)

    assert failure_of(outcome(answer())) == (Phase.NOT_SENT, CONNECTION, None)


@pytest.mark.parametrize(
    "options",
    [{"read": 0.1}, {"total": 0.1}],
    ids=["read", "total"],
)
def test_a_silent_server_is_left(options: dict[str, Any]) -> None:
    start = time.monotonic()

    assert failure_of(outcome(play(then="hang"), **options)) == (Phase.SENT, TIMEOUT, None)
    assert time.monotonic() - start < 2.0


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ClientError("canary"),
        aiohttp.ServerDisconnectedError("canary"),
        aiohttp.ClientPayloadError("canary"),
        aiohttp.ServerTimeoutError("canary"),
        aiohttp.InvalidURL("canary"),
        aiohttp.http.HttpProcessingError(code=400, message="canary"),
        aiohttp.EofStream(),
        ConnectionResetError("canary"),
        asyncio.TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_exception_of_a_library_gets_out(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(aiohttp.ClientSession, "_request", fail)
    [result] = outcomes("http://127.0.0.1", {})

    assert isinstance(result, Failure)
    assert "canary" not in repr(result)


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", b"{}")])
def test_a_request_that_was_sent_is_never_sent_again_even_if_the_library_tries(
    method: str, body: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(session: aiohttp.ClientSession, name: str, value: object) -> None:
        object.__setattr__(session, name, True if name == "_retry_connection" else value)

    monkeypatch.setattr(aiohttp.ClientSession, "__setattr__", forget)
    with ScriptedServer(answer(), play(then="close"), answer()) as server:
        _, second = outcomes(server.url, {}, {"method": method, "body": body})

    assert failure_of(second) == (Phase.SENT, CONNECTION, None)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("error", "phase"),
    [
        (aiohttp.ServerDisconnectedError(), Phase.SENT),
        (aiohttp.ServerTimeoutError(), Phase.SENT),
        (asyncio.TimeoutError(), Phase.SENT),
        (ConnectionResetError(), Phase.SENT),
        (ConnectionRefusedError(), Phase.NOT_SENT),
        (aiohttp.ConnectionTimeoutError(), Phase.NOT_SENT),
        (aiohttp.InvalidURL("x"), Phase.NOT_SENT),
        (RuntimeError("no more mocks"), Phase.NOT_SENT),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_exception_of_a_double_counts_as_sent_unless_it_says_that_no_connection_was_made(
    error: Exception, phase: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(aiohttp.ClientSession, "_request", fail)
    [result] = outcomes("http://127.0.0.1", {})

    assert isinstance(result, Failure)
    assert result.phase is phase


@pytest.mark.parametrize("raised", [RuntimeError, LookupError, UnicodeError, MemoryError, ssl.SSLError, OSError])
def test_whatever_connecting_raises_was_not_sent(raised: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise raised("canary")

    monkeypatch.setattr(aiohttp.TCPConnector, "connect", fail)
    [result] = outcomes("http://127.0.0.1", {})

    assert failure_of(result)[:2] == (Phase.NOT_SENT, CONNECTION)
    assert "canary" not in repr(result)


@pytest.mark.parametrize("host", [f"http://{'a' * 64}.localhost", "http://a..localhost"])
def test_a_name_with_an_impossible_label_was_not_sent(host: str) -> None:
    async def work(transport: Transport) -> Response | Failure:
        return await transport.perform(attempt_at(host))  # a `Configuration` refuses such a host

    assert failure_of(with_transport("http://localhost", work)) == (Phase.NOT_SENT, CONNECTION, None)


@pytest.mark.parametrize("raised", [TimeoutError, RuntimeError, ValueError, KeyError, asyncio.TimeoutError])
@pytest.mark.parametrize("place", ["head", "body"])
def test_an_exception_that_the_network_did_not_raise_passes_and_closes_the_connection(
    raised: type[Exception], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.version_info < (3, 11) and raised is TimeoutError and place == "head":
        pytest.skip("aiohttp wraps it as an error of the network, since it is none of asyncio there")

    async def fail(*_: Any, **__: Any) -> None:
        raise raised("of a signal handler")

    async def work(transport: Transport) -> list[Response | Failure]:
        attempt = attempt_at(server.url)
        with monkeypatch.context() as patched:
            if place == "head":
                patched.setattr(aiohttp.ClientResponse, "start", fail)
            else:
                patched.setattr(aiohttp.StreamReader, "readany", fail)
            with pytest.raises(raised, match="of a signal handler"):
                await transport.perform(attempt)
        assert attempt.phase is (Phase.SENT if place == "head" else Phase.HEAD)
        assert await asyncio.to_thread(server.wait_until_ended, 1)
        return [await transport.perform(attempt_at(server.url))]

    with ScriptedServer(answer(b"1"), answer(b"2")) as server:
        assert bodies_of(with_transport(server.url, work)) == [b"2"]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("size", [1_000, 500_000, 4_000_000])
def test_an_answer_that_is_there_already_is_read_when_sending_fails(scheme: str, size: int) -> None:
    with Refusing(tls=scheme == "https") as server:
        host = f"{scheme}://127.0.0.1:{server.port}"
        [result] = outcomes(host, {"method": "POST", "body": b"x" * size}, ca_cert_data=ca_cert_data())

    assert isinstance(result, Response), result
    assert (result.status, result.body) == (413, b"{}")


class Refusing:
    """Answer at once with 413, and close without reading the request."""

    def __init__(self, *, tls: bool) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._tls = tls
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Refusing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)

    def _serve(self) -> None:
        with self._listener, self._listener.accept()[0] as sock:
            line = server_context().wrap_socket(sock, server_side=True) if self._tls else sock
            with line:
                line.recv(10)
                line.sendall(answer(b"{}", "Connection: close", status="413 Content Too Large"))
                time.sleep(0.05)  # the client has read it when the reset comes


def test_the_bytes_of_an_answer_that_is_cut_short_are_kept() -> None:
    result = outcome(play(head("Content-Length: 9") + b'{"a"', b": 1", pause=0.03, then="close"))

    assert isinstance(result, Failure)
    assert result.response is not None
    assert (result.phase, result.response.body) == (Phase.HEAD, b'{"a": 1')


@pytest.mark.parametrize("moment", [0.05, 0.15])
def test_a_cancelled_attempt_says_how_far_it_came_and_closes_its_connection(moment: float) -> None:
    async def work(transport: Transport) -> Phase:
        attempt = attempt_at(server.url)
        task = asyncio.create_task(transport.perform(attempt))
        await asyncio.sleep(moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.wait_until_ended, 1)
        return attempt.phase

    with ScriptedServer(Play((head("Content-Length: 9"), b"{"), before=lambda: time.sleep(0.1), then="stay")) as server:
        assert with_transport(server.url, work) is (Phase.SENT if moment < 0.1 else Phase.HEAD)


# Which connection is used


def test_a_connection_is_used_again() -> None:
    with ScriptedServer(answer(), answer(), answer()) as server:
        outcomes(server.url, {}, {}, {})

    assert server.used_connections == [0, 0, 0]


@pytest.mark.parametrize(("longest_idle", "connections"), [(math.inf, [0, 0]), (15.0, [0, 0]), (0.0, [0, 1])])
def test_a_connection_that_was_idle_for_too_long_is_not_used(longest_idle: float, connections: list[int]) -> None:
    with ScriptedServer(answer(), answer()) as server:
        outcomes(server.url, {}, {"longest_idle": longest_idle})

    assert server.used_connections == connections


def test_a_connection_that_the_server_closed_is_not_used_though_the_loop_has_not_noticed() -> None:
    async def work(transport: Transport) -> list[Response | Failure]:
        first = await transport.perform(attempt_at(server.url))
        assert server.wait_until_ended(1)  # which blocks the event loop
        return [first, await transport.perform(attempt_at(server.url))]

    with ScriptedServer(play(answer(b"1"), then="close"), answer(b"2")) as server:
        assert bodies_of(with_transport(server.url, work)) == [b"1", b"2"]


def test_no_more_connections_are_kept_than_the_setting_says() -> None:
    async def work(transport: Transport) -> int:
        await asyncio.gather(*(transport.perform(attempt_at(server.url)) for _ in range(5)))
        await asyncio.sleep(0)
        return await asyncio.to_thread(server.wait_until_ended, 3)

    with ScriptedServer(*[Play((answer(),), before=lambda: time.sleep(0.05))] * 5) as server:
        assert with_transport(server.url, work, connection_pool_maxsize=2)
        assert server.connections == 5


def test_closing_lets_what_is_in_use_come_to_its_end() -> None:
    async def work(transport: Transport) -> Response | Failure:
        call = asyncio.create_task(transport.perform(attempt_at(server.url)))
        await asyncio.sleep(0.05)
        transport.close()
        assert not transport.is_open
        return await call

    with ScriptedServer(Play((b"", answer(b"1")), pause=0.15)) as server:
        assert bodies_of([with_transport(server.url, work)]) == [b"1"]
        assert server.wait_until_ended(1)


# Event loops


def test_a_transport_makes_new_connections_in_the_next_event_loop() -> None:
    with ScriptedServer(answer(b"1"), answer(b"2")) as server:
        transport = Transport(Configuration(host=server.url))

        async def once() -> Response | Failure:
            result = await transport.perform(attempt_at(server.url))
            await asyncio.sleep(0)
            return result

        async def last() -> Response | Failure:
            result = await once()
            transport.close()
            await asyncio.sleep(0)
            return result

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the connections that the first loop left open
            assert bodies_of([asyncio.run(once()), asyncio.run(last())]) == [b"1", b"2"]
            gc.collect()


def test_event_loops_side_by_side_have_connections_of_their_own() -> None:
    async def work(transport: Transport) -> list[bytes]:
        async def elsewhere() -> list[Response | Failure]:
            return [await transport.perform(attempt_at(server.url)) for _ in range(2)]

        here = [await transport.perform(attempt_at(server.url))]
        there = await asyncio.to_thread(asyncio.run, elsewhere())
        here.append(await transport.perform(attempt_at(server.url)))
        return bodies_of([*here, *there])

    with ScriptedServer(*[answer(b"%d" % number) for number in range(4)]) as server:
        assert with_transport(server.url, work) == [b"0", b"3", b"1", b"2"]
        assert server.used_connections == [0, 1, 1, 0]
        assert server.wait_until_ended(2)


# Settings


def test_a_hundred_idle_connections_are_kept_unless_the_setting_says_otherwise() -> None:
    async def kept(**settings: Any) -> int:
        return Pool(Configuration(host="http://127.0.0.1", **settings)).most_idle

    assert [asyncio.run(kept()), asyncio.run(kept(connection_pool_maxsize=7))] == [100, 7]


def test_socket_options_are_set() -> None:
    option = (socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with ScriptedServer(answer(), answer()) as server:
        [good] = outcomes(server.url, {}, socket_options=[option])
        [bad] = outcomes(server.url, {}, socket_options=[option, (socket.SOL_SOCKET, 9999, 1)])

    assert isinstance(good, Response)
    assert failure_of(bad) == (Phase.NOT_SENT, CONNECTION, None)


@pytest.mark.parametrize(
    ("certificate", "settings", "expected"),
    [
        ("good", {}, None),
        ("good", {"assert_hostname": "127.0.0.1"}, None),
        ("good", {"assert_hostname": "elsewhere.test"}, CERTIFICATE),
        ("good", {"tls_server_name": "elsewhere.test"}, CERTIFICATE),
        ("wrong host", {}, CERTIFICATE),
        ("wrong host", {"assert_hostname": False}, None),
        ("wrong host", {"assert_hostname": "elsewhere.test"}, None),
        ("wrong host", {"tls_server_name": "elsewhere.test"}, None),
        ("untrusted", {"assert_hostname": False}, CERTIFICATE),
        ("untrusted", {"verify_ssl": False, "assert_hostname": "elsewhere.test"}, None),
    ],
)
def test_which_certificates_are_taken(certificate: str, settings: dict[str, Any], expected: FailureKind | None) -> None:
    def secure(line: Line) -> None:
        line.secure(certificate)

    class Plan(Strikes):
        def connection(self) -> Any:
            return type("Secures", (), {"at": At.CONNECTION, "strike": staticmethod(secure)})

    with FaultServer(Plan(None), tls=True) as server:
        ours = {key: value for key, value in server.settings.items() if key != "host"}
        [result] = outcomes(server.settings["host"], {"target": "/se/checkouts/a/order"}, **ours, **settings)

    if expected is None:
        assert isinstance(result, Response), result
    else:
        assert failure_of(result) == (Phase.NOT_SENT, expected, None)


def test_the_server_name_is_asked_for_in_the_handshake() -> None:
    asked: list[str | None] = []

    def secure(line: Line) -> None:
        context = line.server.secured

        def noted(line: Line, given: ssl.SSLContext) -> ssl.SSLSocket:
            given.sni_callback = lambda _sock, name, _context: asked.append(name)
            return context(line, given)

        line.server.secured = noted  # type: ignore[method-assign, assignment]
        line.secure("wrong host")

    class Plan(Strikes):
        def connection(self) -> Any:
            return type("Secures", (), {"at": At.CONNECTION, "strike": staticmethod(secure)})

    with FaultServer(Plan(None), tls=True) as server:
        outcomes(
            server.settings["host"],
            {"target": "/se/checkouts/a/order"},
            ca_cert_data=server.settings["ca_cert_data"],
            tls_server_name="elsewhere.test",
        )

    assert asked == ["elsewhere.test"]


@pytest.mark.parametrize("offered", [["h2", "http/1.1"], ["http/1.1"], ["h2"]])
@pytest.mark.parametrize("driver", DRIVERS)
def test_the_protocol_is_named_in_the_handshake(driver: str, offered: list[str]) -> None:
    agreed: list[str | None] = []

    def serve() -> None:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(offered)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authorities.put(authority.cert_pem.bytes().decode())
        with listener.accept()[0] as sock, context.wrap_socket(sock, server_side=True) as line:
            agreed.append(line.selected_alpn_protocol())
            line.recv(65536)
            line.sendall(answer(sample("get_order", 200), "Connection: close"))

    authorities: queue.Queue[str] = queue.Queue()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        host = f"https://127.0.0.1:{listener.getsockname()[1]}"
        client = DRIVERS[driver](Configuration(host=host, ca_cert_data=authorities.get(timeout=10), retries=0))
        client.call("get_order", {"checkout_id": CHECKOUT_ID, "retail_unit": "se"})
        client.close()
        thread.join(10)

    assert agreed == ["http/1.1" if "http/1.1" in offered else None]


# Proxies


def test_a_proxy_that_is_given_is_used_for_a_loopback_host() -> None:
    origin = "http://127.0.0.1:1"
    with ScriptedServer(answer(b"1"), answer(b"2")) as proxy:
        results = outcomes(
            origin,
            {"target": "/a%2F?b=c"},
            {"target": "/a%2F?b=c"},
            proxy=proxy.url.replace("://", "://user:p%40ss@"),
            proxy_headers={"X-Proxy": "1"},
        )

    assert (bodies_of(results), proxy.used_connections) == ([b"1", b"2"], [0, 0])
    assert [request.request_line for request in proxy.requests] == ["GET http://127.0.0.1:1/a%2F?b=c HTTP/1.1"] * 2
    assert {"Host: 127.0.0.1:1", "X-Proxy: 1"} <= set(proxy.requests[0].headers)
    assert "proxy-authorization: basic dxnlcjpwqhnz" in [line.lower() for line in proxy.requests[1].headers]


def test_the_port_that_the_scheme_has_anyway_is_not_in_the_host_header() -> None:
    with ScriptedServer(answer()) as proxy:
        configuration = Configuration(host="http://localhost:80", proxy=proxy.url)
        outcomes(configuration.address.origin, {}, proxy=proxy.url)

    assert "Host: localhost" in proxy.requests[0].headers


def test_a_tunnel_is_asked_for_with_the_proxys_own_headers_and_nothing_of_the_request() -> None:
    with ScriptedServer(play(answer(status="407 Who are you"), then="close")) as proxy:
        [result] = outcomes(
            "https://api.example.com",
            {"headers": {"Authorization": "canary"}},
            proxy=proxy.url.replace("://", "://user:p%40ss@"),
            proxy_headers={"X-Proxy": "1"},
        )

    assert failure_of(result) == (Phase.NOT_SENT, FailureKind.PROXY, 407)
    [request] = proxy.requests
    assert request.request_line == "CONNECT api.example.com:443 HTTP/1.1"
    assert "X-Proxy: 1" in request.headers
    assert "proxy-authorization: basic dxnlcjpwqhnz" in [line.lower() for line in request.headers]
    assert b"canary" not in request.raw


def test_a_host_that_bypasses_the_proxy_is_reached_without_it() -> None:
    with ScriptedServer(answer()) as server:
        outcomes(server.url, {}, proxy="http://127.0.0.1:1", no_proxy="127.0.0.0/8")

    assert [request.request_line for request in server.requests] == ["GET /path HTTP/1.1"]


# Undocumented parts of aiohttp in use


@pytest.mark.parametrize(("retries", "requests"), [(True, 3), (False, 2)])
def test_a_session_of_aiohttp_sends_again_unless_it_is_told_otherwise(retries: bool, requests: int) -> None:
    async def look(url: str) -> None:
        async with aiohttp.ClientSession() as session:
            assert session._retry_connection is True  # pyright: ignore[reportPrivateUsage]
            session._retry_connection = retries  # pyright: ignore[reportPrivateUsage]
            await (await session.get(url)).read()
            with contextlib.suppress(aiohttp.ServerDisconnectedError):
                await (await session.get(url)).read()

    with ScriptedServer(answer(), play(then="close"), answer()) as server:
        asyncio.run(look(server.url))
    assert len(server.requests) == requests
