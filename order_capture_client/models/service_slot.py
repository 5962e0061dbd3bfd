# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Time slot of a service."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models._behaviour.service_slot import ServiceSlotBehaviour
from order_capture_client.models.service_slot_metadata import ServiceSlotMetadata
from order_capture_client.models.service_span_slot import ServiceSpanSlot


class ServiceSlot(ServiceSlotBehaviour, Model):
    """Time slot of a service."""

    metadata: ServiceSlotMetadata | None = None
    """Notes on the slot."""
    id: str | None = None
    """Identifier of the slot."""
    from_date_time: str | None = None
    """Start of the slot."""
    to_date_time: str | None = None
    """End of the slot."""
    from_date_time_utc: Annotated[str | None, Field(alias="fromDateTimeUTC")] = None
    """Start of the slot, in UTC."""
    to_date_time_utc: Annotated[str | None, Field(alias="toDateTimeUTC")] = None
    """End of the slot, in UTC."""
    price: Money | None = None
    """Price of the slot."""
    capacity_allocated: str | None = None
    """Capacity that is allocated to the slot."""
    span_slots: list[ServiceSpanSlot] | None = None
    """Slots that this one spans."""
