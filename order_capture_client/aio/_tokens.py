"""Access tokens, each fetched once for all tasks of an event loop that need it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any

from order_capture_client import _clock
from order_capture_client._core.credentials import TOO_LATE, credentials_failure
from order_capture_client._core.tokens import CALLED_ITSELF, Fetch, Place, TokenOwner, TokenStore, calls_itself
from order_capture_client._core.user_code import is_async, is_contained
from order_capture_client._core.wire import Authorize, Failure, FailureKind, Phase
from order_capture_client.aio._loops import NO_THREAD
from order_capture_client.aio._user_code import Ended, caught, seconds_until


class TaskTokenCache(TokenStore):
    """Asks a provider once, however many tasks need its token; a task that is cancelled does not disturb the others."""

    def __init__(self) -> None:
        super().__init__()
        self._fetches: dict[tuple[asyncio.AbstractEventLoop, Place], _TaskFetch] = {}
        """A task can be awaited in its own loop only."""

    async def token(self, owner: TokenOwner, step: Authorize) -> str | Failure:
        """Return a token that is not the refused one, if the provider has another, or why there is none.

        Raises:
            BaseException: The provider raised one that ends programs.
        """
        while (token := self.usable(owner, step)) is None:
            if calls_itself(self, owner):
                return CALLED_ITSELF
            fetch, is_ours = self._joined(owner, step)
            await fetch.ended(step.deadline)
            if fetch.broken_off is not None:
                raise fetch.broken_off
            if fetch.result is not None and (is_ours or fetch.result != step.refused_token):
                return fetch.result
            if _clock.monotonic() >= step.deadline:
                fetch.give_up_if_overdue()
                return TOO_LATE
        return token

    def _joined(self, owner: TokenOwner, step: Authorize) -> tuple[_TaskFetch, bool]:
        """Return the fetch to wait for, and whether it was begun for this call."""
        loop = asyncio.get_running_loop()
        place = (loop, owner.place)
        fetch = self._fetches.get(place)
        if fetch is not None and fetch.may_be_joined:
            return fetch, False
        begun = self._fetches[place] = _TaskFetch(self, owner.place, step.deadline)
        begun.begin(owner, loop, partial(self._forget, place, begun))
        return begun, True

    def _forget(self, place: tuple[asyncio.AbstractEventLoop, Place], fetch: _TaskFetch) -> None:
        if self._fetches.get(place) is fetch:
            del self._fetches[place]


class _TaskFetch(Fetch):
    """A fetch in a task of its own, which goes on when the call that began it is cancelled."""

    def __init__(self, store: TokenStore, place: Place, deadline: float) -> None:
        super().__init__(store, place, deadline)
        self.broken_off: BaseException | None = None
        """An exception of the provider that ends more than the provider."""
        self._is_given_up = False
        self._store = store
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the provider has not returned yet."""
        return self._task is None or not self._task.done()

    @property
    def may_be_joined(self) -> bool:
        """Whether a call can wait for it."""
        return self._task is not None and not self._task.done() and not self.give_up_if_overdue()

    def give_up_if_overdue(self) -> bool:
        """Cancel the fetch if nobody has to wait for it any longer, and return whether that is so."""
        if _clock.monotonic() < self.deadline:
            return False
        self._is_given_up = True
        if self._task is not None:
            self._task.cancel()
        return True

    def begin(self, owner: TokenOwner, loop: asyncio.AbstractEventLoop, forget: Callable[[], object]) -> None:
        """Call the provider."""
        self._task = loop.create_task(self._fetch(owner, forget))

    async def ended(self, deadline: float) -> None:
        """Wait for the end of the fetch, at most until the earlier of the deadlines."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=seconds_until(min(deadline, self.deadline)))

    async def _fetch(self, owner: TokenOwner, forget: Callable[[], object]) -> None:
        self.enter()
        try:
            given = await _asked(owner)
            if isinstance(given, Failure):
                self.result = given
            elif given.error is None:
                self.result = self._store.keep(owner, given.value)
            elif is_contained(given.error):
                if not self._is_given_up:  # otherwise, those who still wait ask again
                    self.result = credentials_failure(given.error)
            else:
                self.broken_off = given.error
        finally:
            forget()


async def _asked(owner: TokenOwner) -> Ended | Failure:
    """Call a token provider: an async function in the event loop, any other in a thread, since it may block."""
    if is_async(owner.provider):
        given = _called(owner.provider)
    else:
        context = copy_context()
        try:
            thread = asyncio.get_running_loop().run_in_executor(None, lambda: context.run(_called, owner.provider))
        except RuntimeError:  # at the end of the interpreter, or at a limit of the system
            return Failure(Phase.NOT_SENT, FailureKind.CONNECTION, NO_THREAD)
        given = await thread
    return await caught(given.value) if inspect.isawaitable(given.value) else given


def _called(provider: Callable[[], Any]) -> Ended:
    try:
        return Ended(provider(), None)
    except BaseException as error:  # noqa: BLE001 # the caller decides
        return Ended(None, error)
