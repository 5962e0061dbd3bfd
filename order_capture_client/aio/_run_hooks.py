"""The hooks of the client with `await`: async functions and async context managers are awaited until the call's deadline."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, TypeAlias

from typing_extensions import TypeVar

from order_capture_client._core.log import log_callback_error
from order_capture_client._core.run_hooks import FAILED, HooksOf, enter_manager, leave_manager
from order_capture_client._core.run_hooks import AttemptWatch as AttemptWatch
from order_capture_client._core.run_hooks import CallWatch as CallWatch
from order_capture_client._core.user_code import HOOKS, is_contained
from order_capture_client.aio._user_code import called

InfoT = TypeVar("InfoT")

_Leave: TypeAlias = Callable[[Any], object]


class AsyncHooks(HooksOf[InfoT]):
    """The hooks of one attempt, or of one call, with `await`.

    Plain functions and context managers run in the task of the call, so that they may set context variables for it.
    """

    async def enter(self, info: InfoT) -> None:
        """Call each hook, and enter the context manager that it returns."""
        for hook in self.hooks:
            given = await self._called(hook, info)
            enter, leave = _ways(given)
            if enter is not None and await self._called(enter, given) is not FAILED:
                self._entered.append((leave, given))

    async def leave(self) -> None:
        """Leave the context managers that were entered."""
        try:
            while self._entered:
                await self._called(*self._entered.pop())
        finally:
            if self._entered:  # an interrupt ended one of them; the others are left all the same
                await self.leave()

    async def _called(self, function: Callable[[Any], object], argument: object) -> object:
        entered = HOOKS.enter()
        if entered is None:
            return FAILED
        try:
            value, error = await called(function, argument, self.call.deadline)
            if error is None:
                return value
            if not is_contained(error):
                raise error
            log_callback_error(self.call.operation, self.name, error)
            return FAILED
        finally:
            del entered


def _ways(given: object) -> tuple[_Leave | None, _Leave]:
    """Return how a context manager is entered and left; None if the object cannot be entered."""
    if isinstance(given, AbstractAsyncContextManager):
        return _enter_async, _leave_async
    return enter_manager if isinstance(given, AbstractContextManager) else None, leave_manager


def _enter_async(manager: AbstractAsyncContextManager[object]) -> object:
    return manager.__aenter__()


def _leave_async(manager: AbstractAsyncContextManager[object]) -> object:
    return manager.__aexit__(None, None, None)
