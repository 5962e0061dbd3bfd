"""The contract's `Price` documents, written from amounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from order_capture_client.sandbox.pricing._money import TaxedAmount, TaxRule


@dataclass(frozen=True, slots=True)
class Line:
    """The amounts of an article line, for everybody and for holders of a family card."""

    unit_regular: TaxedAmount
    unit_family: TaxedAmount
    regular: TaxedAmount
    family: TaxedAmount


@dataclass(frozen=True, slots=True)
class Goods:
    """The amounts of all articles, for everybody and for holders of a family card."""

    regular: TaxedAmount
    family: TaxedAmount


@dataclass(frozen=True, slots=True)
class Savings:
    """The discounts on the goods of an order."""

    amount: TaxedAmount
    tag: Decimal
    """The same as a price tag."""
    employee: Decimal
    coupons: dict[str, Decimal]
    """The worth of each coupon that works."""


class PriceWriter:
    """Writes amounts as the contract's `Price`: regular and family prices, with the ones that apply at the top."""

    def __init__(self, rule: TaxRule, currency: str, *, as_family: bool) -> None:
        self._rule, self._currency, self._as_family = rule, currency, as_family

    def plain(self, kind: str, amount: TaxedAmount) -> dict[str, Any]:
        """Return a price without savings."""
        return self._price(kind, self._block(amount, amount))

    def item(self, line: Line) -> dict[str, Any]:
        """Return the price of an article line."""
        before = _figures(line.unit_regular)
        regular = self._block(line.regular, line.regular)
        regular |= {"perItemPrice": before, "perItemSalePrice": before}
        if line.family == line.regular:
            return self._price("ITEM_PRICE", regular)
        family = self._block(line.family, line.regular) | self._savings(line.regular, line.family)
        family |= {"perItemPrice": before, "perItemSalePrice": _figures(line.unit_family)}
        return self._price("ITEM_PRICE", regular, family)

    def goods(self, goods: Goods) -> dict[str, Any]:
        """Return the price of all articles."""
        regular = self._block(goods.regular, goods.regular)
        if goods.family == goods.regular:
            return self._price("GOODS_TOTAL", regular)
        family = self._block(goods.family, goods.regular) | self._savings(goods.regular, goods.family)
        return self._price("GOODS_TOTAL", regular, family)

    def order(self, goods: Goods, extras: TaxedAmount, regular: Savings, family: Savings) -> dict[str, Any]:
        """Return the price of the whole order."""
        before = goods.regular + extras
        blocks = [
            self._block(amount + extras - discounts.amount, before)
            | self._order_savings(self._rule.tag(goods.regular) - self._rule.tag(amount), discounts)
            for amount, discounts in ((goods.regular, regular), (goods.family, family))
        ]
        for block in blocks:
            if "tax" in block:
                block["taxSummaryList"] = [self._tax_summary(block["tax"])]
        return self._price("ORDER_TOTAL", *blocks[: 1 if goods.family == goods.regular else 2])

    def _price(self, kind: str, regular: dict[str, Any], family: dict[str, Any] | None = None) -> dict[str, Any]:
        on_top = family if family and self._as_family else regular
        price = {"type": kind, "currencyCode": self._currency} | on_top | {"regularPrice": regular}
        price["rollUpPriceType"] = "REGULAR" if on_top is regular else "FAMILY"
        if family:
            price["familyPrice"] = family
        figure = "inclTax" if self._rule.included else "exclTax"
        # Not always: at the family price, the goods total may be too low for a coupon.
        if family and on_top is regular and regular[figure] > family[figure]:
            price["additionalSavingsAsFamily"] = regular[figure] - family[figure]
        return price

    def _block(self, amount: TaxedAmount, before: TaxedAmount) -> dict[str, Any]:
        """Return the `BasePrice` of an amount, with the amount before savings."""
        return self._taxed(amount) | {"priceExclSavings": self._taxed(before)}

    def _taxed(self, amount: TaxedAmount) -> dict[str, Any]:
        if amount.tax is None:
            return _figures(amount)
        kind = "STATE" if self._rule.by_state else "COUNTRY"
        tax = {
            "taxJurisdiction": {"taxJurisdictionType": kind, "taxJurisdictionCode": self._rule.jurisdiction},
            "type": self._rule.name,
            "code": f"{self._rule.name}_{self._rule.jurisdiction}",
            "taxPercentage": self._rule.percent,
            "taxAmount": amount.tax,
            "taxableAmount": amount.net,
        }
        return _figures(amount) | {"taxList": [tax]}

    def _tax_summary(self, tax: Decimal) -> dict[str, Any]:
        return {"taxType": self._rule.name, "totalTaxAmount": tax, "taxPercent": self._rule.percent}

    def _savings(self, before: TaxedAmount, after: TaxedAmount) -> dict[str, Any]:
        saved = self._rule.tag(before) - self._rule.tag(after)
        return {"discountSummary": {"all": saved, "familyPrice": saved}}

    def _order_savings(self, family_price: Decimal, discounts: Savings) -> dict[str, Any]:
        saved = family_price + discounts.tag
        if not saved:
            return {}
        coupons = sum(discounts.coupons.values(), Decimal(0))
        summary = {"familyPrice": family_price, "employee": discounts.employee, "coupons": coupons}
        by_name = {"EMPLOYEE_DISCOUNT": discounts.employee} | discounts.coupons
        listed = [{"name": name, "amount": amount} for name, amount in by_name.items() if amount]
        return {
            "discountSummary": {name: amount for name, amount in summary.items() if amount},
            "orderDiscountSummaryList": listed,
            "totalOrderSavings": saved,
        }


def _figures(amount: TaxedAmount) -> dict[str, Decimal]:
    if amount.gross is None or amount.tax is None:
        return {"exclTax": amount.net}
    return {"inclTax": amount.gross, "exclTax": amount.net, "tax": amount.tax}
