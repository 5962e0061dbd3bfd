"""Datadog's tracer: a span per attempt, whose headers reach the service. On demand, as ddtrace brings a pytest plugin of its own.

`pip install ddtrace`, and `python -m pytest -p no:ddtrace test/tools/test_ddtrace.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from test.tools.calls import BUSY, READ, SECRETS, SEEN, Caller, server

REASON = "ddtrace is not installed; these tests run on demand"
ddtrace = pytest.importorskip("ddtrace", reason=REASON)
trace = pytest.importorskip("ddtrace.trace", reason=REASON)


class Kept:
    """Keeps the spans of every trace, and sends none."""

    def __init__(self) -> None:
        self.spans: list[Any] = []

    def process_trace(self, spans: list[Any]) -> None:
        self.spans += spans


@pytest.fixture
def kept() -> Iterator[Kept]:
    found = Kept()
    trace.tracer.configure(trace_processors=[found])
    ddtrace.patch(urllib3=True, aiohttp=True)
    yield found
    trace.tracer.configure(trace_processors=[])


def of_http(kept: Kept) -> list[Any]:
    return [span for span in kept.spans if span.get_tag("http.status_code")]


def headers(service: Any) -> list[str]:
    lines = [line for request in service.requests for line in request.headers]
    return [line.partition(": ")[2] for line in lines if line.lower().startswith("x-datadog-parent-id:")]


def test_a_create_and_a_read_have_a_span_each(kept: Kept, caller: Caller) -> None:
    with server() as service:
        assert caller(service.url) == SEEN

    assert [span.get_tag("http.method") for span in of_http(kept)] == ["POST", "GET"]
    assert headers(service) == [str(span.span_id) for span in of_http(kept)]


def test_every_attempt_has_a_span_of_its_own(kept: Kept, caller: Caller) -> None:
    with server(BUSY, BUSY, READ) as service:
        assert caller(service.url, "read") == SEEN[1:]

    assert [span.get_tag("http.status_code") for span in of_http(kept)] == ["503", "503", "200"]
    assert len(set(headers(service))) == 3


def test_a_span_shows_no_secret(kept: Kept, caller: Caller) -> None:
    with server() as service:
        caller(service.url)

    shown = "".join(f"{span.get_tags()}{span.resource}" for span in kept.spans)
    assert service.url in shown
    assert [secret for secret in SECRETS if secret in shown] == []
