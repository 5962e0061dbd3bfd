"""Memory bombs stay small: a process of its own meets each of them, and its growth is measured."""

from __future__ import annotations

import pytest

from test.faults import bombs
from test.faults.driver import DRIVERS
from test.faults.size import LARGE

MIB = 2**20

EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS)
pytestmark = [
    pytest.mark.xdist_group("machine"),
    pytest.mark.skipif(not bombs.MEASURABLE, reason="this system does not tell the largest size of a process"),
]


@EACH_DRIVER
def test_what_exceeds_a_limit_costs_less_than_16_mib(driver: str) -> None:
    grown = bombs.run((bomb for bomb in bombs.BOMBS if bomb.exceeds), driver)

    assert {str(one.bomb): one.size // MIB for one in grown if one.size >= bombs.LIMIT} == {}
    assert {str(one.bomb) for one in grown if one.ended == "a success"} == set()


AS_THE_CONTRACT_HAS_IT = ("largest valid body", "empty lines of 2 MiB")
DRIFTED = ("unknown fields of 2 MiB", "faults of 2 MiB", "empty lines and a fault of 2 MiB")


@pytest.mark.parametrize("driver", DRIVERS if LARGE else ["sync"])  # both read them by the same function
def test_what_is_as_large_as_allowed_costs_little_more_than_what_the_contract_allows(driver: str) -> None:
    grown = bombs.run((bomb for bomb in bombs.BOMBS if not bomb.exceeds), driver)
    usable = {str(one.bomb): one.size for one in grown if one.ended == "a success"}
    most = max(usable[name] for name in AS_THE_CONTRACT_HAS_IT)

    assert set(usable) == {*AS_THE_CONTRACT_HAS_IT, *DRIFTED}
    assert {str(one.bomb): one.size // MIB for one in grown if one.size > 1.2 * most} == {}


def test_the_measure_sees_what_grows() -> None:
    (grown,) = bombs.run(bomb for bomb in bombs.BOMBS if str(bomb) == "largest valid body")

    assert grown.size > 4 * MIB
