# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Whether a coupon is valid and for which customers, with the reason if it is not."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean
from order_capture_client.models.coupon_failure_reason import CouponFailureReason as CouponFailureReason
from order_capture_client.models.coupon_failure_reason import CouponFailureReasonValue
from order_capture_client.models.customer_type import CustomerType as CustomerType
from order_capture_client.models.customer_type import CustomerTypeValue


class CouponMetadata(Model):
    """Whether a coupon is valid and for which customers, with the reason if it is not."""

    is_coupon_valid: Boolean | None = None
    """Whether the coupon is valid."""
    reason_of_failure: CouponFailureReasonValue | None = None
    """Reason that the coupon failed."""
    valid_customer_types: list[CustomerTypeValue] | None = None
    """Kinds of customer that the coupon is valid for."""
