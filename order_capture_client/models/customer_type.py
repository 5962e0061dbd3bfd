# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of customer that a coupon can be meant for."""

from order_capture_client._model.types import WireEnum


class CustomerType(WireEnum):
    """Kind of customer that a coupon can be meant for."""

    PRIVATE = "PRIVATE"
    BUSINESS = "BUSINESS"
    EMPLOYEE = "EMPLOYEE"
    INVALID_CUSTOMER_TYPE = "INVALID_CUSTOMER_TYPE"
