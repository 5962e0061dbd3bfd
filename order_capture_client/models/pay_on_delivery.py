# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Amount due on delivery."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class PayOnDelivery(Model):
    """Amount due on delivery."""

    amount: Money | None = None
    """Amount to pay on delivery."""
    currency: str | None = None
    """Currency of the amount."""
