"""The environment of a program: proxies and certificate authorities that it names, and its versions."""

from __future__ import annotations

import os
import sys

from order_capture_client._contract import CONTRACT_VERSION
from order_capture_client._core.address import checked_proxy
from order_capture_client._first_time import first_time
from order_capture_client._version import __version__


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


def debug_report() -> str:
    """Return the versions to state in a bug report."""
    return (
        "Python SDK Debug Report:\n"
        f"OS: {sys.platform}\n"
        f"Python Version: {sys.version}\n"
        f"Version of the API: {CONTRACT_VERSION}\n"
        f"SDK Package Version: {__version__}"
    )
