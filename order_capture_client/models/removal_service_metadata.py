# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Whether a removal service is available, with the reason if it is not."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class RemovalServiceMetadata(Model):
    """Whether a removal service is available, with the reason if it is not."""

    reason_of_failure: str | None = None
    """Reason that the removal service is unavailable."""
    is_service_available: Boolean | None = None
    """Whether the removal service is available."""
