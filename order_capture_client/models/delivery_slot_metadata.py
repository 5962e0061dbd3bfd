# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Notes on a delivery slot."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class DeliverySlotMetadata(Model):
    """Notes on a delivery slot."""

    time_zone: str | None = None
    """Time zone of the slot."""
    has_price_deviation: Boolean | None = None
    """Whether the price of the slot deviates."""
