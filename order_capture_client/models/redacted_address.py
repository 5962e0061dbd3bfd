# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Address of the shopper in redacted form."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class RedactedAddress(Model):
    """Address of the shopper in redacted form."""

    redacted_zip_code: Personal[str]
    """Zip code of the address in redacted form."""
    state_code: str | None = None
    """State of the address in two letters."""
    city: Personal[str] | None = None
    """City of the address."""
