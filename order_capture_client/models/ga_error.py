# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A GA error, with its code and message."""

from order_capture_client._model.base import Model


class GaError(Model):
    """A GA error, with its code and message."""

    error_code: str | None = None
    """Code of the error."""
    message: str | None = None
    """Message that explains the error."""
