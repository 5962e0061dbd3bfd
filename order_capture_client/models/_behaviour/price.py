"""The behaviour of `Price`."""

from __future__ import annotations

from decimal import Decimal

from order_capture_client._model.safe_access import number_at, text_at
from order_capture_client.amount import Amount


class PriceBehaviour:
    """The most used figures of a price, with their currency."""

    @property
    def amount(self) -> Amount | None:
        """`incl_tax` with the currency; None while tax cannot be calculated."""
        return self._with_currency(number_at(self, "incl_tax"))

    @property
    def unit_amount(self) -> Amount | None:
        """Price of one unit with tax, the sale price if there is one; None where it is not stated."""
        sale_price = number_at(self, "per_item_sale_price", "incl_tax")
        return self._with_currency(number_at(self, "per_item_price", "incl_tax") if sale_price is None else sale_price)

    @property
    def savings(self) -> Amount | None:
        """Amount that was taken off, or zero; None where neither it nor the price before savings is stated.

        That is `total_order_savings` of an ORDER_TOTAL and `discount_summary.all` of other prices, or else the
        difference to `price_excl_savings`.
        """
        if text_at(self, "type") == "ORDER_TOTAL":
            stated = number_at(self, "total_order_savings")
        else:
            stated = number_at(self, "discount_summary", "all")
        return self._with_currency(self._difference() if stated is None else stated)

    def _difference(self) -> Decimal | None:
        for figure in ("incl_tax", "excl_tax"):
            before, after = number_at(self, "price_excl_savings", figure), number_at(self, figure)
            if before is not None and after is not None:
                return before - after
        return None

    def _with_currency(self, number: Decimal | None) -> Amount | None:
        currency = text_at(self, "currency_code")
        return None if number is None or currency is None else Amount(number, currency)
