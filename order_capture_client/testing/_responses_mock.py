"""The package `responses` in place of the network of both clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any
from unittest import mock
from weakref import WeakKeyDictionary

from order_capture_client import rest
from order_capture_client._core.network import UnplannedCallError
from order_capture_client._core.wire import Attempt, Failure, Response

try:
    import requests
    import responses
except ModuleNotFoundError as _missing:
    raise ImportError(
        "order_capture_client.testing.responses_mock needs responses: python -m pip install responses",
        name=_missing.name,
    ) from None

_UNMATCHED = "Connection refused by Responses"


def responses_mock(**options: Any) -> responses.RequestsMock:
    """Return a `responses.RequestsMock` that answers both clients, also with `add_passthru`.

    A request that matches none of its answers raises an `UnplannedCallError` with the words of `responses`.

    Args:
        **options: Those of `RequestsMock`, such as `assert_all_requests_are_fired`.

    Raises:
        ImportError: The package `responses` is not installed.
    """
    return _Mock(**options)


class _Mock(responses.RequestsMock):
    def __init__(self, **options: Any) -> None:
        options.setdefault("target", "order_capture_client.rest.Adapter.send")
        options.setdefault("real_adapter_send", rest.Adapter.send)
        super().__init__(**options)
        self._async_patch: Any = None

    def unbound_on_send(self) -> Callable[..., Any]:
        """Return the function that stands in for sending."""
        send: Callable[..., Any] = super().unbound_on_send()

        def checked(adapter: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return send(adapter, request, *args, **kwargs)
            except requests.ConnectionError as error:
                if not str(error).startswith(_UNMATCHED):
                    raise  # an answer of a test
                said = str(error)
            raise UnplannedCallError(said)

        return checked

    def start(self) -> None:
        super().start()
        if self._async_patch is None and find_spec("aiohttp") is not None:
            from order_capture_client.aio.rest import Transport  # slow to import

            self._async_patch = mock.patch.object(Transport, "perform", _performed_by_sync_transports())
            self._async_patch.start()

    def stop(self, allow_assert: bool = True) -> None:
        if self._async_patch is not None:
            self._async_patch.stop()
            self._async_patch = None
        super().stop(allow_assert)


def _performed_by_sync_transports() -> Callable[..., Any]:
    """Return a method for the transport with `await` that lets a sync one with the same settings make each attempt."""
    transports: WeakKeyDictionary[Any, rest.Transport] = WeakKeyDictionary()

    async def perform(transport: Any, attempt: Attempt) -> Response | Failure:
        twin = transports.get(transport)
        if twin is None:
            twin = transports[transport] = rest.Transport(transport.configuration)
        try:
            return await asyncio.to_thread(twin.perform, attempt)
        finally:
            twin.close()

    return perform
