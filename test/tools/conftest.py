"""Every test of a tool runs with both clients, and with the libraries below them as a control."""

from __future__ import annotations

import pytest

from test.tools.calls import CALLERS, Caller


@pytest.fixture(params=CALLERS, ids=lambda caller: caller.name)
def caller(request: pytest.FixtureRequest) -> Caller:
    found: Caller = request.param
    return found
