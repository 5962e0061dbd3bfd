"""Calls that nobody planned: the error for them."""

from __future__ import annotations


class UnplannedCallError(AssertionError):
    """A test made a call that it did not plan; nothing was sent. It is not an `ApiException`, and never retried."""

    __module__ = "order_capture_client.testing"
