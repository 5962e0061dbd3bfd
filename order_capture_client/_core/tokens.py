"""Access tokens: each is kept for what it belongs to, and fetched once for all threads that need it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from queue import Empty, SimpleQueue
from typing import NamedTuple, TypeAlias

from order_capture_client import _clock
from order_capture_client._core.credentials import (
    TOO_LATE,
    AccessToken,
    TokenProvider,
    cleaned_token,
    credentials_failure,
    unusable_credentials,
)
from order_capture_client._core.user_code import is_contained, refuse_awaitable
from order_capture_client._core.wire import Authorize, Failure
from order_capture_client.exceptions import ApiTypeError, ApiValueError

EXPIRY_MARGIN = 30.0
"""A token that expires within so many seconds is not used for a new call."""

LARGEST_NUMBER = 1000
"""Tokens that are kept; of more, the oldest are dropped."""

LONGEST_PAUSE = 0.25
"""Seconds after which a waiting thread looks by itself whether a fetch has ended."""

Place: TypeAlias = tuple[int, Hashable]
"""Where a token is kept: the identity of the provider, and the value of `token_key`."""


class TokenOwner(NamedTuple):
    """What a token belongs to."""

    provider: TokenProvider
    key: Hashable = None

    @property
    def place(self) -> Place:
        """Where the token is kept."""
        return id(self.provider), self.key


def token_owner(provider: TokenProvider, token_key: Callable[[], Hashable] | None) -> TokenOwner | Failure:
    """Return what the token of this call belongs to, as `Configuration(token_key=...)` says."""
    if token_key is None:
        return TokenOwner(provider)
    try:
        key = token_key()
        hash(key)  # which is user code, too
    except BaseException as error:
        if not is_contained(error):
            raise
        return credentials_failure(error)
    try:
        refuse_awaitable("token_key", key)
    except ApiTypeError:
        return unusable_credentials("token_key: a plain function expected, which returns its value at once")
    return TokenOwner(provider, key)


class TokenStore:
    """Keeps the token of each owner until it expires or is refused."""

    def __init__(self) -> None:
        self._kept: dict[Place, tuple[TokenProvider, AccessToken]] = {}  # the provider, so that no other has its id

    def usable(self, owner: TokenOwner, step: Authorize) -> str | None:
        """Return the owner's token, if it is neither refused nor about to expire."""
        kept = self._kept.get(owner.place)
        if kept is None or kept[1].token == step.refused_token or _clock.wall() >= kept[1].expires_on - EXPIRY_MARGIN:
            return None
        return kept[1].token

    def keep(self, owner: TokenOwner, given: object) -> str | Failure:
        """Keep what a provider returned, and return the token, or why it cannot be sent."""
        token = given if isinstance(given, AccessToken) else AccessToken(given, float("inf"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # checked next
        try:
            token = token._replace(token=cleaned_token("access_token", token.token))
        except ApiValueError as error:
            return unusable_credentials(str(error))
        self._kept.pop(owner.place, None)  # the order is that of the fetches
        self._kept[owner.place] = (owner.provider, token)
        for place in list(self._kept)[:-LARGEST_NUMBER]:
            self._kept.pop(place, None)
        return token.token


class Fetch:
    """A call of a provider, which threads or tasks wait for.

    Args:
        store: The store that the token is for.
        place: Its place there.
        deadline: When the call that began the fetch must have ended; from then on, others may begin their own.
    """

    def __init__(self, store: TokenStore, place: Place, deadline: float) -> None:
        self.deadline = deadline
        self.result: str | Failure | None = None
        """The token, or why there is none; None while the fetch runs, and if it was broken off."""
        self._of = (id(store), place)

    @property
    def is_running(self) -> bool:
        """Whether the provider has not returned yet."""
        raise NotImplementedError

    def enter(self) -> None:
        """Note, in this context alone, that the code which runs now belongs to the fetch."""
        _FETCHES.set((*(fetch for fetch in _FETCHES.get() if fetch.is_running), self))

    def is_ours(self, store: TokenStore, place: Place) -> bool:
        """Return whether it is a running fetch of this token."""
        return self.is_running and self._of == (id(store), place)


_FETCHES: ContextVar[tuple[Fetch, ...]] = ContextVar("_FETCHES", default=())
"""The fetches that the running code is part of."""

CALLED_ITSELF = unusable_credentials("the token provider called the client that waits for its token")
"""The failure of a call that a provider makes, and that needs the very token it is to return."""


def calls_itself(store: TokenStore, owner: TokenOwner) -> bool:
    """Return whether this code is part of a fetch of the owner's token, and would wait for itself."""
    return any(fetch.is_ours(store, owner.place) for fetch in _FETCHES.get())


class TokenCache(TokenStore):
    """Asks a provider once, however many threads need its token."""

    def __init__(self) -> None:
        super().__init__()
        self._fetches: dict[Place, _ThreadFetch] = {}

    def token(self, owner: TokenOwner, step: Authorize) -> str | Failure:
        """Return a token that is not the refused one, if the provider has another, or why there is none."""
        while (token := self.usable(owner, step)) is None:
            if calls_itself(self, owner):
                return CALLED_ITSELF
            fetch = _ThreadFetch(self, owner.place, step.deadline)
            try:
                with fetch.running:
                    first = self._fetches.setdefault(owner.place, fetch)
                    if first is fetch:
                        return self._fetch(owner, step, fetch)
            finally:
                fetch.wake()
            first.wait(step.deadline)
            if first.result is not None and first.result != step.refused_token:
                return first.result
            if _clock.monotonic() >= step.deadline:
                return TOO_LATE
            self._forget(owner.place, first)
        return token

    def _fetch(self, owner: TokenOwner, step: Authorize, fetch: _ThreadFetch) -> str | Failure:
        try:
            # Another thread may have fetched it between the look at the store and the entry among the fetches.
            fetch.result = self.usable(owner, step) or self._asked(owner, fetch)
        finally:
            self._forget(owner.place, fetch)
        return fetch.result

    def _asked(self, owner: TokenOwner, fetch: _ThreadFetch) -> str | Failure:
        outside = _FETCHES.get()
        fetch.enter()
        try:
            given: object = owner.provider()
        except BaseException as error:
            if not is_contained(error):
                raise
            return credentials_failure(error)
        finally:
            _FETCHES.set(outside)
        try:
            refuse_awaitable("access_token", given)
        except ApiTypeError as error:
            return unusable_credentials(str(error))
        return self.keep(owner, given)

    def _forget(self, place: Place, fetch: _ThreadFetch) -> None:
        if self._fetches.get(place) is fetch:
            self._fetches.pop(place, None)


class _ThreadFetch(Fetch):
    """A fetch of a thread. It runs while its lock is held: only this thread takes the lock, and nobody waits for it.

    The `with` statement of a lock that is written in C cannot be split by an exception of a signal handler.
    """

    def __init__(self, store: TokenStore, place: Place, deadline: float) -> None:
        super().__init__(store, place, deadline)
        self.running = threading.Lock()
        self._wakes: SimpleQueue[None] = SimpleQueue()

    @property
    def is_running(self) -> bool:
        """Whether the provider has not returned yet."""
        return self.running.locked()

    def wake(self) -> None:
        """Wake those who wait."""
        self._wakes.put(None)

    def wait(self, deadline: float) -> None:
        """Wait for the end of the fetch, at most until the earlier of the deadlines."""
        until = min(deadline, self.deadline)
        while self.is_running and (left := until - _clock.monotonic()) > 0:
            try:
                self._wakes.get(timeout=min(left, LONGEST_PAUSE))
            except Empty:
                continue
            self.wake()  # the next one
