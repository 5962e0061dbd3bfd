"""How much is run: `ORDER_CAPTURE_TEST_SIZE` is `small` or `large`."""

from __future__ import annotations

import os

LARGE = os.environ.get("ORDER_CAPTURE_TEST_SIZE", "small") == "large"
"""Whether to run the numbers that are published, and not just those that fit into every check of a change."""
