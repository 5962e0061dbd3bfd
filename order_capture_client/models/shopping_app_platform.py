# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Platform that the shopper uses, for order analytics; defaults to WEB_BROWSER."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class ShoppingAppPlatform(WireEnum):
    """Platform that the shopper uses, for order analytics; defaults to WEB_BROWSER.

    Use the IKEAAPP_ values with channel MOBILE_APP.
    """

    IKEAAPP_IOS = "IKEAAPP_IOS"
    IKEAAPP_ANDROID = "IKEAAPP_ANDROID"
    WEB_BROWSER = "WEB_BROWSER"
    B2_B_ONLINE = "B2B_ONLINE"


ShoppingAppPlatformValue: TypeAlias = Annotated[
    ShoppingAppPlatform | Literal["IKEAAPP_IOS", "IKEAAPP_ANDROID", "WEB_BROWSER", "B2B_ONLINE"] | UnknownValue, OPEN
]
"""Member of `ShoppingAppPlatform`, or its text; answers may have other text, which is refused when it is sent."""
