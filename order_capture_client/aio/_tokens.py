"""The access token, fetched once for all tasks."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable

from order_capture_client._core.credentials import AccessToken, TokenCache, TokenProvider


class TaskTokenCache(TokenCache):
    """Keeps what a token provider returned until it expires or is refused.

    However many tasks need a token, the provider is called once; who is cancelled meanwhile does not disturb the others.
    """

    _fetching: asyncio.Task[None] | None = None

    async def token_for_task(self, provider: TokenProvider, refused: str | None) -> str:
        """Gives a token that is not the refused one, if the provider has another."""
        if self._is_stale(provider, refused):
            fetching = self._fetching
            if fetching is None or fetching.done() or fetching.get_loop() is not asyncio.get_running_loop():
                self._fetching = fetching = asyncio.create_task(self._fetch(provider))
                fetching.add_done_callback(_hear)
            await asyncio.shield(fetching)
        return self._token.token

    async def _fetch(self, provider: TokenProvider) -> None:
        self._keep(provider, await _given(provider))


async def _given(provider: TokenProvider) -> str | AccessToken:
    """Asks the provider: in the event loop if it is made for one, else in a thread, for it may block."""
    if inspect.iscoroutinefunction(provider) or inspect.iscoroutinefunction(type(provider).__call__):
        given = provider()
    else:
        given = await asyncio.to_thread(provider)
    return await given if isinstance(given, Awaitable) else given


def _hear(fetching: asyncio.Task[None]) -> None:
    """Takes note of an error, lest asyncio report one that every waiting task was cancelled for."""
    if not fetching.cancelled():
        fetching.exception()
