"""A stateful stand-in for the Order Capture service, for trying things out and for tests. Loopback only."""

from order_capture_client.sandbox.sandbox import Sandbox as Sandbox

__all__ = ["Sandbox"]
