# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Unit that a quantity counts, metres or pieces."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class QuantityType(WireEnum):
    """Unit that a quantity counts, metres or pieces."""

    METER = "METER"
    PIECES = "PIECES"


QuantityTypeValue: TypeAlias = Annotated[QuantityType | Literal["METER", "PIECES"] | UnknownValue, OPEN]
"""Member of `QuantityType`, or its text; answers may have other text, which is refused when it is sent."""
