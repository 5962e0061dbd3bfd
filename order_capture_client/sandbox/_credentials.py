"""Session tokens that carry their user and expiry, signed, so any process with the secret can make them."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from order_capture_client import _clock


class TokenRefused(Exception):
    """A token that is malformed, forged or expired; the message says which."""


@dataclass(frozen=True, slots=True)
class SandboxTokenProvider:
    """Returns a fresh session token from each call. It pickles, so worker processes can make their own."""

    secret: bytes = field(repr=False)
    user: str
    lifetime: float
    """Seconds until a token expires."""
    clock: Callable[[], float] = field(default=_clock.wall, repr=False)

    def __call__(self) -> str:
        """Return a token that is valid from now on for the lifetime."""
        return make_token(self.secret, self.user, self.clock() + self.lifetime)


TokenProvider = SandboxTokenProvider
"""The former name of the class, which older pickles hold."""


def make_token(secret: bytes, user: str, expires: float) -> str:
    """Return a token for a user, valid until a time in seconds since 1970."""
    payload = base64.urlsafe_b64encode(json.dumps({"user": user, "expires": expires}).encode()).decode().rstrip("=")
    return f"{payload}.{_signature(secret, payload)}"


def read_token(secret: bytes, token: str, now: float) -> str:
    """Return the user of a token.

    Raises:
        TokenRefused: The token is malformed, forged or expired.
    """
    payload, dot, signature = token.partition(".")
    if not dot:
        raise TokenRefused("The session token is malformed.")
    if not hmac.compare_digest(signature.encode(), _signature(secret, payload).encode()):
        raise TokenRefused("The session token has a wrong signature.")
    content = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if now >= content["expires"]:
        raise TokenRefused("The session token has expired.")
    return str(content["user"])


def _signature(secret: bytes, payload: str) -> str:
    return hmac.digest(secret, payload.encode(), "sha256").hex()
