"""Credentials of a request: the Client-Id and the access token, which is fetched once for all threads."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from order_capture_client._core.headers import header_name
from order_capture_client._core.wire import Authorize, Credentials, Failure, FailureKind, Phase
from order_capture_client.exceptions import ApiTypeError, ApiValueError

EXPIRY_MARGIN = 30.0
"""A token that expires within so many seconds is not used for a new call."""

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


class TokenCache:
    """Keep the token of a provider until it expires or is refused.

    The provider is called once, however many threads need a token.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._provider: object = None
        self._token = AccessToken("", 0.0)

    def token(self, provider: TokenProvider, step: Authorize) -> str:
        """Return a token that is not the refused one, if the provider has another."""
        with self._lock:
            if self._is_stale(provider, step):
                self._keep(provider, call_provider(provider))
            return self._token.token

    def _is_stale(self, provider: object, step: Authorize) -> bool:
        """Return whether the provider has to be called."""
        stale = self._token.token == step.refused_token or self._clock() >= self._token.expires_on - EXPIRY_MARGIN
        return provider is not self._provider or stale

    def _keep(self, provider: object, given: str | AccessToken) -> None:
        """Keep the token that a provider returned.

        Raises:
            ApiValueError: The token cannot be sent.
        """
        if not isinstance(given, AccessToken):
            given = AccessToken(given, math.inf)
        self._token = given._replace(token=cleaned_token("access_token", given.token))
        self._provider = provider


def call_provider(provider: TokenProvider) -> str | AccessToken:
    """Call a token provider.

    Raises:
        ApiTypeError: It returned an awaitable.
    """
    given = provider()
    if isinstance(given, Awaitable):
        if isinstance(given, Coroutine):
            given.close()  # otherwise, Python warns that it was never awaited
        raise ApiTypeError("access_token: a provider that has to be awaited is for order_capture_client.aio")
    return given


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


def credentials_failure(error: Exception) -> Failure:
    """Return the failure of user code that fetches credentials; its message may be secret, so only the class is kept."""
    return Failure(Phase.NOT_SENT, FailureKind.CREDENTIALS, type(error).__name__)
