# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Area to deliver to."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Personal


class DeliveryAreaRequest(Model):
    """Area to deliver to. Deprecated; use ServiceAreaRequest instead."""

    id: str | None = None
    """Identifier of the area."""
    zip_code: Personal[str]
    """Zip code of the area, passed on unchanged."""
    state_code: str | None = None
    """Two-letter state of the area; required in US, CA and AU."""
    city: Personal[str] | None = None
    """City of the area."""
    enable_range_of_days: Boolean | None = None
    """Whether a delivery may be given as a range of days."""
