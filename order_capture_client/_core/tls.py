"""The TLS context of a configuration, which follows its files, and the codec of host names that a handshake needs."""

from __future__ import annotations

import logging
import os
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from urllib3.util.ssl_ import create_urllib3_context

from order_capture_client._core.causes import words_of_errno
from order_capture_client._core.environment import environment_authorities
from order_capture_client._core.log import log
from order_capture_client._core.tls_faults import FilePath, fault_of_authorities, fault_of_client_certificate
from order_capture_client._first_time import first_time
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiValueError

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

_Stamps: TypeAlias = list[tuple[int, int, int] | None]


def tls_context(configuration: Configuration) -> ssl.SSLContext:
    """Return the TLS context of a configuration: its own one, or one made of its settings.

    Raises:
        ApiValueError: A certificate or key cannot be read or is missing, or settings contradict a context of the user's.
    """
    if configuration.ssl_context is not None:
        ignored = [name for name in _MAKE_A_CONTEXT if getattr(configuration, name) not in (None, False)]
        ignored += [name for name in _CHANGE_A_CONTEXT if getattr(configuration, name) is False]
        if ignored:
            raise ApiValueError(f"ssl_context: configure these on the SSLContext: {', '.join(ignored)}")
        return configuration.ssl_context
    if configuration.key_file and not configuration.cert_file:
        raise ApiValueError("key_file: requires cert_file")
    context = _trusting_context(configuration)
    if configuration.cert_file:
        _load_client_certificate(context, configuration.cert_file, configuration.key_file, configuration.key_password)
    return context


class TlsFiles:
    """The TLS context for new connections, made again when a file that it was read from changes.

    Args:
        configuration: The settings.
        make: Makes a context of the settings, or returns the one that the user has set.

    Raises:
        ApiValueError: The context cannot be made.
    """

    def __init__(self, configuration: Configuration, make: Callable[[Configuration], ssl.SSLContext]) -> None:
        self._configuration = configuration
        self._make = make
        self._paths = _files_of(configuration)
        self._read = self._warned_of = self._stamps()
        self._next_look = time.monotonic() + 1
        self._context = make(configuration)

    def context(self) -> ssl.SSLContext:
        """Return the context. Files are looked at no more than once a second; while they cannot be read, the last one stays."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + 1
            stamps = self._stamps()
            if stamps != self._read:
                self._renew(stamps)
        return self._context

    def _renew(self, stamps: _Stamps) -> None:
        try:
            self._context = self._make(self._configuration)
        except ApiValueError as error:  # a renewal that is half written
            if stamps != self._warned_of:
                self._warned_of = stamps
                log(
                    logging.WARNING,
                    "TLS files changed, but cannot be read; new connections still use the last ones: %s",
                    error,
                )
        else:
            self._read = stamps

    def _stamps(self) -> _Stamps:
        return [_stamp(path) for path in self._paths]


def _files_of(configuration: Configuration) -> list[str | os.PathLike[str]]:
    """Return the files that a TLS context is read from."""
    if configuration.ssl_context is not None:
        return []
    named = environment_authorities()
    found = (
        configuration.ssl_ca_cert,
        configuration.cert_file,
        configuration.key_file,
        ssl.get_default_verify_paths().cafile if named is None else named[1],
    )
    return [path for path in found if path]


def _stamp(path: str | os.PathLike[str]) -> tuple[int, int, int] | None:
    try:
        stat = Path(path).stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def proxy_tls_context(configuration: Configuration) -> ssl.SSLContext:
    """Return the TLS context for a proxy: the configured one, or one that trusts the same authorities as for the service.

    Raises:
        ApiValueError: A certificate cannot be read.
    """
    return configuration.proxy_ssl_context or _trusting_context(configuration)


def _trusting_context(configuration: Configuration) -> ssl.SSLContext:
    """Return a context that trusts the authorities of a configuration, and shows no certificate of the client."""
    context = _new_context(ssl.CERT_REQUIRED if configuration.verify_ssl else ssl.CERT_NONE)
    if not isinstance(context, ssl.SSLContext):  # pyright: ignore[reportUnnecessaryIsInstance] # tools replace the class
        raise ApiValueError(
            "urllib3.contrib.pyopenssl: its TLS contexts are not supported; call extract_from_urllib3() before the first"
            " call, or set ssl_context to an ssl.SSLContext"
        )
    context.set_alpn_protocols(["http/1.1"])
    # urllib3 turns it on. Then a certificate might be refused when the service already has the request.
    context.post_handshake_auth = False
    if configuration.relax_x509_strict:
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    _trust(configuration, context)
    return context


def _new_context(verify: ssl.VerifyMode) -> ssl.SSLContext:
    try:
        return create_urllib3_context(cert_reqs=verify)
    except OSError as error:  # of the file for the keys of connections
        reason = words_of_errno(error)
    raise ApiValueError(f"SSLKEYLOGFILE: cannot be written: {reason}; create its folder, or unset the variable")


def _trust(configuration: Configuration, context: ssl.SSLContext) -> None:
    """Load the certificates of authorities."""
    authorities = configuration.ssl_ca_cert or configuration.ca_cert_data
    if not authorities or configuration.trust_system_ca:
        named = environment_authorities() if configuration.verify_ssl else None
        if named is None:
            context.load_default_certs()
        else:
            place = "capath" if Path(named[1]).is_dir() else "cafile"
            _load_authorities(context, named[0], **{place: named[1]})
    if configuration.ssl_ca_cert:
        _load_authorities(context, "ssl_ca_cert", cafile=configuration.ssl_ca_cert)
    if configuration.ca_cert_data:
        _load_authorities(context, "ca_cert_data", cadata=configuration.ca_cert_data)


def _load_authorities(
    context: ssl.SSLContext,
    name: str,
    *,
    cafile: FilePath | None = None,
    capath: FilePath | None = None,
    cadata: str | bytes | None = None,
) -> None:
    try:
        context.load_verify_locations(cafile, capath, cadata)
    except (OSError, ValueError) as error:
        fault = fault_of_authorities(error, name, cafile)
    else:
        return
    raise ApiValueError(fault)


def _load_client_certificate(
    context: ssl.SSLContext, cert_file: FilePath, key_file: FilePath | None, key_password: str | None
) -> None:
    try:
        # Without a password OpenSSL would ask for it on the terminal.
        context.load_cert_chain(cert_file, key_file, key_password or "")
    except (OSError, ValueError) as error:
        fault = fault_of_client_certificate(error, cert_file, key_file, has_password=bool(key_password))
    else:
        return
    del key_password  # reporters of exceptions show the local variables of each frame
    raise ApiValueError(fault)


def load_host_name_codec() -> None:
    """Import the codec of host names, which sockets and TLS would import during a call, while a fork may come."""
    with first_time():
        import encodings.idna  # noqa: F401 # pyright: ignore[reportUnusedImport]
