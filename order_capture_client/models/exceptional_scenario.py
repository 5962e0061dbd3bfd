# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Circumstances that make a service exceptional."""

from order_capture_client._model.base import Model


class ExceptionalScenario(Model):
    """Circumstances that make a service exceptional."""

    exception_code: str | None = None
    """Code of the exception."""
    exception_reason: str | None = None
    """Reason for the exception."""
