"""The client with `await`: drives the same steps as the sync client, by the same policy."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self, TypeVar
from urllib3 import BaseHTTPResponse

from order_capture_client._base_client import BaseClient
from order_capture_client._core.call import Call
from order_capture_client._core.credentials import credentials_failure, with_token
from order_capture_client._core.exchange import Reply
from order_capture_client._core.operation import Operation
from order_capture_client._core.options import CallOptions
from order_capture_client._core.verdict import HANDLER_FAILURES, checked_reply, handler_failure
from order_capture_client._core.wire import (
    Attempt,
    Authorize,
    Credentials,
    Failure,
    FailureKind,
    Phase,
    Request,
    Response,
    Send,
    Wait,
)
from order_capture_client.aio._loops import NO_THREAD, running_loop
from order_capture_client.aio._tokens import NoThreadError, TaskTokenCache
from order_capture_client.aio.rest import Transport
from order_capture_client.api_response import ApiResponse
from order_capture_client.exceptions import OpenApiException

__all__ = ["ApiClient", "ApiResponse", "CallOptions", "Handler"]

ResultT = TypeVar("ResultT")


class Handler(Protocol):
    """Stands in for the network: any object that answers a request, at once or with `await`, such as a `Sandbox`."""

    def handle(self, request: Request) -> Response | Failure | Awaitable[Response | Failure]:
        """Answer a request."""
        ...


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

    def _init_process_state(self) -> None:
        super()._init_process_state()
        self._transport = Transport(self.configuration)
        self._tokens = TaskTokenCache(time.time)

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
            await self._drive(call)
            return self._read(call)
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
            await self._drive(call)
            return self._read_raw(call)
        except OpenApiException as error:
            arguments, options = (), {}
            raise error.with_traceback(None) from error.__cause__

    async def _drive(self, call: Call[Any]) -> None:
        """Make a call, step by step, until it has its result."""
        reply: Reply = None
        attempt: Attempt | None = None
        try:
            while (step := call.next(reply)) is not None:
                self._renew_if_forked()
                if isinstance(step, Send):
                    attempt = Attempt(step)
                    reply = await self._perform(attempt)
                    attempt = None
                elif isinstance(step, Wait):
                    await asyncio.sleep(step.seconds)
                    reply = None
                else:
                    reply = await self._credentials(step, call)
        except BaseException as error:
            call.broken_off(error, attempt)
            raise
        finally:
            if self._closed:
                self._transport.close()  # the client was closed during the call

    async def _perform(self, attempt: Attempt) -> Response | Failure:
        if self._handler is None:
            return await self._transport.perform(attempt)
        attempt.phase = Phase.SENT
        try:
            given = self._handler.handle(attempt.send.request)
            return checked_reply(await given if inspect.isawaitable(given) else given)
        except HANDLER_FAILURES as error:
            return handler_failure(error)

    async def _credentials(self, step: Authorize, call: Call[Any]) -> Credentials | Failure:
        known = self._static_credentials(call)
        provider = self.configuration.access_token
        if isinstance(known, Failure) or call.request_auth is not None or provider is None:
            return known
        if not callable(provider):
            return with_token(known, provider)
        try:
            return with_token(known, await self._tokens.token_for_task(provider, step), refreshable=True)
        except NoThreadError:
            return Failure(Phase.NOT_SENT, FailureKind.CONNECTION, NO_THREAD)
        except Exception as error:  # noqa: BLE001 # the provider is user code
            return credentials_failure(error)
