"""An amount of money together with its currency."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

from order_capture_client._input_errors import ApiValueError

_EXACT = Context(prec=1000)
"""Numbers of JSON have digits from 308 places before the point to 324 behind it."""

_FORMAT = re.compile(
    r"(?P<layout>(?:.?[<>^])?)(?P<sign>[-+ ]?)(?P<width>(?:[1-9][0-9]*)?)(?P<number>,?(?:\.[0-9]+)?)f?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; `str` returns text such as `199.9 SEK`, without trailing zeros.

    Amounts of one currency can be added, subtracted and put in order; `sum` adds many. For different currencies, each of these
    raises `ApiValueError`. Amounts are equal if number and currency are. In a format, a width counts for the whole text, and
    the rest for the number: `f"{amount:>14,.2f}"`.
    """

    value: Decimal
    """The number, exact to 15 significant digits."""
    currency: str
    """Currency code, e.g. SEK."""

    def __str__(self) -> str:
        return f"{_shortest(self.value)} {self.currency}"

    def __format__(self, format_spec: str) -> str:
        found = _FORMAT.fullmatch(format_spec)
        if found is None:
            raise ValueError(f"{format_spec!r}: a format such as '>14,.2f' expected")
        layout, sign, width, number = found.group("layout", "sign", "width", "number")
        if "." in number:
            text = format(self.value, f"{sign}{number}f")
        else:
            whole, point, rest = _shortest(self.value).partition(".")
            text = f"{format(Decimal(whole), f'{sign}{number}')}{point}{rest}"
        return format(f"{text} {self.currency}", f"{layout or '>'}{width}")

    def __add__(self, other: object) -> Amount:
        return self._with(other, _EXACT.add, "add") if isinstance(other, Amount) else NotImplemented

    def __radd__(self, other: object) -> Amount:
        return self if other == 0 else NotImplemented  # the start of `sum`

    def __sub__(self, other: object) -> Amount:
        return self._with(other, _EXACT.subtract, "subtract") if isinstance(other, Amount) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._value_of(other, "compare") > self.value if isinstance(other, Amount) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._value_of(other, "compare") >= self.value if isinstance(other, Amount) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._value_of(other, "compare") < self.value if isinstance(other, Amount) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._value_of(other, "compare") <= self.value if isinstance(other, Amount) else NotImplemented

    def _with(self, other: Amount, operate: Callable[[Decimal, Decimal], Decimal], name: str) -> Amount:
        return Amount(operate(self.value, self._value_of(other, name)), self.currency)

    def _value_of(self, other: Amount, operation: str) -> Decimal:
        if self.currency != other.currency:
            raise ApiValueError(f"cannot {operation} amounts in {self.currency} and {other.currency}")
        return other.value


def _shortest(value: Decimal) -> str:
    """Return a number without trailing zeros; not by `normalize`, which rounds as the caller's context says."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
