# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""An existing no-stock store order and its context, used to create a checkout."""

from order_capture_client._model.base import Model
from order_capture_client._model.types import Personal
from order_capture_client.models.billing_contact import BillingContact
from order_capture_client.models.channel import Channel as Channel
from order_capture_client.models.channel import ChannelValue
from order_capture_client.models.consumer_info import ConsumerInfo
from order_capture_client.models.coupon_request import CouponRequest
from order_capture_client.models.item_request import ItemRequest
from order_capture_client.models.profile_type import ProfileType as ProfileType
from order_capture_client.models.profile_type import ProfileTypeValue
from order_capture_client.models.questions_and_answers import QuestionsAndAnswers
from order_capture_client.models.shipping_contact import ShippingContact
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform as ShoppingAppPlatform
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatformValue


class ExistingOrderCheckoutRequest(Model):
    """An existing no-stock store order and its context, used to create a checkout."""

    channel: ChannelValue
    """Channel that the checkout starts in."""
    shopping_app_platform: ShoppingAppPlatformValue | None = None
    """Platform that the shopper uses, for order analytics; defaults to WEB_BROWSER."""
    family_card_no: Personal[str] | None = None
    """Number of the shopper's family club card."""
    profile_type: ProfileTypeValue | None = None
    """Profile of the shopper."""
    language_code: str
    """Language of the checkout, e.g. `sv`."""
    order_number: str
    """Number of the order that is being modified."""
    order_number_source: str
    """Source of the order number, which depends on the region, e.g. A01."""
    items: list[ItemRequest]
    """Goods of the order, one line per article."""
    coupon: CouponRequest | None = None
    """Coupon to apply."""
    shipping_contacts: list[ShippingContact] | None = None
    """Contacts to ship to."""
    billing_contacts: list[BillingContact] | None = None
    """Contacts to bill."""
    delivery_and_service_questionnaire_answers: QuestionsAndAnswers | None = None
    """Questions about delivery and services, with their answers."""
    version: str | None = None
    """Version of the order that is being modified."""
    consumer_info: ConsumerInfo | None = None
    """Consumer that starts the checkout; cannot be changed later."""
    bu_code: str | None = None
    """Code of the business unit."""
