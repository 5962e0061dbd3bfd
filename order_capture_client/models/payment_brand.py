# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Brand of a means of payment."""

from order_capture_client._model.base import Model


class PaymentBrand(Model):
    """Brand of a means of payment."""

    name: str | None = None
    """Name of the brand."""
    psp_brand_name: str | None = None
    """Name of the brand at the payment service provider (PSP)."""
    tender_type: str | None = None
    """Tender type of the brand."""
    icon: str | None = None
    """Icon of the brand."""
    icons: list[str] | None = None
    """Icons of the brand."""
