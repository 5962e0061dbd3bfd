"""The client with `await`: drives the same steps as the sync client, by the same policy."""

from __future__ import annotations

import asyncio
import copy
import inspect
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from typing_extensions import Self, TypeVar
from urllib3 import BaseHTTPResponse

from order_capture_client import _clock
from order_capture_client._base_client import BaseClient
from order_capture_client._core.call import Call
from order_capture_client._core.credentials import TOO_LATE, credentials_failure, with_token
from order_capture_client._core.exchange import Reply, Step
from order_capture_client._core.log import log_callback_error
from order_capture_client._core.operation import Operation
from order_capture_client._core.options import CallOptions
from order_capture_client._core.tokens import token_owner
from order_capture_client._core.user_code import ON_DRIFT, is_contained
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
from order_capture_client._lazy import LazyModule
from order_capture_client.aio._loops import running_loop
from order_capture_client.aio._tokens import TaskTokenCache
from order_capture_client.aio._user_code import called, ended
from order_capture_client.aio.rest import Transport
from order_capture_client.api_response import ApiResponse
from order_capture_client.configuration import Configuration
from order_capture_client.drift import DriftReport
from order_capture_client.exceptions import ApiException, OpenApiException
from order_capture_client.transport import AsyncHandler as Handler

__all__ = ["ApiClient", "ApiResponse", "CallOptions", "Handler"]

if TYPE_CHECKING:
    from order_capture_client.aio import _run_hooks as run_hooks
    from order_capture_client.hooks import AttemptInfo, CallInfo
else:
    run_hooks = LazyModule("order_capture_client.aio._run_hooks")  # imported where a hook is set

AnswerT = TypeVar("AnswerT")
ResultT = TypeVar("ResultT")


class ApiClient(BaseClient[Handler]):
    """Sends calls. One client may be shared by all tasks, in any number of event loops; close it, or use it in an `async with` statement.

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

    _hooks_module = "order_capture_client.aio._run_hooks"

    def _init_process_state(self) -> None:
        former: Transport | None = vars(self).get("_transport")
        super()._init_process_state()
        if former is not None:
            former.leave_to_parent()
        self._transport = Transport(self.configuration)
        self._tokens = TaskTokenCache()

    async def __aenter__(self) -> Self:
        running_loop()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; every later call is refused. May be called twice."""
        running_loop()
        self._closed = True
        self._transport.close()
        await asyncio.sleep(0)  # lets the event loop close the sockets

    def _close_idle(self) -> bool:
        was_open = self._transport.is_open
        self._transport.close()
        return was_open

    async def call(
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
            running_loop()
            call = self._new_call(operation, arguments, options)
            arguments, options = (), {}  # reporters of exceptions show the local variables of each frame
            if self.configuration.on_call:
                return await self._drive_with_hooks(call, self._read)
            await self._drive(call)
            return await self._read(call)
        except OpenApiException as error:
            arguments, options = (), {}
            raise error.with_traceback(None) from error.__cause__  # the frames below hold the request, or the answer

    async def call_without_preload_content(
        self, operation: Operation[object], arguments: tuple[object, ...], options: CallOptions
    ) -> BaseHTTPResponse:
        """Make a call and return the answer as it is, whatever its status.

        Raises:
            ApiValueError: The input does not fit, or the client is closed; nothing was sent.
            ApiException: No complete answer came.
        """
        try:
            running_loop()
            call = self._new_call(operation, arguments, options)
            arguments, options = (), {}
            if self.configuration.on_call:
                return await self._drive_with_hooks(call, self._read_raw_later)
            await self._drive(call)
            return self._read_raw(call)
        except OpenApiException as error:
            arguments, options = (), {}
            raise error.with_traceback(None) from error.__cause__

    async def _drive_with_hooks(self, call: Call[Any], read: Callable[[Call[Any]], Awaitable[AnswerT]]) -> AnswerT:
        """Make a call and return what was read, between the hooks of `on_call`."""
        watch = run_hooks.CallWatch(call)
        hooks: run_hooks.AsyncHooks[CallInfo] = run_hooks.AsyncHooks("on_call", call, self.configuration.on_call)
        try:
            try:
                first = call.next(None)  # starts the clock of the call
                await hooks.enter(watch.info)
                await self._drive(call, first)
                return await read(call)
            except BaseException as error:
                watch.fail(error)
                raise
            finally:
                watch.end()
                await hooks.leave()
        except BaseException as error:
            watch.mark(error)
            raise

    async def _drive(self, call: Call[Any], first: Step | None = None) -> None:
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
                    reply = await (self._perform_with_hooks(call, attempt) if observed else self._perform(attempt))
                elif isinstance(step, Wait):
                    await self._pause(step.seconds)
                else:
                    reply = await self._credentials(step, call)
                step = call.next(reply)
                attempt = None  # not before the call has noted its result
        except BaseException as error:
            call.broken_off(error, attempt)
            raise
        finally:
            if self._closed:
                self._transport.close()  # the client was closed during the call

    async def _perform_with_hooks(self, call: Call[Any], attempt: Attempt) -> Response | Failure:
        watch = run_hooks.AttemptWatch(call, attempt)
        hooks: run_hooks.AsyncHooks[AttemptInfo] = run_hooks.AsyncHooks(
            "on_attempt", call, self.configuration.on_attempt
        )
        try:
            await hooks.enter(watch.info)
            watch.begin()
            watch.result = reply = await self._perform(attempt)
        finally:
            watch.end()
            await hooks.leave()
        return reply

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _perform(self, attempt: Attempt) -> Response | Failure:
        if self._handler is None:
            return await self._transport.perform(attempt)
        attempt.phase = Phase.SENT
        given, error = await called(self._handler.handle, attempt.send.request, attempt.send.deadline)
        return checked_reply(given) if error is None else handler_failure(error)

    async def _credentials(self, step: Authorize, call: Call[Any]) -> Credentials | Failure:
        own = self._credentials_of_call(call)
        if own is not None:
            return own
        known = await self._refreshed_client_id(step)
        provider = self.configuration.access_token
        if isinstance(known, Failure) or provider is None:
            return known
        if not callable(provider):
            return with_token(known, provider)
        owner = token_owner(provider, self.configuration.token_key)
        token = owner if isinstance(owner, Failure) else await self._tokens.token(owner, step)
        return token if isinstance(token, Failure) else with_token(known, token, refreshable=True)

    async def _refreshed_client_id(self, step: Authorize) -> Credentials | Failure:
        """Return the configured credentials without the token, after `refresh_api_key_hook`, which may be async."""
        configuration = self.configuration
        if configuration.refresh_api_key_hook is not None:
            error = await _error_of_hook(configuration.refresh_api_key_hook, configuration, step.deadline)
            if error is not None:
                return error
            configuration = copy.copy(configuration)
            configuration.refresh_api_key_hook = None  # it has been called
        return self._client_id(configuration)

    async def _read(self, call: Call[ResultT]) -> ApiResponse[ResultT]:
        """Return the answer as a model, or raise the error that the call ended with."""
        outcome, report = self._answer(call)
        if report is not None:
            await self._report_drift(call, report)
        if isinstance(outcome, ApiException):
            raise outcome
        return outcome

    async def _read_raw_later(self, call: Call[Any]) -> BaseHTTPResponse:
        return self._read_raw(call)

    async def _report_drift(self, call: Call[Any], report: DriftReport) -> None:
        entered = ON_DRIFT.enter()
        if entered is None:
            return
        try:
            given = self._call_on_drift(call, report)
            error = (await ended(given, call.deadline)).error if inspect.isawaitable(given) else None
            if error is not None and not is_contained(error):
                raise error
            if error is not None:
                log_callback_error(call.operation, "on_drift", error)
        except BaseException as error:
            call.broken_off(error, None)
            raise
        finally:
            del entered


async def _error_of_hook(
    hook: Callable[[Configuration], object], configuration: Configuration, deadline: float
) -> Failure | None:
    error = (await called(hook, configuration, deadline)).error
    if error is None:
        return None
    if not is_contained(error):
        raise error
    return TOO_LATE if _clock.monotonic() >= deadline else credentials_failure(error)
