# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Notes on a service slot."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class ServiceSlotMetadata(Model):
    """Notes on a service slot."""

    time_zone: str | None = None
    """Time zone of the slot."""
    payment_type: str | None = None
    """Type of payment for the service."""
    service_provider_id: str | None = None
    """Identifier of the service provider."""
    service_provider_name: str | None = None
    """Name of the service provider."""
    show_end_date: Boolean | None = None
    """Whether to show the end date."""
