"""How a call is made; a driver with `await` behind the same three methods is all that another client needs here."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self

from order_capture_client import ApiClient, CheckoutApi, Configuration


class Driver(Protocol):
    """Makes calls with one client."""

    def __init__(self, configuration: Configuration) -> None: ...

    def call(self, operation: str, arguments: Mapping[str, Any], **options: Any) -> Any:
        """Makes a call, and gives the model."""
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
        """Makes a call, and gives the model."""
        return getattr(self._api, operation)(**arguments, **options)

    def close(self) -> None:
        """Closes the client."""
        self.client.close()


DRIVERS: dict[str, type[Driver]] = {"sync": SyncDriver}
"""By name."""
