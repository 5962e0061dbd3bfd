"""Operations of kinds that the contract does not have yet, through both transports: HEAD, and writes without a body."""

from __future__ import annotations

import asyncio

import pytest

from order_capture_client import ApiClient, ApiResponse, Configuration, aio
from order_capture_client._core.operation import Operation, Repeat
from test.scripted_server import ScriptedServer, answer, head

HEAD: Operation[None] = Operation("look", "HEAD", "/x", (), Repeat.SAFE, 200, frozenset(), result=None, error=None)
POST: Operation[None] = Operation("poke", "POST", "/x", (), Repeat.ONCE, 204, frozenset(), result=None, error=None)


def results(server: ScriptedServer, operations: list[Operation[None]], *, awaited: bool) -> list[ApiResponse[None]]:
    configuration = Configuration(host=server.url, access_token="token")
    if not awaited:
        with ApiClient(configuration) as client:
            return [client.call(operation, (), {"_request_timeout": 5}) for operation in operations]

    async def run() -> list[ApiResponse[None]]:
        async with aio.ApiClient(configuration) as client:
            return [await client.call(operation, (), {"_request_timeout": 5}) for operation in operations]

    return asyncio.run(run())


@pytest.mark.parametrize("awaited", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("framing", ["Content-Length: 10", "Transfer-Encoding: chunked"])
def test_the_answer_to_head_has_no_body_whatever_its_headers_say(framing: str, awaited: bool) -> None:
    with ScriptedServer(head(framing, "X-Count: 3"), head(framing)) as server:
        first, second = results(server, [HEAD, HEAD], awaited=awaited)
    assert (first.data, first.raw_data, (first.headers or {})["x-count"], second.status_code) == (None, b"", "3", 200)
    assert [request.connection for request in server.requests] == [0, 0]


@pytest.mark.parametrize("awaited", [False, True], ids=["sync", "async"])
def test_a_write_without_a_body_states_its_length(awaited: bool) -> None:
    with ScriptedServer(answer(b"", status="204 No Content")) as server:
        results(server, [POST], awaited=awaited)
    headers = server.requests[0].headers
    assert "Content-Length: 0" in headers
    assert not [header for header in headers if header.startswith("Content-Type")]
