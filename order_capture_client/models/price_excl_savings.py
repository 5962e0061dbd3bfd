# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Amounts of a price before savings are deducted."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.spe_tax_summary import SpeTaxSummary
from order_capture_client.models.tax import Tax


class PriceExclSavings(Model):
    """Amounts of a price before savings are deducted."""

    incl_tax: Money | None = None
    """Amount before savings with tax included; absent while tax cannot be calculated."""
    excl_tax: Money | None = None
    """Amount before savings without tax; absent while tax cannot be calculated."""
    tax: Money | None = None
    """Tax within the amount before savings; absent until it can be calculated."""
    tax_list: list[Tax] | None = None
    """Taxes that make up the tax."""
    tax_summary_list: list[SpeTaxSummary] | None = None
    """Taxes summed by type; only meaningful on ORDER_TOTAL."""
