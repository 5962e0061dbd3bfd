"""A guard against calls that leave the process."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from order_capture_client._core.network import network_mode, set_network_mode


@contextmanager
def no_network(loopback: bool = False) -> Generator[None]:
    """Refuse every call of a client that has no transport of its own, here and in processes that are started meanwhile.

    Such a call raises an `UnplannedCallError`, which says what to do. Tools that answer in place of the network, such as
    `responses`, still do.

    Args:
        loopback: Whether calls to this machine are let through, such as those to a started `Sandbox`.
    """
    former = network_mode()
    set_network_mode("loopback" if loopback else "forbid")
    try:
        yield
    finally:
        set_network_mode(former)
