# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Way in which an item can reach the shopper."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, WireEnum


class DeliveryMethod(WireEnum):
    """Way in which an item can reach the shopper."""

    TRUCK = "TRUCK"
    PARCEL = "PARCEL"
    COLLECT = "COLLECT"


DeliveryMethodValue: TypeAlias = Annotated[DeliveryMethod | Literal["TRUCK", "PARCEL", "COLLECT"], OPEN]
"""Member of `DeliveryMethod`, or its text; other text is refused when it is sent."""
