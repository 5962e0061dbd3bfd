# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One choice that a question offers."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean
from order_capture_client.models.option_value import OptionValue as OptionValue
from order_capture_client.models.option_value import OptionValueValue


class Option(Model):
    """One choice that a question offers."""

    option_value: OptionValueValue
    """The choice on offer."""
    free_text_required: Boolean | None = None
    """Whether the choice calls for free text."""
