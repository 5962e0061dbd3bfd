"""The journal's lock holds against another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from test.unit.test_bulk_journal import opened


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    program = (
        "import sys; from order_capture_client.bulk._journal import Journal\n"
        "try: Journal(sys.argv[1], host='https://a', retail_unit='se')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    journal = opened(path)
    told = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True).stdout
    journal.close()
    assert told.startswith("ApiValueError journal: ")
    assert "is in use by another run" in told
