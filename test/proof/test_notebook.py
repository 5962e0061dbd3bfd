"""The notebook runs, and the outputs that are committed are those of its cells."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from test.notebook import NOTEBOOK, shapes

pytestmark = pytest.mark.xdist_group("machine")


def read(path: Path = NOTEBOOK) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def with_text(text: str) -> Any:
    """The notebook with another output of its first cell that has one."""
    notebook = read()
    code = next(cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs)
    code.outputs[0]["data"]["text/plain"] = text
    return notebook


def test_the_notebook_runs_and_gives_what_is_committed(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ipynb"
    command = [sys.executable, "-m", "test.notebook", str(fresh)]  # its kernel's warnings are not ours
    ran = subprocess.run(command, check=False, cwd=NOTEBOOK.parents[2], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert shapes(read(fresh)) == shapes(read())


def test_it_shows_trouble_a_run_that_goes_on_and_two_charts() -> None:
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"stream", "execute_result", "display_data"}
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2
    shown = "\n".join(text for _, texts in shapes(read()) for text in texts)
    assert "rows: # created, # failed, # in doubt" in shown
    assert "known from the journal" in shown
    assert "carts.csv, row #, column quantity: whole number expected" in shown
    assert "the resource may already exist" in shown


def test_it_says_nothing_of_the_machine_that_ran_it() -> None:
    notebook = read()
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert [cell.metadata for cell in notebook.cells] == [{}] * len(notebook.cells)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("image/png", None)  # in base64, anything may stand
    traces = r"/(tmp|home|root|usr|var)\b|[A-Z]:\\\\|site-packages|127\.0\.0\.1|localhost|Traceback|Warning"
    assert re.findall(traces, str(notebook)) == []
    assert NOTEBOOK.stat().st_size < 80_000


def test_another_output_is_noticed() -> None:
    assert shapes(with_text("98 created")) != shapes(with_text("98 rejected"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("71%|███▊      | 71/100 rows | 58.0/s, 0:01", " 70%|███████   | 70/100 rows | 5.1/s, 0:09"),
        ("4b0c3bbd-9eb9-4a5b-8a30-1d0d5a6d3a6f  12", "11111111-2222-3333-4444-555555555555 3,100.5"),
    ],
)
def test_what_differs_from_run_to_run_does_not_count(first: str, second: str) -> None:
    assert shapes(with_text(first)) == shapes(with_text(second))
