"""The test modules on the page about testing, run by pytest as a user has them."""

from __future__ import annotations

import pytest

from test.testing_page import MODULES, run_module

pytest_plugins = ["pytester"]

PASSED = [
    ("test_sandbox.py", 4),
    ("test_mock_service.py", 4),
    ("test_mock_object.py", 4),
    ("test_responses.py", 4),
    ("test_unittest.py", 2),
    ("test_factories.py", 1),
]


@pytest.mark.parametrize(("name", "passed"), PASSED)
def test_a_module_of_the_page_passes(pytester: pytest.Pytester, name: str, passed: int) -> None:
    run_module(pytester, name).assert_outcomes(passed=passed)


def test_every_module_of_the_page_is_run() -> None:
    here = {"shop.py", *(name for name, _ in PASSED)}
    assert MODULES.keys() == here | {"test_async.py", "test_web.py"}  # these two are in test/tools
