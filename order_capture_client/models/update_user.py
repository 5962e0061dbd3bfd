# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Names the user from whom a checkout is taken over."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal


class UpdateUser(Model):
    """Names the user from whom a checkout is taken over."""

    old_user: Personal[str] | None = None
    """Identifier of the user who has the checkout so far."""
