# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of checkout."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class ShoppingType(WireEnum):
    """Kind of checkout.

    ONLINE for carts from the web and the app, the NO_STOCK kinds for orders that wait for stock, placed in a store or
    online.
    """

    ONLINE = "ONLINE"
    NO_STOCK_STORE_ORDER = "NO_STOCK_STORE_ORDER"
    NO_STOCK_WEB_ORDER = "NO_STOCK_WEB_ORDER"


ShoppingTypeValue: TypeAlias = Annotated[
    ShoppingType | Literal["ONLINE", "NO_STOCK_STORE_ORDER", "NO_STOCK_WEB_ORDER"] | UnknownValue, OPEN
]
"""Member of `ShoppingType`, or its text; answers may have other text, which is refused when it is sent."""
