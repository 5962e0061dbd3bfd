# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""How a discount is made up."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer, Money, Number


class DiscountDetails(Model):
    """How a discount is made up."""

    count: Integer | None = None
    """Count that belongs to the discount."""
    amount: Money | None = None
    """Amount of the discount."""
    value: Number | None = None
    """Value of the discount; the contract does not tell its unit."""
    max_discount_amount: Money | None = None
    """Largest amount that the discount can give."""
    type: str | None = None
    """Type of the discount."""
    apply_on: str | None = None
    """What the discount is applied to."""
