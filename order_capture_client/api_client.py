"""The sync client: drives a call step by step, and does the sleeping and sending that the steps ask for."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from typing_extensions import Self, TypeVar
from urllib3 import BaseHTTPResponse

from order_capture_client._base_client import BaseClient, refuse_mixed
from order_capture_client._compat import REFUSED_NAMES
from order_capture_client._core.call import Call
from order_capture_client._core.credentials import with_token
from order_capture_client._core.exchange import Reply, Step
from order_capture_client._core.log import log_misuse
from order_capture_client._core.operation import Operation
from order_capture_client._core.options import CallOptions
from order_capture_client._core.tokens import TokenCache, token_owner
from order_capture_client._core.user_code import ON_DRIFT, is_async, is_async_hook, needs_await, refuse_awaitable
from order_capture_client._core.verdict import checked_reply, handler_failure
from order_capture_client._core.wire import (
    Attempt,
    Authorize,
    Credentials,
    Failure,
    Phase,
    Response,
    Send,
    Wait,
)
from order_capture_client._lazy import LazyModule, aliases
from order_capture_client.api_response import ApiResponse
from order_capture_client.drift import DriftReport
from order_capture_client.exceptions import ApiException, ApiTypeError, OpenApiException
from order_capture_client.rest import Transport
from order_capture_client.transport import Handler

__all__ = ["ApiClient", "ApiResponse", "BaseClient", "CallOptions", "Handler", "refuse_mixed"]

AnswerT = TypeVar("AnswerT")
ResultT = TypeVar("ResultT")

if TYPE_CHECKING:
    from order_capture_client._core import run_hooks
    from order_capture_client.hooks import AttemptInfo, CallInfo
else:  # type checkers would take any name
    run_hooks = LazyModule("order_capture_client._core.run_hooks")  # imported where a hook is set
    _EXCEPTIONS = "order_capture_client.exceptions"
    __getattr__ = aliases(
        __name__,
        {
            "ApiException": _EXCEPTIONS,
            "ApiValueError": _EXCEPTIONS,
            "Configuration": "order_capture_client.configuration",
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


class ApiClient(BaseClient[Handler]):
    """Sends calls. One client may be shared by threads; close it, or use it in a `with` statement.

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

    _hooks_module = "order_capture_client._core.run_hooks"

    def _init_process_state(self) -> None:
        super()._init_process_state()
        self._transport = Transport(self.configuration)
        self._tokens = TokenCache()

    def _check_callbacks(self) -> None:
        super()._check_callbacks()
        for name in ("on_drift", "refresh_api_key_hook"):
            callback = getattr(self.configuration, name)
            if callback is not None and is_async(callback):
                raise ApiTypeError(needs_await(name))
        for name in ("on_attempt", "on_call"):
            if any(map(is_async_hook, getattr(self.configuration, name))):
                raise ApiTypeError(needs_await(name))

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
        """Close all connections; every later call is refused. May be called twice."""
        self._closed = True
        self._transport.close()

    def _close_idle(self) -> bool:
        was_open = self._transport.is_open
        self._transport.close()
        return was_open

    def _on_default(self) -> None:
        atexit.register(self.close)

    def call(
        self, operation: Operation[ResultT], arguments: tuple[object, ...], options: CallOptions
    ) -> ApiResponse[ResultT]:
        """Make a call.

        Args:
            operation: A row of `api.operations`.
            arguments: In the order of the operation's parameters.
            options: The keywords that start with an underscore.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
            ApiException: The call failed after that.
        """
        try:
            call = self._new_call(operation, arguments, options)
            arguments, options = (), {}  # reporters of exceptions show the local variables of each frame
            if self.configuration.on_call:
                return self._drive_with_hooks(call, self._read)
            self._drive(call)
            return self._read(call)
        except OpenApiException as error:
            arguments, options = (), {}
            raise error.with_traceback(None) from error.__cause__  # the frames below hold the request, or the answer

    def call_without_preload_content(
        self, operation: Operation[object], arguments: tuple[object, ...], options: CallOptions
    ) -> BaseHTTPResponse:
        """Make a call and return the answer as it is, whatever its status.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
            ApiException: No complete answer came.
        """
        try:
            call = self._new_call(operation, arguments, options)
            arguments, options = (), {}
            if self.configuration.on_call:
                return self._drive_with_hooks(call, self._read_raw)
            self._drive(call)
            return self._read_raw(call)
        except OpenApiException as error:
            arguments, options = (), {}
            raise error.with_traceback(None) from error.__cause__

    def _drive_with_hooks(self, call: Call[Any], read: Callable[[Call[Any]], AnswerT]) -> AnswerT:
        """Make a call and return what was read, between the hooks of `on_call`."""
        watch = run_hooks.CallWatch(call)
        hooks: run_hooks.Hooks[CallInfo] = run_hooks.Hooks("on_call", call, self.configuration.on_call)
        try:
            try:
                first = call.next(None)  # starts the clock of the call
                hooks.enter(watch.info)
                self._drive(call, first)
                return read(call)
            except BaseException as error:
                watch.fail(error)
                raise
            finally:
                watch.end()
                hooks.leave()
        except BaseException as error:
            watch.mark(error)
            raise

    def _drive(self, call: Call[Any], first: Step | None = None) -> None:
        """Make a call, step by step, until it has its result.

        Args:
            call: The call.
            first: Its first step, if it was asked for that.
        """
        attempt: Attempt | None = None
        try:
            step = call.next(None) if first is None else first
            while step is not None:
                reply: Reply = None
                self._renew_if_forked()
                if isinstance(step, Send):
                    attempt = Attempt(step)
                    observed = self.configuration.on_attempt
                    reply = self._perform_with_hooks(call, attempt) if observed else self._perform(attempt)
                elif isinstance(step, Wait):
                    self._pause(step.seconds)
                else:
                    reply = self._credentials(step, call)
                step = call.next(reply)
                attempt = None  # not before the call has noted its result
        except BaseException as error:
            call.broken_off(error, attempt)
            raise
        finally:
            if self._closed:
                self._transport.close()  # the client was closed during the call

    def _perform_with_hooks(self, call: Call[Any], attempt: Attempt) -> Response | Failure:
        watch = run_hooks.AttemptWatch(call, attempt)
        hooks: run_hooks.Hooks[AttemptInfo] = run_hooks.Hooks("on_attempt", call, self.configuration.on_attempt)
        try:
            hooks.enter(watch.info)
            watch.begin()
            watch.result = reply = self._perform(attempt)
        finally:
            watch.end()
            hooks.leave()
        return reply

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def _perform(self, attempt: Attempt) -> Response | Failure:
        if self._handler is None:
            return self._transport.perform(attempt)
        attempt.phase = Phase.SENT
        try:
            given = self._handler.handle(attempt.send.request)
        except BaseException as error:  # noqa: BLE001 # those that are no failure are raised again
            return handler_failure(error)
        return checked_reply(given)

    def _credentials(self, step: Authorize, call: Call[Any]) -> Credentials | Failure:
        own = self._credentials_of_call(call)
        if own is not None:
            return own
        configuration = self.configuration
        known = self._client_id(configuration)
        provider = configuration.access_token
        if isinstance(known, Failure) or provider is None:
            return known
        if not callable(provider):
            return with_token(known, provider)
        owner = token_owner(provider, configuration.token_key)
        token = owner if isinstance(owner, Failure) else self._tokens.token(owner, step)
        return token if isinstance(token, Failure) else with_token(known, token, refreshable=True)

    def _read(self, call: Call[ResultT]) -> ApiResponse[ResultT]:
        """Return the answer as a model, or raise the error that the call ended with."""
        outcome, report = self._answer(call)
        if report is not None:
            self._report_drift(call, report)
        if isinstance(outcome, ApiException):
            raise outcome
        return outcome

    def _report_drift(self, call: Call[Any], report: DriftReport) -> None:
        entered = ON_DRIFT.enter()
        if entered is None:
            return
        try:
            refuse_awaitable("on_drift", self._call_on_drift(call, report))
        except ApiTypeError as error:
            log_misuse(call.operation, "on_drift", error)
        except BaseException as error:
            call.broken_off(error, None)
            raise
        finally:
            del entered
