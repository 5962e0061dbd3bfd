# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""How far an item is available, and why not."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Number, Open
from order_capture_client.models.availability_type import AvailabilityType
from order_capture_client.models.unavailability_reason import UnavailabilityReason


class Availability(Model):
    """How far an item is available, and why not."""

    type: Open[AvailabilityType] | None = None
    """Degree of availability."""
    quantity: Number | None = None
    """Quantity of the item that is available."""
    unavailability_reason: Open[UnavailabilityReason] | None = None
    """Why the item is not available."""
