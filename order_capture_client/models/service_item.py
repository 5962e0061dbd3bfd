# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""One service in a checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Number
from order_capture_client.models.exceptional_scenario import ExceptionalScenario
from order_capture_client.models.item_reference import ItemReference
from order_capture_client.models.price import Price


class ServiceItem(Model):
    """One service in a checkout."""

    line_id: str | None = None
    """Line of the service in the checkout."""
    service_item_no: str | None = None
    """Number of the service; usually starts with SGR or is TASKRABBIT."""
    service_product_id: str | None = None
    """Product identifier of the service."""
    price: Price | None = None
    """Price of the service."""
    item_reference_list: list[ItemReference]
    """Goods that the service is for."""
    exceptional_scenario: ExceptionalScenario | None = None
    """Circumstances that make the service exceptional."""
    price_calculation_value: Number | None = None
    """Value used to calculate the price."""
    provider: str | None = None
    """Provider of the service, IKEA or TASKRABBIT."""
    taxation_info: str | None = None
    """Taxation of the service."""
    pay_to_provider: Boolean | None = None
    """Whether the provider is paid directly."""
