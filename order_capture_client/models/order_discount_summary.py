# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One saving on the order, by name."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class OrderDiscountSummary(Model):
    """One saving on the order, by name."""

    amount: Money | None = None
    """Amount of the saving."""
    name: str | None = None
    """Name of the saving."""
