"""The table of the report."""

from __future__ import annotations

import pytest

from test.faults import __main__, report
from test.faults.report import Figure


def test_the_table_marks_what_is_not_as_it_has_to_be() -> None:
    figures = [Figure("duplicates", "0"), Figure("wrong answers", "2", good=False)]

    assert report.table(figures) == (
        "| figure | value |\n|---|---|\n| duplicates | 0 |\n| wrong answers | 2 **too many** |"
    )


@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_tells_whether_all_is_as_it_has_to_be(
    good: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "_figures", lambda: iter([Figure("duplicates", "1", good=good)]))

    assert __main__.main(["report"]) == code
    assert "| duplicates | 1" in capsys.readouterr().out


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["rapport"]) == 2
    assert "rapport" in capsys.readouterr().err
