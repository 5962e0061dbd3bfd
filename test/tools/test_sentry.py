"""Sentry's SDK: a span per attempt, trace headers at the service, and events without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client import MayHaveBeenCreatedError
from test.tools.calls import ASYNC, BUSY, READ, SECRETS, SEEN, SYNC, Caller, server

REASON = "the extra `tools` is not installed: sentry-sdk"
sentry_sdk = pytest.importorskip("sentry_sdk", reason=REASON)
of_stdlib = pytest.importorskip("sentry_sdk.integrations.stdlib", reason=REASON)
of_aiohttp = pytest.importorskip("sentry_sdk.integrations.aiohttp", reason=REASON)


@pytest.fixture
def events() -> Iterator[list[Any]]:
    """What the SDK would send: transactions and errors."""
    sent: list[Any] = []

    def keep(event: Any, hint: Any) -> None:
        sent.append(event)

    sentry_sdk.init(
        dsn="http://key@127.0.0.1:9/1",
        traces_sample_rate=1.0,
        before_send=keep,
        before_send_transaction=keep,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[of_stdlib.StdlibIntegration(), of_aiohttp.AioHttpIntegration()],
    )
    yield sent
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)
    sentry_sdk.get_isolation_scope().clear()


def headers(service: Any, name: str) -> list[str]:
    lines = [line for request in service.requests for line in request.headers]
    return [line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name}:")]


def test_a_create_and_a_read_have_a_span_each(events: list[Any], caller: Caller) -> None:
    with server() as service, sentry_sdk.start_transaction(name="order"):
        assert caller(service.url) == SEEN

    spans = [span for span in events[0]["spans"] if span["op"] == "http.client"]
    assert [span["description"].split()[0] for span in spans] == ["POST", "GET"]
    assert [trace.split("-")[1] for trace in headers(service, "sentry-trace")] == [span["span_id"] for span in spans]
    assert len(headers(service, "baggage")) == 2


def test_every_attempt_has_a_span_of_its_own(events: list[Any], caller: Caller) -> None:
    with server(BUSY, BUSY, READ) as service, sentry_sdk.start_transaction(name="order"):
        assert caller(service.url, "read") == SEEN[1:]

    traces = headers(service, "sentry-trace")
    assert traces == [
        f"{span['trace_id']}-{span['span_id']}-1" for span in events[0]["spans"] if span["op"] == "http.client"
    ]
    assert len(set(traces)) == 3


def test_an_event_has_the_calls_as_breadcrumbs(events: list[Any], caller: Caller) -> None:
    with server() as service:
        caller(service.url)
        sentry_sdk.capture_message("done")

    crumbs = [crumb["data"] for crumb in events[0]["breadcrumbs"]["values"] if crumb["category"] == "httplib"]
    assert [(crumb["http.method"], crumb["http.response.status_code"]) for crumb in crumbs] == [
        ("POST", 201),
        ("GET", 200),
    ]


@pytest.mark.parametrize("caller", [SYNC, ASYNC], ids=lambda caller: caller.name)
def test_the_event_of_an_error_shows_no_secret(events: list[Any], caller: Caller) -> None:
    with server(BUSY) as service, pytest.raises(MayHaveBeenCreatedError) as caught:
        caller(service.url, "create")
    sentry_sdk.capture_exception(caught.value)

    shown = json.dumps(events, default=repr)
    assert "MayHaveBeenCreatedDespiteServiceException" in shown
    assert '"vars"' in shown
    assert [secret for secret in SECRETS if secret in shown] == []
