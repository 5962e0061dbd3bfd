# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Method of handing goods to the shopper."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class FulfillmentMethodType(WireEnum):
    """Method of handing goods to the shopper."""

    HOME_DELIVERY = "HOME_DELIVERY"
    PUP = "PUP"
    PUOP = "PUOP"
    CLICK_COLLECT_STORE = "CLICK_COLLECT_STORE"
    CLICK_COLLECT = "CLICK_COLLECT"
    LOCKER = "LOCKER"


FulfillmentMethodTypeValue: TypeAlias = Annotated[
    FulfillmentMethodType
    | Literal["HOME_DELIVERY", "PUP", "PUOP", "CLICK_COLLECT_STORE", "CLICK_COLLECT", "LOCKER"]
    | UnknownValue,
    OPEN,
]
"""Member of `FulfillmentMethodType`, or its text; answers may have other text, which is refused when it is sent."""
