# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Price of a single unit."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class ItemPrice(Model):
    """Price of a single unit."""

    incl_tax: Money | None = None
    """Price of one unit with tax included."""
    excl_tax: Money | None = None
    """Price of one unit without tax."""
    tax: Money | None = None
    """Tax on one unit."""
    valid_from: str | None = None
    """Start of the price's validity. Deprecated and due for removal."""
    valid_to: str | None = None
    """End of the price's validity. Deprecated and due for removal."""
