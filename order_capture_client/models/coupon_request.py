# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A coupon to add to a checkout or remove from it."""

from order_capture_client._model.base import Model


class CouponRequest(Model):
    """A coupon to add to a checkout or remove from it."""

    coupon_id: str
    """Identifier of the coupon."""
