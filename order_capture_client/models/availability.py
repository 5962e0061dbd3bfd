# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Availability of an item, with the reason if it is unavailable."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Number
from order_capture_client.models.availability_type import AvailabilityType as AvailabilityType
from order_capture_client.models.availability_type import AvailabilityTypeValue
from order_capture_client.models.unavailability_reason import UnavailabilityReason as UnavailabilityReason
from order_capture_client.models.unavailability_reason import UnavailabilityReasonValue


class Availability(Model):
    """Availability of an item, with the reason if it is unavailable."""

    type: AvailabilityTypeValue | None = None
    """Degree of availability."""
    quantity: Number | None = None
    """Quantity of the item that is available."""
    unavailability_reason: UnavailabilityReasonValue | None = None
    """Reason that the item is unavailable."""
