# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Which consumer starts the checkout and where the shopper returns to; fixed once the checkout exists."""

from order_capture_client._model.base import Model
from order_capture_client.models.checkout_type import CheckoutType as CheckoutType
from order_capture_client.models.checkout_type import CheckoutTypeValue


class ConsumerInfo(Model):
    """Which consumer starts the checkout and where the shopper returns to; fixed once the checkout exists."""

    name: str | None = None
    """Name of the consumer."""
    checkout_type: CheckoutTypeValue | None = None
    """Kind of checkout that the consumer starts."""
    return_url: str | None = None
    """URL at which the shopper comes back to the consumer."""
    extra_info: dict[str, str] | None = None
    """Names and values that are passed on to other consumers."""
