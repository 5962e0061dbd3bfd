# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A service and the time window chosen for it."""

from order_capture_client._model.base import Model
from order_capture_client.models.price import Price
from order_capture_client.models.service_slot import ServiceSlot


class ServiceAndTimeWindowsEntity(Model):
    """A service and the time window chosen for it."""

    service_item_no: str | None = None
    """Number of the service."""
    so_method: str | None = None
    """SO method of the service."""
    service_id: str | None = None
    """Identifier of the service."""
    service_type: str | None = None
    """Type of the service."""
    capacity_unit: str | None = None
    """Unit of the service's capacity."""
    selected_slot: ServiceSlot | None = None
    """Time slot that was selected."""
    price: Price | None = None
    """Price of the service."""
