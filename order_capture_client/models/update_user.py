# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The user that a checkout is taken over from."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class UpdateUser(Model):
    """The user that a checkout is taken over from."""

    old_user: Personal[str] | None = None
    """Identifier of the current user of the checkout."""
