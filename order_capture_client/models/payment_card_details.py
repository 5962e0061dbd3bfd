# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Stored data of a payment card; of its number, only the BIN and the last four digits."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class PaymentCardDetails(Model):
    """Stored data of a payment card; of its number, only the BIN and the last four digits."""

    bin: Personal[str] | None = None
    """BIN of the card."""
    last4_digits: Personal[str] | None = None
    """Last four digits of the card number."""
    expiry_month: Personal[str] | None = None
    """Month in which the card expires."""
    expiry_year: Personal[str] | None = None
    """Year in which the card expires."""
