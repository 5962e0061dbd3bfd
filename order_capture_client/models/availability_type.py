# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Degree to which an item is available."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class AvailabilityType(WireEnum):
    """Degree to which an item is available."""

    FULL = "FULL"
    PARTIAL = "PARTIAL"
    PARTIAL_NO_STOCK = "PARTIAL_NO_STOCK"
    NOT_AVAILABLE = "NOT_AVAILABLE"


AvailabilityTypeValue: TypeAlias = Annotated[
    AvailabilityType | Literal["FULL", "PARTIAL", "PARTIAL_NO_STOCK", "NOT_AVAILABLE"] | UnknownValue, OPEN
]
"""Member of `AvailabilityType`, or its text; answers may have other text, which is refused when it is sent."""
