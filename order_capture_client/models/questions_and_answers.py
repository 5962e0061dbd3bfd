# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Questions about a checkout's delivery and services, with the shopper's answers."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal
from order_capture_client.models.questions import Questions


class QuestionsAndAnswers(Model):
    """Questions about a checkout's delivery and services, with the shopper's answers."""

    checkout_id: str
    """Identifier of the checkout that is asked about."""
    user_id: Personal[str]
    """Identifier of the user who is asked."""
    questions_and_answers: Questions | None = None
    """The questions, with the answers given so far."""
