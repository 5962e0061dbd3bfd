# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Unit that a quantity counts, metres or pieces."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, WireEnum


class QuantityType(WireEnum):
    """Unit that a quantity counts, metres or pieces."""

    METER = "METER"
    PIECES = "PIECES"


QuantityTypeValue: TypeAlias = Annotated[QuantityType | Literal["METER", "PIECES"], OPEN]
"""Member of `QuantityType`, or its text; other text is refused when it is sent."""
