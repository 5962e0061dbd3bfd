# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A coupon on a checkout, and what kept it from working."""

from order_capture_client._model.base import Model


class Coupon(Model):
    """A coupon on a checkout, and what kept it from working."""

    coupon_id: str | None = None
    """Identifier of the coupon."""
    failure_message: str | None = None
    """Message on why the coupon failed."""
