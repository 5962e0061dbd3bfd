# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Which price the top-level figures repeat; with FAMILY it is `familyPrice`."""

from order_capture_client._model.types import WireEnum


class RollUpPriceType(WireEnum):
    """Which price the top-level figures repeat; with FAMILY it is `familyPrice`."""

    FAMILY = "FAMILY"
    REGULAR = "REGULAR"
