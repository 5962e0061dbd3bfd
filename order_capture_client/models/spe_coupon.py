# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A coupon as reported by SPE, the pricing service."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean
from order_capture_client.models.spe_amount import SpeAmount
from order_capture_client.models.spe_coupon_text import SpeCouponText
from order_capture_client.models.spe_info_message import SpeInfoMessage


class SpeCoupon(Model):
    """A coupon as reported by SPE, the pricing service."""

    discount_code: str | None = None
    """Code of the discount."""
    discount_amount: list[SpeAmount] | None = None
    """Amounts of the discount, one per type of view."""
    info_messages: list[SpeInfoMessage] | None = None
    """Messages about the coupon."""
    texts: list[SpeCouponText] | None = None
    """Names of the coupon by language."""
    valid_customer_types: list[str] | None = None
    """Kinds of customer that the coupon is valid for."""
    service_discount: Boolean | None = None
    """Whether the coupon is a discount on services."""
