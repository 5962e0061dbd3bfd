# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One tax within a price."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money, Number
from order_capture_client.models.tax_jurisdiction import TaxJurisdiction


class Tax(Model):
    """One tax within a price."""

    tax_jurisdiction: TaxJurisdiction | None = None
    """Jurisdiction that levies the tax."""
    type: str | None = None
    """Type of the tax."""
    code: str | None = None
    """Code of the tax."""
    tax_percentage: Number | None = None
    """Rate of the tax in percent."""
    tax_amount: Money | None = None
    """Amount of the tax."""
    taxable_amount: Money | None = None
    """Taxable amount."""
