# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Whether a user is registered."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, WireEnum


class UserType(WireEnum):
    """Whether a user is registered."""

    GUEST = "GUEST"
    REGISTERED = "REGISTERED"


UserTypeValue: TypeAlias = Annotated[UserType | Literal["GUEST", "REGISTERED"], OPEN]
"""Member of `UserType`, or its text; other text is refused when it is sent."""
