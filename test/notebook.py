"""The notebook in docs, as it comes out of a fresh run.

`python -m test.notebook` runs it and writes it back with its outputs, or into the file that is named.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "docs" / "notebooks"
NOTEBOOK = FOLDER / "bulk_checkouts.ipynb"
CARTS = FOLDER / "carts.csv"

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed(folder: Path) -> Any:
    """Return the notebook with the outputs of a run in a folder, without the user and the time of the run.

    Raises:
        CellExecutionError: A cell failed.
        AssertionError: It left files behind.
    """
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    shutil.copy(CARTS, folder)
    before = {*folder.iterdir()}
    environment = os.environ | {"PYTHONPATH": str(NOTEBOOK.parents[2]), "IPYTHONDIR": str(folder / "ipython")}
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        coalesce_streams=True,
    )
    client.execute(env=environment)
    left = {*folder.iterdir()} - before - {folder / "ipython"}
    assert not left, f"the notebook left {sorted(path.name for path in left)}"
    notebook.metadata = nbformat.from_dict(_METADATA)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})  # type: ignore[no-untyped-call]
    return notebook


def shapes(notebook: Any) -> list[tuple[str, list[str]]]:
    """Return each cell's source and outputs, without parts that vary by run: ids, numbers, pixels, widths."""
    return [(cell.source, [_shape(output) for output in cell.get("outputs", ())]) for cell in notebook.cells]


def _shape(output: Any) -> str:
    if output.output_type == "stream":
        return f"{output.name}: {_masked(output.text)}"
    texts = [f"{kind}: {_masked(text)}" for kind, text in sorted(output.data.items()) if kind != "image/png"]
    return "\n".join([output.output_type, *texts, *(["image/png"] if "image/png" in output.data else [])])


def _masked(text: str) -> str:
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r"\|[█▏▎▍▌▋▊▉\s]*\|", "|", text)
    text = re.sub(r"\d+([.,:]\d+)*", "#", text)
    return re.sub(r"\s+", " ", text).strip()


def main() -> None:
    """Run the notebook and write it with its outputs."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = executed(Path(folder))
    nbformat.write(notebook, sys.argv[1] if len(sys.argv) > 1 else NOTEBOOK)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
