# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Sum of one type of tax, as reported by SPE, the pricing service."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money, Number


class SpeTaxSummary(Model):
    """Sum of one type of tax, as reported by SPE, the pricing service."""

    tax_type: str | None = None
    """Type of the tax."""
    total_tax_amount: Money | None = None
    """Sum of the tax of this type."""
    tax_percent: Number | None = None
    """Rate of the tax in percent."""
