# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of item."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class ItemType(WireEnum):
    """Kind of item. SPR is a set made of child articles."""

    ART = "ART"
    SPR = "SPR"
    SGR = "SGR"


ItemTypeValue: TypeAlias = Annotated[ItemType | Literal["ART", "SPR", "SGR"] | UnknownValue, OPEN]
"""Member of `ItemType`, or its text; answers may have other text, which is refused when it is sent."""
