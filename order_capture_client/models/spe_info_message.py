# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A message about a coupon from SPE, the pricing service."""

from order_capture_client._model.base import Model


class SpeInfoMessage(Model):
    """A message about a coupon from SPE, the pricing service."""

    view_type: str | None = None
    """Type of view that the message is meant for."""
    message_id: str | None = None
    """Identifier of the message."""
    message_text: str | None = None
    """Text of the message."""
