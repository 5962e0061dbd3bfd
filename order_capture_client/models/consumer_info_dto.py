# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Consumer that started the checkout, and the page that the shopper returns to, as given on creation."""

from order_capture_client._model.base import Model
from order_capture_client.models.checkout_type import CheckoutType as CheckoutType
from order_capture_client.models.checkout_type import CheckoutTypeValue


class ConsumerInfoDto(Model):
    """Consumer that started the checkout, and the page that the shopper returns to, as given on creation."""

    name: str | None = None
    """Name of the consumer."""
    checkout_type: CheckoutTypeValue | None = None
    """Kind of checkout that the consumer starts."""
    return_url: str | None = None
    """URL that returns the shopper to the consumer."""
    extra_info: dict[str, str] | None = None
    """Names and values that are passed on to other consumers."""
