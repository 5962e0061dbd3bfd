"""The table of the report."""

from __future__ import annotations

import pytest

from test.faults import __main__, report
from test.faults.report import Figure


def test_the_table_puts_the_clients_side_by_side_and_marks_what_is_not_as_it_has_to_be() -> None:
    columns = {
        "sync": [Figure("duplicates", "0"), Figure("forked runs", "40"), Figure("wrong answers", "0")],
        "async": [Figure("duplicates", "0"), Figure("wrong answers", "2", good=False)],
    }

    assert report.table(columns).splitlines() == [
        "| figure | sync | async |",
        "|---|---|---|",
        "| duplicates | 0 | 0 |",
        "| forked runs | 40 |  |",
        "| wrong answers | 0 | 2 **too many** |",
    ]


@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_tells_whether_all_is_as_it_has_to_be(
    good: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "_figures", lambda driver, seed: iter([Figure("duplicates", "1", good=good)]))

    assert __main__.main(["report"]) == code
    assert "| duplicates | 1" in capsys.readouterr().out


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["rapport"]) == 2
    assert "rapport" in capsys.readouterr().err
