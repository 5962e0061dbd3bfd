# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Price that the top-level amounts repeat; with FAMILY it is `familyPrice`."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class RollUpPriceType(WireEnum):
    """Price that the top-level amounts repeat; with FAMILY it is `familyPrice`."""

    FAMILY = "FAMILY"
    REGULAR = "REGULAR"


RollUpPriceTypeValue: TypeAlias = Annotated[RollUpPriceType | Literal["FAMILY", "REGULAR"] | UnknownValue, OPEN]
"""Member of `RollUpPriceType`, or its text; answers may have other text, which is refused when it is sent."""
