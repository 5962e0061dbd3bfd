# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A line to reduce."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer


class PatchItemRequest(Model):
    """A line to reduce. The article must be in the checkout and must not be a child article of a set."""

    item_no: str | None = None
    """Article number of a line in the checkout."""
    quantity: Integer | None = None
    """New quantity, at most the current one; 0 removes the line."""
