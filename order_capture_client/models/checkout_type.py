# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of checkout that a consumer starts."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class CheckoutType(WireEnum):
    """Kind of checkout that a consumer starts. IGIFT_RECEIPIENT_DELIVERY is spelled like this on the wire."""

    STANDARD = "STANDARD"
    NORMAL = "NORMAL"
    CART = "CART"
    APP = "APP"
    NO_STOCK_STORE_ORDER = "NO_STOCK_STORE_ORDER"
    NO_STOCK_WEB_ORDER = "NO_STOCK_WEB_ORDER"
    BUSINESS_PARTNER = "BUSINESS_PARTNER"
    IGIFT_RECEIPIENT_DELIVERY = "IGIFT_RECEIPIENT_DELIVERY"
    IGIFT_DELIVERY_IN_PERSON = "IGIFT_DELIVERY_IN_PERSON"
    B2_B_E_COMMERCE = "B2B_E_COMMERCE"


CheckoutTypeValue: TypeAlias = Annotated[
    CheckoutType
    | Literal[
        "STANDARD",
        "NORMAL",
        "CART",
        "APP",
        "NO_STOCK_STORE_ORDER",
        "NO_STOCK_WEB_ORDER",
        "BUSINESS_PARTNER",
        "IGIFT_RECEIPIENT_DELIVERY",
        "IGIFT_DELIVERY_IN_PERSON",
        "B2B_E_COMMERCE",
    ]
    | UnknownValue,
    OPEN,
]
"""Member of `CheckoutType`, or its text; answers may have other text, which is refused when it is sent."""
