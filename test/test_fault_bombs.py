"""What is meant to fill the memory does not: each bomb is met by a fresh process, whose growth is measured."""

from __future__ import annotations

import pytest

from test.faults import bombs
from test.faults.driver import DRIVERS

MIB = 2**20

EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS)
pytestmark = pytest.mark.skipif(not bombs.MEASURABLE, reason="this system does not tell the largest size of a process")


@EACH_DRIVER
def test_what_exceeds_a_limit_costs_less_than_16_mib(driver: str) -> None:
    grown = bombs.run((bomb for bomb in bombs.BOMBS if bomb.exceeds), driver)

    assert {str(one.bomb): one.size // MIB for one in grown if one.size >= bombs.LIMIT} == {}
    assert {str(one.bomb) for one in grown if one.ended == "a success"} == set()


@EACH_DRIVER
def test_what_is_as_large_as_allowed_but_unusable_does_not_cost_more_than_what_can_be_used(driver: str) -> None:
    grown = bombs.run((bomb for bomb in bombs.BOMBS if not bomb.exceeds), driver)
    usable = {str(one.bomb): one.size for one in grown if one.ended == "a success"}

    assert {"largest valid body", "unknown fields of 2 MiB", "empty lines of 2 MiB"} == set(usable)
    assert {str(one.bomb): one.size // MIB for one in grown if one.size > max(usable.values())} == {}


def test_the_measure_sees_what_grows() -> None:
    (grown,) = bombs.run(bomb for bomb in bombs.BOMBS if str(bomb) == "largest valid body")

    assert grown.size > 4 * MIB
