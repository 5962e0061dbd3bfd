# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One line of goods in a returned checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer
from order_capture_client.models.availability import Availability
from order_capture_client.models.delivery_method import DeliveryMethod as DeliveryMethod
from order_capture_client.models.delivery_method import DeliveryMethodValue
from order_capture_client.models.fee import Fee
from order_capture_client.models.item_type import ItemType as ItemType
from order_capture_client.models.item_type import ItemTypeValue
from order_capture_client.models.price import Price
from order_capture_client.models.quantity_type import QuantityType as QuantityType
from order_capture_client.models.quantity_type import QuantityTypeValue


class ItemDto(Model):
    """One line of goods in a returned checkout."""

    id: str | None = None
    """Identifier of the item."""
    item_no: str | None = None
    """Article number, eight digits as text; leading zeros count."""
    name: str | None = None
    """Name of the article."""
    line_id: Integer | None = None
    """Number of the item's line in the checkout."""
    type: ItemTypeValue | None = None
    """Kind of item in the line."""
    quantity: Integer | None = None
    """Quantity of the article."""
    quantity_type: QuantityTypeValue | None = None
    """Unit that the quantity counts."""
    uom: str | None = None
    """Unit of measure, e.g. PIECE or METER."""
    total_price: Price | None = None
    """Price of the line."""
    availability: Availability | None = None
    """Availability of the item."""
    fees: list[Fee] | None = None
    """Fees on the item."""
    supported_delivery_method: DeliveryMethodValue | None = None
    """Method of getting the item to the shopper."""
    external_ref_id: str | None = None
    """External reference of the line, used when an order is modified."""
