"""A stateful stand-in for the Order Capture service, for trials and tests. It serves on loopback only."""

import sys

from order_capture_client.sandbox import _credentials
from order_capture_client.sandbox.sandbox import Sandbox as Sandbox

__all__ = ["Sandbox"]

# Pickles of clients made before the module was private name it so.
sys.modules[f"{__name__}.credentials"] = _credentials
