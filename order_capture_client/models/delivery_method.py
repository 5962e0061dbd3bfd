# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Method of getting an item to the shopper."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class DeliveryMethod(WireEnum):
    """Method of getting an item to the shopper."""

    TRUCK = "TRUCK"
    PARCEL = "PARCEL"
    COLLECT = "COLLECT"


DeliveryMethodValue: TypeAlias = Annotated[DeliveryMethod | Literal["TRUCK", "PARCEL", "COLLECT"] | UnknownValue, OPEN]
"""Member of `DeliveryMethod`, or its text; answers may have other text, which is refused when it is sent."""
