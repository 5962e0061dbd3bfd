"""The pace of a run."""

from __future__ import annotations

import pytest

from order_capture_client.bulk._pace import LONGEST_PAUSE, PATIENCE, Pace


def pace(workers: int = 8) -> Pace:
    return Pace(workers, lambda: 1.0)


def test_it_begins_at_full_speed() -> None:
    assert (pace().allowed, pace().seconds_left(0.0), pace().gave_up) == (8, 0.0, False)


@pytest.mark.parametrize(("workers", "allowed"), [(8, 4), (3, 1), (1, 1)])
def test_trouble_halves_it_down_to_one(workers: int, allowed: int) -> None:
    slow = pace(workers)
    slow.slow_down(started=0.0, now=1.0)
    assert slow.allowed == allowed


def test_attempts_that_were_under_way_at_a_cut_do_not_cut_it_again() -> None:
    slow = pace()
    for _ in range(5):
        slow.pause(started=0.0, now=1.0, retry_after=None)
    assert slow.allowed == 4
    slow.pause(started=1.0, now=2.0, retry_after=None)
    assert slow.allowed == 2


@pytest.mark.parametrize(
    ("asked", "left"), [([3.0], 3.0), ([3.0, 7.0], 7.0), ([7.0, 3.0], 7.0), ([None], 1.0), ([0.0], 0.0)]
)
def test_the_longest_wait_that_was_asked_for_counts(asked: list[float | None], left: float) -> None:
    slow = pace()
    for seconds in asked:
        slow.pause(started=0.0, now=10.0, retry_after=seconds)
    assert slow.seconds_left(10.0) == left
    assert slow.seconds_left(100.0) == 0.0


def test_pauses_of_its_own_double_and_are_bounded() -> None:
    slow = pace()
    pauses: list[float] = []
    for round_ in range(6):
        slow.pause(started=100.0 * round_, now=100.0 * round_, retry_after=None)
        pauses.append(slow.seconds_left(100.0 * round_))
    assert pauses == [1.0, 2.0, 4.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_good_answers_bring_it_back_to_full_speed_and_no_further() -> None:
    slow = pace(4)
    slow.slow_down(started=0.0, now=0.0)
    seen: list[int] = []
    for _ in range(20):
        slow.speed_up()
        seen.append(slow.allowed)
    assert seen == sorted(seen)
    assert seen[-1] == 4
    assert 3 in seen


def test_only_rounds_without_one_good_answer_end_a_run() -> None:
    slow = pace()
    for round_ in range(PATIENCE - 1):
        slow.slow_down(started=round_, now=round_)
    assert not slow.gave_up
    slow.speed_up()
    for round_ in range(100, 100 + PATIENCE):
        assert not slow.gave_up
        slow.slow_down(started=round_, now=round_)
    assert slow.gave_up
