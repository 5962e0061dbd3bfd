# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Result of creating a resource."""

from order_capture_client._model.base import Model


class CreateResource(Model):
    """Result of creating a resource."""

    resource_id: str | None = None
    """Identifier of the new resource, here the checkout."""
