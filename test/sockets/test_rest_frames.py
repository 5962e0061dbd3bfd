"""No frame of the sync client shows a secret, wherever an exception enters it while it connects, sends and receives."""

from __future__ import annotations

import gc
import sys
from types import FrameType
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration
from test.faults.certificates import ca_cert_data
from test.faults.matrix import Strikes
from test.faults.server import FaultServer
from test.unit.test_frames import CANARY_CART, OPTIONS, PACKAGE, TOKEN, frames, leaks

POINTS = {
    "connect",
    "do_handshake",
    "getaddrinfo",
    "pending",
    "read",
    "readinto",
    "recv_into",
    "send",
    "sendall",
    "setsockopt",
}
"""Functions of sockets and TLS; an exception of a signal handler enters where they are called."""


class Broken(BaseException):
    """Enters a thread as the exception of a signal handler does."""


class Breaking:
    """Raises an exception at one of the calls of a socket's functions."""

    def __init__(self, point: int) -> None:
        self.calls = 0
        self._point = point

    def __enter__(self) -> None:
        sys.setprofile(self._look)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _look(self, frame: FrameType, event: str, function: Any) -> None:
        if event == "c_call" and function.__name__ in POINTS:
            self.calls += 1
            if self.calls == self._point:
                raise Broken


def broken_call(host: Any, point: int) -> BaseException | None:
    """Create a checkout with an exception at one point; return it, or None if there are fewer points."""
    settings = Configuration(host=host, ca_cert_data=ca_cert_data(), access_token=TOKEN)
    with ApiClient(settings) as client:
        try:
            with Breaking(point):
                body: Any = CANARY_CART
                CheckoutApi(client).create_checkout("se", body, **OPTIONS)
        except Broken as error:
            return error
    return None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
def test_no_frame_of_ours_shows_a_secret_wherever_a_call_is_broken_off(tls: bool) -> None:
    broken: list[BaseException] = []
    with FaultServer(Strikes(None), tls=tls) as server:
        assert broken_call(server.settings["host"], 0) is None  # the first call also reads the files of modules
        error: BaseException | None
        while (error := broken_call(server.settings["host"], len(broken) + 1)) is not None:
            broken.append(error)

    shown = [leaks(error) for error in broken]
    ours = [frame for error in broken for frame in frames(error.__traceback__) if PACKAGE in frame.f_code.co_filename]
    names = {frame.f_code.co_name for frame in ours}
    broken.clear()
    ours.clear()
    gc.collect()  # the sockets of connections that were never made whole

    assert len(shown) > 3
    assert shown == [[]] * len(shown)
    assert {"connect", "readinto", "perform", "call"} <= names
