"""Addresses and names that settings give: which of them the client accepts, and which belong to this machine."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from order_capture_client._input_errors import ApiValueError

DEFAULT_PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\\]")
_LABEL = re.compile(r"[0-9A-Za-z_-]{1,63}")
_USER_INFO = re.compile(r"[^/?#]*//.*@", re.DOTALL)


def checked_host(host: object, insecure_hosts: AbstractSet[str] = frozenset()) -> str:
    """Return a base address without its trailing slash and without the port that its scheme has anyway.

    Args:
        host: The address.
        insecure_hosts: Names that may be reached over plain http.

    Raises:
        ApiValueError: The text is not an address, or credentials may not be sent there.
    """
    text = host.strip() if isinstance(host, str) else ""
    parts = _split(text)
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.path.isascii():
        raise ApiValueError("host: an address such as https://example.org/path expected")
    if parts.username is not None or "?" in text or "#" in text:
        raise ApiValueError("host: no user info, query or fragment; credentials are set by api_key and access_token")
    name = checked_name("host", parts.hostname)
    if parts.scheme == "http" and not is_loopback(name) and name.removesuffix(".") not in insecure_hosts:
        raise ApiValueError("host: https expected; plain http is for loopback addresses and insecure_hosts only")
    netloc = f"[{name}]" if ":" in name else name
    if parts.port not in (None, DEFAULT_PORTS[parts.scheme]):
        netloc = f"{netloc}:{parts.port}"
    return parts._replace(netloc=netloc).geturl().rstrip("/")


def checked_proxy(proxy: object, place: str = "proxy", otherwise: str = "") -> str | None:
    """Return the address of a proxy; an empty text means that no proxy is used, None that the environment decides.

    Args:
        proxy: The address.
        place: The setting or the environment variable that it comes from.
        otherwise: What else the message advises.

    Raises:
        ApiValueError: It is not the address of an HTTP proxy; its user info is not shown.
    """
    if proxy is None:
        return None
    text = proxy.strip() if isinstance(proxy, str) else " "
    if not text:
        return ""
    parts = _split(text)
    if text.lower().startswith("socks"):
        advice = f"SOCKS is not supported; {otherwise}" if otherwise else f"{_PROXY}; SOCKS is not supported"
        raise ApiValueError(f"{place}: {advice}")
    if _USER_INFO.match(text) and (
        parts is None or not parts.netloc.rpartition("@")[0].isascii() or not parts.username
    ):
        raise ApiValueError(
            f"{place}: percent-encode special characters of user and password, such as # as %23 and / as %2F"
        )
    if parts is None or parts.scheme not in DEFAULT_PORTS:
        raise ApiValueError(f"{place}: {_PROXY}{otherwise and f'; {otherwise}'}")
    checked_name(place, parts.hostname)
    return text


_PROXY = "an address such as http://proxy.example.org:3128 expected"


def checked_name(place: str, name: object) -> str:
    """Return the name of a host, or its IP address, in lower case.

    Raises:
        ApiValueError: It is not a name that can be looked up, or asked for in a TLS handshake.
    """
    text = name.strip().lower() if isinstance(name, str) else ""
    if not text.isascii():
        raise ApiValueError(f"{place}: write the name in punycode, such as xn--bcher-kva.example")
    if ":" in text:
        if _is_ip(text):
            return text
    elif len(text.removesuffix(".")) <= 253 and all(map(_LABEL.fullmatch, text.removesuffix(".").split("."))):
        return text
    raise ApiValueError(
        f"{place}: the name of a host expected, such as example.org: at most 253 letters, digits and hyphens,"
        " with 1 to 63 between dots; or an IP address"
    )


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address belongs to this machine."""
    if host is None:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _split(address: str) -> SplitResult | None:
    """Return the parts of an address; None if the text is not an address with a host."""
    try:
        parts = urlsplit(address)
        name = parts.hostname or ""
        in_brackets = "[" in parts.netloc  # an IPv6 address; the forms of the future have no resolver yet
        malformed = _FORBIDDEN.search(address) is not None or parts.port == 0 or in_brackets != (":" in name)
    except ValueError:
        return None
    return None if malformed or not name else parts
