# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Data about the start of a checkout, which never changes afterwards."""

from order_capture_client._model.base import Model
from order_capture_client.models.channel import Channel as Channel
from order_capture_client.models.channel import ChannelValue
from order_capture_client.models.consumer_info_dto import ConsumerInfoDto
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform as ShoppingAppPlatform
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatformValue
from order_capture_client.models.shopping_type import ShoppingType as ShoppingType
from order_capture_client.models.shopping_type import ShoppingTypeValue


class ConsumerContextInfoDto(Model):
    """Data about the start of a checkout, which never changes afterwards."""

    shopping_type: ShoppingTypeValue | None = None
    """Kind of checkout, depending on its cart or order."""
    channel: ChannelValue | None = None
    """Channel that the checkout started in."""
    shopping_app_platform: ShoppingAppPlatformValue | None = None
    """Platform that the shopper uses, for order analytics."""
    checkout_id: str | None = None
    """Identifier of the checkout."""
    consumer_info: ConsumerInfoDto | None = None
    """The consumer info given on creation."""
    created: str | None = None
    """Time at which the checkout was created."""
