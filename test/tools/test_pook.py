"""pook answers in place of the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from test.samples import sample
from test.tools.calls import AIOHTTP, CREATE_PATH, READ_PATH, SEEN, Caller, assert_refused, server, skip_unless_it_works

pook = pytest.importorskip("pook", reason="the extra `tools` is not installed: pook")


@pytest.fixture
def mock() -> Iterator[Any]:
    pook.on()
    yield pook
    pook.off()
    pook.reset()


def plan(mock: Any, url: str) -> None:
    mock.post(url + CREATE_PATH).reply(201).type("json").body(sample("create_checkout", 201))
    mock.get(url + READ_PATH).reply(200).type("json").body(sample("get_order", 200))


def test_a_mocked_create_and_read_reach_no_server(mock: Any, caller: Caller) -> None:
    with server() as service:
        if caller.is_async:
            plan(mock, service.url)
            skip_unless_it_works("pook", lambda: AIOHTTP(service.url))
        plan(mock, service.url)

        assert caller(service.url) == SEEN
        assert (service.requests, mock.isdone()) == ([], True)


def test_a_create_without_a_mock_reaches_no_server(mock: Any, caller: Caller) -> None:
    with server() as service:
        assert_refused(caller, service, pook.exceptions.PookNoMatches)
