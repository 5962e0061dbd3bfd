# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""An amount as reported by SPE, the pricing service."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class SpeAmount(Model):
    """An amount as reported by SPE, the pricing service."""

    view_type: str | None = None
    """Type of view that the amount is meant for."""
    amount: Money | None = None
    """The amount in that view."""
