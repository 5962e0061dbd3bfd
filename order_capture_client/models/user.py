# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A user with the contacts of the latest checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import DateTime, Personal
from order_capture_client.models.billing_contact import BillingContact
from order_capture_client.models.shipping_contact import ShippingContact


class User(Model):
    """A user with the contacts of the latest checkout."""

    user_id: Personal[str] | None = None
    """Identifier of the user."""
    updated: DateTime | None = None
    """When the user was last updated."""
    zip_code: Personal[str] | None = None
    """Zip code of the user."""
    family_card_no: Personal[str] | None = None
    """Number of the user's family club card."""
    profile_type: str | None = None
    """Profile of the user."""
    billing_contact: BillingContact | None = None
    """Billing contact of the latest checkout."""
    shipping_contact: ShippingContact | None = None
    """Shipping contact of the latest checkout; present only if the requested zip code is the one that it delivers
    to."""
