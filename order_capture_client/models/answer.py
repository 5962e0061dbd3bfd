# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The shopper's answer to a question; only relevant when answers are saved."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal
from order_capture_client.models.option_value import OptionValue as OptionValue
from order_capture_client.models.option_value import OptionValueValue


class Answer(Model):
    """The shopper's answer to a question; only relevant when answers are saved."""

    option_value: OptionValueValue | None = None
    """The selected choice."""
    free_text: Personal[str] | None = None
    """Text of the answer if the choice is FREETEXT."""
