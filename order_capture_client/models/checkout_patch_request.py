# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Changes to a checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Personal
from order_capture_client.models._behaviour.checkout_patch_request import CheckoutPatchRequestBehaviour
from order_capture_client.models.coupon_request import CouponRequest
from order_capture_client.models.patch_item_request import PatchItemRequest
from order_capture_client.models.profile_type import ProfileType as ProfileType
from order_capture_client.models.profile_type import ProfileTypeValue


class CheckoutPatchRequest(CheckoutPatchRequestBehaviour, Model):
    """Changes to a checkout. Items can only be reduced or removed."""

    checkout_id: str | None = None
    """Identifier of the checkout. Deprecated and ignored, since the path identifies the checkout."""
    family_card_no: Personal[str] | None = None
    """Number of the shopper's family club card."""
    contact_allowed: Boolean | None = None
    """Whether the shopper agrees to take part in surveys."""
    profile_type: ProfileTypeValue | None = None
    """Profile of the shopper."""
    language_code: str | None = None
    """Language of the checkout, e.g. `sv`."""
    items: list[PatchItemRequest] | None = None
    """Lines to reduce or remove; at least one line of the checkout must remain."""
    coupons: list[CouponRequest] | None = None
    """Coupons to add."""
    coupons_to_remove: list[CouponRequest] | None = None
    """Coupons to remove."""
