"""Whether clients may make connections: tests forbid it, so that none reaches the service by accident."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from order_capture_client._core.address import is_loopback

MODES = ("forbid", "loopback", "allow")
VARIABLE = "ORDER_CAPTURE_NETWORK"
"""Carries the mode to the processes that this one starts."""


class UnplannedCallError(AssertionError):
    """A test made a call that it did not plan; nothing was sent. It is not an `ApiException`, and never retried."""

    __module__ = "order_capture_client.testing"


class _Network:
    mode: str | None = os.environ.get(VARIABLE)
    """One of `MODES`; None is `allow`, and any other text is `forbid`."""


def network_mode() -> str | None:
    """Return the mode of this process."""
    return _Network.mode


def set_network_mode(mode: str | None) -> None:
    """Set the mode of this process and those that it starts."""
    _Network.mode = mode
    if mode is None:
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = mode


def check_network(method: str, origin: str) -> None:
    """Check that a request may go out.

    Args:
        method: The method of the request.
        origin: Scheme, host and port.

    Raises:
        UnplannedCallError: It may not.
    """
    mode = _Network.mode
    if mode is None or mode == "allow" or (mode == "loopback" and is_loopback(urlsplit(origin).hostname)):
        return
    raise UnplannedCallError(
        f"{method} {origin}: not sent, because this test must not reach the network ({VARIABLE}={mode});"
        " give its client a transport, such as order_capture_client.testing.MockService() or Sandbox()"
    )
