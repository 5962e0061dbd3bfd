# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Address kept to pre-fill forms; no address is created from it."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class PreliminaryAddressInfo(Model):
    """Address kept to pre-fill forms; no address is created from it."""

    address_line1: Personal[str] | None = None
    """First line of the address."""
    address_line2: Personal[str] | None = None
    """Second line of the address."""
    address_line3: Personal[str] | None = None
    """Third line of the address."""
    city: Personal[str] | None = None
    """City of the address."""
    zip_code: Personal[str] | None = None
    """Zip code of the address, passed on unchanged."""
    state_code: Personal[str] | None = None
    """Two-letter state of the address; required in US, CA and AU."""
