# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Details of a discount."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer, Money, Number


class DiscountDetails(Model):
    """Details of a discount."""

    count: Integer | None = None
    """Count that belongs to the discount."""
    amount: Money | None = None
    """Amount of the discount."""
    value: Number | None = None
    """Value of the discount; the contract does not specify its unit."""
    max_discount_amount: Money | None = None
    """Maximum amount of the discount."""
    type: str | None = None
    """Type of the discount."""
    apply_on: str | None = None
    """Target of the discount."""
