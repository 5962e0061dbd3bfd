# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Questions on delivery and on services."""

from order_capture_client._model.base import Model
from order_capture_client.models.question_set import QuestionSet


class Questions(Model):
    """Questions on delivery and on services."""

    delivery_question: list[QuestionSet] | None = None
    """Sets of questions on delivery."""
    service_question: list[QuestionSet] | None = None
    """Sets of questions on services."""
