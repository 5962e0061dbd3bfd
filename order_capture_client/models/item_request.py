# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One line of the cart."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer


class ItemRequest(Model):
    """One line of the cart. Send each article once, with its total quantity, and check availability first."""

    item_no: str | None = None
    """Article number, eight digits as text; leading zeros count."""
    quantity: Integer | None = None
    """Total quantity of the article in the cart."""
    uom: str | None = None
    """Unit of measure, e.g. PIECE or METER."""
    group: str | None = None
    """Group of the line."""
    shopping_profile: str | None = None
    """Shopping profile of the line."""
    external_ref_id: str | None = None
    """External reference of the line; needed only to modify an order."""
