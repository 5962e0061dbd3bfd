# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Goods that a service is for, as stored in the checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class ItemReference(Model):
    """Goods that a service is for, as stored in the checkout."""

    item_line_id: str | None = None
    """Line of the goods in the checkout."""
    item_no: str | None = None
    """Article number of the goods that the service is for."""
    quantity: str | None = None
    """Quantity of the goods that the service is for, as text."""
    is_co_worker_assistance_needed: Boolean | None = None
    """Whether a co-worker's assistance is needed."""
