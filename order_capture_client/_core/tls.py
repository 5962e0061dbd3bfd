"""How connections are secured: TLS 1.2 and up, and whom to trust."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from urllib3.util.ssl_ import create_urllib3_context

from order_capture_client.exceptions import ApiValueError

if TYPE_CHECKING:
    from order_capture_client.configuration import Configuration


def tls_context(configuration: Configuration) -> ssl.SSLContext:
    """Gives the TLS context of a configuration: its own one, or one made of its settings.

    Raises:
        ApiValueError: A certificate or key cannot be read.
    """
    if configuration.ssl_context is not None:
        return configuration.ssl_context
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
