"""An amount of money together with its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; `str` returns text such as `199.90 SEK`."""

    value: Decimal
    """The number, exact to 15 significant digits."""
    currency: str
    """Currency code, e.g. SEK."""

    def __str__(self) -> str:
        return f"{self.value:f} {self.currency}"
