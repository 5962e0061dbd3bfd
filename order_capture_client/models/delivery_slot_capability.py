# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A capability of a delivery slot, and whether it was selected."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class DeliverySlotCapability(Model):
    """A capability of a delivery slot, and whether it was selected."""

    type: str | None = None
    """Type of the capability."""
    selected: Boolean | None = None
    """Whether the capability was selected."""
