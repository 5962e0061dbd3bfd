"""Generate the peers from the contract, in a scratch folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.contenders import OpenApiGenerator, OpenApiPythonClient

CONTRACT = Path(__file__).parent.parent / "contract" / "openapi.yaml"


def build_peers(programs: Path, folder: Path) -> None:
    """Generate both clients.

    Args:
        programs: The folder of the generators.
        folder: The folder to write the clients to; their packages can be imported from it.
    """
    project = folder / "openapi_generator"
    if not project.exists():
        options: list[str | Path] = [
            "-g",
            "python",
            "-i",
            CONTRACT,
            "-o",
            project,
            "--package-name",
            OpenApiGenerator.package,
        ]
        _run(programs / "openapi-generator-cli", "generate", *options)
        (folder / OpenApiGenerator.package).symlink_to(project / OpenApiGenerator.package)
    package = folder / OpenApiPythonClient.package
    if not package.exists():
        options = ["--path", CONTRACT, "--meta", "none", "--output-path", package]
        _run(programs / "openapi-python-client", "generate", *options)


def _run(program: Path, *arguments: str | Path) -> None:
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)
