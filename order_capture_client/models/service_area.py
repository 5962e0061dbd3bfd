# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Area that a checkout is delivered to and served in."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class ServiceArea(Model):
    """Area that a checkout is delivered to and served in."""

    zip_code: Personal[str] | None = None
    """Zip code of the area, passed on as it is written."""
    state_code: str | None = None
    """State of the area in two letters; US, CA and AU require it."""
    city: Personal[str] | None = None
    """City of the area."""
    id: str | None = None
    """Identifier of the area."""
    delivery_country_code: str | None = None
    """Country delivered to where it is not the retail unit's own, such as LU."""
