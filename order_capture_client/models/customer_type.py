# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of customer that a coupon can be meant for."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class CustomerType(WireEnum):
    """Kind of customer that a coupon can be meant for."""

    PRIVATE = "PRIVATE"
    BUSINESS = "BUSINESS"
    EMPLOYEE = "EMPLOYEE"
    INVALID_CUSTOMER_TYPE = "INVALID_CUSTOMER_TYPE"


CustomerTypeValue: TypeAlias = Annotated[
    CustomerType | Literal["PRIVATE", "BUSINESS", "EMPLOYEE", "INVALID_CUSTOMER_TYPE"] | UnknownValue, OPEN
]
"""Member of `CustomerType`, or its text; answers may have other text, which is refused when it is sent."""
