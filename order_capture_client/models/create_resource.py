# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Answer to a creation."""

from order_capture_client._model.base import Model


class CreateResource(Model):
    """Answer to a creation."""

    resource_id: str | None = None
    """Identifier of what was created, here the checkout."""
