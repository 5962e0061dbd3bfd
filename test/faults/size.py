"""The size of the fault suite: `ORDER_CAPTURE_TEST_SIZE` is `small` or `large`."""

from __future__ import annotations

import os

LARGE = os.environ.get("ORDER_CAPTURE_TEST_SIZE", "small") == "large"
"""Return whether to run the published numbers instead of those that fit into the check of every change."""
