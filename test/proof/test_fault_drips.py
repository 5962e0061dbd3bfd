"""No call outlives its total time by more than a quarter of a second, however slowly bytes come or go."""

from __future__ import annotations

import pytest

from test.faults import drips

pytestmark = pytest.mark.xdist_group("machine")


def test_no_call_outlives_its_time_and_each_says_what_became_of_it() -> None:
    ended = drips.run()

    assert [problem for one in ended for problem in one.problems] == []
    assert max(one.overrun for one in ended) <= drips.OVERRUN
