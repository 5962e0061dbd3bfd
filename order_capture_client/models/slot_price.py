# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Price of a delivery slot."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class SlotPrice(Model):
    """Price of a delivery slot."""

    incl_tax: Money | None = None
    """Price of the slot with tax included."""
    excl_tax: Money | None = None
    """Price of the slot without tax."""
