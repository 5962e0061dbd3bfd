# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Means of transport of a delivery."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class DeliveryType(WireEnum):
    """Means of transport of a delivery."""

    TRUCK = "TRUCK"
    PARCEL = "PARCEL"
    UNKNOWN = "UNKNOWN"


DeliveryTypeValue: TypeAlias = Annotated[DeliveryType | Literal["TRUCK", "PARCEL", "UNKNOWN"] | UnknownValue, OPEN]
"""Member of `DeliveryType`, or its text; answers may have other text, which is refused when it is sent."""
