# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Business that a contact represents."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class BusinessInfo(Model):
    """Business that a contact represents."""

    business_name: Personal[str] | None = None
    """Name of the business."""
    phonetic_business_name: Personal[str] | None = None
    """Phonetic spelling of the business name."""
    organization_number: Personal[str] | None = None
    """Organization number of the business."""
    tax_identifier_no: Personal[str] | None = None
    """Tax identifier of the business."""
    tax_code: Personal[str] | None = None
    """Tax code of the business."""
    tax_code_type: str | None = None
    """Type of the `tax_code`."""
