# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A coupon to add to a checkout or to take off it."""

from order_capture_client._model.base import Model


class CouponRequest(Model):
    """A coupon to add to a checkout or to take off it."""

    coupon_id: str
    """Identifier of the coupon."""
