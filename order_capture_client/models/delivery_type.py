# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""How a delivery travels."""

from order_capture_client._model.types import WireEnum


class DeliveryType(WireEnum):
    """How a delivery travels."""

    TRUCK = "TRUCK"
    PARCEL = "PARCEL"
    UNKNOWN = "UNKNOWN"
