"""The command: writes what is generated, or compares it with what is there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from contract.generator import write_docs, write_python
from contract.generator.decide import PACKAGE, decide
from contract.generator.facts import ContractError
from contract.generator.read import read_contract, read_hand_written

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Runs the command and gives its exit status: 1 for drift, 2 for a contract that is not supported."""
    parser = argparse.ArgumentParser(prog="contract/generate.py", description="Generates the client from the contract.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is not as generated")
    parser.add_argument("--contract", type=Path, default=ROOT / "contract" / "openapi.yaml", metavar="PATH")
    parser.add_argument("--into", type=Path, default=ROOT, metavar="DIR", help=f"folder with {PACKAGE} and docs")
    options = parser.parse_args(arguments)
    try:
        files = generated(options.contract, options.into / PACKAGE)
        found = list(drift(files, options.into))
        if not options.check:
            write(files, options.into)
    except ContractError as error:
        print(error, file=sys.stderr)
        return 2
    for line in found:
        print(line)
    if found and options.check:
        print("Run python contract/generate.py, and commit what it writes.")
    return 1 if found and options.check else 0


def generated(contract: Path, package: Path) -> dict[str, str]:
    """Gives the text of each generated file by its path.

    Raises:
        ContractError: The contract holds something that is not supported.
    """
    plan = decide(read_contract(contract), read_hand_written(package))
    return write_python.python_files(plan) | write_docs.doc_files(plan)


def drift(files: Mapping[str, str], root: Path) -> Iterator[str]:
    """Compares with all that is there, byte by byte, and gives a line for each file that is not as generated."""
    for path, text in files.items():
        if not (root / path).exists():
            yield f"missing: {path}"
        elif (root / path).read_bytes() != text.encode():
            yield f"changed: {path}"
    for path in _marked_files(root):
        if path not in files:
            yield f"stray: {path}"


def write(files: Mapping[str, str], root: Path) -> None:
    """Writes the files and removes those that were generated from a schema that is gone.

    Raises:
        ContractError: A file to write is there already, and was not generated.
    """
    marked = set(_marked_files(root))
    for path in files:
        if (root / path).exists() and path not in marked:
            raise ContractError(f"{path}: is hand-written, and would be overwritten")
    for path in marked - files.keys():
        (root / path).unlink()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())


def _marked_files(root: Path) -> Iterator[str]:
    """Gives the files that say that they are generated."""
    headers = {".py": write_python.HEADER.encode(), ".md": write_docs.HEADER.encode()}
    for folder in (PACKAGE, "docs"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in headers and path.read_bytes().startswith(headers[path.suffix]):
                yield path.relative_to(root).as_posix()
