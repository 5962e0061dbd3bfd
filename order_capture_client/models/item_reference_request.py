# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Goods of the cart that a service is for."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class ItemReferenceRequest(Model):
    """Goods of the cart that a service is for."""

    item_no: str | None = None
    """Article number of the goods that the service is for."""
    quantity: str | None = None
    """Quantity of the goods that the service is for, as text."""
    is_co_worker_assistance_needed: Boolean | None = None
    """Whether a co-worker's assistance is needed."""
