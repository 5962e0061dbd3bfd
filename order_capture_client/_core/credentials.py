"""Credentials of a request: the Client-Id and the access token."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from order_capture_client._core.headers import header_name
from order_capture_client._core.user_code import refuse_awaitable
from order_capture_client._core.wire import Credentials, Failure, FailureKind, Phase
from order_capture_client.exceptions import ApiValueError

_SCHEME = re.compile(r"\ABearer(\s+|\Z)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class AccessToken(NamedTuple):
    """A token and its expiry; a token provider may return one."""

    token: str
    expires_on: float
    """When it expires, in seconds since the epoch."""

    def __repr__(self) -> str:
        return f"AccessToken(token='***', expires_on={self.expires_on!r})"


TokenProvider: TypeAlias = Callable[[], str | AccessToken | Awaitable[str | AccessToken]]
"""Returns a token; for the client with `await`, it may be an async function."""


def call_provider(provider: TokenProvider) -> str | AccessToken:
    """Call a token provider.

    Raises:
        ApiTypeError: It returned an awaitable.
    """
    given = provider()
    refuse_awaitable("access_token", given)
    return cast("str | AccessToken", given)


def cleaned_token(place: str, token: object) -> str:
    """Return a token without outer white space and without one leading `Bearer `.

    Raises:
        ApiValueError: The token is empty or cannot be sent; the value is not shown.
    """
    return cleaned_secret(place, _SCHEME.sub("", token.strip()) if isinstance(token, str) else token)


def cleaned_secret(place: str, secret: object) -> str:
    """Return a secret without outer white space.

    Raises:
        ApiValueError: The secret is empty or cannot be sent; the value is not shown.
    """
    text = secret.strip() if isinstance(secret, str) else ""
    if not text or _CONTROL.search(text) or not text.isascii():
        raise ApiValueError(f"{place}: printable ASCII text expected, and not an empty one")
    return text


def credentials_of_call(request_auth: object) -> Credentials:
    """Return the credentials that a single call brings as `_request_auth`.

    Raises:
        ApiValueError: The option is not in the form of a value of `Configuration.auth_settings()`.
    """
    given = cast("Mapping[str, Any]", request_auth if isinstance(request_auth, Mapping) else {})
    if given.get("in") != "header":
        raise ApiValueError("_request_auth: expected {'in': 'header', 'key': name, 'value': text}")
    key = header_name("_request_auth['key']", given.get("key"))
    return Credentials({key: cleaned_secret("_request_auth['value']", given.get("value"))})


def with_token(known: Credentials, token: str, *, refreshable: bool = False) -> Credentials:
    """Return credentials with a token added."""
    return Credentials({**known.headers, "Authorization": f"Bearer {token}"}, refreshable)


def credentials_failure(error: BaseException) -> Failure:
    """Return the failure of user code that fetches credentials; its message may be secret, so only the class is kept."""
    return unusable_credentials(type(error).__name__)


def unusable_credentials(reason: str) -> Failure:
    """Return the failure of a call that has no credentials."""
    return Failure(Phase.NOT_SENT, FailureKind.CREDENTIALS, reason)


TOO_LATE = Failure(Phase.NOT_SENT, FailureKind.TIMEOUT, "the credentials came too late")
"""The failure of a call whose time passed while its credentials were fetched."""
