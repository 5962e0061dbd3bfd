"""The sync client: drives a call step by step, and does the sleeping and sending that the steps ask for."""

from __future__ import annotations

import atexit
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from typing_extensions import Self, TypeVar
from urllib3 import BaseHTTPResponse

from order_capture_client._base_client import BaseClient, refuse_mixed
from order_capture_client._compat import REFUSED_NAMES
from order_capture_client._core.call import Call
from order_capture_client._core.credentials import TokenCache, credentials_failure, with_token
from order_capture_client._core.exchange import Reply
from order_capture_client._core.operation import Operation
from order_capture_client._core.options import CallOptions
from order_capture_client._core.verdict import HANDLER_FAILURES, checked_reply, handler_failure
from order_capture_client._core.wire import (
    Attempt,
    Authorize,
    Credentials,
    Failure,
    Phase,
    Request,
    Response,
    Send,
    Wait,
)
from order_capture_client._lazy import aliases
from order_capture_client.api_response import ApiResponse
from order_capture_client.exceptions import OpenApiException
from order_capture_client.rest import Transport

__all__ = ["ApiClient", "ApiResponse", "BaseClient", "CallOptions", "Handler", "refuse_mixed"]

ResultT = TypeVar("ResultT")

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
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


class Handler(Protocol):
    """Stands in for the network: any object that answers a request, such as a `Sandbox`."""

    def handle(self, request: Request) -> Response | Failure:
        """Answer a request."""
        ...


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

    def _init_process_state(self) -> None:
        super()._init_process_state()
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
            self._drive(call)
            return self._read_raw(call)
        except OpenApiException as error:
            arguments, options = (), {}
            raise error.with_traceback(None) from error.__cause__

    def _drive(self, call: Call[Any]) -> None:
        """Make a call, step by step, until it has its result."""
        reply: Reply = None
        attempt: Attempt | None = None
        try:
            while (step := call.next(reply)) is not None:
                attempt = None  # not before the call has noted its result
                self._renew_if_forked()
                if isinstance(step, Send):
                    attempt = Attempt(step)
                    reply = self._perform(attempt)
                elif isinstance(step, Wait):
                    time.sleep(step.seconds)
                    reply = None
                else:
                    reply = self._credentials(step, call)
        except BaseException as error:
            call.broken_off(error, attempt)
            raise
        finally:
            if self._closed:
                self._transport.close()  # the client was closed during the call

    def _perform(self, attempt: Attempt) -> Response | Failure:
        if self._handler is None:
            return self._transport.perform(attempt)
        attempt.phase = Phase.SENT
        try:
            given = self._handler.handle(attempt.send.request)
        except HANDLER_FAILURES as error:
            return handler_failure(error)
        return checked_reply(given)

    def _credentials(self, step: Authorize, call: Call[Any]) -> Credentials | Failure:
        known = self._static_credentials(call)
        provider = self.configuration.access_token
        if isinstance(known, Failure) or call.request_auth is not None or provider is None:
            return known
        if not callable(provider):
            return with_token(known, provider)
        try:
            return with_token(known, self._tokens.token(provider, step), refreshable=True)
        except Exception as error:  # noqa: BLE001 # the provider is user code
            return credentials_failure(error)
