"""Lays out generated Python with ruff, with the version that the extra `test` pins."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from contract.generator.facts import ContractError

WIDTH = 120

_SETTINGS = ("--isolated", "--no-cache", "--quiet", "--config", f"line-length = {WIDTH}", "--target-version", "py310")
_IMPORTS = ("--select", "I", "--fix", "--config", 'lint.isort.known-first-party = ["order_capture_client"]')


def formatted(files: Mapping[str, str]) -> dict[str, str]:
    """Return Python files as ruff leaves them: imports in order, lines broken where they are too long.

    Args:
        files: Texts by path; the paths only have to differ.

    Raises:
        ContractError: ruff is not installed, or refuses a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = {path: Path(folder) / f"f{position}.py" for position, path in enumerate(files)}
        for path, text in files.items():
            paths[path].write_bytes(text.encode())
        _run("check", *_SETTINGS, *_IMPORTS, folder)
        _run("format", *_SETTINGS, folder)
        return {path: copy.read_bytes().decode() for path, copy in paths.items()}


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise ContractError(f"ruff: {said or 'failed'}; the generator needs ruff, which the extra `test` brings")
