"""A hundred threads on one client: no mixed answers, no warnings, and one call of the token provider."""

from __future__ import annotations

import random

import pytest

from test.faults import crowd
from test.faults.driver import DRIVERS
from test.faults.size import LARGE

pytestmark = pytest.mark.xdist_group("machine")

CALLS = 20_000 if LARGE else 1000

EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS)


@EACH_DRIVER
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_each_thread_gets_its_own_answers(driver: str, tls: bool) -> None:
    seed = random.SystemRandom().randrange(2**32)
    crowded = crowd.mixed_answers(CALLS, seed, tls=tls, driver=driver)

    assert (crowded.wrong, crowded.warnings) == ([], []), f"seed {seed}"
    assert crowded.calls >= CALLS
    assert crowded.connections > 10  # more than are kept


@EACH_DRIVER
@pytest.mark.parametrize(
    ("when", "asked", "tokens"),
    [
        ("at first", 1, {"token-1": 100}),
        ("at expiry", 2, {"token-1": 1, "token-2": 100}),
        ("at 401", 2, {"token-1": 100, "token-2": 100}),
    ],
)
def test_all_threads_together_ask_for_a_token_once(driver: str, when: str, asked: int, tokens: dict[str, int]) -> None:
    told = crowd.stampede(when, driver)

    assert (told.errors, told.asked, told.together) == ([], asked, 0)
    assert {token: told.tokens.count(token) for token in told.tokens} == tokens
