# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One subtotal of a checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models._behaviour.price import PriceBehaviour
from order_capture_client.models.base_price import BasePrice
from order_capture_client.models.discount import Discount
from order_capture_client.models.discount_summary import DiscountSummary
from order_capture_client.models.item_price import ItemPrice
from order_capture_client.models.order_discount_summary import OrderDiscountSummary
from order_capture_client.models.price_excl_savings import PriceExclSavings
from order_capture_client.models.price_type import PriceType as PriceType
from order_capture_client.models.price_type import PriceTypeValue
from order_capture_client.models.roll_up_price_type import RollUpPriceType as RollUpPriceType
from order_capture_client.models.roll_up_price_type import RollUpPriceTypeValue
from order_capture_client.models.spe_tax_summary import SpeTaxSummary
from order_capture_client.models.tax import Tax


class Price(PriceBehaviour, Model):
    """One subtotal of a checkout. Savings are deducted everywhere except in `price_excl_savings`."""

    type: PriceTypeValue
    """Subtotal that this price represents."""
    incl_tax: Money | None = None
    """Amount with tax included; absent while tax cannot be calculated."""
    excl_tax: Money | None = None
    """Amount without tax; absent while tax cannot be calculated."""
    tax: Money | None = None
    """Tax within the amount; absent until it can be calculated."""
    regular_price: BasePrice | None = None
    """The price without family membership."""
    family_price: BasePrice | None = None
    """The price for family members, meant for up-selling; its presence does not mean that a family price applies."""
    tax_list: list[Tax] | None = None
    """Taxes that make up the tax."""
    currency_code: str
    """Currency of all amounts in the price, e.g. SEK."""
    discount_list: list[Discount] | None = None
    """Discounts on the price. Deprecated and due for removal."""
    order_discount_summary_list: list[OrderDiscountSummary] | None = None
    """Savings on the order, by name."""
    roll_up_price_type: RollUpPriceTypeValue | None = None
    """Price that the top-level amounts repeat; with FAMILY it is `family_price`."""
    tax_summary_list: list[SpeTaxSummary] | None = None
    """Taxes summed by type; only meaningful on ORDER_TOTAL."""
    discount_summary: DiscountSummary | None = None
    """Savings included in the price, summed by origin."""
    price_excl_savings: PriceExclSavings | None = None
    """The same price before savings are deducted."""
    per_item_sale_price: ItemPrice | None = None
    """Sale price of one unit."""
    per_item_price: ItemPrice | None = None
    """Price of one unit."""
    total_order_savings: Money | None = None
    """Total of the savings on the order."""
    additional_savings_as_family: Money | None = None
    """Additional savings for a family member."""
