"""How little importing the package imports, in an interpreter that has imported nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import order_capture_client

ROOT = Path(order_capture_client.__file__).parent.parent


def test_importing_the_package_imports_nothing_heavy() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import order_capture_client;"
        "print(*{'typing', 'pydantic', 'urllib3', 'dataclasses'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
