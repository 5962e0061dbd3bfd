# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Solution that a delivery service uses."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class DeliverySolution(WireEnum):
    """Solution that a delivery service uses."""

    STANDARD = "STANDARD"
    EXPRESS = "EXPRESS"
    CURBSIDE = "CURBSIDE"
    EXPRESS_CURBSIDE = "EXPRESS_CURBSIDE"
    STANDARD_RD = "STANDARD_RD"
    EXPRESS_RD = "EXPRESS_RD"
    CURBSIDE_RD = "CURBSIDE_RD"
    EXPRESS_CURBSIDE_RD = "EXPRESS_CURBSIDE_RD"
    LOCKER = "LOCKER"
    NOSTOCK = "NOSTOCK"
    STANDARD_B2_B = "STANDARD_B2B"


DeliverySolutionValue: TypeAlias = Annotated[
    DeliverySolution
    | Literal[
        "STANDARD",
        "EXPRESS",
        "CURBSIDE",
        "EXPRESS_CURBSIDE",
        "STANDARD_RD",
        "EXPRESS_RD",
        "CURBSIDE_RD",
        "EXPRESS_CURBSIDE_RD",
        "LOCKER",
        "NOSTOCK",
        "STANDARD_B2B",
    ]
    | UnknownValue,
    OPEN,
]
"""Member of `DeliverySolution`, or its text; answers may have other text, which is refused when it is sent."""
