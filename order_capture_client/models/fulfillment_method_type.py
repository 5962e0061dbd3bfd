# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Method by which goods are handed to the shopper."""

from order_capture_client._model.types import WireEnum


class FulfillmentMethodType(WireEnum):
    """Method by which goods are handed to the shopper."""

    HOME_DELIVERY = "HOME_DELIVERY"
    PUP = "PUP"
    PUOP = "PUOP"
    CLICK_COLLECT_STORE = "CLICK_COLLECT_STORE"
    CLICK_COLLECT = "CLICK_COLLECT"
    LOCKER = "LOCKER"
