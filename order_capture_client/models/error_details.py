# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Details of an error, as 4xx and 5xx responses report it."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import DateTime, Integer
from order_capture_client.models._behaviour.error_details import ErrorDetailsBehaviour
from order_capture_client.models.ga_error import GaError


class ErrorDetails(ErrorDetailsBehaviour, Model):
    """Details of an error, as 4xx and 5xx responses report it."""

    type: str | None = None
    """Type of the error."""
    title: str | None = None
    """Title of the error."""
    timestamp: DateTime | None = None
    """Time at which the error occurred."""
    message: str | None = None
    """Message that explains the error."""
    details: str | None = None
    """Further details of the error."""
    details_map: dict[str, str] | None = None
    """Further details of the error, by name."""
    error_code: Integer | None = None
    """Code of the error."""
    ga_error: GaError | None = None
    """The GA error that belongs to this one."""
    ga_error_list: list[GaError] | None = None
    """The GA errors that belong to this one."""
