"""Addresses that settings name: which of them the client accepts, and which belong to this machine."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from order_capture_client._input_errors import ApiValueError

_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\\]")


def checked_host(host: object) -> str:
    """Return a base address without its trailing slash.

    Raises:
        ApiValueError: The text is not an address, or credentials may not be sent there.
    """
    text = host.strip() if isinstance(host, str) else ""
    name, parts = _split(text)
    if name is None or parts.scheme not in ("http", "https"):
        raise ApiValueError("host: an address such as https://example.org/path expected")
    if parts.username is not None or "?" in text or "#" in text:
        raise ApiValueError("host: no user info, query or fragment; credentials are set by api_key and access_token")
    if parts.scheme == "http" and not is_loopback(name):
        raise ApiValueError("host: https expected; plain http is for loopback addresses only")
    return parts._replace(scheme=parts.scheme, netloc=parts.netloc.lower()).geturl().rstrip("/")


def checked_proxy(proxy: object) -> str | None:
    """Return the address of a proxy; an empty text means that no proxy is used, None that the environment decides.

    Raises:
        ApiValueError: It is not the address of an HTTP proxy.
    """
    if proxy is None or proxy == "":
        return None if proxy is None else ""
    if not isinstance(proxy, str) or _split(proxy)[0] is None or _split(proxy)[1].scheme not in ("http", "https"):
        raise ApiValueError("proxy: an address such as http://proxy.example.org:3128 expected; SOCKS is not supported")
    return proxy


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address belongs to this machine."""
    if host is None:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _split(address: str) -> tuple[str | None, SplitResult]:
    """Return the host name and all parts of an address; no host name if the text is not an address."""
    try:
        parts = urlsplit(address)
        malformed = _FORBIDDEN.search(address) is not None or parts.port == 0 or not address.isascii()
    except ValueError:
        return None, SplitResult("", "", "", "", "")
    return None if malformed else parts.hostname, parts
