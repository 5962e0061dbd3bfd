"""The words for the causes of failures: the same for what urllib3 and what aiohttp raise."""

from __future__ import annotations

import errno
import ssl
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from order_capture_client._core.causes import refuses_client_certificate

KEY = ConnectionKey("canary", 443, True, True, None, None, None)


def tls_error(reason: str | None, text: str = "", kind: type[ssl.SSLError] = ssl.SSLError) -> ssl.SSLError:
    """An exception as the ssl module makes it."""
    error = kind(1, f"[SSL: {reason}] {text} (_ssl.c:1006)" if reason else f"{text} (_ssl.c:1006)")
    error.reason = cast("str", reason)
    return error


REFUSED = [
    "SSLV3_ALERT_BAD_CERTIFICATE",
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
    "SSLV3_ALERT_CERTIFICATE_REVOKED",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
    "TLSV1_ALERT_UNKNOWN_CA",
    "TLSV1_ALERT_ACCESS_DENIED",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED",
]


def wrapped_by_aiohttp(error: OSError) -> aiohttp.ClientOSError:
    """An exception as aiohttp raises it when the connection is lost after it was made."""
    outer = aiohttp.ClientOSError(*error.args)
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize("reason", REFUSED)
def test_the_alerts_that_refuse_a_client_certificate_are_known(reason: str) -> None:
    error = tls_error(reason)

    assert refuses_client_certificate(error)
    assert refuses_client_certificate(wrapped_by_aiohttp(error))
    assert refuses_client_certificate(aiohttp.ClientConnectorSSLError(KEY, error))


def test_an_alert_without_a_symbol_is_known_by_its_text() -> None:
    assert refuses_client_certificate(tls_error(None, "tlsv13 alert certificate required"))


@pytest.mark.parametrize(
    "error",
    [
        tls_error("SSLV3_ALERT_HANDSHAKE_FAILURE", "sslv3 alert handshake failure"),
        tls_error("CERTIFICATE_VERIFY_FAILED", "unknown ca", ssl.SSLCertVerificationError),
        tls_error("TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE", "tlsv1 bad certificate status response"),
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol (_ssl.c:2427)"),
        ConnectionResetError(errno.ECONNRESET, "alert unknown ca"),
        SimpleNamespace(reason="TLSV1_ALERT_UNKNOWN_CA"),
    ],
    ids=repr,
)
def test_other_exceptions_do_not_refuse_a_client_certificate(error: Any) -> None:
    assert not refuses_client_certificate(error)
