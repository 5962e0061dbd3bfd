# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Degree to which an item is available."""

from order_capture_client._model.types import WireEnum


class AvailabilityType(WireEnum):
    """Degree to which an item is available."""

    FULL = "FULL"
    PARTIAL = "PARTIAL"
    PARTIAL_NO_STOCK = "PARTIAL_NO_STOCK"
    NOT_AVAILABLE = "NOT_AVAILABLE"
