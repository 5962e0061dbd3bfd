"""The answer of a proxy that is asked for a tunnel: read like every other answer, and never taken for one of the service."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration, RetryPolicy
from order_capture_client._core.wire import Failure, FailureKind, Phase, Response
from order_capture_client.exceptions import ApiException
from order_capture_client.rest import Transport
from test.faults.server import At, FaultServer, Line, Seen
from test.samples import ARGUMENTS
from test.scripted_server import ScriptedServer, answer, play
from test.sockets.test_rest import attempt_to, failure_of, opened

ORIGIN = "https://api.example.com"


@dataclass(frozen=True)
class Answers:
    """A proxy that answers CONNECT with these bytes, and makes the tunnel."""

    said: bytes
    at: At = At.PROXY

    def connection(self) -> Answers:
        return self

    def request(self, seen: Seen) -> None:
        """No fault."""

    def strike(self, line: Line) -> None:
        line.send(self.said)


OK = b"HTTP/1.1 200 Connection established\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(OK, id="200"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n", id="HTTP/1.0"),
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", id="204"),
        pytest.param(CONTINUE + OK, id="after a 100"),
        pytest.param(b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n" * 10 + OK, id="after ten informational answers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nVia: a\r\nContent-Length: 5\r\n\r\n", id="200 with a length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n", id="200 with both"),
    ],
)
def test_the_tunnel_is_there_after_a_success(said: bytes) -> None:
    with FaultServer(Answers(said), proxy=True) as server:
        transport = Transport(Configuration(**server.settings))
        host = server.settings["host"]
        results = [transport.perform(attempt_to(host, "GET", "/se/checkouts/a")) for _ in range(2)]
        transport.close()

    assert [isinstance(result, Response) for result in results] == [True, True]
    assert len({seen.connection for seen in server.truth.seen}) == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param(CONTINUE * 11 + OK, FailureKind.PROTOCOL, id="too many informational answers"),
        pytest.param(CONTINUE, FailureKind.CONNECTION, id="closed after a 100"),
        pytest.param(b"HTTP/1.1 200 OK\r\nVia: a\r\n", FailureKind.CONNECTION, id="closed inside the headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", FailureKind.PROTOCOL, id="a line without a colon"),
        pytest.param(b"HTTP/2 200\r\n\r\n", FailureKind.PROTOCOL, id="another version"),
        pytest.param(b"HTTP/1.1 101 Switching\r\n\r\n", FailureKind.PROTOCOL, id="101"),
    ],
)
def test_an_answer_that_breaks_the_grammar_makes_no_tunnel(said: bytes, kind: FailureKind) -> None:
    with ScriptedServer(play(said, then="close")) as proxy, opened(ORIGIN, proxy=proxy.url) as transport:
        assert failure_of(transport.perform(attempt_to(ORIGIN))) == (Phase.NOT_SENT, kind, None)


@pytest.mark.parametrize("status", [302, 401, 403, 404, 407, 429, 500, 502, 503, 504])
def test_what_a_proxy_refuses_is_its_answer(status: int) -> None:
    said = answer(b"secret", "Retry-After: 7", status=f"{status} canary")
    with ScriptedServer(said) as proxy, opened(ORIGIN, proxy=proxy.url) as transport:
        result = transport.perform(attempt_to(ORIGIN))
        assert proxy.wait_until_ended(1)

    assert isinstance(result, Failure)
    assert (result.phase, result.kind, result.detail) == (
        Phase.NOT_SENT,
        FailureKind.PROXY,
        f"the proxy answered {status}",
    )
    assert result.response is not None
    assert (result.response.status, result.response.headers["retry-after"], result.response.body) == (status, "7", b"")
    assert "canary" not in repr(result)


@pytest.mark.parametrize(("status", "attempts"), [(407, 1), (403, 1), (503, 2)])
def test_credentials_that_a_proxy_refuses_are_shown_once_in_a_call(status: int, attempts: int) -> None:
    said = [answer(status=f"{status} No"), answer(status="407 No")]
    with ScriptedServer(*said) as proxy:
        url = proxy.url.replace("://", "://user:word@")
        configuration = Configuration(
            host=ORIGIN, proxy=url, access_token="t", retry_policy=RetryPolicy(base_when_unsent=0)
        )
        with ApiClient(configuration) as client, pytest.raises(ApiException) as caught:
            CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"])

    shown = f"Proxy-Authorization: Basic {base64.b64encode(b'user:word').decode('ascii')}"
    assert [shown in request.headers for request in proxy.requests] == [True] * attempts
    assert f"the proxy answered {status if attempts == 1 else 407}" in str(caught.value)
    assert caught.value.outcome == "not_sent"
