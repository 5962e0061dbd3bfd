"""A run that is killed and resumed creates nothing twice, loses nothing, and reports each doubt."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from test.bulk import kills
from test.faults.size import LARGE

pytestmark = pytest.mark.xdist_group("machine")

ROWS, KILLS = (1000, 200) if LARGE else (200, 6)


def test_a_run_that_is_killed_creates_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    killed = kills.run(tmp_path, ROWS, KILLS, seed)

    assert [one.problems for one in killed] == [[]] * len(killed), f"seed {seed}"
    assert sum(one.kills for one in killed) == KILLS
    assert all(one.ended.total() == ROWS for one in killed)
    # Each kill leaves those in flight in doubt, and no others.
    in_doubt = sum(one.ended["unknown"] for one in killed)
    assert in_doubt <= KILLS * kills.WORKERS
    if LARGE:
        assert in_doubt > KILLS / 2
        assert 0 < sum(one.in_doubt_and_created for one in killed) < in_doubt
    print(
        f"{KILLS} kills in {len(killed)} runs of {ROWS} rows: 0 created twice, 0 lost, {in_doubt} told as in doubt,"
        f" of which {sum(one.in_doubt_and_created for one in killed)} were created"
    )
