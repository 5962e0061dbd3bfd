"""What a transport of your own is made of: the request that it gets, and the answers and failures that it returns.

`ApiClient(configuration, transport=...)` takes any object with the method `handle`.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from order_capture_client._core.wire import Failure as Failure
from order_capture_client._core.wire import FailureKind as FailureKind
from order_capture_client._core.wire import Phase as Phase
from order_capture_client._core.wire import Request as Request
from order_capture_client._core.wire import Response as Response

__all__ = ["AsyncHandler", "Failure", "FailureKind", "Handler", "Phase", "Request", "Response"]


class Handler(Protocol):
    """Stands in for the network: any object that answers a request, such as a `Sandbox`."""

    def handle(self, request: Request) -> Response | Failure:
        """Answer a request."""
        ...


class AsyncHandler(Protocol):
    """Stands in for the network: any object that answers a request, at once or with `await`, such as a `Sandbox`."""

    def handle(self, request: Request) -> Response | Failure | Awaitable[Response | Failure]:
        """Answer a request."""
        ...
