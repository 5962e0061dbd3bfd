"""The words for the causes of failures: the same for what urllib3 and what aiohttp raise."""

from __future__ import annotations

import asyncio
import errno
import http.client
import socket
import ssl
import sys
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
import urllib3.exceptions
from aiohttp.client_reqrep import ConnectionKey
from urllib3.util.ssl_match_hostname import CertificateError

from order_capture_client._core.causes import cause_of, copy_of, failure_of, refuses_client_certificate
from order_capture_client._core.http import MalformedAnswerError, ProxyAnswerError, TooLargeError
from order_capture_client._core.wire import FailureKind, Phase, Response
from test.paths import ROOT

KEY = ConnectionKey("canary", 443, True, True, None, None, None)
POOL: Any = None
CONNECTION, CERTIFICATE, TIMEOUT = FailureKind.CONNECTION, FailureKind.CERTIFICATE, FailureKind.TIMEOUT
NOT_SENT, SENT, HEAD, _ = Phase


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


def not_connected(error: Exception) -> Exception:
    """As urllib3 raises an exception of connecting."""
    made = urllib3.exceptions.NewConnectionError(POOL, "canary")
    made.__cause__ = error
    return made


def not_reached(error: OSError) -> Exception:
    """As urllib3 raises an exception of connecting to the proxy."""
    return urllib3.exceptions.ProxyError("canary", not_connected(error))


def refused_certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:1006)")
    error.reason = "CERTIFICATE_VERIFY_FAILED"
    vars(error).update(verify_code=code, verify_message="canary")
    return error


REFUSED_BY_HOST = ConnectionRefusedError(errno.ECONNREFUSED, "canary")
NO_NAME = socket.gaierror(socket.EAI_NONAME, "canary")
RESET = ConnectionResetError(errno.ECONNRESET, "canary")
EOF = ssl.SSLEOFError(8, "EOF occurred in violation of protocol (_ssl.c:1006)")
PLAIN = tls_error("WRONG_VERSION_NUMBER")
EXPIRED_ALERT = tls_error("SSLV3_ALERT_CERTIFICATE_EXPIRED")
CHECK_HOST = "check host, or set proxy"
CHECK_PROXY = "check proxy and no_proxy"

ROWS = [
    # name, as urllib3 raises it, as aiohttp raises it, phase, kind, words, advice
    (
        "refused",
        not_connected(REFUSED_BY_HOST),
        aiohttp.ClientConnectorError(KEY, REFUSED_BY_HOST),
        NOT_SENT,
        CONNECTION,
        "connection refused (ECONNREFUSED)",
        CHECK_HOST,
    ),
    (
        "no such host",
        not_connected(NO_NAME),
        aiohttp.ClientConnectorDNSError(KEY, NO_NAME),
        NOT_SENT,
        CONNECTION,
        "no such host (EAI_NONAME)",
        CHECK_HOST,
    ),
    (
        "several addresses, several reasons",
        not_connected(OSError(errno.ENETUNREACH, "canary")),
        aiohttp.ClientConnectorError(
            KEY,
            OSError(f"Multiple exceptions: [Errno {errno.ECONNREFUSED}] canary, [Errno {errno.ENETUNREACH}] canary"),
        ),
        NOT_SENT,
        CONNECTION,
        "network unreachable (ENETUNREACH)",
        CHECK_HOST,
    ),
    (
        "no address",
        not_connected(OSError("canary")),
        aiohttp.ClientConnectorError(KEY, OSError("canary")),
        NOT_SENT,
        CONNECTION,
        "no address of the host could be reached",
        CHECK_HOST,
    ),
    (
        "proxy refuses",
        not_reached(REFUSED_BY_HOST),
        aiohttp.ClientProxyConnectionError(KEY, REFUSED_BY_HOST),
        NOT_SENT,
        CONNECTION,
        "proxy: connection refused (ECONNREFUSED)",
        CHECK_PROXY,
    ),
    (
        "no such proxy",
        not_reached(NO_NAME),
        aiohttp.ClientProxyConnectionError(KEY, NO_NAME),
        NOT_SENT,
        CONNECTION,
        "proxy: no such host (EAI_NONAME)",
        CHECK_PROXY,
    ),
    (
        "proxy answers",
        urllib3.exceptions.ProxyError("canary", ProxyAnswerError(Response(407))),
        ProxyAnswerError(Response(407)),
        NOT_SENT,
        FailureKind.PROXY,
        "the proxy answered 407",
        "check the user and the password in proxy",
    ),
    *(
        (
            f"certificate, {code}",
            urllib3.exceptions.SSLError(refused_certificate(code)),
            aiohttp.ClientConnectorCertificateError(KEY, refused_certificate(code)),
            NOT_SENT,
            CERTIFICATE,
            f"{words} ({code})",
            advice,
        )
        for code, words, advice in [
            (9, "certificate is not yet valid", "has to be replaced"),
            (10, "certificate has expired", "has to be replaced"),
            (18, "self-signed certificate", "set ssl_ca_cert to"),
            (19, "self-signed certificate in certificate chain", "set ssl_ca_cert to"),
            (20, "unable to get local issuer certificate", "set ssl_ca_cert to"),
            (62, "host name mismatch", "set tls_server_name or assert_hostname"),
            (64, "IP address mismatch", "set tls_server_name or assert_hostname"),
            (66, "key of the certificate is too weak", "has to be replaced"),
            (
                85,
                "missing Authority Key Identifier",
                "relax_x509_strict" if sys.version_info >= (3, 13) else "replaced",
            ),
            (99, "certificate refused", ""),
        ]
    ),
    (
        "another name",
        urllib3.exceptions.SSLError(CertificateError("canary")),
        CertificateError("canary"),
        NOT_SENT,
        CERTIFICATE,
        "host name mismatch (62)",
        "set tls_server_name or assert_hostname",
    ),
    (
        "plain port",
        urllib3.exceptions.SSLError(PLAIN),
        aiohttp.ClientConnectorSSLError(KEY, PLAIN),
        NOT_SENT,
        CONNECTION,
        "the port does not speak TLS (WRONG_VERSION_NUMBER)",
        "it may be for plain HTTP",
    ),
    (
        "closed in the handshake",
        urllib3.exceptions.SSLError(EOF),
        aiohttp.ClientConnectorError(KEY, ConnectionResetError()),
        NOT_SENT,
        CONNECTION,
        "the connection was closed before it was ready",
        "",
    ),
    (
        "client certificate expired",
        EXPIRED_ALERT,
        wrapped_by_aiohttp(EXPIRED_ALERT),
        NOT_SENT,
        CONNECTION,
        "the server refused the client certificate: certificate expired",
        "check cert_file and key_file",
    ),
    (
        "connecting too long",
        urllib3.exceptions.ConnectTimeoutError(POOL, "canary"),
        aiohttp.ConnectionTimeoutError("canary"),
        NOT_SENT,
        TIMEOUT,
        "connecting took too long",
        "",
    ),
    ("no answer", TimeoutError(), asyncio.TimeoutError(), SENT, TIMEOUT, "no answer in time", ""),
    (
        "no end",
        TimeoutError(),
        aiohttp.SocketTimeoutError("canary"),
        HEAD,
        TIMEOUT,
        "the answer did not end in time",
        "",
    ),
    (
        "reset",
        urllib3.exceptions.ProtocolError("canary", RESET),
        wrapped_by_aiohttp(RESET),
        SENT,
        CONNECTION,
        "connection reset (ECONNRESET)",
        "",
    ),
    (
        "closed",
        urllib3.exceptions.ProtocolError("canary", http.client.RemoteDisconnected("canary")),
        aiohttp.ServerDisconnectedError("canary"),
        SENT,
        CONNECTION,
        "the connection was closed before an answer",
        "",
    ),
    (
        "cut short",
        urllib3.exceptions.ProtocolError("canary", http.client.IncompleteRead(b"canary")),
        aiohttp.ClientPayloadError("canary"),
        HEAD,
        CONNECTION,
        "the answer was cut short",
        "",
    ),
    (
        "no HTTP",
        urllib3.exceptions.ProtocolError("canary", MalformedAnswerError("status line")),
        aiohttp.http.HttpProcessingError(message="canary"),
        SENT,
        FailureKind.PROTOCOL,
        "the answer breaks HTTP",
        "",
    ),
    (
        "too large",
        TooLargeError("the answer is too large"),
        TooLargeError("the answer is too large"),
        HEAD,
        FailureKind.TOO_LARGE,
        "the answer is too large",
        "check max_response_bytes",
    ),
    (
        "unknown",
        not_connected(RuntimeError("canary")),
        RuntimeError("canary"),
        NOT_SENT,
        CONNECTION,
        "RuntimeError",
        "",
    ),
    (
        "unknown number",
        OSError(errno.ELOOP, "canary"),
        aiohttp.ClientOSError(errno.ELOOP, "canary"),
        SENT,
        CONNECTION,
        "system error (ELOOP)",
        "",
    ),
]


@pytest.mark.parametrize("library", ["urllib3", "aiohttp"])
@pytest.mark.parametrize(
    ("by_urllib3", "by_aiohttp", "phase", "kind", "words", "advice"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_both_libraries_give_the_same_words(
    by_urllib3: Exception,
    by_aiohttp: Exception,
    phase: Phase,
    kind: FailureKind,
    words: str,
    advice: str,
    library: str,
) -> None:
    failure = failure_of(by_urllib3 if library == "urllib3" else by_aiohttp, phase, kind)

    assert failure.detail == words
    assert advice in failure.advice
    assert bool(advice) == bool(failure.advice)
    assert failure.cause is not None
    assert (failure.cause.__traceback__, failure.cause.__cause__, failure.cause.__context__) == (None, None, None)
    assert "canary" not in f"{failure.cause} {failure.cause!r} {failure.cause.args} {failure}"


@pytest.mark.parametrize(
    ("error", "phase", "words"),
    [
        (aiohttp.ServerDisconnectedError(), NOT_SENT, "the connection was closed before it was ready"),
        (RESET, NOT_SENT, "connection reset (ECONNRESET)"),
    ],
)
def test_a_proxy_is_named_where_it_may_be_the_reason(error: Exception, phase: Phase, words: str) -> None:
    cause = cause_of(error, phase, CONNECTION, proxied=True)

    assert cause.words == words
    assert CHECK_PROXY in cause.advice


def test_a_timeout_names_the_proxy() -> None:
    assert (
        cause_of(TimeoutError(), NOT_SENT, TIMEOUT, proxied=True).words == "connecting through the proxy took too long"
    )


def test_the_advice_for_the_certificate_of_a_proxy_is_about_the_proxy() -> None:
    error = urllib3.exceptions.ProxyError("canary", refused_certificate(62))
    unknown = urllib3.exceptions.ProxyError("canary", refused_certificate(20))

    assert cause_of(error, NOT_SENT, CERTIFICATE) == (
        "proxy: host name mismatch (62)",
        cause_of(not_reached(NO_NAME), NOT_SENT, CONNECTION).advice,
    )
    assert "ssl_ca_cert" in cause_of(unknown, NOT_SENT, CERTIFICATE).advice


def test_the_page_about_causes_has_the_words() -> None:
    page = (ROOT / "docs" / "causes.md").read_text("utf-8").replace("`... before", "`the connection was closed before")
    refused = ["certificate refused (99)", "system error (ELOOP)"]
    words = [row[5] for row in ROWS if row[5] not in refused]

    assert [cause for cause in words if f"`{cause.removeprefix('proxy: ')}`" not in page] == []


class Described(ConnectionError):
    """An exception of another library, which shows a request."""

    def __str__(self) -> str:
        return "canary"


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (REFUSED_BY_HOST, f"ConnectionRefusedError({errno.ECONNREFUSED}, 'Connection refused')"),
        (NO_NAME, f"gaierror({socket.EAI_NONAME}, 'no such host (EAI_NONAME)')"),
        (Described("canary"), "ConnectionError('Described')"),
        (aiohttp.ServerDisconnectedError("canary"), "ConnectionError('ServerDisconnectedError')"),
        (http.client.IncompleteRead(b"canary"), "HTTPException('IncompleteRead')"),
        (UnicodeEncodeError("ascii", "canary", 0, 1, "canary"), "UnicodeError('UnicodeEncodeError')"),
        (MalformedAnswerError("status line"), "MalformedAnswerError('status line')"),
        (ssl.SSLError("canary"), "SSLError(1, 'TLS failed')"),
        (ssl.SSLError(1, "canary"), "SSLError(1, 'TLS failed')"),
        (asyncio.TimeoutError("canary"), "TimeoutError()"),
        (LookupError("canary"), "Exception('LookupError')"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_copy_shows_the_class_and_nothing_that_others_have_written(error: Exception, shown: str) -> None:
    assert repr(copy_of(error)) == shown


def test_a_copy_of_a_refused_certificate_keeps_the_code_and_the_text_of_openssl() -> None:
    error = refused_certificate(10)
    copied = copy_of(error)

    assert isinstance(copied, ssl.SSLCertVerificationError)
    assert (copied.args, copied.reason, copied.verify_code) == (error.args, error.reason, 10)
    assert copied.verify_message == "certificate has expired"


def test_a_copy_of_the_answer_of_a_proxy_has_its_status_alone() -> None:
    headers = urllib3.HTTPHeaderDict({"X-Name": "canary"})
    copied = copy_of(ProxyAnswerError(Response(407, headers, b"canary", "canary")))

    assert isinstance(copied, ProxyAnswerError)
    assert copied.response == Response(407)


def test_a_failure_after_sending_is_not_blamed_on_the_proxy() -> None:
    wrapped = urllib3.exceptions.ProxyError("no", http.client.RemoteDisconnected("closed"))

    cause = cause_of(wrapped, Phase.SENT, FailureKind.CONNECTION, proxied=True)

    assert cause == ("the connection was closed before an answer", "")
