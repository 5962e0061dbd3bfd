# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Data about the start of a checkout, which never changes afterwards."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Open
from order_capture_client.models.channel import Channel
from order_capture_client.models.consumer_info_dto import ConsumerInfoDto
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform
from order_capture_client.models.shopping_type import ShoppingType


class ConsumerContextInfoDto(Model):
    """Data about the start of a checkout, which never changes afterwards."""

    shopping_type: Open[ShoppingType] | None = None
    """Kind of checkout, depending on its cart or order."""
    channel: Open[Channel] | None = None
    """Channel that the checkout started in."""
    shopping_app_platform: Open[ShoppingAppPlatform] | None = None
    """Platform that the shopper uses, for order analytics."""
    checkout_id: str | None = None
    """Identifier of the checkout."""
    consumer_info: ConsumerInfoDto | None = None
    """The consumer info given on creation."""
    created: str | None = None
    """Time at which the checkout was created."""
