# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Area for a checkout's delivery and services."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class ServiceArea(Model):
    """Area for a checkout's delivery and services."""

    zip_code: Personal[str] | None = None
    """Zip code of the area, passed on unchanged."""
    state_code: str | None = None
    """Two-letter state of the area; required in US, CA and AU."""
    city: Personal[str] | None = None
    """City of the area."""
    id: str | None = None
    """Identifier of the area."""
    delivery_country_code: str | None = None
    """Delivery country if it differs from the retail unit's own, such as LU."""
