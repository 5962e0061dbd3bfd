"""The client with `await`, on aiohttp: the same names, parameters and types, and the same policy."""

from __future__ import annotations

from order_capture_client.aio.api.checkout_api import CheckoutApi
from order_capture_client.aio.api_client import ApiClient

__all__ = ["ApiClient", "CheckoutApi"]
