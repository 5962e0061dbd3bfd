"""OpenTelemetry's instrumentations of urllib3 and aiohttp: a span per attempt, whose `traceparent` reaches the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from test.tools.calls import BUSY, CREATE_PATH, READ, READ_PATH, SECRETS, SEEN, Caller, server

REASON = "the extra `tools` is not installed: OpenTelemetry"
sdk = pytest.importorskip("opentelemetry.sdk.trace", reason=REASON)
export = pytest.importorskip("opentelemetry.sdk.trace.export", reason=REASON)
in_memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter", reason=REASON)
of_urllib3 = pytest.importorskip("opentelemetry.instrumentation.urllib3", reason=REASON)
of_aiohttp = pytest.importorskip("opentelemetry.instrumentation.aiohttp_client", reason=REASON)


@pytest.fixture
def spans() -> Iterator[Any]:
    """An exporter that keeps the spans."""
    exporter = in_memory.InMemorySpanExporter()
    provider = sdk.TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(export.SimpleSpanProcessor(exporter))
    instrumentors = [of_urllib3.URLLib3Instrumentor(), of_aiohttp.AioHttpClientInstrumentor()]
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=provider)
    yield exporter
    for instrumentor in instrumentors:
        instrumentor.uninstrument()


def traceparents(service: Any) -> list[list[str]]:
    """The ids of trace and span in each request that has them."""
    lines = [line for request in service.requests for line in request.headers]
    return [line.split("-")[1:3] for line in lines if line.lower().startswith("traceparent:")]


def of(span: Any) -> list[str]:
    return [f"{span.context.trace_id:032x}", f"{span.context.span_id:016x}"]


def test_a_create_and_a_read_have_a_span_each(spans: Any, caller: Caller) -> None:
    with server() as service:
        assert caller(service.url) == SEEN

    create, read = spans.get_finished_spans()
    assert [span.kind.name for span in (create, read)] == ["CLIENT", "CLIENT"]
    assert [span.attributes["http.method"] for span in (create, read)] == ["POST", "GET"]
    assert [span.attributes["http.url"] for span in (create, read)] == [
        service.url + CREATE_PATH,
        service.url + READ_PATH,
    ]
    assert [span.attributes["http.status_code"] for span in (create, read)] == [201, 200]
    assert traceparents(service) == [of(create), of(read)]


def test_every_attempt_has_a_span_of_its_own(spans: Any, caller: Caller) -> None:
    with server(BUSY, BUSY, READ) as service:
        assert caller(service.url, "read") == SEEN[1:]

    finished = spans.get_finished_spans()
    assert [span.attributes["http.status_code"] for span in finished] == [503, 503, 200]
    assert traceparents(service) == [of(span) for span in finished]
    assert len({span_id for _, span_id in traceparents(service)}) == 3


def test_a_span_shows_no_secret(spans: Any, caller: Caller) -> None:
    with server() as service:
        caller(service.url)

    shown = "".join(span.to_json() for span in spans.get_finished_spans())
    assert service.url in shown
    assert [secret for secret in SECRETS if secret in shown] == []
