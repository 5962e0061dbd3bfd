"""User code that is awaited: it runs in a task of its own, which tells its end from ours, and no longer than a call may take."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, NamedTuple

from typing_extensions import TypeVar

from order_capture_client import _clock

ArgumentT = TypeVar("ArgumentT")


class Ended(NamedTuple):
    """How user code ended."""

    value: Any
    error: BaseException | None
    """Its exception; a `TimeoutError` if it did not end in time."""


async def called(function: Callable[[ArgumentT], object], argument: ArgumentT, deadline: float) -> Ended:
    """Call user code, which may be an async function, and return how it ended, at the latest at a deadline."""
    try:
        given = function(argument)
    except BaseException as error:  # noqa: BLE001 # the caller decides
        return Ended(None, error)
    return await ended(given, deadline) if isawaitable(given) else Ended(given, None)


async def ended(awaitable: Awaitable[Any], deadline: float) -> Ended:
    """Await user code until a deadline, and return how it ended.

    Its `CancelledError` is returned like any other exception; one that is raised here means that we are cancelled. In
    both cases in which nobody waits for the user code any longer, it is cancelled.
    """
    task = asyncio.get_running_loop().create_task(caught(awaitable))
    try:
        await asyncio.wait({task}, timeout=seconds_until(deadline))
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task}, timeout=seconds_until(deadline))  # for its cleaning up
        raise
    finally:
        task.cancel()  # has no effect once it is done
    if not task.done():
        return Ended(None, TimeoutError())
    return Ended(None, asyncio.CancelledError()) if task.cancelled() else task.result()


async def caught(awaitable: Awaitable[Any]) -> Ended:
    """Return the value or the exception of an awaitable.

    A task with this coroutine never fails: an exception such as `KeyboardInterrupt` would otherwise leave the event loop
    from inside the task, before the call can add its verdict.
    """
    try:
        return Ended(await awaitable, None)
    except BaseException as error:  # noqa: BLE001 # the caller decides
        return Ended(None, error)


def seconds_until(deadline: float) -> float:
    """Return the seconds that are left."""
    return max(0.0, deadline - _clock.monotonic())
