"""The access token, fetched once for all tasks."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable

from order_capture_client._core.credentials import AccessToken, TokenCache, TokenProvider
from order_capture_client._core.wire import Authorize


class TaskTokenCache(TokenCache):
    """Keep the token of a provider until it expires or is refused.

    The provider is called once, however many tasks need a token; a task that is cancelled meanwhile does not disturb the
    others.
    """

    _fetching: asyncio.Task[None] | None = None

    async def token_for_task(self, provider: TokenProvider, step: Authorize) -> str:
        """Return a token that is not the refused one, if the provider has another."""
        if self._is_stale(provider, step):
            fetching = self._fetching
            if fetching is None or fetching.done() or fetching.get_loop() is not asyncio.get_running_loop():
                self._fetching = fetching = asyncio.create_task(self._fetch(provider))
                fetching.add_done_callback(consume_error)
            await asyncio.shield(fetching)
        return self._token.token

    async def _fetch(self, provider: TokenProvider) -> None:
        self._keep(provider, await call_provider_async(provider))


async def call_provider_async(provider: TokenProvider) -> str | AccessToken:
    """Call a token provider: an async function in the event loop, any other in a thread, since it may block."""
    if inspect.iscoroutinefunction(provider) or inspect.iscoroutinefunction(type(provider).__call__):
        given = provider()
    else:
        given = await asyncio.to_thread(provider)
    return await given if isinstance(given, Awaitable) else given


def consume_error(fetching: asyncio.Task[None]) -> None:
    """Retrieve the exception, so that asyncio does not log it when every waiting task was cancelled."""
    if not fetching.cancelled():
        fetching.exception()
