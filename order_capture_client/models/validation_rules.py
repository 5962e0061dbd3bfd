# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Rules for validating a checkout's data."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class ValidationRules(Model):
    """Rules for validating a checkout's data."""

    is_tax_code_validation_required: Boolean | None = None
    """Whether the tax code must be validated."""
