# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A service that takes old furniture away: REMOVAL_SOFA, REMOVAL_MATTRESS or REMOVAL_WHITEGOODS."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean


class RemovalServiceItemRequest(Model):
    """A service that takes old furniture away: REMOVAL_SOFA, REMOVAL_MATTRESS or REMOVAL_WHITEGOODS."""

    service_item_no: str | None = None
    """Number of the removal service."""
    service_product_id: str | None = None
    """Product identifier of the removal service."""
    provider: str | None = None
    """Provider of the removal service."""
    pay_to_provider: Boolean | None = None
    """Whether it is the provider who is paid."""
    quantity: str | None = None
    """How many times the service is wanted, as text."""
