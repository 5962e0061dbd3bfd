"""The causes of failures, in a closed vocabulary that is the same for both transports and shows no secret.

Words come from tables, or are symbols of errno, the resolver and OpenSSL. The text of an exception never reaches them.
"""

from __future__ import annotations

import errno
import http.client
import os
import re
import socket
import ssl
import sys
from typing import Any, NamedTuple

from urllib3.exceptions import DecodeError, HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

from order_capture_client._core.http import MalformedAnswerError, ProxyAnswerError, TooLargeError
from order_capture_client._core.wire import Failure, FailureKind, Phase, Response


class Cause(NamedTuple):
    """Why an attempt failed."""

    words: str
    """The cause, in fixed words."""
    advice: str = ""
    """What to check, where that is known; it names the setting."""


def failure_of(
    error: BaseException,
    phase: Phase,
    kind: FailureKind,
    response: Response | None = None,
    *,
    proxied: bool = False,
) -> Failure:
    """Return the failure that an exception stands for, with its cause.

    Args:
        error: The exception as urllib3 or aiohttp raised it, or as it was before they wrapped it.
        phase: How far the attempt came.
        kind: The kind of the failure.
        response: The answer as far as it came, or the proxy's.
        proxied: Whether a proxy was asked for the connection.
    """
    cause = cause_of(error, phase, kind, proxied=proxied)
    return Failure(phase, kind, cause.words, response, copy_of(_unwrapped(error)[0]), cause.advice)


def cause_of(error: BaseException, phase: Phase, kind: FailureKind, *, proxied: bool = False) -> Cause:
    """Return the cause of a failure; the class of an exception that the vocabulary does not know."""
    inner, at_proxy = _unwrapped(error)
    cause = _cause_of(inner, phase, kind, proxied)
    if at_proxy and phase is Phase.NOT_SENT and kind is not FailureKind.PROXY:  # urllib3 says so of later failures, too
        is_about_host = not cause.advice or "host" in cause.advice
        cause = Cause(f"proxy: {cause.words}", _CHECK_PROXY if is_about_host else cause.advice)
    if proxied and phase is Phase.NOT_SENT and not cause.advice:
        cause = cause._replace(advice=_CHECK_PROXY)
    return cause


def _cause_of(error: BaseException, phase: Phase, kind: FailureKind, proxied: bool) -> Cause:
    alert = _client_certificate_alert(error)
    if alert is not None:
        return Cause(
            f"the server refused the client certificate: {alert}", "check cert_file and key_file of the Configuration"
        )
    if kind is FailureKind.PROXY:
        return _answer_of_proxy(error)
    if kind is FailureKind.TIMEOUT:
        return _timeout(error, phase, proxied)
    if kind is FailureKind.CERTIFICATE:
        return _certificate(error)
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    return Cause("the answer was cut short") if phase >= Phase.HEAD else _connection(error, phase)


def refuses_client_certificate(error: BaseException) -> bool:
    """Return whether an exception carries a TLS alert by which a server refuses the certificate of its client."""
    return _client_certificate_alert(_unwrapped(error)[0]) is not None


def innermost(error: BaseException) -> BaseException:
    """Return the exception that urllib3 or aiohttp has wrapped."""
    while (wrapped := _wrapped(error)) is not None:
        error = wrapped
    return error


def copy_of(error: BaseException) -> BaseException:
    """Return an exception of the same standard class that has no frames, and shows no part of a request or an answer.

    It keeps the number and the text of the operating system, and OpenSSL's symbol, code and text.
    """
    if isinstance(error, ssl.SSLError):
        return _copy_of_tls(error)
    if isinstance(error, socket.gaierror):
        return socket.gaierror(error.errno, _resolver(error).words)
    if isinstance(error, OSError) and _system(error) is not None:
        return OSError(error.errno, os.strerror(error.errno or 0))  # of the subclass for the number
    return _copy_of_other(error)


def _copy_of_other(error: BaseException) -> Exception:
    if isinstance(error, ProxyAnswerError):
        return ProxyAnswerError(Response(error.response.status))
    if isinstance(error, (MalformedAnswerError, TooLargeError)):
        return type(error)(*error.args)  # our own words
    names = [base.__name__ for base in type(error).__mro__]  # the TimeoutErrors of asyncio and urllib3 are others
    other = ConnectionError if names[0] in _ENDS else Exception
    kind: type[Any] = next((kind for kind in _STANDARD if kind.__name__ in names), other)
    copied: Exception = kind() if names[0] == kind.__name__ else kind(names[0])
    return copied


_STANDARD = (
    http.client.RemoteDisconnected,
    http.client.HTTPException,
    DecodeError,
    CertificateError,
    UnicodeError,
    ValueError,
    RuntimeError,
    AttributeError,
    TypeError,
    TimeoutError,
    BrokenPipeError,
    ConnectionAbortedError,
    ConnectionRefusedError,
    ConnectionResetError,
    ConnectionError,
    OSError,
)
"""Classes that can be made from a text."""


def _copy_of_tls(error: ssl.SSLError) -> ssl.SSLError:
    kind = type(error) if type(error).__module__ == "ssl" else ssl.SSLError
    text = error.strerror if isinstance(error.strerror, str) and _BY_OPENSSL.fullmatch(error.strerror) else "TLS failed"
    copied = kind(error.errno or int(ssl.SSL_ERROR_SSL), text)
    if _reason(error):
        copied.reason = _reason(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        words = _VERIFY.get(error.verify_code, "certificate refused")
        vars(copied).update({"verify_code": error.verify_code, "verify_message": words})
    return copied


_BY_OPENSSL = re.compile(r"[ -~]{1,300} \(_ssl\.c:\d+\)")
"""Texts that the ssl module makes; they show no more than the host that was expected."""


def words_of_errno(error: BaseException) -> str:
    """Return the words for an error number of the operating system; without one, the class."""
    cause = _system(error)
    return type(error).__name__ if cause is None else cause.words


def _unwrapped(error: BaseException) -> tuple[BaseException, bool]:
    """Return the exception that the libraries have wrapped, and whether they say that the proxy could not be reached."""
    at_proxy = False
    while True:
        name = type(error).__name__
        at_proxy = at_proxy or name in ("ProxyError", "ClientProxyConnectionError")
        wrapped = _wrapped(error)
        if wrapped is None:
            return _last_of_several(error), at_proxy
        error = wrapped


def _wrapped(error: BaseException) -> BaseException | None:
    if isinstance(error, HTTPError) and not isinstance(error, DecodeError):
        candidates = (error.__cause__, *error.args)
    elif type(error).__module__.startswith("aiohttp."):
        candidates = (getattr(error, "os_error", None), getattr(error, "certificate_error", None), error.__cause__)
    else:
        return None
    return next((candidate for candidate in candidates if isinstance(candidate, Exception)), None)


def _last_of_several(error: BaseException) -> BaseException:
    """Return the exception for the last address of a host, where each failed for another reason.

    The sync client raises that one. aiohttp joins the texts of all.
    """
    if type(error) is not OSError or error.errno is not None:
        return error
    numbers = [int(number) for number in re.findall(r"\[Errno (\d{1,5})\]", str(error))]
    return OSError(numbers[-1], os.strerror(numbers[-1])) if numbers else error


_BY_KIND = {
    FailureKind.TOO_LARGE: Cause("the answer is too large", "check max_response_bytes of the Configuration"),
    FailureKind.UNDECODABLE: Cause("the content coding of the answer is refused or broken"),
    FailureKind.PROTOCOL: Cause("the answer breaks HTTP"),
}

_CHECK_PROXY = "check proxy and no_proxy, or the variables HTTPS_PROXY and NO_PROXY"


def _answer_of_proxy(error: BaseException) -> Cause:
    response = getattr(error, "response", None)
    status = getattr(response, "status", None) or getattr(error, "status", None)
    if not isinstance(status, int):
        return Cause("the proxy refused to connect", _CHECK_PROXY)
    advice = {
        403: "the proxy does not allow this host; check proxy and no_proxy",
        407: "check the user and the password in proxy, or proxy_headers",
    }
    return Cause(f"the proxy answered {status}", advice.get(status, _CHECK_PROXY))


def _timeout(error: BaseException, phase: Phase, proxied: bool) -> Cause:
    cause = _system(error)
    if cause is not None:
        return cause
    if phase is Phase.NOT_SENT:
        return Cause("connecting through the proxy took too long" if proxied else "connecting took too long")
    return Cause("no answer in time" if phase is Phase.SENT else "the answer did not end in time")


def _connection(error: BaseException, phase: Phase) -> Cause:
    if isinstance(error, socket.gaierror):
        return _resolver(error)
    if _is_end(error):
        return Cause(
            "the connection was closed before it was ready"
            if phase is Phase.NOT_SENT
            else "the connection was closed before an answer"
        )
    if isinstance(error, ssl.SSLError):
        return _tls(error)
    cause = _system(error)
    if cause is not None:
        return cause
    if type(error) is OSError and phase is Phase.NOT_SENT:
        return Cause("no address of the host could be reached", _CHECK_HOST)
    return Cause(type(error).__name__)


_CHECK_HOST = "check host, or set proxy if the host is reached through one"

_ENDS = {
    "ClientConnectionError",
    "ClientConnectionResetError",
    "ClientPayloadError",
    "EofStream",
    "IncompleteRead",
    "IncompleteReadError",
    "RemoteDisconnected",
    "SSLEOFError",
    "SSLZeroReturnError",
    "ServerDisconnectedError",
}
"""Classes whose instances say that the other side ended the connection."""


def _is_end(error: BaseException) -> bool:
    if type(error).__name__ in _ENDS or _reason(error) == "UNEXPECTED_EOF_WHILE_READING":
        return True
    return isinstance(error, (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)) and error.errno is None


def _resolver(error: socket.gaierror) -> Cause:
    symbol = _RESOLVER_SYMBOLS.get(error.errno or 0)
    words = {"EAI_NONAME": "no such host", "EAI_NODATA": "no such host"}.get(symbol or "", "the host was not resolved")
    return Cause(f"{words} ({symbol})" if symbol else words, _CHECK_HOST)


_RESOLVER_SYMBOLS = {getattr(socket, name): name for name in sorted(dir(socket)) if name.startswith("EAI_")}


def _system(error: BaseException) -> Cause | None:
    """Return the cause that an error number of the operating system stands for."""
    symbol = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    if symbol is None:
        return None
    symbol = symbol.removeprefix("WSA")
    words, advice = _ERRNO.get(symbol, ("system error", ""))
    return Cause(f"{words} ({symbol})", advice)


_ERRNO = {
    "EACCES": ("not permitted", ""),
    "EADDRNOTAVAIL": ("no local address or port is free", ""),
    "ECONNABORTED": ("connection aborted", ""),
    "ECONNREFUSED": ("connection refused", _CHECK_HOST),
    "ECONNRESET": ("connection reset", ""),
    "EHOSTUNREACH": ("host unreachable", _CHECK_HOST),
    "EISDIR": ("it is a folder", ""),
    "EMFILE": ("too many open files", ""),
    "ENETUNREACH": ("network unreachable", _CHECK_HOST),
    "ENOENT": ("no such file", ""),
    "ENOTDIR": ("no such file", ""),
    "EPERM": ("not permitted", ""),
    "EPIPE": ("connection broken", ""),
    "ETIMEDOUT": ("connection timed out", ""),
}

_SYMBOL = re.compile(r"[A-Z0-9_/]+")
_ALERT = re.compile(
    r"\balert[ _](bad certificate|unsupported certificate|certificate (?:revoked|expired|unknown|required)"
    r"|unknown ca|access denied)\b"
)
"""TLS alerts that refuse a certificate. Older versions of Python know some of them only by the text of OpenSSL."""


def _client_certificate_alert(error: BaseException) -> str | None:
    if not isinstance(error, ssl.SSLError):
        return None
    text = " ".join(part for part in (_reason(error), error.strerror) if isinstance(part, str))
    found = _ALERT.search(text.lower().replace("_", " "))
    return None if found is None else found[1]


def _reason(error: BaseException) -> str:
    """Return OpenSSL's symbol; an exception that Python's own code raises has none."""
    reason = getattr(error, "reason", None) if isinstance(error, ssl.SSLError) else None
    return reason if isinstance(reason, str) and _SYMBOL.fullmatch(reason) else ""


def _tls(error: ssl.SSLError) -> Cause:
    symbol = _reason(error)
    if not symbol:
        return Cause("TLS failed")
    words, advice = next((row[1:] for row in _TLS if row[0] in symbol), ("TLS failed", ""))
    return Cause(f"{words} ({symbol})", advice)


_TLS = (
    # part of the symbol, words, advice
    ("WRONG_VERSION_NUMBER", "the port does not speak TLS", "check the port in host: it may be for plain HTTP"),
    ("HTTP_REQUEST", "the port does not speak TLS", "check the port in host: it may be for plain HTTP"),
    ("PROTOCOL", "no common version of TLS", "the server has to offer TLS 1.2 or later"),
    ("HANDSHAKE_FAILURE", "the server refused the TLS handshake", "it may require a client certificate (cert_file)"),
    ("UNRECOGNIZED_NAME", "the server has no certificate for this name", "check host, or set tls_server_name"),
)


def _certificate(error: BaseException) -> Cause:
    code = getattr(error, "verify_code", 62)  # urllib3 compares names by itself, without a code
    words = _VERIFY.get(code, "certificate refused")
    return Cause(f"{words} ({code})" if isinstance(code, int) else words, _certificate_advice(code))


def _certificate_advice(code: object) -> str:
    if code in _UNTRUSTED:
        return "set ssl_ca_cert to the certificate of the authority that the server's certificate comes from"
    if code in (62, 64):
        return "check host, or set tls_server_name or assert_hostname"
    if code in _STRICT and sys.version_info >= (3, 13):
        return "set relax_x509_strict=True, or have the certificate replaced"
    return "the server's certificate has to be replaced" if code in _VERIFY else ""


_UNTRUSTED = (2, 18, 19, 20, 21, 27)
_STRICT = (76, 77, 78, *range(80, 95))
"""Faults that only VERIFY_X509_STRICT refuses; Python 3.13 and later set it by default."""

_VERIFY = {
    2: "unable to get issuer certificate",
    7: "certificate signature failure",
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    21: "unable to verify the first certificate",
    22: "certificate chain too long",
    23: "certificate revoked",
    24: "issuer certificate has no public key",
    25: "path length constraint exceeded",
    26: "unsuitable certificate purpose",
    27: "certificate not trusted",
    28: "certificate rejected",
    34: "unhandled critical extension",
    37: "invalid non-CA certificate",
    47: "permitted subtree violation",
    48: "excluded subtree violation",
    62: "host name mismatch",
    64: "IP address mismatch",
    66: "key of the certificate is too weak",
    67: "key of the authority is too weak",
    68: "signature of the authority is too weak",
    76: "unknown signature algorithm",
    77: "subject signature and issuer key do not match",
    78: "certificate and signature algorithm do not match",
    79: "invalid CA certificate",
    80: "path length invalid for a non-CA certificate",
    81: "path length without key usage keyCertSign",
    82: "key usage keyCertSign invalid for a non-CA certificate",
    83: "issuer name empty",
    84: "subject name empty",
    85: "missing Authority Key Identifier",
    86: "missing Subject Key Identifier",
    87: "empty Subject Alternative Name",
    88: "subject empty and Subject Alternative Name not critical",
    89: "Basic Constraints of the CA certificate not critical",
    90: "Authority Key Identifier is critical",
    91: "Subject Key Identifier is critical",
    92: "CA certificate without key usage",
    93: "extensions require version 3",
    94: "explicit parameters of an elliptic curve",
}
"""OpenSSL's codes and words for certificates that it refuses, without names of hosts."""
