# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Subtotal that a price represents."""

from typing import Annotated, Literal, TypeAlias

from order_capture_client._model.types import OPEN, UnknownValue, WireEnum


class PriceType(WireEnum):
    """Subtotal that a price represents."""

    TOTAL_PRICE = "TOTAL_PRICE"
    ITEM_PRICE = "ITEM_PRICE"
    SHIPPING_PRICE = "SHIPPING_PRICE"
    ORDER_TOTAL = "ORDER_TOTAL"
    GOODS_TOTAL = "GOODS_TOTAL"
    SERVICE_PRICE = "SERVICE_PRICE"
    EXTERNAL_SERVICE_PRICE = "EXTERNAL_SERVICE_PRICE"
    REMOVAL_SERVICE_PRICE = "REMOVAL_SERVICE_PRICE"


PriceTypeValue: TypeAlias = Annotated[
    PriceType
    | Literal[
        "TOTAL_PRICE",
        "ITEM_PRICE",
        "SHIPPING_PRICE",
        "ORDER_TOTAL",
        "GOODS_TOTAL",
        "SERVICE_PRICE",
        "EXTERNAL_SERVICE_PRICE",
        "REMOVAL_SERVICE_PRICE",
    ]
    | UnknownValue,
    OPEN,
]
"""Member of `PriceType`, or its text; answers may have other text, which is refused when it is sent."""
