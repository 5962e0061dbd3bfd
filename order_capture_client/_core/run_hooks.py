"""Drives `on_attempt` and `on_call`. A hook that raises changes neither the answer nor the error of a call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Generic, cast

from typing_extensions import TypeVar

from order_capture_client import _clock
from order_capture_client._core.call import Call
from order_capture_client._core.call_fields import fields_of_result, fields_of_target, phase_name, status_of
from order_capture_client._core.decode import outcome_of
from order_capture_client._core.headers import checked_headers, merged_headers
from order_capture_client._core.log import log_callback_error, log_misuse
from order_capture_client._core.user_code import HOOKS, is_contained, needs_await
from order_capture_client._core.verdict import marked_outcome
from order_capture_client._core.wire import Attempt, Failure, Phase, Request, Response
from order_capture_client._input_errors import ApiValueError
from order_capture_client.exceptions import ApiException
from order_capture_client.hooks import AttemptInfo, CallInfo

InfoT = TypeVar("InfoT")

_REFUSED = {
    *("authorization", "cookie", "proxy-authorization", "x-client-id"),
    *("connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive"),
    *("proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
}
"""Headers that hooks may not set: credentials, and those that say how the request is framed and read."""


class HooksOf(Generic[InfoT]):
    """The hooks of one attempt, or of one call: entered in their order, and left in reverse.

    Args:
        name: The setting, `on_attempt` or `on_call`.
        call: The call.
        hooks: The value of the setting.
    """

    def __init__(self, name: str, call: Call[Any], hooks: object) -> None:
        self.name = name
        self.call = call
        self.hooks = cast("Sequence[Callable[[InfoT], object]]", hooks)
        self._entered: list[tuple[Callable[[Any], object], object]] = []
        """The context managers that were entered, with the functions that leave them."""


class Hooks(HooksOf[InfoT]):
    """The same without `await`."""

    def enter(self, info: InfoT) -> None:
        """Call each hook, and enter the context manager that it returns."""
        for hook in self.hooks:
            given = self._called(hook, info)
            if isinstance(given, AbstractContextManager):
                manager = cast("AbstractContextManager[object]", given)
                if self._called(enter_manager, manager) is not FAILED:
                    self._entered.append((leave_manager, manager))
            elif isinstance(given, AbstractAsyncContextManager) or inspect.isawaitable(given):
                if isinstance(given, Coroutine):
                    given.close()  # otherwise, Python warns that it was never awaited
                log_misuse(self.call.operation, self.name, needs_await(self.name))

    def leave(self) -> None:
        """Leave the context managers that were entered."""
        try:
            while self._entered:
                self._called(*self._entered.pop())
        finally:
            if self._entered:  # an interrupt ended one of them; the others are left all the same
                self.leave()

    def _called(self, function: Callable[[Any], object], argument: object) -> object:
        entered = HOOKS.enter()
        if entered is None:
            return FAILED
        try:
            return function(argument)
        except BaseException as error:
            if not is_contained(error):
                raise
            log_callback_error(self.call.operation, self.name, error)
            return FAILED
        finally:
            del entered


FAILED = object()
"""Stands for the result of a hook that raised an exception, or was not called."""


def enter_manager(manager: AbstractContextManager[object]) -> object:
    """Enter the context manager of a hook."""
    return manager.__enter__()


def leave_manager(manager: AbstractContextManager[object]) -> None:
    """Leave the context manager of a hook. It never gets an exception, so that it cannot suppress one; its info says how it ended."""
    manager.__exit__(None, None, None)


class AttemptWatch:
    """Keeps the `AttemptInfo` of an attempt."""

    def __init__(self, call: Call[Any], attempt: Attempt) -> None:
        self.info = AttemptInfo(**fields_of_target(call.operation, call.request), number=attempt.send.number)
        self.result: Response | Failure | None = None
        self._call = call
        self._attempt = attempt
        self._begun = _clock.monotonic()

    def begin(self) -> None:
        """Add the headers of the hooks to the request, and start the clock."""
        if added := _allowed_headers(self._call, self.info.headers):
            send = self._attempt.send
            whole = send.request
            self._attempt.send = send._replace(
                request=Request(
                    whole.method, whole.origin, whole.target, merged_headers(whole.headers, added), whole.body
                )
            )
        self._begun = _clock.monotonic()

    def end(self) -> None:
        """Note how the attempt ended: with its result, or by an exception."""
        seconds = _clock.monotonic() - self._begun
        if self.result is not None:
            found = fields_of_result(self.result, seconds, outcome_of(self.result))
        else:
            phase = self._attempt.phase
            outcome = "not_sent" if phase is Phase.NOT_SENT else "unknown"
            found = {"kind": "broken_off", "phase": phase_name(phase), "seconds": seconds, "outcome": outcome}
        _set(self.info, found)


class CallWatch:
    """Keeps the `CallInfo` of a call."""

    def __init__(self, call: Call[Any]) -> None:
        self.info = CallInfo(**fields_of_target(call.operation, call.request))
        self._call = call
        self._begun = _clock.monotonic()

    def fail(self, error: BaseException) -> None:
        """Note the exception that the call raises."""
        self.mark(error)
        outcome = error.outcome if isinstance(error, ApiException) else marked_outcome(error)
        _set(self.info, {"error": type(error).__name__, "outcome": outcome})

    def end(self) -> None:
        """Note how the call ended."""
        info, call = self.info, self._call
        info.seconds = _clock.monotonic() - self._begun
        info.attempts = call.attempts_begun
        if call.last is not None:
            info.status = status_of(call.last)
        if info.error is None:
            info.outcome = call.outcome()

    def mark(self, error: BaseException) -> None:
        """Record on an exception from elsewhere how far the call came, unless that has been done."""
        if not isinstance(error, ApiException) and marked_outcome(error) is None:
            self._call.broken_off(error, None)


def _allowed_headers(call: Call[Any], headers: dict[str, str]) -> dict[str, str]:
    """Return the headers that hooks may add; a WARNING names each of the others."""
    allowed: dict[str, str] = {}
    try:
        for name, value in dict(headers).items():
            try:
                one = checked_headers("on_attempt: headers", {name: value})
                if name.lower() in _REFUSED:
                    raise ApiValueError(f"on_attempt: headers: {name} is not for hooks; it was left out")
            except ApiValueError as error:
                log_misuse(call.operation, "on_attempt", error)
            else:
                allowed = merged_headers(allowed, one)
    except Exception as error:  # noqa: BLE001 # a hook may have put any object there
        log_callback_error(call.operation, "on_attempt", error)
    return allowed


def _set(info: AttemptInfo | CallInfo, found: dict[str, Any]) -> None:
    for name, value in found.items():
        setattr(info, name, value)  # they have slots, so another name is an error
