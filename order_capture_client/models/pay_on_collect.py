# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Amount due on collection."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class PayOnCollect(Model):
    """Amount due on collection."""

    amount: Money | None = None
    """Amount to pay on collection."""
    currency: str | None = None
    """Currency of the amount."""
