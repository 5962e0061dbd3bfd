# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A checkout, or the order that belongs to it, as the service returns it."""

from typing import Annotated

from pydantic import Field

from order_capture_client._model.base import Model
from order_capture_client._model.types import Boolean, Number, Personal
from order_capture_client.models._behaviour.checkout_dto import CheckoutDtoBehaviour
from order_capture_client.models.billing_contact import BillingContact
from order_capture_client.models.channel import Channel as Channel
from order_capture_client.models.channel import ChannelValue
from order_capture_client.models.checkout_expiry_metadata import CheckoutExpiryMetadata
from order_capture_client.models.checkout_state import CheckoutState as CheckoutState
from order_capture_client.models.checkout_state import CheckoutStateValue
from order_capture_client.models.consumer_info_dto import ConsumerInfoDto
from order_capture_client.models.coupon import Coupon
from order_capture_client.models.coupon_info import CouponInfo
from order_capture_client.models.delivery_and_service_entity import DeliveryAndServiceEntity
from order_capture_client.models.express_pay_context import ExpressPayContext
from order_capture_client.models.item_dto import ItemDto
from order_capture_client.models.metadata import Metadata
from order_capture_client.models.payment import Payment
from order_capture_client.models.preliminary_address_info import PreliminaryAddressInfo
from order_capture_client.models.price import Price
from order_capture_client.models.profile_type import ProfileType as ProfileType
from order_capture_client.models.profile_type import ProfileTypeValue
from order_capture_client.models.questions_and_answers import QuestionsAndAnswers
from order_capture_client.models.removal_service_item import RemovalServiceItem
from order_capture_client.models.service_area import ServiceArea
from order_capture_client.models.service_item import ServiceItem
from order_capture_client.models.service_offer import ServiceOffer
from order_capture_client.models.shipping_contact import ShippingContact
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform as ShoppingAppPlatform
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatformValue
from order_capture_client.models.shopping_type import ShoppingType as ShoppingType
from order_capture_client.models.shopping_type import ShoppingTypeValue
from order_capture_client.models.spe_coupon import SpeCoupon
from order_capture_client.models.user_type import UserType as UserType
from order_capture_client.models.user_type import UserTypeValue
from order_capture_client.models.validation_rules import ValidationRules


class CheckoutDto(CheckoutDtoBehaviour, Model):
    """A checkout, or the order that belongs to it, as the service returns it."""

    checkout_id: str | None = None
    """Identifier of the checkout."""
    shopping_type: ShoppingTypeValue
    """Kind of checkout, depending on its cart or order."""
    user_id: Personal[str] | None = None
    """Identifier of the user that the checkout belongs to."""
    user_type: UserTypeValue | None = None
    """Whether that user is a guest or registered."""
    channel: ChannelValue | None = None
    """Channel that the checkout started in."""
    shopping_app_platform: ShoppingAppPlatformValue | None = None
    """Platform that the shopper uses, for order analytics."""
    family_card_no: Personal[str] | None = None
    """Number of the shopper's family club card."""
    profile_type: ProfileTypeValue | None = None
    """Profile of the shopper."""
    service_area: ServiceArea | None = None
    """Area for the checkout's delivery and services."""
    apply_employee_discount: Boolean | None = None
    """Whether the co-worker discount of 15 % was requested."""
    employee_id: Personal[str] | None = None
    """Identifier of the co-worker."""
    quantity: Number | None = None
    """Quantity of goods in the checkout."""
    cart_check_sum: str | None = None
    """Checksum that ties the checkout to a snapshot of its cart; for debugging."""
    currency: str | None = None
    """Currency of the checkout, e.g. SEK."""
    retail_id: str | None = None
    """Identifier of the retail unit."""
    order_number: str | None = None
    """Number of the order."""
    order_number_source: str | None = None
    """Source of the order number, which depends on the region, e.g. A01."""
    payment_context_id: str | None = None
    """Identifier of the payment context in use."""
    deleted_payment_context_ids: list[str] | None = None
    """Identifiers of payment contexts that were deleted."""
    language_code: str | None = None
    """Language of the checkout, e.g. `sv`."""
    delivery_and_services: DeliveryAndServiceEntity | None = None
    """Delivery and service time windows of the checkout."""
    total_price: Price | None = None
    """Total price of the checkout."""
    shipping_price: Price | None = None
    """Price of shipping."""
    service_price: Price | None = None
    """Price of the services."""
    consumer_info: ConsumerInfoDto | None = None
    """Consumer that started the checkout."""
    order_total: Price | None = None
    """Total of the order."""
    items: list[ItemDto] | None = None
    """Goods of the checkout, one line per article."""
    service_items: list[ServiceItem] | None = None
    """Services of the checkout."""
    removal_service_items: list[RemovalServiceItem] | None = None
    """Services that remove old furniture."""
    billing_contacts: list[BillingContact] | None = None
    """Contacts to bill."""
    shipping_contacts: list[ShippingContact] | None = None
    """Contacts to ship goods to."""
    payment: Payment | None = None
    """Payment of the checkout."""
    state: CheckoutStateValue | None = None
    """Progress of the checkout."""
    coupon: Coupon | None = None
    """Coupon of the checkout."""
    time_zone_id: str | None = None
    """Identifier of the checkout's time zone."""
    selling_unit_type: str | None = None
    """Type of the selling unit."""
    selling_unit_code: str | None = None
    """Code of the selling unit."""
    coupon_info_list: list[CouponInfo] | None = None
    """Coupons of the checkout with their discounts."""
    spe_coupons: list[SpeCoupon] | None = None
    """Coupons as reported by SPE, the pricing service."""
    express_pay_context: ExpressPayContext | None = None
    """Context of an express payment."""
    service_offers: list[ServiceOffer] | None = None
    """Services on offer."""
    ebv_order: Boolean | None = None
    """Whether the order is an EBV order."""
    delivery_and_service_questionnaire_answers: QuestionsAndAnswers | None = None
    """Questions about delivery and services, with their answers."""
    use_sop_create_order: Annotated[Boolean | None, Field(alias="useSOPCreateOrder")] = None
    """Whether SOP is used to create the order."""
    version: str | None = None
    """Version of the order that is being modified."""
    vpc_codes: list[str] | None = None
    """Planner codes of the cart."""
    preliminary_address_info: PreliminaryAddressInfo | None = None
    """Address given on creation, used to pre-fill forms."""
    metadata: Metadata | None = None
    """Notes on the checkout, such as whether its prices were recalculated."""
    checkout_expiry_metadata: CheckoutExpiryMetadata | None = None
    """Expiry of the checkout."""
    consents: list[str] | None = None
    """Consents that were given, any of TIPPING_HAZARD, TASKRABBIT and NEED_HELP."""
    validation_rules: ValidationRules | None = None
    """Rules for validating the checkout's data."""
