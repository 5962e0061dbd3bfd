# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The amounts of a price at one level, regular or family."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.discount import Discount
from order_capture_client.models.discount_summary import DiscountSummary
from order_capture_client.models.item_price import ItemPrice
from order_capture_client.models.order_discount_summary import OrderDiscountSummary
from order_capture_client.models.price_excl_savings import PriceExclSavings
from order_capture_client.models.spe_tax_summary import SpeTaxSummary
from order_capture_client.models.tax import Tax


class BasePrice(Model):
    """The amounts of a price at one level, regular or family."""

    incl_tax: Money | None = None
    """Amount with tax included; absent while tax cannot be calculated."""
    excl_tax: Money | None = None
    """Amount without tax; absent while tax cannot be calculated."""
    tax: Money | None = None
    """Tax within the amount; absent until it can be calculated."""
    tax_list: list[Tax] | None = None
    """Taxes that make up the tax."""
    discount_list: list[Discount] | None = None
    """Discounts on the price. Deprecated and due for removal."""
    discount_summary: DiscountSummary | None = None
    """Savings included in the price, summed by origin."""
    order_discount_summary_list: list[OrderDiscountSummary] | None = None
    """Savings on the order, by name."""
    per_item_price: ItemPrice | None = None
    """Price of one unit."""
    per_item_sale_price: ItemPrice | None = None
    """Sale price of one unit."""
    tax_summary_list: list[SpeTaxSummary] | None = None
    """Taxes summed by type; only meaningful on ORDER_TOTAL."""
    price_excl_savings: PriceExclSavings | None = None
    """The same price before savings are deducted."""
    total_order_savings: Money | None = None
    """Total of the savings on the order."""
