"""A stateful stand-in for the Order Capture service, for trials and tests. It serves on loopback only."""

from order_capture_client.sandbox.sandbox import Sandbox as Sandbox

__all__ = ["Sandbox"]
