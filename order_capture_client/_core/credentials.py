"""As whom a request is sent: the Client-Id and the access token, fetched once for all threads."""

from __future__ import annotations

import re
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from order_capture_client._core.headers import header_name
from order_capture_client._core.wire import Credentials, Failure, FailureKind, Phase
from order_capture_client.exceptions import ApiTypeError, ApiValueError

EXPIRY_MARGIN = 30.0
"""Seconds before its expiry from which on a token is not used for a new call."""

_SCHEME = re.compile(r"\ABearer(\s+|\Z)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class AccessToken(NamedTuple):
    """A token with its expiry, as a token provider may return it."""

    token: str
    expires_on: float
    """When it expires, in seconds since the epoch."""

    def __repr__(self) -> str:
        return f"AccessToken(token='***', expires_on={self.expires_on!r})"


TokenProvider: TypeAlias = Callable[[], str | AccessToken | Awaitable[str | AccessToken]]
"""Gives a token; the client with `await` takes one that has to be awaited, too."""


class TokenCache:
    """Keeps what a token provider returned until it expires or is refused.

    However many threads need a token, the provider is called once.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._provider: object = None
        self._token = AccessToken("", 0.0)

    def token(self, provider: TokenProvider, refused: str | None) -> str:
        """Gives a token that is not the refused one, if the provider has another."""
        with self._lock:
            if self._is_stale(provider, refused):
                self._keep(provider, call_provider(provider))
            return self._token.token

    def _is_stale(self, provider: object, refused: str | None) -> bool:
        """Whether the provider has to be asked."""
        stale = self._token.token == refused or self._clock() >= self._token.expires_on - EXPIRY_MARGIN
        return provider is not self._provider or stale

    def _keep(self, provider: object, given: str | AccessToken) -> None:
        """Keeps what a provider returned.

        Raises:
            ApiValueError: It cannot be sent.
        """
        if not isinstance(given, AccessToken):
            given = AccessToken(given, float("inf"))
        self._token = given._replace(token=cleaned_token("access_token", given.token))
        self._provider = provider


def call_provider(provider: TokenProvider) -> str | AccessToken:
    """Gives what a provider returns.

    Raises:
        ApiTypeError: It has to be awaited.
    """
    given = provider()
    if isinstance(given, Awaitable):
        if isinstance(given, Coroutine):
            given.close()  # else Python warns that nobody awaited it
        raise ApiTypeError("access_token: a provider that has to be awaited is for order_capture_client.aio")
    return given


def cleaned_token(place: str, token: object) -> str:
    """Gives a token without outer white space and without one leading `Bearer `.

    Raises:
        ApiValueError: It is empty or cannot be sent; the value is not shown.
    """
    return cleaned_secret(place, _SCHEME.sub("", token.strip()) if isinstance(token, str) else token)


def cleaned_secret(place: str, secret: object) -> str:
    """Gives a secret without outer white space.

    Raises:
        ApiValueError: It is empty or cannot be sent; the value is not shown.
    """
    text = secret.strip() if isinstance(secret, str) else ""
    if not text or _CONTROL.search(text) or not text.isascii():
        raise ApiValueError(f"{place}: printable ASCII text expected, and not an empty one")
    return text


def credentials_of_call(request_auth: object) -> Credentials:
    """Gives the credentials that a single call brings as `_request_auth`.

    Raises:
        ApiValueError: It is not in the form of a value of `Configuration.auth_settings()`.
    """
    given = cast("Mapping[str, Any]", request_auth if isinstance(request_auth, Mapping) else {})
    if given.get("in") != "header":
        raise ApiValueError("_request_auth: expected {'in': 'header', 'key': name, 'value': text}")
    key = header_name("_request_auth['key']", given.get("key"))
    return Credentials({key: cleaned_secret("_request_auth['value']", given.get("value"))})


def with_token(known: Credentials, token: str, *, refreshable: bool) -> Credentials:
    """Gives credentials with a token added."""
    return Credentials({**known.headers, "Authorization": f"Bearer {token}"}, refreshable)


def credentials_failure(error: Exception) -> Failure:
    """Says that user code could not give the credentials; what it said may be secret."""
    return Failure(Phase.NOT_SENT, FailureKind.CREDENTIALS, type(error).__name__)
