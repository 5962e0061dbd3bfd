# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One of the slots that a service slot spans."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models._behaviour.service_span_slot import ServiceSpanSlotBehaviour


class ServiceSpanSlot(ServiceSpanSlotBehaviour, Model):
    """One of the slots that a service slot spans."""

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
