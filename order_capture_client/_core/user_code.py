"""The border around user code: an exception of a provider, hook, callback or logger ends that code alone."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Coroutine
from contextvars import ContextVar
from weakref import ref

from order_capture_client._input_errors import ApiTypeError


def is_contained(error: BaseException) -> bool:
    """Return whether an exception of user code ends that code alone; `KeyboardInterrupt` and `SystemExit` end the call."""
    return isinstance(error, Exception) or is_cancelled_error(error)


def is_cancelled_error(error: BaseException) -> bool:
    """Return whether an exception is asyncio's `CancelledError`; raised by user code, it does not cancel the call."""
    # By name, since importing asyncio is slow, and the sync client does without.
    kinds = type(error).__mro__
    return any(kind.__name__ == "CancelledError" and kind.__module__.startswith("asyncio") for kind in kinds)


def is_async(function: object) -> bool:
    """Return whether a callable is an async function, also within a `partial` or as the `__call__` of an object."""
    call = getattr(type(function), "__call__", None)  # noqa: B004 # the function itself is needed
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def is_async_hook(hook: object) -> bool:
    """Return whether a hook is an async function, or makes async context managers."""
    return is_async(hook) or inspect.isasyncgenfunction(getattr(hook, "__wrapped__", None))


def refuse_awaitable(name: str, given: object) -> None:
    """Refuse the result of a callback that has to be awaited, where nobody awaits.

    Raises:
        ApiTypeError: It is an awaitable.
    """
    if isinstance(given, Awaitable):
        if isinstance(given, Coroutine):
            given.close()  # otherwise, Python warns that it was never awaited
        raise ApiTypeError(needs_await(name))


def needs_await(name: str, where: str = "order_capture_client.aio") -> str:
    """Return the reason to refuse an async function, and where it is taken."""
    return f"{name}: a function that has to be awaited is for {where}"


class Entrance:
    """Keeps user code from being called by what it calls, which might have no end.

    Args:
        name: The name of the user code.
    """

    def __init__(self, name: str) -> None:
        self._inside: ContextVar[ref[_Visit] | None] = ContextVar(name, default=None)

    def enter(self) -> object | None:
        """Return an object to hold while the user code runs, and None if it already runs in this context.

        Nothing has to be undone: the object dies with the frame that holds it, wherever an exception cuts in.
        """
        visit = self._inside.get()
        if visit is not None and visit() is not None:
            return None
        entered = _Visit()
        self._inside.set(ref(entered))
        return entered


class _Visit:
    """Lives while user code runs."""


ON_DRIFT = Entrance("on_drift")
"""Lets `on_drift` make calls whose answers differ, too."""
HOOKS = Entrance("hooks")
"""Lets `on_attempt` and `on_call` make calls, for which they are not called."""
