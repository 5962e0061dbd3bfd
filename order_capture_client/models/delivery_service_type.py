# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Whether goods are delivered to the shopper's home or collected."""

from order_capture_client._model.types import WireEnum


class DeliveryServiceType(WireEnum):
    """Whether goods are delivered to the shopper's home or collected."""

    HOME_DELIVERY = "HOME_DELIVERY"
    COLLECT = "COLLECT"
