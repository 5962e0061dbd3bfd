"""The samples of docs/logging.md for Prometheus, structlog and Sentry do what the page says, with both clients."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client import ApiException, Configuration
from test.documentation import ROOT
from test.tools.calls import BUSY, CREATES, READ, READS, SECRETS, configuration, server

PAGE = (ROOT / "docs" / "logging.md").read_text("utf-8")
REASON = "the extra `tools` is not installed"


def sample(name: str) -> dict[str, Any]:
    """Run a block of the page, and return its names."""
    block = re.search(rf"^```python {name}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert block is not None
    names: dict[str, Any] = {}
    exec(block[1], names)
    return names


def configured(url: str, settings: dict[str, Any]) -> Configuration:
    made = configuration(url)
    for name, value in settings.items():
        setattr(made, name, value)
    return made


@READS
def test_prometheus_counts_calls_and_measures_attempts(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    prometheus_client = pytest.importorskip("prometheus_client", reason=REASON)
    registry = prometheus_client.CollectorRegistry()
    for name in ("Counter", "Histogram"):  # the global registry takes a name once
        kind = getattr(prometheus_client, name)
        monkeypatch.setattr(
            prometheus_client, name, lambda *given, kind=kind, **named: kind(*given, registry=registry, **named)
        )
    names = sample("prometheus")

    with server(BUSY, READ) as service:
        call(configured(service.url, names["settings"]))

    text = prometheus_client.generate_latest(registry).decode()
    assert 'order_capture_calls_total{operation="get_order",outcome="applied"} 1.0' in text
    for result in (503, 200):
        assert f'order_capture_attempt_seconds_count{{operation="get_order",result="{result}"}} 1.0' in text


@pytest.fixture
def _logger_as_before() -> Iterator[None]:
    logger = logging.getLogger("order_capture_client")
    handlers = list(logger.handlers)
    logger.setLevel(logging.DEBUG)
    yield
    logger.setLevel(logging.NOTSET)
    logger.handlers[:] = handlers


@READS
@pytest.mark.usefixtures("_logger_as_before")
def test_structlog_renders_the_fields_of_records_and_logs_calls(call: Any, capsys: pytest.CaptureFixture[str]) -> None:
    structlog = pytest.importorskip("structlog", reason=REASON)
    names = sample("structlog")

    with server(BUSY, READ) as service, structlog.testing.capture_logs() as logs:
        call(configured(service.url, names["settings"]))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["level"], line["order_capture"]["status"]) for line in lines] == [("debug", 503), ("debug", 200)]
    assert [(entry["event"], entry["operation"], entry["attempts"]) for entry in logs] == [("call", "get_order", 2)]


@CREATES
def test_sentry_has_tags_a_fingerprint_and_no_variables_of_our_frames(call: Any) -> None:
    sentry_sdk = pytest.importorskip("sentry_sdk", reason=REASON)
    before_send, events = sample("sentry")["before_send"], list[Any]()

    def keep(event: Any, hint: Any) -> None:
        events.append(before_send(event, hint))

    sentry_sdk.init(
        dsn="http://key@127.0.0.1:9/1",
        before_send=keep,
        default_integrations=False,
        auto_enabling_integrations=False,
    )
    try:
        with server(BUSY) as service, pytest.raises(ApiException) as caught:
            call(configuration(service.url))
        sentry_sdk.capture_exception(caught.value)
        sentry_sdk.capture_message("not of a call")
    finally:
        sentry_sdk.get_client().close(timeout=0)
        sentry_sdk.get_global_scope().set_client(None)
        sentry_sdk.get_isolation_scope().clear()

    failed, message = events
    assert failed["tags"] == {"operation": "create_checkout", "outcome": "unknown"}
    assert failed["fingerprint"] == ["MayHaveBeenCreatedDespiteServiceException", "create_checkout", "unknown"]
    frames = [frame for value in failed["exception"]["values"] for frame in value["stacktrace"]["frames"]]
    ours = [frame for frame in frames if frame["module"].startswith("order_capture_client")]
    assert ours
    assert [frame for frame in ours if "vars" in frame] == []
    assert [frame for frame in frames if "vars" in frame] != []
    assert "fingerprint" not in message
    assert [secret for secret in SECRETS if secret in json.dumps(failed, default=repr)] == []
