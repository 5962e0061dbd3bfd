# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Savings included in a price, summed by origin."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class DiscountSummary(Model):
    """Savings included in a price, summed by origin. Most amounts are only relevant for ORDER_TOTAL."""

    all: Money | None = None
    """Sum of all savings; meaningless on ORDER_TOTAL."""
    discounts: Money | None = None
    """Savings from discounts; only relevant for ORDER_TOTAL."""
    family_price: Money | None = None
    """Savings from the family prices of the items themselves."""
    promotions: Money | None = None
    """Savings from promotions. Deprecated and due for removal."""
    coupons: Money | None = None
    """Savings from coupons; only relevant for ORDER_TOTAL."""
    employee: Money | None = None
    """Savings from the co-worker discount; only relevant for ORDER_TOTAL."""
    family_promotions: Money | None = None
    """Savings from family promotions. Deprecated and due for removal."""
    family_discounts: Money | None = None
    """Savings from family discounts; only relevant for ORDER_TOTAL."""
    family: Money | None = None
    """Savings as a family club member; only relevant for ORDER_TOTAL."""
    manual: Money | None = None
    """Savings from manual discounts. Deprecated and due for removal."""
    voucher: Money | None = None
    """Savings from vouchers; only relevant for ORDER_TOTAL."""
