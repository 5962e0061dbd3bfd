# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One delivery, with its items, price and chosen slot or pick-up point."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Number
from order_capture_client.models.delivery_item import DeliveryItem
from order_capture_client.models.delivery_slot import DeliverySlot
from order_capture_client.models.delivery_type import DeliveryType as DeliveryType
from order_capture_client.models.delivery_type import DeliveryTypeValue
from order_capture_client.models.pick_up_point_entity import PickUpPointEntity
from order_capture_client.models.price import Price


class DeliveryEntity(Model):
    """One delivery, with its items, price and chosen slot or pick-up point."""

    id: str | None = None
    """Identifier of the delivery."""
    fulfillment_delivery_id: str | None = None
    """Identifier of the delivery in fulfilment."""
    service_item_id: str | None = None
    """Identifier of the delivery's service item."""
    range_of_days: Boolean | None = None
    """Whether the delivery is given as a range of days."""
    ship_node: str | None = None
    """Node that the delivery ships from."""
    merge_node_list: str | None = None
    """Merge nodes of the delivery, as one string."""
    type: DeliveryTypeValue | None = None
    """Means of transport of the delivery."""
    unit_of_measure: str | None = None
    """Unit of measure of the delivery."""
    delivery_price: Price | None = None
    """Price of the delivery."""
    price_override_reference: Number | None = None
    """Reference to an override of the price."""
    delivery_items: list[DeliveryItem] | None = None
    """Items of the delivery."""
    selected_pick_up_point: PickUpPointEntity | None = None
    """Pick-up point that was selected."""
    selected_slot: DeliverySlot | None = None
    """Time slot that was selected."""
    taxation_info: str | None = None
    """Taxation of the delivery."""
    is_exceptional_qty: Boolean | None = None
    """Whether the quantity is exceptional."""
    is_exceptional_volume: Boolean | None = None
    """Whether the volume is exceptional."""
