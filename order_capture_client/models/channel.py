# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Channel that a checkout starts in, the web application or the mobile app."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class Channel(WireEnum):
    """Channel that a checkout starts in, the web application or the mobile app."""

    WEBAPP = "WEBAPP"
    MOBILE_APP = "MOBILE_APP"


ChannelValue: TypeAlias = Annotated[Channel | Literal["WEBAPP", "MOBILE_APP"] | UnknownValue, OPEN]
"""Member of `Channel`, or its text; answers may have other text, which is refused when it is sent."""
