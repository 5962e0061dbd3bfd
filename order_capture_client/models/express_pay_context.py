# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Context of an express payment."""

from order_capture_client._model.base import Model
from order_capture_client.models.billing_contact import BillingContact
from order_capture_client.models.redacted_address import RedactedAddress
from order_capture_client.models.shipping_contact import ShippingContact


class ExpressPayContext(Model):
    """Context of an express payment."""

    timestamp: str | None = None
    """Time stamp of the context."""
    payment_context_id: str | None = None
    """Identifier of the payment context."""
    payment_endpoint: str | None = None
    """Endpoint for the payment."""
    checkout_id: str | None = None
    """Identifier of the checkout that is paid."""
    redacted_address: RedactedAddress | None = None
    """Redacted address of the shopper."""
    billing_contact: BillingContact | None = None
    """Contact to bill."""
    shipping_contact: ShippingContact | None = None
    """Contact to ship goods to."""
