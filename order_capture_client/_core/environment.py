"""Settings that the environment gives to every program: proxies and certificate authorities."""

from __future__ import annotations

import os
import sys

from order_capture_client._core.address import checked_proxy
from order_capture_client._first_time import first_time


def environment_proxy(scheme: str) -> str | None:
    """Return the address of the environment's proxy for a scheme.

    Raises:
        ApiValueError: It cannot be used; the message names the variable.
    """
    proxies = environment_proxies()
    for name in (scheme, "all"):
        proxy = proxies.get(name, "").strip()
        if proxy:
            # The name in lower case wins over the one in upper case, and sorts behind it.
            variable = max((key for key in os.environ if key.lower() == f"{name}_proxy"), default="proxy of the system")
            advice = "set HTTPS_PROXY, NO_PROXY or proxy=''"
            return checked_proxy(proxy if "://" in proxy else f"http://{proxy}", variable, advice)
    return None


def environment_proxies() -> dict[str, str]:
    """Return the proxies of the environment, or of the system where it has settings for them."""
    if sys.platform not in ("darwin", "win32") and not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    with first_time():
        from urllib.request import getproxies  # slow to import

    return getproxies()


def environment_authorities() -> tuple[str, str] | None:
    """Return the variable that names certificate authorities for Requests or curl, and its path.

    None leaves the choice to OpenSSL, which reads `SSL_CERT_FILE` and `SSL_CERT_DIR` itself.
    """
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return None
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        if path := os.environ.get(variable):
            return variable, path
    return None
