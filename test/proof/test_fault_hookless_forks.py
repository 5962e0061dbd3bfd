"""Forks of which Python's hooks do not hear: neither process gets an answer of the other, and no call fails or hangs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from test.faults import hookless
from test.faults.size import LARGE

pytestmark = [
    pytest.mark.xdist_group("machine"),
    pytest.mark.skipif(not hookless.POSSIBLE, reason="a fork behind Python's back is made by the C library of Linux"),
]

RUNS, ROUNDS = (3, 200) if LARGE else (1, 60)


@pytest.mark.parametrize("client", hookless.CLIENTS)
def test_both_processes_get_their_own_answers(client: str) -> None:
    with hookless.served() as address:
        for _ in range(RUNS):
            command = [sys.executable, "-m", "test.faults.hookless", client, address, str(ROUNDS)]
            ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert (json.loads(ended.stdout or "null"), ended.stderr) == ([], "")
