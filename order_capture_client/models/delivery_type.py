# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Means of transport of a delivery."""

from order_capture_client._model.types import WireEnum


class DeliveryType(WireEnum):
    """Means of transport of a delivery."""

    TRUCK = "TRUCK"
    PARCEL = "PARCEL"
    UNKNOWN = "UNKNOWN"
