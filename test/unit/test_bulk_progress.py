"""Reports of a run: progress, summary, outcomes."""

from __future__ import annotations

import base64
import io
import pickle
import sys

import pytest

from order_capture_client.bulk import OrderOutcome, Outcome, Progress, Status, Summary
from order_capture_client.bulk._tally import Tally
from order_capture_client.bulk.progress import LineProgress, display_for

STATUSES: list[Status] = ["created", "read", "rejected", "not_sent", "unknown", "invalid"]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def tally_of(*statuses: Status, total: int | None = None, seconds: float = 10.0, known: int = 0) -> Tally:
    clock = Clock()
    tally = Tally(total, clock)
    tally.begin()
    for index, status in enumerate(statuses):
        clock.now = 100.0 + seconds * (index + 1) / len(statuses)
        tally.count(Outcome(None, index, status), known=index < known)
    return tally


@pytest.mark.parametrize(
    ("tally", "progress"),
    [
        (tally_of(), Progress()),
        (tally_of(total=5), Progress(total=5)),
        (
            tally_of("created", "rejected", "not_sent", "invalid", "unknown", total=10),
            Progress(created=1, failed=3, in_doubt=1, total=10, elapsed=10.0, rate=0.5, seconds_left=10.0),
        ),
        (tally_of("read", "read"), Progress(read=2, elapsed=10.0, rate=0.2)),
        (
            tally_of("created", "created", "created", "created", total=8, known=3),
            Progress(created=4, total=8, elapsed=10.0, rate=0.1, seconds_left=40.0),
        ),
        (tally_of("created", total=1, known=1), Progress(created=1, total=1, elapsed=10.0, seconds_left=0.0)),
        (tally_of("created", "created", total=1), Progress(2, total=1, elapsed=10.0, rate=0.2, seconds_left=0.0)),
    ],
)
def test_progress_counts(tally: Tally, progress: Progress) -> None:
    assert tally.progress() == progress


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress(), "0 rows: 0 created, 0 failed, 0 in doubt | 0.0/s, 0:00"),
        (
            Progress(created=5, failed=1, in_doubt=2, total=20, elapsed=61.2, rate=12.34, seconds_left=3661.0),
            "8/20 rows: 5 created, 1 failed, 2 in doubt | 12.3/s, 1:01, 1:01:01 left",
        ),
        (Progress(read=5), "5 rows: 5 read, 0 failed, 0 in doubt | 0.0/s, 0:00"),
    ],
)
def test_progress_as_a_line(progress: Progress, text: str) -> None:
    assert progress.text == text


def test_a_line_a_second_is_written_and_a_last_one() -> None:
    clock, stream = Clock(), io.StringIO()
    show = LineProgress(stream, clock)
    for tenth in range(25):
        clock.now = 100.0 + tenth / 10
        show(Progress(created=tenth))
    show(Progress(created=25, finished=True))
    assert [line.split()[0] for line in stream.getvalue().splitlines()] == ["10", "20", "25"]


def test_progress_goes_to_standard_error_by_default_or_to_whom_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    display_for(False)(Progress(finished=True))
    assert capsys.readouterr() == ("", "")
    LineProgress()(Progress(finished=True))
    assert capsys.readouterr() == ("", Progress().text + "\n")
    told: list[Progress] = []
    assert display_for(told.append)(Progress()) is None
    assert told == [Progress()]


def test_the_line_is_written_to_where_standard_error_is_at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    show = LineProgress()
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    show(Progress(finished=True))
    assert stream.getvalue()


def test_a_summary_counts_what_came_of_the_rows() -> None:
    tally = tally_of(*STATUSES, known=2)
    assert tally.summary(None) == Summary(1, 1, 1, 1, 1, 1, resumed=2, seconds=10.0)
    tally.finish()
    summary = tally.summary("closed")
    assert (summary.rows, summary.failed, summary.stopped, summary.finished) == (6, 3, "closed", True)


@pytest.mark.parametrize(
    ("summary", "ok"),
    [
        (Summary(created=3, finished=True), True),
        (Summary(read=3, resumed=3, finished=True), True),
        (Summary(finished=True), True),
        (Summary(created=3), False),
        (Summary(created=3, finished=True, stopped="interrupted"), False),
        (Summary(created=3, finished=True, rejected=1), False),
        (Summary(created=3, finished=True, not_sent=1), False),
        (Summary(created=3, finished=True, unknown=1), False),
        (Summary(created=3, finished=True, invalid=1), False),
    ],
)
def test_a_run_is_fine_when_every_row_was_done(summary: Summary, ok: bool) -> None:
    assert summary.ok is ok


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        (Summary(), "0 rows in 0.0 s: none done"),
        (Summary(created=1, seconds=1.26), "1 row in 1.3 s: 1 created"),
        (
            Summary(1, 2, 3, 4, 5, 6, resumed=7, stopped="interrupted"),
            "21 rows in 0.0 s: 1 created, 2 read, 3 rejected, 4 not sent, 5 in doubt, 6 invalid;"
            " 7 of them known from the journal\nstopped early: interrupted",
        ),
    ],
)
def test_a_summary_as_text(summary: Summary, text: str) -> None:
    assert str(summary) == text


@pytest.mark.parametrize("status", STATUSES)
def test_an_outcome_is_fine_when_its_row_was_created_or_read(status: Status) -> None:
    assert Outcome(None, 0, status).ok is (status in ("created", "read"))
    assert OrderOutcome(None, 0, status).ok is (status in ("created", "read"))


def test_outcomes_are_values() -> None:
    outcome = Outcome("a", 1, "created", "id")
    assert outcome == Outcome("a", 1, "created", "id")
    with pytest.raises(AttributeError):
        outcome.status = "unknown"  # type: ignore[misc]


def test_values_that_were_pickled_by_an_earlier_version_load() -> None:
    """They were written before the private modules of `bulk` got their present names."""
    pickled = (
        "gASVGQEAAAAAAABdlCiMIW9yZGVyX2NhcHR1cmVfY2xpZW50LmJ1bGsub3V0Y29tZZSMB091dGNvbWWUk5QpgZRdlCiMAWGUSwGMB2NyZWF0"
        "ZWSUjAJpZJROSwJHP+AAAAAAAABlYmgBjAxPcmRlck91dGNvbWWUk5QpgZRdlChOSwCMBHJlYWSUaAhOSwFHAAAAAAAAAABOZWJoAYwHU3Vt"
        "bWFyeZSTlCmBlF2UKEsDSwBLAUsASwBLAEsARz/4AAAAAAAATohlYowib3JkZXJfY2FwdHVyZV9jbGllbnQuYnVsay5wcm9ncmVzc5SMCFBy"
        "b2dyZXNzlJOUKYGUXZQoSwJLAEsASwBLBUcAAAAAAAAAAEcAAAAAAAAAAE6JZWJlLg=="
    )
    assert pickle.loads(base64.b64decode(pickled)) == [
        Outcome("a", 1, "created", "id", None, 2, 0.5),
        OrderOutcome(None, 0, "read", "id", attempts=1),
        Summary(created=3, rejected=1, seconds=1.5, finished=True),
        Progress(created=2, total=5),
    ]
