# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Price that the top-level amounts repeat; with FAMILY it is `familyPrice`."""

from order_capture_client._model.types import WireEnum


class RollUpPriceType(WireEnum):
    """Price that the top-level amounts repeat; with FAMILY it is `familyPrice`."""

    FAMILY = "FAMILY"
    REGULAR = "REGULAR"
