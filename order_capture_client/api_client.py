"""Drives one call: credentials, then the three steps, then sleep and sockets as the second step asks.

`BaseClient` is what does not wait for anything; `aio.api_client` drives the same with `await`.
"""

from __future__ import annotations

import atexit
import io
import os
import random
import threading
import time
import warnings
from collections.abc import Generator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Protocol
from weakref import WeakSet

from typing_extensions import Self, TypeVar
from urllib3 import BaseHTTPResponse, HTTPResponse
from urllib3.exceptions import InsecureRequestWarning

from order_capture_client._compat import COOKIES, REFUSED_MEMBERS, REFUSED_NAMES
from order_capture_client._core.credentials import TokenCache, credentials_failure, credentials_of_call, with_token
from order_capture_client._core.decode import raw_response, read_response
from order_capture_client._core.encode import build_request
from order_capture_client._core.exchange import Reply, RetryBudget, Step, exchange
from order_capture_client._core.forks import ForkGuard
from order_capture_client._core.headers import checked_headers, merged_headers
from order_capture_client._core.log import log_attempt, report_drift
from order_capture_client._core.operation import Operation
from order_capture_client._core.options import CallOptions
from order_capture_client._core.wire import (
    Authorize,
    Credentials,
    ExchangeResult,
    Failure,
    FailureKind,
    Phase,
    Request,
    Response,
    Send,
    Wait,
)
from order_capture_client._lazy import aliases
from order_capture_client._model.base import Model
from order_capture_client._version import __version__
from order_capture_client.api_response import ApiResponse
from order_capture_client.configuration import Configuration, RetryPolicy
from order_capture_client.exceptions import (
    ApiAttributeError,
    ApiException,
    ApiTypeError,
    ApiValueError,
    WrongCheckoutError,
)
from order_capture_client.rest import Transport

__all__ = ["ApiClient", "ApiResponse", "BaseClient", "CallOptions", "Handler", "refuse_mixed"]

USER_AGENT = f"order-capture-client/{__version__} python"

ResultT = TypeVar("ResultT", bound=Model)

_DEFAULT_LOCK = threading.Lock()
_FORK_GUARD = ForkGuard()
_SECRET_HEADERS = ("authorization", "cookie", "proxy-authorization", "x-client-id")

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    _EXCEPTIONS = "order_capture_client.exceptions"
    __getattr__ = aliases(
        __name__,
        {
            "ApiException": _EXCEPTIONS,
            "ApiResponseT": "order_capture_client.api_response:T",
            "BadRequestException": _EXCEPTIONS,
            "ForbiddenException": _EXCEPTIONS,
            "NotFoundException": _EXCEPTIONS,
            "ServiceException": _EXCEPTIONS,
            "UnauthorizedException": _EXCEPTIONS,
            "rest": "order_capture_client:rest",
        },
        REFUSED_NAMES[__name__],
    )


class Handler(Protocol):
    """What can stand in for the network: anything that answers a request, such as a `Sandbox`."""

    def handle(self, request: Request) -> Response | Failure:
        """Answers a request."""
        ...


class Connections(Protocol):
    """What a client asks of its transport, beside sending."""

    @property
    def is_open(self) -> bool:
        """Whether there may be open connections."""
        ...

    def close(self) -> object:
        """Closes every connection that is not in use; a later request makes new ones."""
        ...


TransportT = TypeVar("TransportT", bound=Connections)
HandlerT = TypeVar("HandlerT")


def refuse_mixed(api_client: object, *, awaits: bool) -> None:
    """Refuses a client whose calls are made in the other way: their answers would be lost.

    Raises:
        ApiTypeError: It is a client that awaits, where one is needed that does not, or the other way round.
    """
    if not isinstance(api_client, BaseClient):
        return
    if api_client._awaits is not awaits:  # pyright: ignore[reportPrivateUsage] # its own module
        needed, given = ("order_capture_client.aio", "without") if awaits else ("order_capture_client", "with")
        raise ApiTypeError(f"api_client: this needs an {needed}.ApiClient, not the one {given} await")


class _Defaults:
    """Keeps the client that `CheckoutApi()` takes: one of each class."""

    _default: ClassVar[Self | None] = None

    @classmethod
    def get_default(cls) -> Self:
        """Gives the client that `CheckoutApi()` takes; it is made when first asked for."""
        with _FORK_GUARD, _DEFAULT_LOCK:
            if cls._default is None:
                cls._default = cls()
                cls._default._became_default()
            return cls._default

    def _became_default(self) -> None:
        """Is called once for a client that nobody else will close."""

    @classmethod
    def set_default(cls, default: Self | None) -> None:
        """Sets the client that `CheckoutApi()` takes."""
        cls._default = default


class BaseClient(_Defaults, Generic[TransportT, HandlerT]):
    """What the sync and the async client share: settings, headers, pickles, and of a call all that never waits.

    Args:
        configuration: Default: `Configuration.get_default()`.
        header_name: A header to send with every call.
        header_value: Its value.
        cookie: Refused: cookies are neither sent nor kept.
        transport: Answers the requests in place of the network.

    Raises:
        ApiValueError: An argument does not fit.
    """

    _awaits: ClassVar[bool]
    """Whether its calls have to be awaited."""
    _transport: TransportT

    def __init__(
        self,
        configuration: Configuration | None = None,
        header_name: str | None = None,
        header_value: str | None = None,
        cookie: str | None = None,
        *,
        transport: HandlerT | None = None,
    ) -> None:
        self.configuration: Configuration = Configuration.get_default() if configuration is None else configuration
        self.client_side_validation: bool = self.configuration.client_side_validation
        self.cookie = cookie
        self.default_headers: dict[str, str] = {"User-Agent": USER_AGENT}
        if header_name is not None:
            self.set_default_header(header_name, header_value)
        elif header_value is not None:
            raise ApiValueError("header_value: goes with header_name")
        self._handler = transport
        self._closed = False
        if not self.configuration.verify_ssl:
            warnings.warn(
                "verify_ssl=False: certificates are not verified, so credentials and personal data may go to anybody",
                InsecureRequestWarning,
                stacklevel=2,
            )
        self._begin()

    def _begin(self) -> None:
        """Sets up what belongs to this process alone: connections, locks, and what they guard."""
        _CLIENTS.add(self)
        self._budget = RetryBudget()

    def __del__(self) -> None:
        transport = getattr(self, "_transport", None)  # the constructor may have raised
        if transport is not None and transport.is_open:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)
            transport.close()

    def __repr__(self) -> str:
        return f"<ApiClient {self.configuration.host}{', closed' if self._closed else ''}>"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, instead in REFUSED_MEMBERS.items():
            if any(name in vars(base) for base in cls.__mro__):
                raise ApiAttributeError(f"{cls.__name__}.{name} would never be called: {instead}")

    if not TYPE_CHECKING:  # else type checkers would take any name

        def __getattr__(self, name: str) -> NoReturn:
            if name in REFUSED_MEMBERS:
                raise ApiAttributeError(f"ApiClient.{name} is not offered: {REFUSED_MEMBERS[name]}")
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

        def __setattr__(self, name: str, value: Any) -> None:
            if name in REFUSED_MEMBERS:
                raise ApiAttributeError(f"ApiClient.{name} would never be called: {REFUSED_MEMBERS[name]}")
            if name == "cookie" and value is not None:
                raise ApiValueError(f"cookie: {COOKIES}")
            super().__setattr__(name, value)

    def __getstate__(self) -> dict[str, Any]:
        """Gives the settings; connections and what a client learnt stay behind."""
        state = dict(self.__dict__)
        for name in ("_budget", "_tokens", "_transport"):
            del state[name]
        if not self.configuration.pickle_credentials:
            kept = {name: value for name, value in self.default_headers.items() if name.lower() not in _SECRET_HEADERS}
            state["default_headers"] = kept
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restores the settings; connections are made when they are needed."""
        self.__dict__.update(state)
        self._begin()

    @property
    def user_agent(self) -> str:
        """The `User-Agent` header."""
        return next((value for name, value in self.default_headers.items() if name.lower() == "user-agent"), "")

    @user_agent.setter
    def user_agent(self, value: str) -> None:
        self.set_default_header("User-Agent", value)

    def set_default_header(self, header_name: str, header_value: str | None) -> None:
        """Sets a header that is sent with every call. A call's own `_headers` win over it.

        Raises:
            ApiValueError: The name or value cannot be sent.
        """
        self.default_headers = merged_headers(
            self.default_headers, checked_headers("header", {header_name: header_value})
        )

    def _steps(
        self, operation: Operation[Any], arguments: tuple[object, ...], options: CallOptions
    ) -> Generator[Step, Reply, ExchangeResult]:
        """Does what a call does before its answer is read; it asks for what takes time, as `exchange` does.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
        """
        if self._closed:
            raise ApiValueError("the client is closed; make a new ApiClient")
        configuration = self.configuration
        configuration.check_api_key()
        with _FORK_GUARD:
            request = build_request(
                operation,
                arguments,
                options,
                address=configuration.address,
                default_headers=self.default_headers,
                client_side_validation=self.client_side_validation,
            )
        policy = options.get("_retry_policy")
        if policy is None:
            policy = configuration.effective_retry_policy
        if not isinstance(policy, RetryPolicy):  # pyright: ignore[reportUnnecessaryIsInstance] # who checks types?
            raise ApiValueError("_retry_policy: RetryPolicy expected")
        steps = exchange(
            operation,
            request,
            policy=policy,
            timeouts=configuration.timeouts.overridden(options.get("_request_timeout")),
            budget=self._budget,
            clock=time.monotonic,
            jitter=random.random,
        )
        attempt = 0
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration as stop:
                ended: ExchangeResult = stop.value
                return ended
            start = time.monotonic()
            reply = yield step
            if isinstance(step, Send):
                attempt += 1
                assert isinstance(reply, (Response, Failure))
                log_attempt(operation, attempt, reply, time.monotonic() - start)

    def _credentials_but_token(self, request_auth: Mapping[str, Any] | None) -> Credentials | Failure:
        """Gives the credentials of a call, but for a token of the configuration."""
        if request_auth is not None:
            return credentials_of_call(request_auth)
        configuration = self.configuration
        if configuration.dropped_credentials:
            return Failure(
                Phase.NOT_SENT, FailureKind.CREDENTIALS, f"not pickled: {', '.join(configuration.dropped_credentials)}"
            )
        try:
            client_id = configuration.client_id()
        except ApiValueError:
            raise
        except Exception as error:  # noqa: BLE001 # refresh_api_key_hook is user code
            return credentials_failure(error)
        return Credentials({} if client_id is None else {"X-Client-Id": client_id})

    def _read(
        self, operation: Operation[ResultT], arguments: tuple[object, ...], ended: ExchangeResult
    ) -> ApiResponse[ResultT]:
        """Gives the answer as a model, or raises."""
        asked = operation.str_argument(operation.echoes, arguments) if operation.echoes else None
        configuration = self.configuration
        try:
            with _FORK_GUARD:
                response = read_response(operation, ended, asked, strict=configuration.strict_responses)
        except ApiException as error:
            if isinstance(error, WrongCheckoutError):
                self._transport.close()  # one of its idle connections may be out of step
            report_drift(configuration.on_drift, operation, error.status or 0, error.headers, error.drift)
            raise
        report_drift(configuration.on_drift, operation, response.status_code, response.headers, response.drift)
        return response

    def _read_raw(self, operation: Operation[Any], ended: ExchangeResult) -> BaseHTTPResponse:
        """Gives the answer as it is, or raises where there is none."""
        response = raw_response(operation, ended)
        return HTTPResponse(
            body=io.BytesIO(response.body),
            headers=response.headers,
            status=response.status,
            reason=response.reason,
            preload_content=False,
            decode_content=False,
            enforce_content_length=False,  # it counts the bytes on the wire, before the content coding was undone
        )


class ApiClient(BaseClient[Transport, Handler]):
    """Sends calls. One client may be shared by threads; close it, or use it in a `with` statement.

    Args:
        configuration: Default: `Configuration.get_default()`.
        header_name: A header to send with every call.
        header_value: Its value.
        cookie: Refused: cookies are neither sent nor kept.
        transport: Answers the requests in place of the network.

    Raises:
        ApiValueError: An argument does not fit.
    """

    _awaits = False

    def _begin(self) -> None:
        super()._begin()
        self._transport = Transport(self.configuration)
        self._tokens = TokenCache(time.time)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections; every later call is refused. May be called twice."""
        self._closed = True
        self._transport.close()

    def _became_default(self) -> None:
        atexit.register(self.close)

    def call(
        self, operation: Operation[ResultT], arguments: tuple[object, ...], options: CallOptions
    ) -> ApiResponse[ResultT]:
        """Makes a call.

        Args:
            operation: A row of `api.operations`.
            arguments: In the order of the operation's parameters.
            options: What the caller said beside the arguments.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
            ApiException: The call failed after that.
        """
        return self._read(operation, arguments, self._exchange(operation, arguments, options))

    def call_without_preload_content(
        self, operation: Operation[Any], arguments: tuple[object, ...], options: CallOptions
    ) -> BaseHTTPResponse:
        """Makes a call and gives the answer as it is, also for an error status.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
            ApiException: No complete answer came.
        """
        return self._read_raw(operation, self._exchange(operation, arguments, options))

    def _exchange(
        self, operation: Operation[Any], arguments: tuple[object, ...], options: CallOptions
    ) -> ExchangeResult:
        steps = self._steps(operation, arguments, options)
        reply: Reply = None
        try:
            while True:
                step = steps.send(reply)
                if isinstance(step, Send):
                    reply = self._perform(step)
                elif isinstance(step, Wait):
                    time.sleep(step.seconds)
                    reply = None
                else:
                    reply = self._credentials(step, options.get("_request_auth"))
        except StopIteration as stop:
            ended: ExchangeResult = stop.value
            return ended

    def _perform(self, send: Send) -> Response | Failure:
        return self._transport.perform(send) if self._handler is None else self._handler.handle(send.request)

    def _credentials(self, step: Authorize, request_auth: Mapping[str, Any] | None) -> Credentials | Failure:
        known = self._credentials_but_token(request_auth)
        token = self.configuration.access_token
        if isinstance(known, Failure) or request_auth is not None or token is None:
            return known
        try:
            text = self._tokens.token(token, step.refused_token) if callable(token) else token
        except Exception as error:  # noqa: BLE001 # the provider is user code
            return credentials_failure(error)
        return with_token(known, text, refreshable=callable(token))


_CLIENTS: WeakSet[BaseClient[Any, Any]] = WeakSet()


def _begin_in_child() -> None:
    """Renews every client in a forked child, before it has a second thread.

    A child must not write to its parent's connections, and may have inherited a lock that another thread held.
    """
    _FORK_GUARD.after_in_child()
    for client in list(_CLIENTS):
        client._begin()  # pyright: ignore[reportPrivateUsage] # its own module


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(
        before=_FORK_GUARD.before, after_in_parent=_FORK_GUARD.after_in_parent, after_in_child=_begin_in_child
    )
