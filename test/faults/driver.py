"""Both clients behind the same three methods."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Mapping
from types import TracebackType
from typing import Any, Protocol, TypeVar

from typing_extensions import Self

from order_capture_client import ApiClient, CheckoutApi, Configuration, aio

ResultT = TypeVar("ResultT")

_BEGINNING = threading.Lock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_BEGINNING.acquire, after_in_parent=_BEGINNING.release, after_in_child=_BEGINNING.release
    )


class Driver(Protocol):
    """Make calls with one client."""

    def __init__(self, configuration: Configuration) -> None: ...

    def call(self, operation: str, arguments: Mapping[str, Any], **options: Any) -> Any:
        """Make a call and return the model."""
        ...

    def close(self) -> None:
        """Closes the client."""
        ...


class SyncDriver:
    """Drives `CheckoutApi`."""

    def __init__(self, configuration: Configuration) -> None:
        self.client = ApiClient(configuration)
        self._api = CheckoutApi(self.client)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def call(self, operation: str, arguments: Mapping[str, Any], **options: Any) -> Any:
        """Make a call and return the model."""
        return getattr(self._api, operation)(**arguments, **options)

    def close(self) -> None:
        """Closes the client."""
        self.client.close()


class AsyncDriver:
    """Drives `aio.CheckoutApi`, in an event loop with a thread of its own; calls may come from any number of threads."""

    def __init__(self, configuration: Configuration) -> None:
        self.client = aio.ApiClient(configuration)
        self._api = aio.CheckoutApi(self.client)
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def call(self, operation: str, arguments: Mapping[str, Any], **options: Any) -> Any:
        """Make a call and return the model."""
        return self._wait_for(getattr(self._api, operation)(**arguments, **options))

    def close(self) -> None:
        """Closes the client, and then its event loop."""
        if not self._loop.is_closed():
            self._wait_for(self.client.close())
            self._wait_for(self._loop.shutdown_default_executor())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()

    def _wait_for(self, coroutine: Coroutine[Any, Any, ResultT]) -> ResultT:
        with _BEGINNING:
            if self._process != os.getpid():  # a forked child has no thread that runs the loop
                self._loop_of_parent = self._loop
                self._begin()
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


DRIVERS: dict[str, type[Driver]] = {"sync": SyncDriver, "async": AsyncDriver}
"""By name."""
