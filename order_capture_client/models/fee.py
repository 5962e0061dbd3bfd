# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A fee on an item."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Money
from order_capture_client.models.fee_type import FeeType as FeeType
from order_capture_client.models.fee_type import FeeTypeValue


class Fee(Model):
    """A fee on an item."""

    fee_amount: Money | None = None
    """Amount of the fee."""
    fee_type: FeeTypeValue | None = None
    """Kind of fee on the item."""
