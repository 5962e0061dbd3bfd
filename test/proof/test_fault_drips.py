"""No call outlives its total time by more than a quarter of a second, however slowly bytes come or go."""

from __future__ import annotations

import pytest

from order_capture_client import Configuration
from order_capture_client.exceptions import ApiConnectionError, ApiTimeoutError
from test.faults import drips
from test.faults.catalogue import Fault
from test.faults.driver import DRIVERS
from test.faults.matrix import Strikes, call_once
from test.faults.policy import Row
from test.faults.server import FaultServer, Line

pytestmark = pytest.mark.xdist_group("machine")


def test_no_call_outlives_its_time_and_each_says_what_became_of_it() -> None:
    ended = drips.run()

    assert [problem for one in ended for problem in one.problems] == []
    assert max(one.overrun for one in ended) <= drips.OVERRUN


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize(("driver", "error"), [("sync", ApiConnectionError), ("async", ApiTimeoutError)])
def test_a_flood_of_informational_answers_cannot_hold_up_the_deadline(
    driver: str, error: type[Exception], tls: bool
) -> None:
    def flood(line: Line) -> None:
        while not line.server.over.is_set():
            line.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)

    plan = Strikes(Fault("", Row.NO_HEAD, flood, works=False), spared=1)
    with FaultServer(plan, tls=tls) as server:
        made = DRIVERS[driver](Configuration(**server.settings))
        call_once(made, server, "create_checkout")  # imports what a call needs
        result = call_once(made, server, "create_checkout", _request_timeout=drips.TOTAL)
        made.close()

    assert isinstance(result.error, error)
    assert result.elapsed - drips.TOTAL <= drips.OVERRUN
