# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Name of a coupon in one language."""

from order_capture_client._model.base import Model


class SpeCouponText(Model):
    """Name of a coupon in one language."""

    lang_code: str | None = None
    """Language of the name."""
    name: str | None = None
    """Name of the coupon in that language."""
