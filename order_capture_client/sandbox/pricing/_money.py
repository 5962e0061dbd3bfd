"""Amounts with their tax, and how a place of delivery taxes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from order_capture_client.sandbox.pricing._catalogue import RetailUnit


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount without tax, and its tax; gross is always the sum of the two."""

    net: Decimal
    tax: Decimal | None
    """None until it is known where the goods go."""

    @property
    def gross(self) -> Decimal | None:
        """The amount with tax, or None while the tax is not known."""
        return None if self.tax is None else self.net + self.tax

    def __add__(self, other: Amount) -> Amount:
        tax = None if self.tax is None or other.tax is None else self.tax + other.tax
        return Amount(self.net + other.net, tax)

    def __sub__(self, other: Amount) -> Amount:
        tax = None if self.tax is None or other.tax is None else self.tax - other.tax
        return Amount(self.net - other.net, tax)


@dataclass(frozen=True, slots=True)
class TaxRule:
    """How price tags become amounts; a price tag includes the tax in some countries and not in others."""

    name: str
    jurisdiction: str
    """The code of the country or state whose tax it is."""
    by_state: bool
    percent: Decimal | None
    """None until it is known where the goods go."""
    included: bool
    quantum: Decimal

    def round(self, value: Decimal) -> Decimal:
        """The value to the smallest unit of the currency, half up."""
        return value.quantize(self.quantum, ROUND_HALF_UP)

    def amount(self, tag: Decimal) -> Amount:
        """What a price tag stands for."""
        if self.percent is None:
            return Amount(tag, None)
        if self.included:
            tax = self.round(tag * self.percent / (100 + self.percent))
            return Amount(tag - tax, tax)
        return Amount(tag, self.round(tag * self.percent / 100))

    def tag(self, amount: Amount) -> Decimal:
        """What the price tag of an amount says."""
        gross = amount.gross if self.included else None
        return amount.net if gross is None else gross

    def part(self, amount: Amount, tag: Decimal) -> Amount:
        """The part of an amount that a price tag names; the whole tag is the whole amount, to the cent."""
        whole = self.tag(amount)
        if amount.tax is None or not whole:
            return Amount(tag, amount.tax)
        tax = self.round(amount.tax * tag / whole)
        return Amount(tag - tax if self.included else tag, tax)

    def total(self, amounts: Iterable[Amount]) -> Amount:
        """The sum, which is zero for no amounts."""
        return sum(amounts, self.amount(Decimal(0)))


def tax_rule(unit: RetailUnit, zip_code: str | None, state: str | None) -> TaxRule:
    """The rule of a retail unit for deliveries to a place, as far as it is known."""
    percent: Decimal | None = unit.tax_percent
    if unit.state_taxes is not None:
        percent = unit.state_taxes.get(state or "", unit.tax_percent) if zip_code else None
    by_state = unit.state_taxes is not None and state is not None
    jurisdiction = state if by_state and state else unit.code.upper()
    return TaxRule(unit.tax_name, jurisdiction, by_state, percent, unit.tax_included, unit.currency.quantum)
