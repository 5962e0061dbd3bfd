"""`python -m benchmarks`: prepare a scratch folder, measure everything, and write the report, the plots and RESULTS.md."""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import venv
from pathlib import Path

from benchmarks.peers import build_peers

ROOT = Path(__file__).parent.parent
OUTPUT = Path(__file__).parent / "output"


def main() -> None:
    """Prepare the scratch folder, and start `benchmarks.run` with its interpreter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--scratch", type=Path, help="a folder that keeps the environment and the peers for the next run"
    )
    parser.add_argument(
        "--output", type=Path, default=OUTPUT, help="the folder of the report (default: benchmarks/output)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="make only a few calls of each, to check that everything runs"
    )
    arguments = parser.parse_args()
    scratch = (arguments.scratch or Path(tempfile.mkdtemp(prefix="order-capture-benchmarks-"))).absolute()
    programs = scratch / "venv" / ("Scripts" if os.name == "nt" else "bin")
    peers = scratch / "peers"
    if not programs.exists():
        peers.mkdir(parents=True, exist_ok=True)
        print(f"creating a virtual environment in {scratch}")
        venv.create(scratch / "venv", with_pip=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", Path(__file__).with_name("requirements.txt")], check=True)
    print("generating the peers")
    build_peers(programs, peers)
    arguments.output.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [programs / "python", "-m", "benchmarks.run", arguments.output.absolute()]
        + (["--quick"] if arguments.quick else []),
        check=True,
        cwd=scratch,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(peers)])},
    )


if __name__ == "__main__":
    main()
