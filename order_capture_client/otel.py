"""Traces and metrics of OpenTelemetry, by the hooks of a `Configuration`; needs the extra `otel`."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import Any

from typing_extensions import TypedDict

from order_capture_client._version import __version__
from order_capture_client.hooks import AttemptHook, AttemptInfo, CallHook, CallInfo

try:
    from opentelemetry.metrics import MeterProvider, get_meter
    from opentelemetry.propagate import inject
    from opentelemetry.trace import SpanKind, StatusCode, TracerProvider, get_tracer
except ImportError as _missing:
    raise ImportError(
        "order_capture_client.otel needs the package opentelemetry-api: install order-capture-client[otel]"
    ) from _missing

_SCOPE = "order_capture_client"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""The buckets that the conventions recommend."""


class TracingHooks(TypedDict):
    """Arguments of a `Configuration`."""

    on_attempt: AttemptHook
    on_call: CallHook


def tracing(tracer_provider: TracerProvider | None = None, meter_provider: MeterProvider | None = None) -> TracingHooks:
    """Return the hooks for spans and metrics, as arguments of a `Configuration`.

    Each call has an INTERNAL span, and each attempt a CLIENT span with the attributes of the stable HTTP conventions, whose
    `traceparent` reaches the service. Spans contain path templates, but no ids, addresses, headers or bodies.
    Instrumentations of urllib3 and aiohttp add no further spans for these attempts.

    Args:
        tracer_provider: Default: the global one.
        meter_provider: Default: the global one.
    """
    hooks = _Tracing(tracer_provider, meter_provider)
    return {"on_attempt": hooks.attempt, "on_call": hooks.call}


class _Tracing:
    """The hooks. They travel in a pickle if the providers are the global ones, which are looked up where it is loaded."""

    def __init__(self, tracer_provider: TracerProvider | None, meter_provider: MeterProvider | None) -> None:
        self._providers = tracer_provider, meter_provider
        self._tracer = get_tracer(_SCOPE, __version__, tracer_provider)
        meter = get_meter(_SCOPE, __version__, meter_provider)
        self._durations = meter.create_histogram(
            "http.client.request.duration",
            "s",
            "Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_SECONDS,
        )
        self._calls = meter.create_counter("order_capture.calls", "{call}", "Calls, by operation and outcome.")
        self._without_doubles = _suppression()

    def __reduce__(self) -> tuple[Any, ...]:
        if self._providers != (None, None):
            raise TypeError("otel.tracing: given providers cannot be pickled; use the global ones")
        return _Tracing, self._providers

    @contextmanager
    def call(self, info: CallInfo) -> Generator[None, None, None]:
        """Make the span of a call, and count the call."""
        attributes = {"order_capture.operation": info.operation}
        with self._tracer.start_as_current_span(info.operation, kind=SpanKind.INTERNAL, attributes=attributes) as span:
            yield
            attributes["order_capture.outcome"] = info.outcome or "unknown"
            if info.error is not None:
                attributes["error.type"] = info.error
                span.set_status(StatusCode.ERROR)
            span.set_attributes({**attributes, "order_capture.attempts": info.attempts})
        self._calls.add(1, attributes)

    @contextmanager
    def attempt(self, info: AttemptInfo) -> Generator[None, None, None]:
        """Make the span of an attempt, send its context along, and measure the attempt."""
        attributes: dict[str, str | int] = {
            "http.request.method": info.method,
            "server.address": info.host,
            "server.port": info.port,
            "url.template": info.path,
        }
        name = f"{info.method} {info.path}"
        with self._tracer.start_as_current_span(name, kind=SpanKind.CLIENT, attributes=attributes) as span:
            if info.number > 1:
                span.set_attribute("http.request.resend_count", info.number - 1)
            inject(info.headers)
            with self._without_doubles():
                yield
            if info.status is not None:
                attributes["http.response.status_code"] = info.status
            if error := _error_type(info):
                attributes["error.type"] = error
                span.set_status(StatusCode.ERROR)
            span.set_attributes(attributes)
        self._durations.record(info.seconds or 0.0, attributes)


def _error_type(info: AttemptInfo) -> str | None:
    refused = info.status is not None and info.status >= 400
    return str(info.status) if info.kind is None and refused else info.kind


def _suppression() -> Callable[[], AbstractContextManager[Any]]:
    """Return a context manager in which instrumentations of HTTP libraries do nothing, if any can be installed."""
    try:
        utils: Any = import_module("opentelemetry.instrumentation.utils")  # comes with the first instrumentation
    except ImportError:
        return nullcontext
    suppress: Callable[[], AbstractContextManager[Any]] = utils.suppress_http_instrumentation
    return suppress
