# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Jurisdiction that levies a tax."""

from order_capture_client._model.base import Model


class TaxJurisdiction(Model):
    """Jurisdiction that levies a tax."""

    tax_jurisdiction_type: str | None = None
    """Type of the jurisdiction."""
    tax_jurisdiction_code: str | None = None
    """Code of the jurisdiction."""
