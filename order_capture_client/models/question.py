# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A question to the shopper, with its choices and the answer given."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean
from order_capture_client.models.answer import Answer
from order_capture_client.models.option import Option


class Question(Model):
    """A question to the shopper, with its choices and the answer given."""

    reference: str | None = None
    """Reference of the question."""
    translated_reference: str | None = None
    """Translated reference of the question."""
    options: list[Option] | None = None
    """Choices that the question offers."""
    answer: Answer | None = None
    """Answer of the shopper."""
    regex: str | None = None
    """Regular expression that a free-text answer must match."""
    mandatory: Boolean | None = None
    """Whether the question must be answered."""
