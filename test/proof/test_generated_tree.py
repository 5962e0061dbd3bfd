"""Generated code can be deleted and made again, byte for byte, and stands in folders of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from test.paths import ROOT

PACKAGE = ROOT / "order_capture_client"
MARKS = {".py": "# Generated from ", ".md": "<!-- Generated from "}

BESIDE_HAND_WRITTEN = {"__init__.py", "_contract.py", "types.py"}
"""The only generated files in a folder with hand-written ones: the names that the package itself has to offer."""


def is_generated(path: Path) -> bool:
    mark = MARKS.get(path.suffix)
    return mark is not None and path.read_text(encoding="utf-8").startswith(mark)


def tree(root: Path) -> dict[str, bytes]:
    """Return the content of every file of the package and its pages, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("order_capture_client", "docs")
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for folder in ("order_capture_client", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_deleted_generated_files_are_restored_byte_for_byte(copied: Path) -> None:
    before = tree(copied)
    for path in [copied / name for name in before if is_generated(copied / name)]:
        path.unlink()
    missing = before.keys() - tree(copied).keys()
    assert len(missing) > 200

    command = [sys.executable, str(ROOT / "contract" / "generate.py"), "--into", str(copied)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert {name for name, text in tree(copied).items() if before.get(name) != text} == set()
    assert tree(copied).keys() == before.keys()


def mixed() -> Iterator[str]:
    """Yield generated files that share their folder with hand-written ones."""
    for folder in {path.parent for path in PACKAGE.rglob("*.py")}:
        files = sorted(folder.glob("*.py"))
        if not all(map(is_generated, files)):
            yield from (path.relative_to(PACKAGE).as_posix() for path in files if is_generated(path))


def test_generated_and_hand_written_code_share_no_folder() -> None:
    assert set(mixed()) == BESIDE_HAND_WRITTEN


def test_models_are_generated_but_for_their_behaviour() -> None:
    by_hand = [path for path in (PACKAGE / "models").rglob("*.py") if not is_generated(path)]

    assert {path.parent.name for path in by_hand} == {"_behaviour"}
