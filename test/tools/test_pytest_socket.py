"""pytest-socket blocks the network: nothing reaches the service, and the error says that nothing was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client import ApiConnectionError
from test.tools.calls import ASYNC, SYNC, Caller, server

pytest_socket = pytest.importorskip("pytest_socket", reason="the extra `tools` is not installed: pytest-socket")

pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use:UserWarning")  # it warns, and then raises
both = pytest.mark.parametrize("caller", [SYNC, ASYNC], ids=lambda caller: caller.name)


@pytest.fixture(params=["sockets", "hosts"])
def blocked(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A server that was started before the network was blocked."""
    with server() as service:
        if request.param == "sockets":
            pytest_socket.disable_socket(allow_unix_socket=True)  # an event loop has a pair of them
        else:
            pytest_socket.socket_allow_hosts(["192.0.2.1"], allow_unix_socket=True)
        yield service
        pytest_socket.enable_socket()
        pytest_socket._remove_restrictions()


@both
def test_a_blocked_create_reaches_no_server(blocked: Any, caller: Caller) -> None:
    with pytest.raises(ApiConnectionError) as caught:
        caller(blocked.url, "create")

    assert (caught.value.outcome, blocked.requests) == ("not_sent", [])
