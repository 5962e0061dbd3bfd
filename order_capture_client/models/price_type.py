# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Which subtotal a price carries."""

from order_capture_client._model.types import WireEnum


class PriceType(WireEnum):
    """Which subtotal a price carries."""

    TOTAL_PRICE = "TOTAL_PRICE"
    ITEM_PRICE = "ITEM_PRICE"
    SHIPPING_PRICE = "SHIPPING_PRICE"
    ORDER_TOTAL = "ORDER_TOTAL"
    GOODS_TOTAL = "GOODS_TOTAL"
    SERVICE_PRICE = "SERVICE_PRICE"
    EXTERNAL_SERVICE_PRICE = "EXTERNAL_SERVICE_PRICE"
    REMOVAL_SERVICE_PRICE = "REMOVAL_SERVICE_PRICE"
