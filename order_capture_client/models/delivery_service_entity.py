# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The delivery service chosen for a checkout, with its deliveries."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Number
from order_capture_client.models.delivery_entity import DeliveryEntity
from order_capture_client.models.delivery_service_type import DeliveryServiceType as DeliveryServiceType
from order_capture_client.models.delivery_service_type import DeliveryServiceTypeValue
from order_capture_client.models.delivery_solution import DeliverySolution as DeliverySolution
from order_capture_client.models.delivery_solution import DeliverySolutionValue
from order_capture_client.models.fulfillment_method_type import FulfillmentMethodType as FulfillmentMethodType
from order_capture_client.models.fulfillment_method_type import FulfillmentMethodTypeValue
from order_capture_client.models.price import Price


class DeliveryServiceEntity(Model):
    """The delivery service chosen for a checkout, with its deliveries."""

    id: str | None = None
    """Identifier of the delivery service."""
    delivery_arrangements_id: str | None = None
    """Identifier of the delivery arrangements that the service belongs to."""
    type: DeliveryServiceTypeValue | None = None
    """Whether the goods are delivered to the shopper's home or collected."""
    fulfillment_method_type: FulfillmentMethodTypeValue | None = None
    """Method of handing the goods to the shopper."""
    solution_id: str | None = None
    """Identifier of the solution."""
    solution: DeliverySolutionValue | None = None
    """Solution that the service uses for delivery."""
    solution_price: Price | None = None
    """Price of the solution."""
    price_override_reference: Number | None = None
    """Reference to an override of the price."""
    expiry_time: str | None = None
    """Time at which the delivery service expires."""
    deliveries: list[DeliveryEntity] | None = None
    """Deliveries that make up the service."""
    wheel_chair_capability: Boolean | None = None
    """Whether the service has wheelchair capability."""
