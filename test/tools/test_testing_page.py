"""The async and web tests on the page about testing."""

from __future__ import annotations

import pytest

from test.testing_page import run_module

pytest_plugins = ["pytester"]

pytest.importorskip("fastapi", reason="the extra `tools` is not installed: FastAPI, which brings anyio")
pytest.importorskip("httpx", reason="the extra `tools` is not installed: httpx")


@pytest.mark.parametrize("name", ["test_async.py", "test_web.py"])
def test_a_module_of_the_page_passes(pytester: pytest.Pytester, name: str) -> None:
    result = run_module(pytester, name, "-W", "ignore")  # Starlette warns about the version of its HTTP client

    result.assert_outcomes(passed=1)
