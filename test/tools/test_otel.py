"""`order_capture_client.otel.tracing`: spans and metrics of calls and attempts, with and without OpenTelemetry's own instrumentations."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client import ApiException, Configuration
from test.documentation import ROOT
from test.samples import CHECKOUT_ID
from test.tools.calls import BUSY, CREATES, READ, READS, SECRETS, configuration, read, server

REASON = "the extra `tools` is not installed: OpenTelemetry"
sdk = pytest.importorskip("opentelemetry.sdk.trace", reason=REASON)
export = pytest.importorskip("opentelemetry.sdk.trace.export", reason=REASON)
in_memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter", reason=REASON)
sdk_metrics = pytest.importorskip("opentelemetry.sdk.metrics", reason=REASON)
metrics_export = pytest.importorskip("opentelemetry.sdk.metrics.export", reason=REASON)
trace = pytest.importorskip("opentelemetry.trace", reason=REASON)
of_urllib3 = pytest.importorskip("opentelemetry.instrumentation.urllib3", reason=REASON)
of_aiohttp = pytest.importorskip("opentelemetry.instrumentation.aiohttp_client", reason=REASON)
otel: Any = pytest.importorskip("order_capture_client.otel", reason=REASON)

TEMPLATE = "/{retailUnit}/checkouts/{checkoutId}/order"


class Telemetry:
    """Providers that keep everything, and the hooks."""

    def __init__(self) -> None:
        self.exporter = in_memory.InMemorySpanExporter()
        self.tracers = sdk.TracerProvider(shutdown_on_exit=False)
        self.tracers.add_span_processor(export.SimpleSpanProcessor(self.exporter))
        self.reader = metrics_export.InMemoryMetricReader()
        self.meters = sdk_metrics.MeterProvider([self.reader], shutdown_on_exit=False)
        self.hooks: dict[str, Any] = otel.tracing(tracer_provider=self.tracers, meter_provider=self.meters)

    def configuration(self, url: str) -> Configuration:
        made = configuration(url)
        made.on_attempt, made.on_call = self.hooks["on_attempt"], self.hooks["on_call"]
        return made

    @property
    def spans(self) -> list[Any]:
        """The spans that have ended, in the order of their beginnings."""
        return sorted(self.exporter.get_finished_spans(), key=lambda span: span.start_time)

    def points(self, name: str) -> list[Any]:
        data = self.reader.get_metrics_data()
        return [
            point
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
        ]


@pytest.fixture(params=["alone", "with instrumentations"])
def telemetry(request: pytest.FixtureRequest) -> Iterator[Telemetry]:
    made = Telemetry()
    instrumentors = []
    if request.param != "alone":
        instrumentors = [of_urllib3.URLLib3Instrumentor(), of_aiohttp.AioHttpClientInstrumentor()]
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=made.tracers, meter_provider=made.meters)
    yield made
    for instrumentor in instrumentors:
        instrumentor.uninstrument()
    made.meters.shutdown()


@READS
def test_a_call_has_a_span_with_one_for_each_attempt_whose_context_reaches_the_service(
    telemetry: Telemetry, call: Any
) -> None:
    tracer = telemetry.tracers.get_tracer("test")
    with server(BUSY, BUSY, READ) as service, tracer.start_as_current_span("of the program"):
        call(telemetry.configuration(service.url))

    parent, whole, *attempts = telemetry.spans
    assert [(span.name, span.kind.name) for span in (whole, *attempts)] == [
        ("get_order", "INTERNAL"),
        *[(f"GET {TEMPLATE}", "CLIENT")] * 3,
    ]
    assert [span.parent.span_id for span in (whole, *attempts)] == [
        parent.context.span_id,
        *[whole.context.span_id] * 3,
    ]
    lines = [line for request in service.requests for line in request.headers]
    assert [line.rpartition("-")[0] for line in lines if line.lower().startswith("traceparent:")] == [
        f"traceparent: 00-{span.context.trace_id:032x}-{span.context.span_id:016x}" for span in attempts
    ]


@READS
def test_spans_have_the_attributes_of_the_conventions(telemetry: Telemetry, call: Any) -> None:
    with server(BUSY, READ) as service:
        call(telemetry.configuration(service.url))

    whole, first, second = telemetry.spans
    common = {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": service.port,
        "url.template": TEMPLATE,
    }
    assert dict(first.attributes) == common | {"http.response.status_code": 503, "error.type": "503"}
    assert dict(second.attributes) == common | {"http.response.status_code": 200, "http.request.resend_count": 1}
    assert dict(whole.attributes) == {
        "order_capture.operation": "get_order",
        "order_capture.outcome": "applied",
        "order_capture.attempts": 2,
    }
    assert [span.status.status_code.name for span in (whole, first, second)] == ["UNSET", "ERROR", "UNSET"]


@CREATES
@pytest.mark.parametrize(
    ("script", "attempt", "error", "outcome"),
    [
        (BUSY, "503", "MayHaveBeenCreatedDespiteServiceException", "unknown"),
        (None, "connection", "ApiConnectionError", "not_sent"),
        (b"no HTTP\r\n\r\n", "protocol", "MayHaveBeenCreatedDespiteApiConnectionError", "unknown"),
    ],
    ids=["status", "refused", "malformed"],
)
def test_failures_have_a_type_and_no_exception_with_its_text(
    telemetry: Telemetry, call: Any, script: bytes | None, attempt: str, error: str, outcome: str
) -> None:
    with server(script or BUSY) as service:
        settings = telemetry.configuration(service.url if script else "http://127.0.0.1:1")
        settings.retries = 0
        with pytest.raises(ApiException) as caught:
            call(settings)

    whole, one = telemetry.spans
    assert type(caught.value).__name__ == error
    assert (one.attributes["error.type"], whole.attributes["error.type"]) == (attempt, error)
    assert whole.attributes["order_capture.outcome"] == outcome
    assert [span.status.status_code.name for span in (whole, one)] == ["ERROR", "ERROR"]
    assert (*whole.events, *one.events) == ()
    shown = whole.to_json() + one.to_json()
    assert [secret for secret in (*SECRETS, "/se/", CHECKOUT_ID) if secret in shown] == []


@READS
def test_metrics_count_calls_and_measure_attempts(telemetry: Telemetry, call: Any) -> None:
    with server(BUSY, READ, READ) as service:
        for _ in range(2):
            call(telemetry.configuration(service.url))

    durations = {
        (point.attributes["http.response.status_code"], point.attributes["url.template"]): point.count
        for point in telemetry.points("http.client.request.duration")
    }
    assert durations == {(503, TEMPLATE): 1, (200, TEMPLATE): 2}
    (calls,) = telemetry.points("order_capture.calls")
    assert (calls.value, dict(calls.attributes)) == (
        2,
        {"order_capture.operation": "get_order", "order_capture.outcome": "applied"},
    )


def test_the_block_of_the_documentation_runs() -> None:
    block = re.search(
        r"^```python otel\n(.*?)^```", (ROOT / "docs" / "logging.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert block is not None
    names: dict[str, Any] = {}
    exec(block[1], names)

    assert [hook.__name__ for hook in names["configuration"].on_attempt] == ["attempt"]


def test_without_providers_the_hooks_use_the_global_ones_and_travel_in_a_pickle() -> None:
    made = Configuration(**otel.tracing())
    loaded = pickle.loads(pickle.dumps(made))

    assert [hook.__name__ for hook in (*loaded.on_attempt, *loaded.on_call)] == ["attempt", "call"]
    with pytest.raises(TypeError, match=r"^otel.tracing: given providers cannot be pickled"):
        pickle.dumps(Configuration(**otel.tracing(tracer_provider=sdk.TracerProvider(shutdown_on_exit=False))))
    with server(READ) as service:
        made.host = service.url
        made.access_token = "token"
        read(made)
    assert not any(line.lower().startswith("traceparent") for line in service.requests[0].headers)
