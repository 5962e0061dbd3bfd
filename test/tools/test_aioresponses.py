"""aioresponses answers in place of the service, where it works with the installed aiohttp."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from order_capture_client import ApiConnectionError
from test.samples import sample
from test.tools.calls import AIOHTTP, ASYNC, CREATE_PATH, READ_PATH, SEEN, Caller, server, skip_unless_it_works

aioresponses = pytest.importorskip("aioresponses", reason="the extra `tools` is not installed: aioresponses")

both = pytest.mark.parametrize("caller", [ASYNC, AIOHTTP], ids=lambda caller: caller.name)


def plan(mock: Any, url: str) -> None:
    json = {"Content-Type": "application/json"}
    mock.post(url + CREATE_PATH, status=201, body=sample("create_checkout", 201), headers=json)
    mock.get(url + READ_PATH, body=sample("get_order", 200), headers=json)


@both
def test_a_mocked_create_and_read_reach_no_server(caller: Caller) -> None:
    with server() as service, aioresponses.aioresponses() as mock:
        plan(mock, service.url)
        skip_unless_it_works("aioresponses", lambda: AIOHTTP(service.url))
        plan(mock, service.url)

        assert caller(service.url) == SEEN
        assert service.requests == []


@both
def test_a_create_without_a_mock_reaches_no_server(caller: Caller) -> None:
    with server() as service:
        with aioresponses.aioresponses(), pytest.raises((ApiConnectionError, aiohttp.ClientConnectionError)):
            caller(service.url, "create")
        assert service.requests == []
