"""The client with `await` of a `MockService`."""

from __future__ import annotations

from order_capture_client.aio.api_client import ApiClient


class AsyncClient(ApiClient):
    """Goes on at once between attempts."""

    async def _pause(self, seconds: float) -> None:
        pass
