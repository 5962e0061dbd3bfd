"""Whether a service is reached through a proxy, and through which."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit

from urllib3 import make_headers

from order_capture_client.configuration import Configuration


def proxy_of(configuration: Configuration) -> tuple[str, dict[str, str]] | None:
    """Gives the address of the proxy and the headers for it; None where the service is reached without one."""
    proxy = configuration.proxy
    if proxy is None or should_bypass_proxies(configuration.host, configuration.no_proxy or ""):
        return None
    credentials = urlsplit(proxy)
    headers = dict(configuration.proxy_headers or {})
    if credentials.username is not None:
        login = f"{unquote(credentials.username)}:{unquote(credentials.password or '')}"
        headers = make_headers(proxy_basic_auth=login) | headers
    return proxy, headers


def should_bypass_proxies(url: str, no_proxy: str) -> bool:
    """Tells whether an address is to be reached without the proxy.

    Args:
        url: The address.
        no_proxy: Host names, also with a port, domains, IP addresses and networks, or `*`; separated by commas.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    names = {host, parts.netloc.lower()}
    for entry in (entry.strip().lower() for entry in no_proxy.split(",")):
        domain = entry.removeprefix("*").lstrip(".")
        if entry == "*" or (domain and any(name == domain or name.endswith(f".{domain}") for name in names)):
            return True
        try:
            if ip_address(host) in ip_network(entry, strict=False):
                return True
        except ValueError:
            continue  # one of the two is a name
    return False
