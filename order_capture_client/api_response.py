"""What a call gives, with all that HTTP said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic

from typing_extensions import TypeVar
from urllib3 import HTTPHeaderDict

from order_capture_client.drift import Drift

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, kw_only=True)
class ApiResponse(Generic[T]):
    """The answer of an operation, as `x_with_http_info` returns it.

    Printing it shows the status and the masked data, but neither headers, the raw body nor drift.
    """

    status_code: int
    """HTTP status."""
    headers: Mapping[str, str] | None = field(default=None, repr=False)
    """HTTP headers; names are found in any case."""
    data: T
    """The body as a model."""
    raw_data: bytes = field(repr=False)
    """The body as it came, content coding undone."""
    drift: tuple[Drift, ...] = field(default=(), repr=False)
    """How the body differs from the contract; `data` keeps the raw values there."""

    def __post_init__(self) -> None:
        if self.headers is not None and not isinstance(self.headers, HTTPHeaderDict):
            object.__setattr__(self, "headers", HTTPHeaderDict(self.headers))
