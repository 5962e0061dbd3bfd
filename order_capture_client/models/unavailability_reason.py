# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Reason that an item is unavailable."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class UnavailabilityReason(WireEnum):
    """Reason that an item is unavailable."""

    NO_STOCK = "NO_STOCK"
    NO_DELIVERY_CAPACITY = "NO_DELIVERY_CAPACITY"
    NOT_BUYABLE = "NOT_BUYABLE"


UnavailabilityReasonValue: TypeAlias = Annotated[
    UnavailabilityReason | Literal["NO_STOCK", "NO_DELIVERY_CAPACITY", "NOT_BUYABLE"] | UnknownValue, OPEN
]
"""Member of `UnavailabilityReason`, or its text; answers may have other text, which is refused when it is sent."""
