# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Notes on a checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class Metadata(Model):
    """Notes on a checkout."""

    is_price_recalculated: Boolean | None = None
    """Whether a patch changed prices, which invalidates earlier delivery calculations and payment contexts."""
