# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Savings of a price, summed up by origin."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money


class DiscountSummary(Model):
    """Savings of a price, summed up by origin. Most figures matter for ORDER_TOTAL alone."""

    all: Money | None = None
    """Sum of all savings; meaningless on ORDER_TOTAL."""
    discounts: Money | None = None
    """Savings by discounts; matters for ORDER_TOTAL alone."""
    family_price: Money | None = None
    """Savings by the family prices of the items themselves."""
    promotions: Money | None = None
    """Savings by promotions. Deprecated and due to go."""
    coupons: Money | None = None
    """Savings by coupons; matters for ORDER_TOTAL alone."""
    employee: Money | None = None
    """Savings by the co-worker discount; matters for ORDER_TOTAL alone."""
    family_promotions: Money | None = None
    """Savings by family promotions. Deprecated and due to go."""
    family_discounts: Money | None = None
    """Savings by family discounts; matters for ORDER_TOTAL alone."""
    family: Money | None = None
    """Savings as a family club member; matters for ORDER_TOTAL alone."""
    manual: Money | None = None
    """Savings by manual discounts. Deprecated and due to go."""
    voucher: Money | None = None
    """Savings by vouchers; matters for ORDER_TOTAL alone."""
