# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One discount on a price."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Integer, Money
from order_capture_client.models.discount_details import DiscountDetails


class Discount(Model):
    """One discount on a price."""

    amount: Money | None = None
    """Amount of the discount."""
    name: str | None = None
    """Name of the discount."""
    type: str | None = None
    """Type of the discount."""
    code: str | None = None
    """Code of the discount."""
    kind: str | None = None
    """Kind of discount."""
    discount_details: DiscountDetails | None = None
    """Details of the discount."""
    id: str | None = None
    """Identifier of the discount."""
    sequence: Integer | None = None
    """Position of the discount in the sequence of discounts."""
    description: str | None = None
    """Description of the discount."""
    discount_type: str | None = None
    """Type of discount, in addition to `type`."""
    discount_level: str | None = None
    """Level that the discount applies at."""
    valid_from_date: str | None = None
    """Date from which the discount is valid."""
    valid_to_date: str | None = None
    """Date until which the discount is valid."""
    applied: Boolean | None = None
    """Whether the discount was applied."""
