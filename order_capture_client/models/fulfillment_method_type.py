# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Method of handing goods to the shopper."""

from order_capture_client._model.types import WireEnum


class FulfillmentMethodType(WireEnum):
    """Method of handing goods to the shopper."""

    HOME_DELIVERY = "HOME_DELIVERY"
    PUP = "PUP"
    PUOP = "PUOP"
    CLICK_COLLECT_STORE = "CLICK_COLLECT_STORE"
    CLICK_COLLECT = "CLICK_COLLECT"
    LOCKER = "LOCKER"
