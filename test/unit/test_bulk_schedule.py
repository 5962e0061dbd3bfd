"""The decisions of a run, without a service and without waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from order_capture_client.bulk._attempt import AttemptResult
from order_capture_client.bulk._rows import Row
from test.bulk.clockwork import (
    CREATED,
    NO_ANSWER,
    NOT_SENT,
    REJECTED,
    SESSION_EXPIRED,
    UNAUTHORIZED,
    Clockwork,
    busy,
    rows,
    unavailable,
)


def test_every_row_gets_one_outcome_and_no_more_are_in_flight_than_there_are_workers() -> None:
    run = Clockwork(rows(10), workers=4).run()

    assert run.statuses() == dict.fromkeys(range(10), "created")
    assert len(run.outcomes) == 10
    assert run.most == 4
    assert run.now == 3.0  # 4, 4 and 2 at a time


def test_rows_are_taken_only_when_they_can_be_sent() -> None:
    taken = 0

    def source() -> Iterator[Row]:
        nonlocal taken
        for row in rows(100):
            taken += 1
            yield row

    def check(run: Clockwork) -> None:
        assert taken <= len(run.outcomes) + 2 * run.workers  # in flight, and ended but not told

    Clockwork(source(), workers=3).run(check)
    assert taken == 100


def test_workers_get_new_rows_before_outcomes_are_told() -> None:
    told_at_start: list[int] = []

    Clockwork(rows(8), workers=4).run(lambda run: told_at_start.append(len(run.outcomes)))

    assert told_at_start == [0] * 8


class Slowly:
    """Rows that come one a second, as the clock of the run that takes them has it.

    Args:
        number: How many rows.
    """

    def __init__(self, number: int) -> None:
        self._rows = rows(number)
        self.run = Clockwork(self._take(), workers=32)
        self.told: list[int] = []
        """Number of outcomes reported when each row was taken."""

    def _take(self) -> Iterator[Row]:
        for row in self._rows:
            self.told.append(len(self.run.outcomes))
            self.run.now += 1.0
            yield row


def test_outcomes_are_told_while_rows_come_slowly() -> None:
    slowly = Slowly(5)
    slowly.run.seconds = 0.5
    slowly.run.run()

    assert slowly.told == [0, 0, 1, 2, 3]
    assert len(slowly.run.outcomes) == 5


@pytest.mark.parametrize("answer", [busy(30), unavailable(30)], ids=["429", "503"])
def test_a_retry_after_is_heeded_while_rows_come_slowly(answer: AttemptResult) -> None:
    slowly = Slowly(4)
    slowly.run.answers = lambda index, attempt: answer if (index, attempt) == (0, 1) else CREATED
    slowly.run.run()

    starts = [start for start, _ in slowly.run.starts]
    assert starts[:2] == [1.0, 2.0]
    assert min(starts[2:]) >= 32.0


def test_refused_credentials_stop_a_run_whose_rows_come_slowly() -> None:
    slowly = Slowly(20)
    slowly.run.answers = lambda index, attempt: UNAUTHORIZED
    slowly.run.run()

    assert len(slowly.told) == 2
    assert slowly.run.statuses() == {0: "rejected", 1: "rejected"}


def test_answers_are_heeded_while_known_rows_pass_by() -> None:
    run = Clockwork(
        [*rows(2)[:1], *(Row(index, error="items: required") for index in range(1, 100))],
        lambda index, attempt: UNAUTHORIZED,
        reading=0.3,
    ).run()

    assert len(run.outcomes) == 5  # of which four in the second of the call
    assert run.switch.stopped == "the credentials are refused: 401"


def test_there_may_be_no_rows() -> None:
    run = Clockwork([]).run()

    assert run.outcomes == []
    assert run.switch.stopped is None


@pytest.mark.parametrize(
    ("first", "status", "attempts"),
    [
        (NOT_SENT, "created", 2),
        (busy(), "created", 2),
        (busy(5), "created", 2),
        (replace(NO_ANSWER, repeatable=True), "created", 2),  # a read
        (NO_ANSWER, "unknown", 1),
        (unavailable(), "unknown", 1),
        (unavailable(5), "unknown", 1),
        (REJECTED, "rejected", 1),
        (CREATED, "created", 1),
    ],
    ids=["not sent", "429", "429 with Retry-After", "read without an answer", "no answer", "503", "503 with Retry-After",
         "422", "created"],
)  # fmt: skip
def test_a_row_is_tried_again_only_where_that_can_do_no_harm(first: AttemptResult, status: str, attempts: int) -> None:
    run = Clockwork(rows(1), lambda index, attempt: first if attempt == 1 else CREATED).run()

    (outcome,) = run.outcomes
    assert (outcome.status, outcome.attempts, outcome.elapsed) == (status, attempts, attempts * 1.0)


def test_a_row_is_tried_no_more_often_than_allowed() -> None:
    run = Clockwork(rows(2), lambda index, attempt: NOT_SENT if index == 0 else CREATED, attempts=3).run()

    assert {outcome.index: (outcome.status, outcome.attempts) for outcome in run.outcomes} == {
        0: ("not_sent", 3),
        1: ("created", 1),
    }
    assert run.switch.stopped is None


@pytest.mark.parametrize("answer", [busy(30), unavailable(30)], ids=["429", "503"])
def test_one_retry_after_holds_up_every_worker(answer: AttemptResult) -> None:
    run = Clockwork(rows(12), lambda index, attempt: answer if (index, attempt) == (0, 1) else CREATED).run()

    starts = [start for start, _ in run.starts]
    assert starts[:4] == [0.0] * 4
    assert min(starts[4:]) == 31.0


def test_a_pause_that_is_over_before_the_outcomes_are_read_is_not_waited_for() -> None:
    run = Clockwork(
        rows(3), lambda index, attempt: unavailable(5) if index == 0 else CREATED, workers=1, reading=60.0
    ).run()

    assert run.statuses() == {0: "unknown", 1: "created", 2: "created"}
    assert [start for start, _ in run.starts] == [0.0, 61.0, 62.0]


def test_the_pace_is_halved_and_recovers() -> None:
    run = Clockwork(
        rows(100), lambda index, attempt: busy(10) if (index, attempt) == (7, 1) else CREATED, workers=8
    ).run()

    times = [start for start, _ in run.starts]
    in_flight = {time: times.count(time) for time in times}
    # The first eight end together; the seven good ones among them that are read after the cut count for the pace.
    assert in_flight[0.0] == 8
    assert in_flight[11.0] == 4
    assert 8 in [number for time, number in in_flight.items() if time > 11.0]
    assert list(in_flight.values())[1:-1] == sorted(list(in_flight.values())[1:-1])


def test_a_pause_grows_while_there_is_nothing_but_trouble_and_then_the_run_ends() -> None:
    run = Clockwork(rows(1000), lambda index, attempt: NOT_SENT, workers=1, seconds=0.0, attempts=1).run()

    starts = [start for start, _ in run.starts]
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0]
    assert run.switch.stopped == "giving up after 10 failed rounds; last error: refused"
    assert len(run.outcomes) == 10


def test_a_service_that_leaves_every_row_in_doubt_does_not_get_them_all() -> None:
    run = Clockwork(rows(1000), lambda index, attempt: NO_ANSWER, workers=32).run()

    assert set(run.statuses().values()) == {"unknown"}
    assert len(run.outcomes) < 100
    assert run.switch.stopped is not None


def test_some_rows_in_doubt_do_not_stop_a_run() -> None:
    run = Clockwork(rows(1000), lambda index, attempt: CREATED if index % 10 else NO_ANSWER, workers=8).run()

    assert len(run.outcomes) == 1000
    assert run.switch.stopped is None


@pytest.mark.parametrize("answer", [UNAUTHORIZED, SESSION_EXPIRED], ids=["401", "419"])
def test_refused_credentials_stop_new_rows_and_those_in_flight_end(answer: AttemptResult) -> None:
    run = Clockwork(rows(100), lambda index, attempt: answer if index == 1 else CREATED, workers=4).run()

    assert run.statuses() == {0: "created", 1: "rejected", 2: "created", 3: "created"}
    assert run.switch.stopped == f"the credentials are refused: {answer.error}"


def test_a_refusal_that_holds_for_every_row_stops_the_run_at_once() -> None:
    refused = replace(NOT_SENT, error="the proxy answered 407", hopeless=True)
    run = Clockwork(rows(100), lambda index, attempt: refused, workers=4).run()

    assert set(run.statuses().values()) == {"not_sent"}
    assert len(run.statuses()) == 4
    assert run.switch.stopped == "no row can be sent: the proxy answered 407"


def test_what_cannot_be_sent_at_all_is_not_tried_again_and_holds_up_nobody() -> None:
    closed = replace(NOT_SENT, error="the client is closed", final=True)
    run = Clockwork(rows(20), lambda index, attempt: CREATED if index == 19 else closed, workers=2).run()

    assert run.statuses() == dict.fromkeys(range(19), "not_sent") | {19: "created"}
    assert (run.now, run.switch.stopped) == (10.0, None)


def test_rows_that_wait_for_another_attempt_are_told_when_the_run_stops() -> None:
    answers = {0: busy(1), 1: UNAUTHORIZED}
    run = Clockwork(rows(100), lambda index, attempt: answers.get(index, CREATED), workers=2).run()

    assert run.statuses() == {0: "rejected", 1: "rejected"}


def test_a_retry_after_that_is_too_long_ends_the_run() -> None:
    run = Clockwork(rows(100), lambda index, attempt: busy(301), workers=2).run()

    assert run.statuses() == {0: "rejected", 1: "rejected"}
    assert run.switch.stopped == "the service asks to be left alone for 301 s"


def test_a_stop_takes_no_more_rows() -> None:
    def stop(run: Clockwork) -> None:
        if len(run.starts) == 6:
            run.switch.stop("enough")

    run = Clockwork(rows(100), workers=4).run(stop)

    assert sorted(run.statuses()) == [0, 1, 2, 3, 4, 5]
    assert run.switch.stopped == "enough"


@pytest.mark.parametrize(
    ("error", "stopped"),
    [
        (ZeroDivisionError, "ZeroDivisionError while taking a row"),
        (SystemExit, "SystemExit while taking a row"),
        (KeyboardInterrupt, "interrupted"),
    ],
)
def test_a_row_that_cannot_be_taken_ends_the_run_after_those_in_flight(
    error: type[BaseException], stopped: str
) -> None:
    def source() -> Iterator[Row]:
        yield from rows(3)
        raise error

    run = Clockwork(source())
    with pytest.raises(error):
        run.run()

    assert run.statuses() == dict.fromkeys(range(3), "created")
    assert run.switch.stopped == stopped


def test_an_invalid_row_is_told_and_not_sent() -> None:
    run = Clockwork([Row(0, error="items: required"), *rows(2)[1:]]).run()

    assert [index for _, index in run.starts] == [1]
    first = run.outcomes[0]
    assert (first.index, first.status, first.error, first.attempts) == (0, "invalid", "items: required", 0)
    assert run.known == []
