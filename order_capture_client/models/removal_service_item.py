# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A service in the checkout that removes old furniture."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Integer, Number
from order_capture_client.models.price import Price
from order_capture_client.models.removal_service_metadata import RemovalServiceMetadata


class RemovalServiceItem(Model):
    """A service in the checkout that removes old furniture."""

    line_id: str | None = None
    """Line of the removal service in the checkout."""
    service_item_no: str | None = None
    """Number of the removal service."""
    service_product_id: str | None = None
    """Product identifier of the removal service."""
    price: Price | None = None
    """Price of the removal service."""
    provider: str | None = None
    """Provider of the removal service."""
    quantity: Integer | None = None
    """Number of times that the service is ordered."""
    price_calculation_value: Number | None = None
    """Value used to calculate the price."""
    taxation_info: str | None = None
    """Taxation of the removal service."""
    removal_service_metadata: RemovalServiceMetadata | None = None
    """Whether the removal service is available."""
    pay_to_provider: Boolean | None = None
    """Whether the provider is paid directly."""
