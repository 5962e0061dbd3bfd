# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Kind of fee on an item."""

from order_capture_client._model.types import WireEnum


class FeeType(WireEnum):
    """Kind of fee on an item."""

    WEEE = "WEEE"
    ECO = "ECO"
