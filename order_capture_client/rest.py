"""Sends requests over urllib3: one `urlopen` of a pool for each attempt.

It knows how far an attempt came, checks the deadline before every receive, and bounds the bytes that it reads.
It neither retries, follows redirects, keeps cookies nor logs; all that is decided elsewhere.
"""

from __future__ import annotations

import http.client
import re
import ssl
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import urllib3
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.util import SKIP_HEADER
from urllib3.util.ssl_match_hostname import CertificateError

from order_capture_client._compat import REFUSED_NAMES
from order_capture_client._connection import UNDERWAY, Connection, IdleConnections, PlainPool, TlsPool
from order_capture_client._core.causes import failure_of, innermost, refuses_client_certificate
from order_capture_client._core.http import (
    LARGEST_HEAD,
    BoundedBody,
    Kinds,
    ProxyAnswerError,
    TooLargeError,
    decoded_body,
    kind_of,
    largest_framed_body,
)
from order_capture_client._core.masked import Body, Headers
from order_capture_client._core.network import UnplannedCallError
from order_capture_client._core.proxy import proxy_of, should_bypass_proxies
from order_capture_client._core.tls import TlsFiles, load_host_name_codec, proxy_tls_context, tls_context
from order_capture_client._core.verdict import HANDLER_FAILURES, failure_by_name
from order_capture_client._core.wire import DONE, HEAD, NOT_SENT, SENT, Attempt, Failure, FailureKind, Request, Response
from order_capture_client._lazy import aliases
from order_capture_client._sending import Limits, Sending
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiException, ApiValueError

__all__ = ["Adapter", "ApiException", "ApiValueError", "RESTResponseType", "Transport", "should_bypass_proxies"]

RESTResponseType = urllib3.BaseHTTPResponse

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    __getattr__ = aliases(__name__, {}, REFUSED_NAMES[__name__])


class AdapterRequest:
    """A request on its way; in the shape that the `responses` package expects, which also adds attributes."""

    def __init__(self, request: Request, sending: Sending, pool: urllib3.HTTPConnectionPool) -> None:
        forwarded = pool.proxy is not None and request.origin.startswith("http:")
        self.method: str = request.method
        self.url: str = request.url
        self.target: str = request.url if forwarded else request.target
        self.path_url: str = request.target
        self.headers: Headers = Headers(request.headers)
        if "[" in request.origin and "Host" not in request.headers and pool.proxy is not None:
            # Before Python 3.12, http.client puts brackets around those of an IPv6 address.
            self.headers["Host"] = request.origin.partition("://")[2]
        self.body: Body | None = None if request.body is None else Body(request.body)
        self.sending: Sending = sending
        self.params: object = None
        self.req_kwargs: object = None


class RawAnswer:
    """An answer's head, with its body still to be read; in the shape that the `responses` package expects."""

    def __init__(self, request: AdapterRequest, raw: urllib3.BaseHTTPResponse) -> None:
        self.request = request
        self.raw = raw
        self.status_code: int = raw.status
        self.headers: HTTPHeaderDict = raw.headers
        self.url: str = request.url


class Adapter:
    """The seam at which tests replace the network.

    `responses.RequestsMock(target="order_capture_client.rest.Adapter.send")` does.
    """

    max_retries: urllib3.Retry = urllib3.Retry(0, read=False)

    def __init__(self, pool: urllib3.HTTPConnectionPool) -> None:
        self.pool = pool

    @property
    def is_original(self) -> bool:
        """Whether nobody has replaced the code between the transport and its own connections."""
        is_replaced = Adapter.send is not _SEND or urllib3.HTTPConnectionPool.urlopen is not _URLOPEN
        return not is_replaced and issubclass(self.pool.ConnectionCls, Connection)

    def send(self, request: AdapterRequest, **_: object) -> RawAnswer:
        """Send a request, and return the head of the answer."""
        outer, UNDERWAY.sending = UNDERWAY.sending, request.sending  # a signal handler may call during another call
        try:
            raw = self.pool.urlopen(
                request.method,
                request.target,
                body=request.body,
                headers=request.headers if "User-Agent" in request.headers else request.headers | _NO_USER_AGENT,
                retries=_NO_RETRIES,
                redirect=False,
                assert_same_host=False,  # a proxy is asked for other hosts
                preload_content=False,
                decode_content=False,
            )
        finally:
            UNDERWAY.sending = outer
        return self.build_response(request, raw)

    def build_response(self, request: AdapterRequest, raw: urllib3.BaseHTTPResponse) -> RawAnswer:
        """Pair an answer with its request."""
        return RawAnswer(request, raw)


_SEND = Adapter.send
_URLOPEN = urllib3.HTTPConnectionPool.urlopen
_NO_RETRIES = urllib3.Retry(False, redirect=False)
_NO_USER_AGENT = {"User-Agent": SKIP_HEADER}


class Transport:
    """Performs one attempt after the other; safe to share between threads, but not with a forked child.

    Args:
        configuration: Host, TLS, proxy, pool and limits, as they are now.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._limits = Limits(
            LARGEST_HEAD + largest_framed_body(configuration),
            configuration.connection_idle_limit,
            configuration.connection_max_age,
        )
        self._lock = threading.Lock()
        self._manager: urllib3.PoolManager | None = None
        self._adapter: tuple[str, Adapter] | None = None
        self._pools: set[urllib3.HTTPConnectionPool] = set()

    @property
    def is_open(self) -> bool:
        """Whether there may be open connections."""
        return self._manager is not None

    def perform(self, attempt: Attempt) -> Response | Failure:
        """Send the request once; a failure of the network comes back as a value.

        Raises:
            ApiValueError: The settings of the connection cannot be used.
        """
        sending = Sending(attempt, self._limits)
        raw: urllib3.BaseHTTPResponse | None = None
        body: BoundedBody | None = None
        pool: urllib3.HTTPConnectionPool | None = None
        try:
            adapter = self._adapter_for(attempt.send.request.origin)
            pool = sending.pool = adapter.pool
            request = AdapterRequest(attempt.send.request, sending, pool)
            sending.seconds()  # nothing is sent when no time is left
            sending.is_ours = adapter.is_original
            if not sending.is_ours:
                attempt.phase = SENT  # a double, or a tool around urllib3, tells nobody how far it came
            raw = adapter.send(request).raw
            attempt.phase = HEAD
            largest = self._configuration.max_response_bytes
            body = BoundedBody(raw.status, raw.headers, getattr(raw, "length_remaining", None), largest)
            has_more = True
            while has_more and body.wants_more:
                has_more = body.add(raw.read1(65536)) and getattr(raw, "length_remaining", None) != 0
            response = Response(raw.status, raw.headers, decoded_body(body, largest), raw.reason or "")
            attempt.phase = DONE
        except BaseException as error:
            sending.drop(raw)
            cause = innermost(error)
            proxied = pool is not None and pool.proxy is not None
            failure = _failure(error, cause, sending, raw, body, proxied)
            if failure is not None:
                if failure.phase is SENT and sending.taken_at is not None:
                    _close_older(pool, sending.taken_at)
                return failure
            if cause is error:
                raise
            alarm = cause
        else:
            sending.drop(raw)  # unless it was read to its end: later bytes would be taken for the next answer
            return response
        try:
            raise alarm
        finally:
            del alarm

    def close(self) -> None:
        """Close every connection that is not in use; a later request makes new ones."""
        with self._lock:
            pools, self._pools = self._pools, set()
            self._manager = self._adapter = None
        for pool in pools:
            pool.close()

    def _adapter_for(self, origin: str) -> Adapter:
        known = self._adapter
        if known is not None and known[0] == origin:
            return known[1]
        with self._lock:
            if self._manager is None:
                self._manager = _manager(self._configuration)
            adapter = Adapter(self._manager.connection_from_url(origin))
            self._pools.add(adapter.pool)
            self._adapter = (origin, adapter)
            return adapter


def _manager(configuration: Configuration) -> urllib3.PoolManager:
    load_host_name_codec()
    timeouts = configuration.timeouts
    options: dict[str, Any] = {
        "maxsize": configuration.connection_pool_maxsize,
        "timeout": urllib3.Timeout(connect=timeouts.connect, read=timeouts.read),  # where a tool makes the connection
    }
    tls = proxy_tls = None
    if configuration.host.startswith("https:"):
        tls = TlsFiles(configuration, tls_context)
        context = tls.context()
        options |= {
            "ssl_context": context,
            "cert_reqs": context.verify_mode,
            "assert_hostname": configuration.assert_hostname,
            "server_hostname": configuration.tls_server_name,
        }
    if configuration.socket_options is not None:
        options["socket_options"] = configuration.socket_options
    proxy = proxy_of(configuration)
    manager: urllib3.PoolManager
    if proxy is None:
        manager = urllib3.PoolManager(**options)
    else:
        if proxy[0].lower().startswith("https:"):
            proxy_tls = TlsFiles(configuration, proxy_tls_context)
        manager = urllib3.ProxyManager(
            proxy[0],
            proxy_headers=Headers(proxy[1]),
            proxy_ssl_context=None if proxy_tls is None else proxy_tls.context(),
            **options,
        )
    pools: dict[str, Any] = {"http": PlainPool, "https": partial(TlsPool, tls, proxy_tls)}
    manager.pool_classes_by_scheme = pools
    return manager


def _close_older(pool: urllib3.HTTPConnectionPool | None, moment: float) -> None:
    """Close the connections that were idle before one of them failed: the network may have forgotten them, too."""
    idle = None if pool is None else cast("object", pool.pool)
    if isinstance(idle, IdleConnections):
        idle.close_older(moment)


def _failure(
    raised: BaseException,
    error: BaseException,
    sending: Sending,
    raw: urllib3.BaseHTTPResponse | None,
    body: BoundedBody | None,
    proxied: bool,
) -> Failure | None:
    """Return the failure that an exception, as urllib3 raised it and unwrapped, stands for; None if it stands for none."""
    phase = sending.attempt.phase
    if phase > NOT_SENT and not sending.is_ours and isinstance(error, (*HANDLER_FAILURES, HTTPError)):
        return failure_by_name(error)
    if not _is_of_network(error, sending):
        return None
    if isinstance(error, ProxyAnswerError):
        return failure_of(error, phase, FailureKind.PROXY, error.response)
    kind = kind_of(error, _KINDS)
    if refuses_client_certificate(error) and (phase is NOT_SENT or sending.may_be_in_handshake):
        phase, kind = NOT_SENT, FailureKind.CERTIFICATE
    came = b"" if body is None else body.content
    response = None if raw is None else Response(raw.status, raw.headers, came, raw.reason or "")
    return failure_of(raised, phase, kind, response, proxied=proxied)


def _is_of_network(error: BaseException, sending: Sending) -> bool:
    """Return whether the network raised an exception, or anything did while the connection was made."""
    if isinstance(error, TimeoutError) and error.errno is None and not sending.is_overdue:
        # The alarm of a signal handler, unless the text is a socket's: a test may have stopped the clock.
        return _OF_SOCKETS.fullmatch(str(error)) is not None
    if sending.attempt.phase is NOT_SENT and isinstance(error, Exception):
        return not isinstance(error, (ApiValueError, UnplannedCallError))
    return isinstance(error, _NETWORK)


_OF_SOCKETS = re.compile(r"(_ssl\.c:\d+: )?(The (read|write|handshake) operation )?timed out")

_KINDS: Kinds = (
    ((TooLargeError,), FailureKind.TOO_LARGE),
    ((ssl.SSLCertVerificationError, CertificateError), FailureKind.CERTIFICATE),
    ((DecodeError,), FailureKind.UNDECODABLE),
    ((TimeoutError, urllib3.exceptions.TimeoutError), FailureKind.TIMEOUT),
    ((http.client.RemoteDisconnected, http.client.IncompleteRead), FailureKind.CONNECTION),
    ((http.client.HTTPException,), FailureKind.PROTOCOL),
    ((OSError,), FailureKind.CONNECTION),
)

_NETWORK = (OSError, http.client.HTTPException, HTTPError, CertificateError, TooLargeError)
"""Exceptions of sending and reading."""
