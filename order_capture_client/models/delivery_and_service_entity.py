# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Delivery of a checkout and the time windows of its services."""

from order_capture_client._model.base import Model
from order_capture_client.models.delivery_service_entity import DeliveryServiceEntity
from order_capture_client.models.service_and_time_windows_entity import ServiceAndTimeWindowsEntity


class DeliveryAndServiceEntity(Model):
    """Delivery of a checkout and the time windows of its services."""

    delivery_and_service_id: str | None = None
    """Identifier of the delivery and its services."""
    delivery_service: DeliveryServiceEntity | None = None
    """The delivery service chosen."""
    service_and_time_windows: list[ServiceAndTimeWindowsEntity] | None = None
    """Services with their time windows."""
