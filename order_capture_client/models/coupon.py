# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A coupon on a checkout, and the reason if it failed."""

from order_capture_client._model.base import Model


class Coupon(Model):
    """A coupon on a checkout, and the reason if it failed."""

    coupon_id: str | None = None
    """Identifier of the coupon."""
    failure_message: str | None = None
    """Message that explains why the coupon failed."""
