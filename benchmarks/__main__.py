"""`python -m benchmarks`: makes a scratch folder ready, measures everything, and writes RESULTS.md and the plots."""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import venv
from pathlib import Path

from benchmarks.peers import build_peers

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Makes ready, and starts `benchmarks.run` with the scratch folder's interpreter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scratch", type=Path, help="a folder to make things in, and to find them in the next time")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent, help="where RESULTS.md and plots go")
    parser.add_argument("--quick", action="store_true", help="a few calls of each, to see that everything runs")
    arguments = parser.parse_args()
    scratch = (arguments.scratch or Path(tempfile.mkdtemp(prefix="order-capture-benchmarks-"))).absolute()
    programs = scratch / "venv" / ("Scripts" if os.name == "nt" else "bin")
    peers = scratch / "peers"
    if not programs.exists():
        peers.mkdir(parents=True, exist_ok=True)
        print(f"making a virtual environment in {scratch}")
        venv.create(scratch / "venv", with_pip=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", Path(__file__).with_name("requirements.txt")], check=True)
    print("making the peers")
    build_peers(programs, peers)
    subprocess.run(
        [programs / "python", "-m", "benchmarks.run", arguments.output.absolute()]
        + (["--quick"] if arguments.quick else []),
        check=True,
        cwd=scratch,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(peers)])},
    )


if __name__ == "__main__":
    main()
