# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Reason that a coupon failed."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class CouponFailureReason(WireEnum):
    """Reason that a coupon failed."""

    INVALID_COUPON = "INVALID_COUPON"
    COUPON_IS_NOT_ACTIVE = "COUPON_IS_NOT_ACTIVE"
    COUPON_ALREADY_REDEEMED = "COUPON_ALREADY_REDEEMED"
    COUPON_EXPIRED = "COUPON_EXPIRED"
    CONNECTION_TIME_OUT = "CONNECTION_TIME_OUT"
    READ_TIME_OUT = "READ_TIME_OUT"
    UNKNOWN_ERROR_FROM_SPE = "UNKNOWN_ERROR_FROM_SPE"
    COUPON_NOT_QUALIFIED_FOR_CUST_CTXT = "COUPON_NOT_QUALIFIED_FOR_CUST_CTXT"
    COUPON_NOT_QUALIFIED_FOR_CART_CTXT = "COUPON_NOT_QUALIFIED_FOR_CART_CTXT"
    COUPON_NOT_QUALIFIED_FOR_CHNL_CTXT = "COUPON_NOT_QUALIFIED_FOR_CHNL_CTXT"
    COUPON_NOT_QUALIFIED_FOR_TCHPNT_CTXT = "COUPON_NOT_QUALIFIED_FOR_TCHPNT_CTXT"
    COUPON_DISCOUNTS_NOT_QUALIFIED = "COUPON_DISCOUNTS_NOT_QUALIFIED"


CouponFailureReasonValue: TypeAlias = Annotated[
    CouponFailureReason
    | Literal[
        "INVALID_COUPON",
        "COUPON_IS_NOT_ACTIVE",
        "COUPON_ALREADY_REDEEMED",
        "COUPON_EXPIRED",
        "CONNECTION_TIME_OUT",
        "READ_TIME_OUT",
        "UNKNOWN_ERROR_FROM_SPE",
        "COUPON_NOT_QUALIFIED_FOR_CUST_CTXT",
        "COUPON_NOT_QUALIFIED_FOR_CART_CTXT",
        "COUPON_NOT_QUALIFIED_FOR_CHNL_CTXT",
        "COUPON_NOT_QUALIFIED_FOR_TCHPNT_CTXT",
        "COUPON_DISCOUNTS_NOT_QUALIFIED",
    ]
    | UnknownValue,
    OPEN,
]
"""Member of `CouponFailureReason`, or its text; answers may have other text, which is refused when it is sent."""
