"""Amounts with their tax, and the tax rule of a place of delivery."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from order_capture_client.sandbox.pricing._catalogue import RetailUnit


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """An amount without tax, and its tax; gross is always the sum of the two."""

    net: Decimal
    tax: Decimal | None
    """None until the place of delivery is known."""

    @property
    def gross(self) -> Decimal | None:
        """The amount with tax, or None while the tax is unknown."""
        return None if self.tax is None else self.net + self.tax

    def __add__(self, other: TaxedAmount) -> TaxedAmount:
        tax = None if self.tax is None or other.tax is None else self.tax + other.tax
        return TaxedAmount(self.net + other.net, tax)

    def __sub__(self, other: TaxedAmount) -> TaxedAmount:
        tax = None if self.tax is None or other.tax is None else self.tax - other.tax
        return TaxedAmount(self.net - other.net, tax)


@dataclass(frozen=True, slots=True)
class TaxRule:
    """Turns price tags into amounts; a price tag includes the tax in some countries and not in others."""

    name: str
    jurisdiction: str
    """The code of the country or state that levies the tax."""
    by_state: bool
    percent: Decimal | None
    """None until the place of delivery is known."""
    included: bool
    quantum: Decimal

    def round(self, value: Decimal) -> Decimal:
        """Return the value rounded half up to the smallest unit of the currency."""
        return value.quantize(self.quantum, ROUND_HALF_UP)

    def amount(self, tag: Decimal) -> TaxedAmount:
        """Return the amount of a price tag."""
        if self.percent is None:
            return TaxedAmount(tag, None)
        if self.included:
            tax = self.round(tag * self.percent / (100 + self.percent))
            return TaxedAmount(tag - tax, tax)
        return TaxedAmount(tag, self.round(tag * self.percent / 100))

    def tag(self, amount: TaxedAmount) -> Decimal:
        """Return the price tag of an amount."""
        gross = amount.gross if self.included else None
        return amount.net if gross is None else gross

    def part(self, amount: TaxedAmount, tag: Decimal) -> TaxedAmount:
        """Return the part of an amount for a part of its price tag; the whole tag is the whole amount, to the cent."""
        whole = self.tag(amount)
        if amount.tax is None or not whole:
            return TaxedAmount(tag, amount.tax)
        tax = self.round(amount.tax * tag / whole)
        return TaxedAmount(tag - tax if self.included else tag, tax)

    def total(self, amounts: Iterable[TaxedAmount]) -> TaxedAmount:
        """Return the sum, which is zero for no amounts."""
        return sum(amounts, self.amount(Decimal(0)))


def tax_rule(unit: RetailUnit, zip_code: str | None, state: str | None) -> TaxRule:
    """Return the rule of a retail unit for deliveries to a place, as far as the place is known."""
    percent: Decimal | None = unit.tax_percent
    if unit.state_taxes is not None:
        percent = unit.state_taxes.get(state or "", unit.tax_percent) if zip_code else None
    by_state = unit.state_taxes is not None and state is not None
    jurisdiction = state if by_state and state else unit.code.upper()
    return TaxRule(unit.tax_name, jurisdiction, by_state, percent, unit.tax_included, unit.currency.quantum)
