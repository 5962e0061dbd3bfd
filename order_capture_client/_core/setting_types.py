"""The shapes of the dicts that a `Configuration` takes and returns, with the names that generated clients have for them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import NotRequired, TypedDict

ServerVariablesT = dict[str, str]

APIKeyAuthSetting = TypedDict(
    "APIKeyAuthSetting", {"type": Literal["api_key"], "in": Literal["header"], "key": str, "value": str | None}
)
"""Where the Client-Id is sent."""

BearerAuthSetting = TypedDict(
    "BearerAuthSetting",
    {"type": Literal["bearer"], "in": Literal["header"], "key": Literal["Authorization"], "value": str},
)
"""Where the access token is sent."""

AuthSettings = TypedDict(
    "AuthSettings", {"Client-Id": NotRequired[APIKeyAuthSetting], "BearerAuth": NotRequired[BearerAuthSetting]}
)
"""The configured credentials, by the name of the contract's security scheme."""


class HostSettingVariable(TypedDict):
    """A placeholder in a server's address; the contract's servers have none."""

    description: str
    default_value: str
    enum_values: list[str]


class HostSetting(TypedDict):
    """One of the contract's servers."""

    url: str
    description: str
    variables: NotRequired[dict[str, HostSettingVariable]]
