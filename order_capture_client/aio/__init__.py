"""The client with `await`, on aiohttp: the same names, parameters and types, and the same policy."""

from order_capture_client._lazy import TYPE_CHECKING, attach
from order_capture_client.aio.api_client import ApiClient as ApiClient

if TYPE_CHECKING:
    from order_capture_client.aio.api import *  # noqa: F403

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    __getattr__, __dir__, __all__ = attach(__name__, {"api_client": "ApiClient"}, reexport="api")
