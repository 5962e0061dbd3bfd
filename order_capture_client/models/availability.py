# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Availability of an item, with the reason if it is unavailable."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Number, Open
from order_capture_client.models.availability_type import AvailabilityType
from order_capture_client.models.unavailability_reason import UnavailabilityReason


class Availability(Model):
    """Availability of an item, with the reason if it is unavailable."""

    type: Open[AvailabilityType] | None = None
    """Degree of availability."""
    quantity: Number | None = None
    """Quantity of the item that is available."""
    unavailability_reason: Open[UnavailabilityReason] | None = None
    """Reason that the item is unavailable."""
