# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Expiry of a checkout, and the time left until then."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Integer
from order_capture_client.models._behaviour.checkout_expiry_metadata import CheckoutExpiryMetadataBehaviour


class CheckoutExpiryMetadata(CheckoutExpiryMetadataBehaviour, Model):
    """Expiry of a checkout, and the time left until then."""

    expiry_timestamp: str | None = None
    """Time at which the checkout expires."""
    time_left_to_expire_in_sec: Integer | None = None
    """Seconds left until the checkout expires."""
