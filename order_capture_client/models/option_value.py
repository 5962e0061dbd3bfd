# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A choice that a question offers and an answer selects."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class OptionValue(WireEnum):
    """A choice that a question offers and an answer selects."""

    YES = "YES"
    NO = "NO"
    FREETEXT = "FREETEXT"
    NA = "NA"


OptionValueValue: TypeAlias = Annotated[OptionValue | Literal["YES", "NO", "FREETEXT", "NA"] | UnknownValue, OPEN]
"""Member of `OptionValue`, or its text; answers may have other text, which is refused when it is sent."""
