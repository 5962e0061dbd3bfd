"""Both clients behind real servers and proxies; on demand, since it takes minutes and needs programs of others."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from test.faults.driver import DRIVERS
from test.networks import refusals, trials
from test.networks.process import LOOPBACK, Process, free_port
from test.networks.proxies import NETWORKS, Network

if os.environ.get("ORDER_CAPTURE_TEST_NETWORKS") != "1":
    pytest.skip("runs with ORDER_CAPTURE_TEST_NETWORKS=1", allow_module_level=True)

pytestmark = pytest.mark.xdist_group("machine")

CASES = [(name, driver) for name in NETWORKS for driver in DRIVERS]


@pytest.fixture(scope="module")
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    """A proxy with a service behind it."""
    made = NETWORKS[request.param]
    if missing := made.missing():
        pytest.skip(missing)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the program is ended, too
    with made() as entered:
        yield entered
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize(
    ("network", "driver", "trial"),
    [(name, driver, trial) for name, driver in CASES for trial in trials.names(NETWORKS[name])],
    indirect=["network"],
)
def test_calls_succeed_and_creates_end_as_the_client_says(network: Network, driver: str, trial: str) -> None:
    _skip_if_left_out(network, driver)
    found = trials.run(network, driver, trial)
    assert list(found.problems_in(trial)) == [], dict(found.failed)


@pytest.mark.parametrize(
    ("network", "driver", "refusal"),
    [(name, driver, refusal) for name, driver in CASES for refusal in refusals.REFUSALS.get(NETWORKS[name], {})],
    indirect=["network"],
)
def test_a_refusal_of_a_proxy_is_final_unless_it_may_pass(network: Network, driver: str, refusal: Any) -> None:
    _skip_if_left_out(network, driver)
    expected = refusals.REFUSALS[type(network)][refusal]
    assert list(refusals.run(network, driver, expected).problems(expected)) == []


def test_the_relay_swallows_what_is_sent_on_an_idle_connection_and_serves_new_ones(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = free_port()
        target = f"{LOOPBACK}:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "test.proof.forgetful_relay", target, "--port", str(port)]
        relay = Process([*command, "--forget-after", "0.3"], port, tmp_path / "log")
        try:
            listener.accept()[0].close()  # it was made to see whether the relay listens
            for _ in range(2):
                with socket.create_connection((LOOPBACK, port)) as client, listener.accept()[0] as server:
                    client.sendall(b"one")
                    assert server.recv(9) == b"one"
                    time.sleep(0.6)
                    client.sendall(b"two")
                    server.settimeout(0.3)
                    client.settimeout(0.3)
                    for side in (server, client):
                        with pytest.raises(TimeoutError):
                            side.recv(9)
        finally:
            relay.stop()


def _skip_if_left_out(network: Network, driver: str) -> None:
    if reason := network.left_out(driver):
        pytest.skip(reason)
