# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""What is known of a checkout's start; nothing in it changes afterwards."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Open
from order_capture_client.models.channel import Channel
from order_capture_client.models.consumer_info_dto import ConsumerInfoDto
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform
from order_capture_client.models.shopping_type import ShoppingType


class ConsumerContextInfoDto(Model):
    """What is known of a checkout's start; nothing in it changes afterwards."""

    shopping_type: Open[ShoppingType] | None = None
    """Kind of checkout, by the cart or order behind it."""
    channel: Open[Channel] | None = None
    """Where the checkout started."""
    shopping_app_platform: Open[ShoppingAppPlatform] | None = None
    """Platform that the shopper uses, for order analytics."""
    checkout_id: str | None = None
    """Identifier of the checkout."""
    consumer_info: ConsumerInfoDto | None = None
    """The consumer info given on creation."""
    created: str | None = None
    """When the checkout was created."""
