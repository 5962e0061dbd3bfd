# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Redacted address of the shopper."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class RedactedAddress(Model):
    """Redacted address of the shopper."""

    redacted_zip_code: Personal[str]
    """Redacted zip code of the address."""
    state_code: str | None = None
    """Two-letter state of the address."""
    city: Personal[str] | None = None
    """City of the address."""
