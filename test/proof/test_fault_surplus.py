"""A connection is in step when it is used again, or it is not used: over plain and TLS, in both clients."""

from __future__ import annotations

import pytest

from test.faults import surplus
from test.faults.driver import DRIVERS
from test.faults.size import LARGE

pytestmark = pytest.mark.xdist_group("machine")

EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS)
EACH_SCHEME = pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
PAIRS = 60 if LARGE else 12
CREATES = 1000 if LARGE else 200


@EACH_DRIVER
@EACH_SCHEME
@pytest.mark.parametrize("size", surplus.SIZES)
def test_an_answer_that_nobody_asked_for_hardly_ever_reaches_the_next_call(driver: str, tls: bool, size: int) -> None:
    assert surplus.wrong_in_pairs(driver, size, PAIRS, tls=tls) <= 1


@EACH_DRIVER
@EACH_SCHEME
@pytest.mark.parametrize("size", surplus.SIZES)
def test_surplus_in_the_same_record_closes_the_connection(driver: str, tls: bool, size: int) -> None:
    assert surplus.kept_with_surplus(driver, size, 20, tls=tls) == 0


@EACH_DRIVER
@EACH_SCHEME
def test_connections_that_end_without_a_word_leave_hardly_a_write_in_doubt(driver: str, tls: bool) -> None:
    assert surplus.in_doubt(driver, CREATES, tls=tls) <= CREATES // 100
