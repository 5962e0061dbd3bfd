# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Rules by which a checkout's data is validated."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class ValidationRules(Model):
    """Rules by which a checkout's data is validated."""

    is_tax_code_validation_required: Boolean | None = None
    """Whether the tax code has to be validated."""
