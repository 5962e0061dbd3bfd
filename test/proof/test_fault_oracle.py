"""Thousands of creates under random faults: applied at most once, and each verdict is the truth."""

from __future__ import annotations

import random

import pytest

from test.faults import oracle
from test.faults.driver import DRIVERS
from test.faults.size import LARGE

pytestmark = pytest.mark.xdist_group("machine")

CALLS = 10_000 if LARGE else 1_000


@pytest.mark.parametrize("driver", DRIVERS)
def test_each_create_is_applied_at_most_once_and_each_verdict_is_the_truth(driver: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    compared = oracle.run(CALLS, seed, driver)

    assert compared.problems == [], f"seed {seed}"
    assert sum(compared.ended.values()) == CALLS
    # Otherwise nothing was tested.
    assert sum(compared.faults.values()) > CALLS / 4
    assert {"success", "rejected", "unknown", "applied"} <= set(compared.ended)
