"""The access token, fetched once for all tasks."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable

from order_capture_client._core.credentials import AccessToken, TokenCache, TokenProvider
from order_capture_client._core.wire import Authorize


class NoThreadError(Exception):
    """No thread can be started for the token provider: the interpreter is shutting down, or a limit is reached."""


class TaskTokenCache(TokenCache):
    """Keep the token of a provider until it expires or is refused.

    The provider is called once, however many tasks need a token; a task that is cancelled meanwhile does not disturb the
    others.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self._fetching: dict[asyncio.AbstractEventLoop, asyncio.Task[None]] = {}
        """One for each event loop: a task can be awaited in its own loop only."""

    async def token_for_task(self, provider: TokenProvider, step: Authorize) -> str:
        """Return a token that is not the refused one, if the provider has another."""
        if self._is_stale(provider, step):
            loop = asyncio.get_running_loop()
            fetching = self._fetching.get(loop)
            if fetching is None:
                self._fetching[loop] = fetching = loop.create_task(self._fetch(provider))
                fetching.add_done_callback(self._fetched)
            await asyncio.shield(fetching)
        return self._token.token

    async def _fetch(self, provider: TokenProvider) -> None:
        self._keep(provider, await call_provider_async(provider))

    def _fetched(self, fetching: asyncio.Task[None]) -> None:
        self._fetching.pop(fetching.get_loop(), None)
        if not fetching.cancelled():
            fetching.exception()  # asyncio would log it when every waiting task was cancelled


async def call_provider_async(provider: TokenProvider) -> str | AccessToken:
    """Call a token provider: an async function in the event loop, any other in a thread, since it may block.

    Raises:
        NoThreadError: No thread can be started.
    """
    if inspect.iscoroutinefunction(provider) or inspect.iscoroutinefunction(type(provider).__call__):
        given = provider()
    else:
        given = await _call_in_thread(provider)
    return await given if isinstance(given, Awaitable) else given


async def _call_in_thread(provider: TokenProvider) -> str | AccessToken | Awaitable[str | AccessToken]:
    begun = False

    def call() -> str | AccessToken | Awaitable[str | AccessToken]:
        nonlocal begun
        begun = True
        return provider()

    try:
        return await asyncio.to_thread(call)
    except RuntimeError:
        if begun:
            raise
    raise NoThreadError
