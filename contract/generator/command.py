"""The command: writes the generated files, compares them with those that are there, or compares two contracts."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from contract.generator import compare, write_docs, write_python
from contract.generator.facts import Contract, ContractError
from contract.generator.formatter import formatted
from contract.generator.names import PACKAGE
from contract.generator.operations import plan_package
from contract.generator.read import read_contract, read_hand_written

ROOT = Path(__file__).resolve().parents[2]

_CODE = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def main(arguments: list[str]) -> int:
    """Run the command and return its exit status.

    1 stands for files that differ, 2 for a contract that is not supported, 3 for changes that break users' code.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.json and not options.compare:
        parser.error("--json: requires --compare")
    try:
        if options.compare:
            return _compare(options.compare, options.contract, as_json=options.json)
        return _generate(options)
    except ContractError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="contract/generate.py", description="Generates the client from the contract.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is not as generated")
    parser.add_argument("--strict", action="store_true", help="take gaps such as a missing description as errors")
    parser.add_argument("--contract", type=Path, default=ROOT / "contract" / "openapi.yaml", metavar="PATH")
    parser.add_argument("--into", type=Path, default=ROOT, metavar="DIR", help=f"folder with {PACKAGE} and docs")
    parser.add_argument("--compare", type=Path, metavar="OLD", help="print the changes since an older contract")
    parser.add_argument("--json", action="store_true", help="with --compare: print them as JSON")
    return parser


def _generate(options: argparse.Namespace) -> int:
    contract = read_contract(options.contract)
    for warning in contract.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if contract.warnings and options.strict:
        return 2
    files = generated(contract, options.into / PACKAGE)
    found = list(drift(files, options.into))
    if not options.check:
        write(files, options.into)
    for line in found:
        print(line)
    if found and options.check:
        print("Run python contract/generate.py, and commit what it writes.")
    return 1 if found and options.check else 0


def _compare(old: Path, new: Path, *, as_json: bool) -> int:
    changes = compare.compare(read_contract(old), read_contract(new))
    text = f"{json.dumps(compare.as_json(changes), indent=2)}\n" if as_json else compare.sections(changes)
    print(text, end="")
    return 3 if any(change.breaks for change in changes) else 0


def generated(
    contract: Contract, package: Path, lay_out: Callable[[Mapping[str, str]], dict[str, str]] = formatted
) -> dict[str, str]:
    """Return the text of each generated file by its path.

    Args:
        contract: The contract.
        package: The folder of the package, with its hand-written modules.
        lay_out: Lays out Python files.

    Raises:
        ContractError: Something in the contract has no place in Python, or there is no formatter.
    """
    plan = plan_package(contract, read_hand_written(package))
    modules, pages = write_python.python_files(plan), write_docs.doc_files(plan)
    examples = {
        f"{path}#{position}": code for path, text in pages.items() for position, code in enumerate(_CODE.findall(text))
    }
    laid_out = lay_out(modules | examples)
    for path, text in pages.items():
        codes = [laid_out.pop(key) for key in examples if key.startswith(f"{path}#")]
        laid_out[path] = _with_code(text, iter(codes))
    return laid_out


def _with_code(page: str, codes: Iterator[str]) -> str:
    """Return a page with the code of its examples in place of the code that it has."""
    return _CODE.sub(lambda _: next(codes), page)


def drift(files: Mapping[str, str], root: Path) -> Iterator[str]:
    """Compare with the files that are there, byte by byte, and return a line for each that is not as generated."""
    for path, text in files.items():
        if not (root / path).exists():
            yield f"missing: {path}"
        elif (root / path).read_bytes() != text.encode():
            yield f"changed: {path}"
    for path in _marked_files(root):
        if path not in files:
            yield f"stray: {path}"


def write(files: Mapping[str, str], root: Path) -> None:
    """Write the files and remove those that were generated from a schema that is gone.

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
    """Return the files that say that they are generated."""
    headers = {".py": write_python.HEADER.encode(), ".md": write_docs.HEADER.encode()}
    for folder in (PACKAGE, "docs"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in headers and path.read_bytes().startswith(headers[path.suffix]):
                yield path.relative_to(root).as_posix()
