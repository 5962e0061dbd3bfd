"""The test modules on the page about testing, and a way to run them as a user does."""

from __future__ import annotations

import re

import pytest

from test.documentation import ROOT
from test.unit.test_testing_network import run_arguments

MODULES: dict[str, str] = dict(
    re.findall(
        r"^```python pytest (\w+\.py)\n(.*?)^```",
        (ROOT / "docs" / "testing.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
"""Their texts by name."""


def run_module(pytester: pytest.Pytester, name: str, *arguments: str) -> pytest.RunResult:
    """Run a module in a project whose tests must not reach the network."""
    pytester.makeini("[pytest]\norder_capture_network = forbid\n")
    for module in ("shop.py", name):
        (pytester.path / module).write_text(MODULES[module], encoding="utf-8")
    pytester.syspathinsert()
    return pytester.runpytest_inprocess("-p", "no:xdist", *run_arguments(), *arguments, name)
