"""Differences between an answer and the contract: place and kind of each, but never the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from order_capture_client._problem import path_text

DriftKind: TypeAlias = Literal[
    "unknown_field", "unknown_enum_value", "null", "missing", "wrong_type", "invalid_value", "more"
]
"""The kinds of differences.

`unknown_field` and `unknown_enum_value`: a newer service may add these. `null`: in a required property or in a list; in
an optional property, null means absence and is not drift. `missing`: a required property is absent. `wrong_type`: the
value has another JSON type than in the contract. `invalid_value`: a malformed date-time, a date-time without an offset,
or a number out of range. `more`: the last entry of a list that was cut off; there are more differences.
"""


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between an answer and the contract."""

    path: tuple[str | int, ...]
    """The place: wire names, keys of mappings and indexes of lists, such as `("items", 2, "quantity")`."""
    kind: DriftKind
    """The kind of difference."""

    @property
    def place(self) -> str:
        """The path as text: `items[2].quantity`. It can contain the name of an unknown field."""
        return path_text(self.path)

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}" if self.path else self.kind


@dataclass(frozen=True, slots=True)
class DriftReport:
    """The argument of `Configuration(on_drift=...)`, which is called once for each answer that differs."""

    operation: str
    """Name of the method that was called, such as `get_order`."""
    status_code: int
    """Status of the answer; for an error status, its `ErrorDetails` differ."""
    drift: tuple[Drift, ...]
    """The differences."""
    request_id: str | None = None
    """The `X-Request-Id` of the answer."""
