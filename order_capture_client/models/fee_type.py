# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of fee on an item."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class FeeType(WireEnum):
    """Kind of fee on an item."""

    WEEE = "WEEE"
    ECO = "ECO"


FeeTypeValue: TypeAlias = Annotated[FeeType | Literal["WEEE", "ECO"] | UnknownValue, OPEN]
"""Member of `FeeType`, or its text; answers may have other text, which is refused when it is sent."""
