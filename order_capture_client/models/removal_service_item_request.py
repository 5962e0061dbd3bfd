# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A service that removes old furniture: REMOVAL_SOFA, REMOVAL_MATTRESS or REMOVAL_WHITEGOODS."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class RemovalServiceItemRequest(Model):
    """A service that removes old furniture: REMOVAL_SOFA, REMOVAL_MATTRESS or REMOVAL_WHITEGOODS."""

    service_item_no: str | None = None
    """Number of the removal service."""
    service_product_id: str | None = None
    """Product identifier of the removal service."""
    provider: str | None = None
    """Provider of the removal service."""
    pay_to_provider: Boolean | None = None
    """Whether the provider is paid directly."""
    quantity: str | None = None
    """Number of times to order the service, as text."""
