# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Questions about delivery and about services."""

from order_capture_client._model.base import Model
from order_capture_client.models.question_set import QuestionSet


class Questions(Model):
    """Questions about delivery and about services."""

    delivery_question: list[QuestionSet] | None = None
    """Sets of questions about delivery."""
    service_question: list[QuestionSet] | None = None
    """Sets of questions about services."""
