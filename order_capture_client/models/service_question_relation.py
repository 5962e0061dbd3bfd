# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Questions that a service requires."""

from order_capture_client._model.base import Model


class ServiceQuestionRelation(Model):
    """Questions that a service requires."""

    service_method: str | None = None
    """Method of the service."""
    question_references: list[str] | None = None
    """References of the questions that the service requires."""
