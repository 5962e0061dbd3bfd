# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A cart and its context, used to create a checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Personal
from order_capture_client.models.channel import Channel as Channel
from order_capture_client.models.channel import ChannelValue
from order_capture_client.models.consumer_info import ConsumerInfo
from order_capture_client.models.coupon_request import CouponRequest
from order_capture_client.models.delivery_area_request import DeliveryAreaRequest
from order_capture_client.models.item_request import ItemRequest
from order_capture_client.models.preliminary_address_info_request import PreliminaryAddressInfoRequest
from order_capture_client.models.profile_type import ProfileType as ProfileType
from order_capture_client.models.profile_type import ProfileTypeValue
from order_capture_client.models.removal_service_item_request import RemovalServiceItemRequest
from order_capture_client.models.service_area_request import ServiceAreaRequest
from order_capture_client.models.service_item_request import ServiceItemRequest
from order_capture_client.models.shipping_contact_request import ShippingContactRequest
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform as ShoppingAppPlatform
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatformValue
from order_capture_client.models.shopping_type import ShoppingType as ShoppingType
from order_capture_client.models.shopping_type import ShoppingTypeValue


class CheckoutRequest(Model):
    """A cart and its context, used to create a checkout."""

    shopping_type: ShoppingTypeValue
    """Kind of checkout, depending on its cart or order."""
    channel: ChannelValue
    """Channel that the checkout starts in."""
    shopping_app_platform: ShoppingAppPlatformValue | None = None
    """Platform that the shopper uses, for order analytics; defaults to WEB_BROWSER."""
    family_card_no: Personal[str] | None = None
    """Number of the shopper's family club card."""
    apply_employee_discount: Boolean | None = None
    """Whether to request the co-worker discount of 15 %."""
    profile_type: ProfileTypeValue | None = None
    """Profile of the shopper."""
    delivery_area: DeliveryAreaRequest | None = None
    """Area to deliver to. Older form of `service_area`; use that instead."""
    service_area: ServiceAreaRequest | None = None
    """Area for delivery and services."""
    cart_check_sum: str | None = None
    """Checksum that ties the checkout to a snapshot of its cart; for debugging."""
    language_code: str
    """Language of the checkout, e.g. `sv`."""
    consumer_info: ConsumerInfo | None = None
    """Consumer that starts the checkout; cannot be changed later."""
    items: list[ItemRequest]
    """Goods of the cart, one line per article."""
    service_items: list[ServiceItemRequest] | None = None
    """Services in the cart; required if it contains any."""
    removal_service_items: list[RemovalServiceItemRequest] | None = None
    """Services that remove old furniture."""
    coupon: CouponRequest | None = None
    """Coupon to apply."""
    preliminary_address_info: PreliminaryAddressInfoRequest | None = None
    """Address to pre-fill forms with."""
    shipping_contacts: list[ShippingContactRequest] | None = None
    """Contacts to ship to, for a NO_STOCK_STORE_ORDER."""
    vpc_codes: list[str] | None = None
    """Planner codes; each must match a pattern."""
    consents: list[str] | None = None
    """Consents of the shopper, any of TIPPING_HAZARD, TASKRABBIT and NEED_HELP."""
