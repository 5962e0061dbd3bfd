"""Event loops: the one of this thread, and the threads that it runs."""

from __future__ import annotations

import asyncio

from order_capture_client.exceptions import ApiTypeError

NO_THREAD = "RuntimeError: no thread can be started; the interpreter may be shutting down"
"""The failure of a call that needs a thread, for a look-up of a name or a token provider."""


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running event loop.

    Raises:
        ApiTypeError: No event loop of asyncio is running, but perhaps another one.
    """
    loop = loop_of_this_thread()
    if loop is None:
        raise ApiTypeError("order_capture_client.aio needs asyncio")
    return loop


def loop_of_this_thread() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that runs in this thread, if there is one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
