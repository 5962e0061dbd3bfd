# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A coupon and its discount."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.coupon_metadata import CouponMetadata
from order_capture_client.models.roll_up_price_type import RollUpPriceType as RollUpPriceType
from order_capture_client.models.roll_up_price_type import RollUpPriceTypeValue


class CouponInfo(Model):
    """A coupon and its discount."""

    discount_code: str | None = None
    """Code of the discount."""
    discount_amount: Money | None = None
    """Amount of the discount."""
    roll_up_price_type: RollUpPriceTypeValue | None = None
    """Whether the discount belongs to the family or the regular price."""
    text: str | None = None
    """Text on the coupon."""
    coupon_metadata: CouponMetadata | None = None
    """Validity of the coupon."""
