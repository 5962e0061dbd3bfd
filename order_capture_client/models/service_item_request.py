# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One service of the cart."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean
from order_capture_client.models.exceptional_scenario import ExceptionalScenario
from order_capture_client.models.item_reference_request import ItemReferenceRequest


class ServiceItemRequest(Model):
    """One service of the cart."""

    service_item_no: str | None = None
    """Number of the service; usually starts with SGR or is TASKRABBIT."""
    service_product_id: str | None = None
    """Product identifier of the service."""
    provider: str | None = None
    """Provider of the service, IKEA or TASKRABBIT."""
    pay_to_provider: Boolean | None = None
    """Whether the provider is paid directly."""
    item_reference_list: list[ItemReferenceRequest]
    """Goods that the service is for."""
    exceptional_scenario: ExceptionalScenario | None = None
    """Circumstances that make the service exceptional."""
