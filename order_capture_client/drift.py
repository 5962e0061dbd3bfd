"""How an answer differs from the contract: where and in what way, but never with which value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from order_capture_client._problem import path_text

LONGEST_NAME = 80

DriftKind: TypeAlias = Literal[
    "unknown_field", "unknown_enum_value", "null", "missing", "wrong_type", "invalid_value", "more"
]
"""In what way an answer differs.

`unknown_field` and `unknown_enum_value` are what a newer service adds. `null` stands in a required property or in a
list; in an optional property it is absence, and no drift. `missing` is a required property. `wrong_type` is another
JSON type than the contract's. `invalid_value` is a date-time that is none or has no offset, or a number out of range.
`more` ends a list that would be too long: there is drift beyond it.
"""


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between an answer and the contract."""

    path: tuple[str | int, ...]
    """Where: wire names, keys of mappings, and indexes of lists, such as `("items", 2, "quantity")`."""
    kind: DriftKind
    """In what way."""

    @property
    def place(self) -> str:
        """The path as text: `items[2].quantity`. What the service called an unknown field may be in it."""
        return path_text(tuple(_shortened(part) for part in self.path))

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}" if self.path else self.kind


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What `Configuration(on_drift=...)` is called with, once for each answer that differs from the contract."""

    operation: str
    """The method that was called, such as `get_order`."""
    status_code: int
    """Status of the answer; it may be an error's, whose `ErrorDetails` differ."""
    drift: tuple[Drift, ...]
    """What differs."""
    request_id: str | None = None
    """The service's `X-Request-Id`."""


def _shortened(part: str | int) -> str | int:
    return part if isinstance(part, int) or len(part) <= LONGEST_NAME else f"{part[:LONGEST_NAME]}..."
