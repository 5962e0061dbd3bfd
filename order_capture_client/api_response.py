"""The answer of a call, with its status, headers and raw body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Generic

from typing_extensions import TypeVar
from urllib3 import HTTPHeaderDict

from order_capture_client.drift import Drift

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, kw_only=True)
class ApiResponse(Generic[T]):
    """The answer of an operation, as `x_with_http_info` returns it.

    `repr` shows the status and the masked data, but not the headers, the raw body or drift.
    """

    status_code: int
    """HTTP status."""
    headers: Mapping[str, str] | None = field(default=None, repr=False)
    """HTTP headers; names are case-insensitive."""
    data: T
    """The body as a model."""
    raw_data: bytes = field(repr=False)
    """The body as bytes, after content decoding."""
    drift: tuple[Drift, ...] = field(default=(), repr=False)
    """How the body differs from the contract; `data` has the raw values in these places."""

    def __post_init__(self) -> None:
        if self.headers is not None and not isinstance(self.headers, HTTPHeaderDict):
            object.__setattr__(self, "headers", HTTPHeaderDict(self.headers))

    def _repr_html_(self) -> str:
        """Return the status and the data as HTML, for notebooks."""
        from order_capture_client._model.html import bold, box, code, line  # only for notebooks

        # Look on the class: an unknown field of an answer could have this name.
        show = getattr(type(self.data), "_repr_html_", None)
        shown = None if show is None else show(self.data)
        title = f"{self.status_code} {_phrase(self.status_code)}".strip()
        return box(line(bold(title)), shown or line(code(repr(self.data))))


def _phrase(status: object) -> str:
    return next((known.phrase for known in HTTPStatus if known == status), "")
