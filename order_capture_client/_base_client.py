"""The part of a client that never waits: settings, headers, pickles, the default client, and the ends of a call.

`api_client` and `aio.api_client` drive the calls, one with `await`.
"""

from __future__ import annotations

import copy
import io
import os
import warnings
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn
from urllib.parse import urlsplit
from weakref import WeakSet

from typing_extensions import Never, Self, TypeVar
from urllib3 import BaseHTTPResponse, HTTPResponse
from urllib3.exceptions import InsecureRequestWarning

from order_capture_client import _clock
from order_capture_client._compat import COOKIES, REFUSED_ARGUMENTS, REFUSED_MEMBERS, refuse_urllib3_future
from order_capture_client._contract import PLAIN_HEADERS
from order_capture_client._core.address import is_loopback
from order_capture_client._core.call import Call
from order_capture_client._core.credentials import credentials_failure, credentials_of_call
from order_capture_client._core.decode import raw_response, read_response
from order_capture_client._core.encode import build_request, shown_request
from order_capture_client._core.exchange import RetryBudget, exchange
from order_capture_client._core.headers import checked_headers, merged_headers
from order_capture_client._core.log import log_callback_error, log_drift
from order_capture_client._core.operation import Operation
from order_capture_client._core.options import CallOptions
from order_capture_client._core.retry import RetryPolicy
from order_capture_client._core.user_code import is_contained
from order_capture_client._core.verdict import mark_outcome
from order_capture_client._core.warm_up import warm_up
from order_capture_client._core.wire import Credentials, Failure, FailureKind, Phase
from order_capture_client._first_time import first_time, import_first
from order_capture_client._lazy import LazyModule
from order_capture_client._version import __version__
from order_capture_client.api_response import ApiResponse
from order_capture_client.configuration import CLIENT_ID, Configuration
from order_capture_client.drift import DriftReport
from order_capture_client.exceptions import (
    ApiAttributeError,
    ApiException,
    ApiTypeError,
    ApiValueError,
    OpenApiException,
    WrongCheckoutError,
)

if TYPE_CHECKING:
    from order_capture_client import prepared_request
else:
    prepared_request = LazyModule("order_capture_client.prepared_request")  # imported when hints are resolved

USER_AGENT = f"order-capture-client/{__version__} python"

HandlerT = TypeVar("HandlerT")
ResultT = TypeVar("ResultT")

_PICKLED_HEADERS = {"accept-language", "user-agent", *PLAIN_HEADERS}
"""The headers that every pickle contains; others may be secret."""
_OF_THIS_PROCESS = ("_budget", "_process", "_tokens", "_transport")


class BaseClient(Generic[HandlerT]):
    """The part that the sync and the async client share.

    Args:
        configuration: Default: `Configuration.get_default()`.
        header_name: A header to send with every call.
        header_value: Its value.
        cookie: Refused: cookies are neither sent nor kept.
        transport: Answers the requests in place of the network.
        refused: Nothing: any other argument is refused by name, with the replacement.

    Raises:
        ApiValueError: An argument does not fit.
        ApiTypeError: There is no such argument.
        ImportError: urllib3-future is installed in place of urllib3.
    """

    _hooks_module: ClassVar[str]
    _left_behind: tuple[str, ...] = ()
    _default: ClassVar[Any] = None  # None or an instance; mypy allows no Self here

    def __init__(
        self,
        configuration: Configuration | None = None,
        header_name: str | None = None,
        header_value: str | None = None,
        cookie: str | None = None,
        *,
        transport: HandlerT | None = None,
        **refused: Never,
    ) -> None:
        for name in refused:
            raise ApiTypeError(f"{name}: {REFUSED_ARGUMENTS.get(name, 'ApiClient has no such argument')}")
        if configuration is not None and not isinstance(configuration, Configuration):  # pyright: ignore[reportUnnecessaryIsInstance] # not everybody checks types
            raise ApiTypeError(f"configuration: a Configuration expected, not {type(configuration).__name__}")
        if transport is not None and not callable(getattr(transport, "handle", None)):
            raise ApiTypeError(f"transport: an object with handle(request) expected, not {type(transport).__name__}")
        self.configuration: Configuration = Configuration.get_default() if configuration is None else configuration
        self.client_side_validation: bool = self.configuration.client_side_validation
        self.cookie = cookie
        self.default_headers: dict[str, str] = {"User-Agent": USER_AGENT}
        if header_name is not None:
            self.set_default_header(header_name, header_value)
        elif header_value is not None:
            raise ApiValueError("header_value: requires header_name")
        self._handler = transport
        self._closed = False
        self._is_copy = False
        """Whether it came out of a pickle, such as an argument of a task, where nobody is there to close it."""
        self._check_callbacks()
        if not self.configuration.verify_ssl:
            warnings.warn(
                "verify_ssl=False: certificates are not verified, so credentials and personal data may go to anybody",
                InsecureRequestWarning,
                stacklevel=2,
            )
        elif self.configuration.host.startswith("http:") and not is_loopback(
            urlsplit(self.configuration.host).hostname
        ):
            warnings.warn(
                f"{self.configuration.host}: plain http, so anybody on the way can read credentials and personal data",
                InsecureRequestWarning,
                stacklevel=2,
            )
        self._init_process_state()

    def _check_callbacks(self) -> None:
        """Refuse callbacks that this client cannot call, and import the module that calls hooks if there are any.

        Raises:
            ApiTypeError: One is an async function, and the client is the sync one.
        """
        if self.configuration.on_attempt or self.configuration.on_call:
            import_first(self._hooks_module)

    def _init_process_state(self) -> None:
        """Set up the state that belongs to this process alone: connections, locks, and the values that they guard."""
        refuse_urllib3_future()
        _CLIENTS.add(self)
        self._budget = RetryBudget()
        self._process = os.getpid()

    def _renew_if_forked(self) -> None:
        """Leave connections, locks and tokens to the parent in a child of which Python's hooks did not hear.

        Hosts such as uWSGI fork without them.
        """
        if self._process != os.getpid():
            self._init_process_state()

    def _close_idle(self) -> bool:
        """Close the connections that are not in use, and return whether there may have been any."""
        raise NotImplementedError

    def __del__(self) -> None:
        # Without a transport, the constructor has raised an error.
        if "_transport" in vars(self) and self._close_idle() and not self._is_copy:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)

    def __repr__(self) -> str:
        if "_closed" not in vars(self):  # a debugger looks at one whose input is refused
            return "<ApiClient, unfinished>"
        return f"<ApiClient {self.configuration.host}{', closed' if self._closed else ''}>"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, instead in REFUSED_MEMBERS.items():
            if any(name in vars(base) for base in cls.__mro__):
                raise ApiAttributeError(f"{cls.__name__}.{name} would never be called: {instead}")

    if not TYPE_CHECKING:  # otherwise, type checkers would take any name

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
        """Return the settings, without connections, tokens and retry budget, and without headers that may be secret."""
        state = self._settings()
        if not self.configuration.pickle_credentials:
            headers = self.default_headers
            kept = {name: value for name, value in headers.items() if name.lower() in _PICKLED_HEADERS}
            state["default_headers"] = kept
            state["_left_behind"] = (*self._missing_headers(), *(name for name in headers if name not in kept))
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the settings; connections are made when they are needed."""
        vars(self).update(state)
        self._is_copy = True
        self._init_process_state()

    def __copy__(self) -> Self:
        """Return a client with the same settings and credentials, and with connections of its own."""
        copied = self.__class__.__new__(self.__class__)
        copied.__setstate__(self._settings() | {"default_headers": dict(self.default_headers)})
        copied._is_copy = self._is_copy
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = memo[id(self)] = self.__class__.__new__(self.__class__)
        shared = {"_handler": self._handler}  # such as a sandbox, which has its own state
        parts = {name: value for name, value in self._settings().items() if name not in shared}
        copied.__setstate__(copy.deepcopy(parts, memo) | shared)
        copied._is_copy = self._is_copy
        return copied

    def _settings(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in _OF_THIS_PROCESS}

    @property
    def dropped_credentials(self) -> tuple[str, ...]:
        """Credentials and headers that pickling removed and that have not been set again."""
        return *self.configuration.dropped_credentials, *(f"header {name}" for name in self._missing_headers())

    def _missing_headers(self) -> list[str]:
        if not self._left_behind:
            return []
        given = {name.lower() for name in self.default_headers}
        return [name for name in self._left_behind if name.lower() not in given]

    @classmethod
    def get_default(cls) -> Self:
        """Return the client that `CheckoutApi()` uses; the first call makes it."""
        with first_time():
            if cls._default is None:
                made = cls()
                made._on_default()
                cls._default = made
            default: Self = cls._default
            return default

    def _on_default(self) -> None:
        """Called once for a client that was made to be the default, so that nobody else closes it."""

    @classmethod
    def set_default(cls, default: Self | None) -> None:
        """Set the client that `CheckoutApi()` uses."""
        cls._default = default

    @property
    def user_agent(self) -> str:
        """The `User-Agent` header."""
        return next((value for name, value in self.default_headers.items() if name.lower() == "user-agent"), "")

    @user_agent.setter
    def user_agent(self, value: str) -> None:
        self.set_default_header("User-Agent", value)

    def set_default_header(self, header_name: str, header_value: str | None) -> None:
        """Set a header that is sent with every call. A call's own `_headers` win over it.

        Raises:
            ApiValueError: The name or value cannot be sent.
        """
        self.default_headers = merged_headers(
            self.default_headers, checked_headers("header", {header_name: header_value})
        )

    def _new_call(
        self, operation: Operation[ResultT], arguments: tuple[object, ...], options: CallOptions
    ) -> Call[ResultT]:
        """Return a call with its request built, so that only its steps are left.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
        """
        try:
            return self._call_of(operation, arguments, options)
        except BaseException as error:
            mark_outcome(error, "not_sent")
            raise

    def _call_of(
        self, operation: Operation[ResultT], arguments: tuple[object, ...], options: CallOptions
    ) -> Call[ResultT]:
        if self._closed:
            raise ApiValueError("the client is closed; make a new ApiClient")
        self._check_callbacks()
        self._renew_if_forked()
        configuration = self.configuration
        configuration.check_api_key()
        warm_up(operation)
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
        if not isinstance(policy, RetryPolicy):  # pyright: ignore[reportUnnecessaryIsInstance] # not everybody checks types
            raise ApiValueError("_retry_policy: RetryPolicy expected")
        steps = exchange(
            operation,
            request,
            policy=policy,
            timeouts=configuration.timeouts.overridden(options.get("_request_timeout")),
            longest_idle=configuration.connection_idle_limit,
            budget=self._budget,
            clock=_clock.monotonic,
            jitter=_clock.jitter,
        )
        asked = None
        if operation.echoes and configuration.check_checkout_id:
            asked = operation.str_argument(operation.echoes, arguments)
        request_auth = options.get("_request_auth")
        return Call(operation, request, arguments, request_auth, asked, steps, _clock.monotonic)

    def prepare(
        self, operation: Operation[Any], arguments: tuple[object, ...], options: CallOptions
    ) -> prepared_request.PreparedRequest:
        """Return the request that a call would send, after every check of a call; nothing is sent or awaited.

        Token providers and `refresh_api_key_hook` are not called.

        Args:
            operation: A row of `api.operations`.
            arguments: In the order of the operation's parameters.
            options: The keywords that start with an underscore.

        Raises:
            ApiValueError: The input does not fit, or the client is closed.
        """
        try:
            call = self._new_call(operation, arguments, options)
            arguments, options = (), {}  # reporters of exceptions show the local variables of each frame
            if call.request_auth is None and self.configuration.refresh_api_key_hook is None:
                self.configuration.client_id()
            return self._prepared(call)
        except OpenApiException as error:
            arguments, options = (), {}
            mark_outcome(error, "not_sent")
            raise error.with_traceback(None) from error.__cause__

    def _prepared(self, call: Call[Any]) -> prepared_request.PreparedRequest:
        """Return the request of a call, with the names of its credentials."""
        configuration = self.configuration
        if call.request_auth is not None:
            names = [*credentials_of_call(call.request_auth).headers]
        else:
            present = {
                "X-Client-Id": configuration.api_key.get(CLIENT_ID) or configuration.refresh_api_key_hook is not None,
                "Authorization": configuration.access_token is not None,
            }
            names = [name for name, is_present in present.items() if is_present]
        return shown_request(call.operation, call.arguments, call.request, names)

    def _credentials_of_call(self, call: Call[Any]) -> Credentials | Failure | None:
        """Return the credentials that a call brings, or why it has none; None if the configured ones go with it."""
        if call.request_auth is not None:
            return credentials_of_call(call.request_auth)
        if dropped := self.dropped_credentials:
            return Failure(Phase.NOT_SENT, FailureKind.CREDENTIALS, f"not pickled: {', '.join(dropped)}")
        return None

    def _client_id(self, configuration: Configuration) -> Credentials | Failure:
        """Return the configured credentials without the token."""
        try:
            client_id = configuration.client_id()
        except (ApiTypeError, ApiValueError):
            raise
        except BaseException as error:  # refresh_api_key_hook is user code
            if not is_contained(error):
                raise
            return credentials_failure(error)
        return Credentials({} if client_id is None else {"X-Client-Id": client_id})

    def _answer(self, call: Call[ResultT]) -> tuple[ApiResponse[ResultT] | ApiException, DriftReport | None]:
        """Return the answer as a model, or the error that the call ended with; and the drift to report."""
        operation = call.operation
        outcome: ApiResponse[ResultT] | ApiException
        try:
            outcome = read_response(operation, call.result, call.asked, strict=self.configuration.strict_responses)
            status = outcome.status_code
        except ApiException as error:
            if isinstance(error, WrongCheckoutError):
                self._close_idle()  # one of the idle connections may be out of step
            error.request = self._prepared(call)
            outcome, status = error, error.status or 0
        if not outcome.drift:
            return outcome, None
        request_id = (outcome.headers or {}).get("X-Request-Id")
        return outcome, DriftReport(operation.name, status, outcome.drift, request_id)

    def _call_on_drift(self, call: Call[Any], report: DriftReport) -> object:
        """Log the drift of an answer, and return what `on_drift` returned. What it raises must not cost the answer."""
        log_drift(call.operation, report.drift)
        if self.configuration.on_drift is None:
            return None
        try:
            return self.configuration.on_drift(report)
        except BaseException as error:
            if not is_contained(error):
                raise
            log_callback_error(call.operation, "on_drift", error)
            return None

    def _read_raw(self, call: Call[Any]) -> BaseHTTPResponse:
        """Return the answer as it is, or raise if none came."""
        try:
            response = raw_response(call.operation, call.result)
        except ApiException as error:
            error.request = self._prepared(call)
            raise
        return HTTPResponse(
            body=io.BytesIO(response.body),
            headers=response.headers,
            status=response.status,
            reason=response.reason,
            preload_content=False,
            decode_content=False,
            enforce_content_length=False,  # it counts the bytes on the wire, before the content coding was undone
        )


def refuse_mixed(api_client: object, expected: type[BaseClient[Any]]) -> None:
    """Refuse a sync client where one with `await` is needed, and the other way round.

    Raises:
        ApiTypeError: It is a client of the other kind; its answers would be lost.
    """
    if isinstance(api_client, BaseClient) and not isinstance(api_client, expected):
        package = expected.__module__.removesuffix(".api_client")
        how = "without" if package.endswith(".aio") else "with"
        raise ApiTypeError(f"api_client: this needs an {package}.ApiClient, not the one {how} await")


_CLIENTS: WeakSet[BaseClient[Any]] = WeakSet()


def _renew_in_child() -> None:
    """Renew every client in a forked child, before it has a second thread.

    A child must not write to its parent's connections, and may have inherited a lock that another thread held.
    """
    for client in list(_CLIENTS):
        client._init_process_state()  # pyright: ignore[reportPrivateUsage]


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_renew_in_child)
