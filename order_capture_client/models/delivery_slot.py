# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Time slot of a delivery."""

from order_capture_client._model.base import Model
from order_capture_client.models._behaviour.delivery_slot import DeliverySlotBehaviour
from order_capture_client.models.delivery_slot_capability import DeliverySlotCapability
from order_capture_client.models.delivery_slot_metadata import DeliverySlotMetadata
from order_capture_client.models.slot_price import SlotPrice


class DeliverySlot(DeliverySlotBehaviour, Model):
    """Time slot of a delivery."""

    metadata: DeliverySlotMetadata | None = None
    """Notes on the slot."""
    id: str | None = None
    """Identifier of the slot."""
    from_date_time: str | None = None
    """Start of the slot."""
    to_date_time: str | None = None
    """End of the slot."""
    node: str | None = None
    """Node that the slot belongs to."""
    resource_pool_id: str | None = None
    """Identifier of the resource pool behind the slot."""
    tsp_id: str | None = None
    """Identifier of the TSP that delivers."""
    tsp_name: str | None = None
    """Name of the TSP that delivers."""
    slot_attribute_group: str | None = None
    """Attribute group of the slot."""
    capability: list[DeliverySlotCapability] | None = None
    """Capabilities of the slot."""
    price: SlotPrice | None = None
    """Price of the slot."""
