# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Which questions a service brings with it."""

from order_capture_client._model.base import Model


class ServiceQuestionRelation(Model):
    """Which questions a service brings with it."""

    service_method: str | None = None
    """Method of the service."""
    question_references: list[str] | None = None
    """References of the questions that the service brings with it."""
