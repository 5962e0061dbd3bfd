# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""When a checkout expires and how long it has left."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer
from order_capture_client.models._behaviour.checkout_expiry_metadata import CheckoutExpiryMetadataBehaviour


class CheckoutExpiryMetadata(CheckoutExpiryMetadataBehaviour, Model):
    """When a checkout expires and how long it has left."""

    expiry_timestamp: str | None = None
    """Time at which the checkout expires."""
    time_left_to_expire_in_sec: Integer | None = None
    """Seconds left until the checkout expires."""
