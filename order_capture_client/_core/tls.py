"""How connections are secured: TLS 1.2 and up, and whom to trust."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from urllib3.util.ssl_ import create_urllib3_context

from order_capture_client.exceptions import ApiValueError

if TYPE_CHECKING:
    from order_capture_client.configuration import Configuration


_MAKE_A_CONTEXT = (
    "ssl_ca_cert",
    "ca_cert_data",
    "cert_file",
    "key_file",
    "key_password",
    "trust_system_ca",
    "relax_x509_strict",
    "assert_hostname",
)
_CHANGE_A_CONTEXT = ("verify_ssl", "assert_hostname")


def tls_context(configuration: Configuration) -> ssl.SSLContext:
    """Gives the TLS context of a configuration: its own one, or one made of its settings.

    Raises:
        ApiValueError: A certificate or key cannot be read or is missing, or there are settings beside an own context.
    """
    if configuration.ssl_context is not None:
        beside = [name for name in _MAKE_A_CONTEXT if getattr(configuration, name) not in (None, False)]
        beside += [name for name in _CHANGE_A_CONTEXT if getattr(configuration, name) is False]
        if beside:
            raise ApiValueError(f"ssl_context: say this in the context itself: {', '.join(beside)}")
        return configuration.ssl_context
    if configuration.key_file and not configuration.cert_file:
        raise ApiValueError("key_file: goes with cert_file")
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED if configuration.verify_ssl else ssl.CERT_NONE)
    if configuration.relax_x509_strict:
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    private = configuration.ssl_ca_cert or configuration.ca_cert_data
    if not private or configuration.trust_system_ca:
        context.load_default_certs()
    setting = "ssl_ca_cert, ca_cert_data"
    try:
        if private:
            context.load_verify_locations(cafile=configuration.ssl_ca_cert, cadata=configuration.ca_cert_data)
        setting = "cert_file, key_file, key_password"
        if configuration.cert_file:
            # Without a password OpenSSL would ask for it on the terminal.
            password = configuration.key_password or ""
            context.load_cert_chain(configuration.cert_file, configuration.key_file, password)
    except (OSError, ValueError) as error:
        reason = type(error).__name__
    else:
        return context
    raise ApiValueError(f"{setting}: cannot be read: {reason}")
