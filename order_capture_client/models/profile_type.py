# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Profile of the shopper, regular or business."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class ProfileType(WireEnum):
    """Profile of the shopper, regular or business."""

    REGULAR = "REGULAR"
    BUSINESS = "BUSINESS"


ProfileTypeValue: TypeAlias = Annotated[ProfileType | Literal["REGULAR", "BUSINESS"] | UnknownValue, OPEN]
"""Member of `ProfileType`, or its text; answers may have other text, which is refused when it is sent."""
