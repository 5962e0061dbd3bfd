# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Whether goods are delivered to the shopper's home or collected."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class DeliveryServiceType(WireEnum):
    """Whether goods are delivered to the shopper's home or collected."""

    HOME_DELIVERY = "HOME_DELIVERY"
    COLLECT = "COLLECT"


DeliveryServiceTypeValue: TypeAlias = Annotated[
    DeliveryServiceType | Literal["HOME_DELIVERY", "COLLECT"] | UnknownValue, OPEN
]
"""Member of `DeliveryServiceType`, or its text; answers may have other text, which is refused when it is sent."""
