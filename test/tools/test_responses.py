"""The package `responses`, at its documented target, answers in place of the service."""

from __future__ import annotations

import json

import pytest
import responses

from order_capture_client import ApiConnectionError
from test.samples import sample
from test.tools.calls import CREATE_PATH, READ_PATH, SEEN, SYNC, server

TARGET = "order_capture_client.rest.Adapter.send"


def test_a_mocked_create_and_read_reach_no_server() -> None:
    with server() as service, responses.RequestsMock(target=TARGET) as mock:
        mock.post(service.url + CREATE_PATH, status=201, json=json.loads(sample("create_checkout", 201)))
        mock.get(service.url + READ_PATH, json=json.loads(sample("get_order", 200)))

        assert SYNC(service.url) == SEEN
        assert service.requests == []


def test_a_create_without_a_mock_reaches_no_server() -> None:
    with server() as service:
        with responses.RequestsMock(target=TARGET), pytest.raises((ApiConnectionError, ConnectionError, OSError)):
            SYNC(service.url, "create")
        assert service.requests == []
