"""Certificates, made when they are first asked for."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from datetime import datetime, timezone
from functools import cache, wraps
from typing import TypeVar

import trustme

LOOPBACK = "127.0.0.1"
PROXIED = "order-capture.test"
"""The host that is reached through a proxy; no resolver is asked for it."""

MadeT = TypeVar("MadeT")

_LOCK = threading.RLock()


def _once(make: Callable[..., MadeT]) -> Callable[..., MadeT]:
    """Create an object once, even if two threads ask for it at the same time."""
    cached = cache(make)

    @wraps(make)
    def made(*arguments: str) -> MadeT:
        with _LOCK:
            return cached(*arguments)

    return made


@_once
def trusted() -> trustme.CA:
    """The authority that clients trust."""
    return trustme.CA()


@_once
def unknown() -> trustme.CA:
    """An authority that no client trusts."""
    return trustme.CA()


@_once
def ca_cert_data() -> str:
    """The certificates that clients trust."""
    return trusted().cert_pem.bytes().decode()


@_once
def server_context(kind: str = "good") -> ssl.SSLContext:
    """The server's side of TLS.

    Args:
        kind: `good`, `untrusted`, `wrong host`, `expired`, or `asks for a client certificate`.
    """
    if kind == "untrusted":
        certificate = unknown().issue_cert(LOOPBACK, PROXIED)
    elif kind == "wrong host":
        certificate = trusted().issue_cert("elsewhere.test")
    elif kind == "expired":
        day = datetime(2020, 1, 2, tzinfo=timezone.utc)
        certificate = trusted().issue_cert(LOOPBACK, not_before=day.replace(day=1), not_after=day)
    else:
        certificate = trusted().issue_cert(LOOPBACK, PROXIED)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if kind == "asks for a client certificate":
        context.verify_mode = ssl.CERT_REQUIRED
        trusted().configure_trust(context)
    return context
