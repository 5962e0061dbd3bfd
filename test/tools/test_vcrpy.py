"""vcrpy records and replays calls, and a documented filter keeps secrets out of its cassettes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from test.documentation import ROOT
from test.tools.calls import SECRETS, SEEN, Caller, assert_refused, server

vcr = pytest.importorskip("vcr", reason="the extra `tools` is not installed: vcrpy")


BLOCK = re.compile(r"^```python vcrpy\n(.*?)^```", re.MULTILINE | re.DOTALL)


def recorder(record_mode: str) -> Any:
    """The recorder of the documentation, with the filter."""
    block = BLOCK.search((ROOT / "docs" / "tools.md").read_text("utf-8"))
    assert block is not None
    names: dict[str, Any] = {}
    exec(block[1], names)
    names["recorder"].record_mode = record_mode
    return names["recorder"]


def test_calls_are_recorded_and_replayed(tmp_path: Path, caller: Caller) -> None:
    cassette = str(tmp_path / "calls.yaml")
    with server() as service:
        with recorder("once").use_cassette(cassette):
            assert caller(service.url) == SEEN
        assert len(service.requests) == 2

        with recorder("none").use_cassette(cassette) as replayed:
            assert caller(service.url) == SEEN
        assert (len(service.requests), replayed.play_count) == (2, 2)


def test_a_cassette_holds_no_secret(tmp_path: Path, caller: Caller) -> None:
    cassette = tmp_path / "calls.yaml"
    with server() as service, recorder("once").use_cassette(str(cassette)):
        caller(service.url)

    kept = cassette.read_text("utf-8")
    assert service.url in kept
    assert [secret for secret in SECRETS if secret in kept] == []


def test_without_the_filter_secrets_are_kept(tmp_path: Path, caller: Caller) -> None:
    cassette = tmp_path / "calls.yaml"
    with server() as service, vcr.use_cassette(str(cassette)):
        caller(service.url)

    assert [secret for secret in SECRETS if secret not in cassette.read_text("utf-8")] == []


def test_a_call_that_was_not_recorded_reaches_no_server(tmp_path: Path, caller: Caller) -> None:
    with server() as service, recorder("none").use_cassette(str(tmp_path / "calls.yaml")):
        assert_refused(caller, service, vcr.errors.CannotOverwriteExistingCassetteException)
