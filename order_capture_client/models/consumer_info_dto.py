# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Which consumer started the checkout and where the shopper returns to, as given on creation."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Open
from order_capture_client.models.checkout_type import CheckoutType


class ConsumerInfoDto(Model):
    """Which consumer started the checkout and where the shopper returns to, as given on creation."""

    name: str | None = None
    """Name of the consumer."""
    checkout_type: Open[CheckoutType] | None = None
    """Kind of checkout that the consumer starts."""
    return_url: str | None = None
    """URL at which the shopper comes back to the consumer."""
    extra_info: dict[str, str] | None = None
    """Names and values that are passed on to other consumers."""
