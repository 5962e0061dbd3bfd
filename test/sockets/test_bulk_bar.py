"""The progress bar of a run over a socket, and its imports."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi
from order_capture_client.bulk import create_checkouts
from order_capture_client.sandbox import Sandbox
from test.samples import CART
from test.unit.test_bulk_bar import Terminal


def test_a_run_moves_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    requests: list[Any] = [CART, CART, {}]
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        summary = create_checkouts(CheckoutApi(client), "se", requests).summary()

    assert (summary.created, summary.invalid) == (2, 1)
    assert "100%|" in terminal.getvalue()
    assert "| 3/3 rows: 2 created, 1 failed, 0 in doubt | " in terminal.getvalue()
