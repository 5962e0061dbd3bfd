# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Whether a user is registered."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class UserType(WireEnum):
    """Whether a user is registered."""

    GUEST = "GUEST"
    REGISTERED = "REGISTERED"


UserTypeValue: TypeAlias = Annotated[UserType | Literal["GUEST", "REGISTERED"] | UnknownValue, OPEN]
"""Member of `UserType`, or its text; answers may have other text, which is refused when it is sent."""
