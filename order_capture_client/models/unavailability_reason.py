# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Reason that an item is unavailable."""

from order_capture_client._model.types import WireEnum


class UnavailabilityReason(WireEnum):
    """Reason that an item is unavailable."""

    NO_STOCK = "NO_STOCK"
    NO_DELIVERY_CAPACITY = "NO_DELIVERY_CAPACITY"
    NOT_BUYABLE = "NOT_BUYABLE"
