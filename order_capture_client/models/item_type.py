# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of item."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, WireEnum


class ItemType(WireEnum):
    """Kind of item. SPR is a set made of child articles."""

    ART = "ART"
    SPR = "SPR"
    SGR = "SGR"


ItemTypeValue: TypeAlias = Annotated[ItemType | Literal["ART", "SPR", "SGR"], OPEN]
"""Member of `ItemType`, or its text; other text is refused when it is sent."""
