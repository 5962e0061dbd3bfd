"""The progress bar of interactive runs; the lines of other runs are in test_bulk_progress."""

from __future__ import annotations

import importlib
import io
import re
import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from order_capture_client.bulk import Progress
from order_capture_client.bulk.progress import BarProgress, LineProgress, display_for

TQDM: Any = importlib.import_module("tqdm").tqdm
HALF = Progress(created=40, failed=3, in_doubt=2, total=100, elapsed=10, rate=4.5, seconds_left=12.2)
DONE = Progress(created=95, failed=3, in_doubt=2, total=100, elapsed=22, rate=4.5, seconds_left=0, finished=True)


class Terminal(io.StringIO):
    """A stream that tqdm considers a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_bar_shows_the_numbers_and_ends_with_the_run() -> None:
    terminal = Terminal()
    show = BarProgress(TQDM, terminal)
    show(HALF)
    show(DONE)

    frames = terminal.getvalue().split("\r")
    assert re.search(rf"^100%\|.+\| {re.escape(DONE.text)}\s*\n", frames[-1])
    assert any("| 45/100 rows: 40 created, 3 failed, 2 in doubt | 4.5/s, 0:10, 0:12 left" in frame for frame in frames)


def test_a_bar_of_unknown_length_shows_the_numbers() -> None:
    terminal = Terminal()
    show = BarProgress(TQDM, terminal)
    show(Progress(created=1))
    show(Progress(created=2, finished=True))

    assert terminal.getvalue().split("\r")[-1].rstrip() == "2 rows: 2 created, 0 failed, 0 in doubt | 0.0/s, 0:00"


def test_a_bar_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TQDM, "monitor", None)
    before = threading.active_count()
    show = BarProgress(TQDM, Terminal())
    show(HALF)
    assert threading.active_count() == before
    show(DONE)


@pytest.mark.parametrize(
    ("is_terminal", "is_notebook", "is_installed", "kind"),
    [
        (True, False, True, BarProgress),
        (False, True, True, BarProgress),
        (False, False, True, LineProgress),
        (True, False, False, LineProgress),
        (False, True, False, LineProgress),
    ],
)
def test_the_best_there_is(
    is_terminal: bool, is_notebook: bool, is_installed: bool, kind: type[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal() if is_terminal else io.StringIO())
    shell = SimpleNamespace(config={"IPKernelApp": {}} if is_notebook else {})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    if not is_installed:
        monkeypatch.setitem(sys.modules, "tqdm.auto", None)

    assert type(display_for(progress=True)) is kind
