# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""An item within a delivery."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Number


class DeliveryItem(Model):
    """An item within a delivery."""

    id: str | None = None
    """Identifier of the delivery item."""
    item_id: str | None = None
    """Identifier of the checkout item that is delivered."""
    parent_id: str | None = None
    """Identifier of the item's parent."""
    item_no: str | None = None
    """Article number of the item."""
    item_type: str | None = None
    """Kind of item."""
    quantity: Number | None = None
    """Quantity of the item in this delivery."""
    ship_node: str | None = None
    """Node that the item ships from."""
    exceptional_qty: Boolean | None = None
    """Whether the quantity is exceptional."""
    external_ref_id: str | None = None
    """External reference of the line, used when an order is modified."""
