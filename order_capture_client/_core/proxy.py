"""Whether a service is reached through a proxy, and through which."""

from __future__ import annotations

import base64
import re
from ipaddress import ip_address, ip_network
from urllib.parse import unquote_to_bytes, urlsplit

from order_capture_client._core.address import DEFAULT_PORTS
from order_capture_client._core.headers import checked_headers, merged_headers
from order_capture_client.configuration import Configuration


def proxy_of(configuration: Configuration) -> tuple[str, dict[str, str]] | None:
    """Return the address of the proxy and the headers for it; None where the service is reached without one.

    Raises:
        ApiValueError: The proxy of the environment, or a header for the proxy, cannot be used.
    """
    # First of all, because an address that nobody needs may be one that cannot be used.
    if should_bypass_proxies(configuration.host, configuration.no_proxy or ""):
        return None
    proxy = configuration.proxy
    if proxy is None:
        return None
    credentials = urlsplit(proxy)
    headers = checked_headers("proxy_headers", configuration.proxy_headers or {})  # a dict may have changed since
    if credentials.username is not None:
        login = unquote_to_bytes(f"{credentials.username}:{credentials.password or ''}")
        authorization = f"Basic {base64.b64encode(login).decode('ascii')}"
        headers = merged_headers({"Proxy-Authorization": authorization}, headers)
    return proxy, headers


def should_bypass_proxies(url: str, no_proxy: str) -> bool:
    """Return whether an address is to be reached without the proxy.

    Args:
        url: The address.
        no_proxy: Host names, also with a port, domains, IP addresses and networks, or `*`; separated by commas or
            white space.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".")
    port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    return any(_covers(entry, host, port) for entry in no_proxy.lower().replace(",", " ").split())


def _covers(entry: str, host: str, port: int | None) -> bool:
    with_port = re.fullmatch(r"(\[[^]]*\]|[^:]*):(\d{1,5})", entry)
    if with_port is not None:
        if int(with_port[2]) != port:
            return False
        entry = with_port[1]
    entry = entry.replace("[", "").replace("]", "")
    if entry == "*":
        return True
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:  # one of the two is a name
        domain = entry.removeprefix("*").lstrip(".").removesuffix(".")
        return domain != "" and (host == domain or host.endswith(f".{domain}"))
