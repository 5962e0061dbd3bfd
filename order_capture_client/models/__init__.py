# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The models, a module each; a module is imported when its model is first asked for."""

from importlib import import_module

TYPE_CHECKING = False  # importing it from typing would take longer than all the rest

if TYPE_CHECKING:
    from order_capture_client.models.account_voucher_payment_transaction import (
        AccountVoucherPaymentTransaction as AccountVoucherPaymentTransaction,
    )
    from order_capture_client.models.answer import Answer as Answer
    from order_capture_client.models.authenticated_amount import AuthenticatedAmount as AuthenticatedAmount
    from order_capture_client.models.availability import Availability as Availability
    from order_capture_client.models.availability_type import AvailabilityType as AvailabilityType
    from order_capture_client.models.base_price import BasePrice as BasePrice
    from order_capture_client.models.billing_contact import BillingContact as BillingContact
    from order_capture_client.models.business_credit_transaction import (
        BusinessCreditTransaction as BusinessCreditTransaction,
    )
    from order_capture_client.models.business_info import BusinessInfo as BusinessInfo
    from order_capture_client.models.channel import Channel as Channel
    from order_capture_client.models.checkout import Checkout as Checkout
    from order_capture_client.models.checkout_dto import CheckoutDto as CheckoutDto
    from order_capture_client.models.checkout_expiry_metadata import CheckoutExpiryMetadata as CheckoutExpiryMetadata
    from order_capture_client.models.checkout_patch_request import CheckoutPatchRequest as CheckoutPatchRequest
    from order_capture_client.models.checkout_request import CheckoutRequest as CheckoutRequest
    from order_capture_client.models.checkout_state import CheckoutState as CheckoutState
    from order_capture_client.models.checkout_type import CheckoutType as CheckoutType
    from order_capture_client.models.consumer_context_info_dto import ConsumerContextInfoDto as ConsumerContextInfoDto
    from order_capture_client.models.consumer_info import ConsumerInfo as ConsumerInfo
    from order_capture_client.models.consumer_info_dto import ConsumerInfoDto as ConsumerInfoDto
    from order_capture_client.models.coupon import Coupon as Coupon
    from order_capture_client.models.coupon_failure_reason import CouponFailureReason as CouponFailureReason
    from order_capture_client.models.coupon_info import CouponInfo as CouponInfo
    from order_capture_client.models.coupon_metadata import CouponMetadata as CouponMetadata
    from order_capture_client.models.coupon_request import CouponRequest as CouponRequest
    from order_capture_client.models.create_resource import CreateResource as CreateResource
    from order_capture_client.models.credit_application_transaction import (
        CreditApplicationTransaction as CreditApplicationTransaction,
    )
    from order_capture_client.models.credit_card_transaction import CreditCardTransaction as CreditCardTransaction
    from order_capture_client.models.customer_type import CustomerType as CustomerType
    from order_capture_client.models.delivery_and_service_entity import (
        DeliveryAndServiceEntity as DeliveryAndServiceEntity,
    )
    from order_capture_client.models.delivery_area_request import DeliveryAreaRequest as DeliveryAreaRequest
    from order_capture_client.models.delivery_entity import DeliveryEntity as DeliveryEntity
    from order_capture_client.models.delivery_item import DeliveryItem as DeliveryItem
    from order_capture_client.models.delivery_method import DeliveryMethod as DeliveryMethod
    from order_capture_client.models.delivery_service_entity import DeliveryServiceEntity as DeliveryServiceEntity
    from order_capture_client.models.delivery_service_type import DeliveryServiceType as DeliveryServiceType
    from order_capture_client.models.delivery_slot import DeliverySlot as DeliverySlot
    from order_capture_client.models.delivery_slot_capability import DeliverySlotCapability as DeliverySlotCapability
    from order_capture_client.models.delivery_slot_metadata import DeliverySlotMetadata as DeliverySlotMetadata
    from order_capture_client.models.delivery_solution import DeliverySolution as DeliverySolution
    from order_capture_client.models.delivery_type import DeliveryType as DeliveryType
    from order_capture_client.models.discount import Discount as Discount
    from order_capture_client.models.discount_details import DiscountDetails as DiscountDetails
    from order_capture_client.models.discount_summary import DiscountSummary as DiscountSummary
    from order_capture_client.models.error_details import ErrorDetails as ErrorDetails
    from order_capture_client.models.exceptional_scenario import ExceptionalScenario as ExceptionalScenario
    from order_capture_client.models.existing_order_checkout_request import (
        ExistingOrderCheckoutRequest as ExistingOrderCheckoutRequest,
    )
    from order_capture_client.models.express_pay_context import ExpressPayContext as ExpressPayContext
    from order_capture_client.models.fee import Fee as Fee
    from order_capture_client.models.fee_type import FeeType as FeeType
    from order_capture_client.models.fulfillment_method_type import FulfillmentMethodType as FulfillmentMethodType
    from order_capture_client.models.ga_error import GaError as GaError
    from order_capture_client.models.item import Item as Item
    from order_capture_client.models.item_dto import ItemDto as ItemDto
    from order_capture_client.models.item_price import ItemPrice as ItemPrice
    from order_capture_client.models.item_reference import ItemReference as ItemReference
    from order_capture_client.models.item_reference_request import ItemReferenceRequest as ItemReferenceRequest
    from order_capture_client.models.item_request import ItemRequest as ItemRequest
    from order_capture_client.models.item_type import ItemType as ItemType
    from order_capture_client.models.metadata import Metadata as Metadata
    from order_capture_client.models.online_transfer_transaction import (
        OnlineTransferTransaction as OnlineTransferTransaction,
    )
    from order_capture_client.models.open_invoice_transaction import OpenInvoiceTransaction as OpenInvoiceTransaction
    from order_capture_client.models.option import Option as Option
    from order_capture_client.models.option_value import OptionValue as OptionValue
    from order_capture_client.models.order_discount_summary import OrderDiscountSummary as OrderDiscountSummary
    from order_capture_client.models.patch_item_request import PatchItemRequest as PatchItemRequest
    from order_capture_client.models.pay_on_collect import PayOnCollect as PayOnCollect
    from order_capture_client.models.pay_on_delivery import PayOnDelivery as PayOnDelivery
    from order_capture_client.models.payment import Payment as Payment
    from order_capture_client.models.payment_brand import PaymentBrand as PaymentBrand
    from order_capture_client.models.payment_card_details import PaymentCardDetails as PaymentCardDetails
    from order_capture_client.models.pick_up_point_entity import PickUpPointEntity as PickUpPointEntity
    from order_capture_client.models.preliminary_address_info import PreliminaryAddressInfo as PreliminaryAddressInfo
    from order_capture_client.models.preliminary_address_info_request import (
        PreliminaryAddressInfoRequest as PreliminaryAddressInfoRequest,
    )
    from order_capture_client.models.prepaid_card_transaction import PrepaidCardTransaction as PrepaidCardTransaction
    from order_capture_client.models.price import Price as Price
    from order_capture_client.models.price_excl_savings import PriceExclSavings as PriceExclSavings
    from order_capture_client.models.price_type import PriceType as PriceType
    from order_capture_client.models.profile_type import ProfileType as ProfileType
    from order_capture_client.models.quantity_type import QuantityType as QuantityType
    from order_capture_client.models.question import Question as Question
    from order_capture_client.models.question_set import QuestionSet as QuestionSet
    from order_capture_client.models.questions import Questions as Questions
    from order_capture_client.models.questions_and_answers import QuestionsAndAnswers as QuestionsAndAnswers
    from order_capture_client.models.redacted_address import RedactedAddress as RedactedAddress
    from order_capture_client.models.removal_service_item import RemovalServiceItem as RemovalServiceItem
    from order_capture_client.models.removal_service_item_request import (
        RemovalServiceItemRequest as RemovalServiceItemRequest,
    )
    from order_capture_client.models.removal_service_metadata import RemovalServiceMetadata as RemovalServiceMetadata
    from order_capture_client.models.roll_up_price_type import RollUpPriceType as RollUpPriceType
    from order_capture_client.models.service_and_time_windows_entity import (
        ServiceAndTimeWindowsEntity as ServiceAndTimeWindowsEntity,
    )
    from order_capture_client.models.service_area import ServiceArea as ServiceArea
    from order_capture_client.models.service_area_request import ServiceAreaRequest as ServiceAreaRequest
    from order_capture_client.models.service_item import ServiceItem as ServiceItem
    from order_capture_client.models.service_item_request import ServiceItemRequest as ServiceItemRequest
    from order_capture_client.models.service_offer import ServiceOffer as ServiceOffer
    from order_capture_client.models.service_question_relation import ServiceQuestionRelation as ServiceQuestionRelation
    from order_capture_client.models.service_slot import ServiceSlot as ServiceSlot
    from order_capture_client.models.service_slot_metadata import ServiceSlotMetadata as ServiceSlotMetadata
    from order_capture_client.models.service_span_slot import ServiceSpanSlot as ServiceSpanSlot
    from order_capture_client.models.shipping_contact import ShippingContact as ShippingContact
    from order_capture_client.models.shipping_contact_request import ShippingContactRequest as ShippingContactRequest
    from order_capture_client.models.shopping_app_platform import ShoppingAppPlatform as ShoppingAppPlatform
    from order_capture_client.models.shopping_type import ShoppingType as ShoppingType
    from order_capture_client.models.slot_price import SlotPrice as SlotPrice
    from order_capture_client.models.spe_amount import SpeAmount as SpeAmount
    from order_capture_client.models.spe_coupon import SpeCoupon as SpeCoupon
    from order_capture_client.models.spe_coupon_text import SpeCouponText as SpeCouponText
    from order_capture_client.models.spe_info_message import SpeInfoMessage as SpeInfoMessage
    from order_capture_client.models.spe_tax_summary import SpeTaxSummary as SpeTaxSummary
    from order_capture_client.models.tax import Tax as Tax
    from order_capture_client.models.tax_jurisdiction import TaxJurisdiction as TaxJurisdiction
    from order_capture_client.models.unavailability_reason import UnavailabilityReason as UnavailabilityReason
    from order_capture_client.models.update_user import UpdateUser as UpdateUser
    from order_capture_client.models.user import User as User
    from order_capture_client.models.user_type import UserType as UserType
    from order_capture_client.models.validation_rules import ValidationRules as ValidationRules
    from order_capture_client.models.wallet_transaction import WalletTransaction as WalletTransaction

__all__ = [
    "AccountVoucherPaymentTransaction",
    "Answer",
    "AuthenticatedAmount",
    "Availability",
    "AvailabilityType",
    "BasePrice",
    "BillingContact",
    "BusinessCreditTransaction",
    "BusinessInfo",
    "Channel",
    "Checkout",
    "CheckoutDto",
    "CheckoutExpiryMetadata",
    "CheckoutPatchRequest",
    "CheckoutRequest",
    "CheckoutState",
    "CheckoutType",
    "ConsumerContextInfoDto",
    "ConsumerInfo",
    "ConsumerInfoDto",
    "Coupon",
    "CouponFailureReason",
    "CouponInfo",
    "CouponMetadata",
    "CouponRequest",
    "CreateResource",
    "CreditApplicationTransaction",
    "CreditCardTransaction",
    "CustomerType",
    "DeliveryAndServiceEntity",
    "DeliveryAreaRequest",
    "DeliveryEntity",
    "DeliveryItem",
    "DeliveryMethod",
    "DeliveryServiceEntity",
    "DeliveryServiceType",
    "DeliverySlot",
    "DeliverySlotCapability",
    "DeliverySlotMetadata",
    "DeliverySolution",
    "DeliveryType",
    "Discount",
    "DiscountDetails",
    "DiscountSummary",
    "ErrorDetails",
    "ExceptionalScenario",
    "ExistingOrderCheckoutRequest",
    "ExpressPayContext",
    "Fee",
    "FeeType",
    "FulfillmentMethodType",
    "GaError",
    "Item",
    "ItemDto",
    "ItemPrice",
    "ItemReference",
    "ItemReferenceRequest",
    "ItemRequest",
    "ItemType",
    "Metadata",
    "OnlineTransferTransaction",
    "OpenInvoiceTransaction",
    "Option",
    "OptionValue",
    "OrderDiscountSummary",
    "PatchItemRequest",
    "PayOnCollect",
    "PayOnDelivery",
    "Payment",
    "PaymentBrand",
    "PaymentCardDetails",
    "PickUpPointEntity",
    "PreliminaryAddressInfo",
    "PreliminaryAddressInfoRequest",
    "PrepaidCardTransaction",
    "Price",
    "PriceExclSavings",
    "PriceType",
    "ProfileType",
    "QuantityType",
    "Question",
    "QuestionSet",
    "Questions",
    "QuestionsAndAnswers",
    "RedactedAddress",
    "RemovalServiceItem",
    "RemovalServiceItemRequest",
    "RemovalServiceMetadata",
    "RollUpPriceType",
    "ServiceAndTimeWindowsEntity",
    "ServiceArea",
    "ServiceAreaRequest",
    "ServiceItem",
    "ServiceItemRequest",
    "ServiceOffer",
    "ServiceQuestionRelation",
    "ServiceSlot",
    "ServiceSlotMetadata",
    "ServiceSpanSlot",
    "ShippingContact",
    "ShippingContactRequest",
    "ShoppingAppPlatform",
    "ShoppingType",
    "SlotPrice",
    "SpeAmount",
    "SpeCoupon",
    "SpeCouponText",
    "SpeInfoMessage",
    "SpeTaxSummary",
    "Tax",
    "TaxJurisdiction",
    "UnavailabilityReason",
    "UpdateUser",
    "User",
    "UserType",
    "ValidationRules",
    "WalletTransaction",
]

_MODULES = {
    "AccountVoucherPaymentTransaction": "order_capture_client.models.account_voucher_payment_transaction",
    "Answer": "order_capture_client.models.answer",
    "AuthenticatedAmount": "order_capture_client.models.authenticated_amount",
    "Availability": "order_capture_client.models.availability",
    "AvailabilityType": "order_capture_client.models.availability_type",
    "BasePrice": "order_capture_client.models.base_price",
    "BillingContact": "order_capture_client.models.billing_contact",
    "BusinessCreditTransaction": "order_capture_client.models.business_credit_transaction",
    "BusinessInfo": "order_capture_client.models.business_info",
    "Channel": "order_capture_client.models.channel",
    "Checkout": "order_capture_client.models.checkout",
    "CheckoutDto": "order_capture_client.models.checkout_dto",
    "CheckoutExpiryMetadata": "order_capture_client.models.checkout_expiry_metadata",
    "CheckoutPatchRequest": "order_capture_client.models.checkout_patch_request",
    "CheckoutRequest": "order_capture_client.models.checkout_request",
    "CheckoutState": "order_capture_client.models.checkout_state",
    "CheckoutType": "order_capture_client.models.checkout_type",
    "ConsumerContextInfoDto": "order_capture_client.models.consumer_context_info_dto",
    "ConsumerInfo": "order_capture_client.models.consumer_info",
    "ConsumerInfoDto": "order_capture_client.models.consumer_info_dto",
    "Coupon": "order_capture_client.models.coupon",
    "CouponFailureReason": "order_capture_client.models.coupon_failure_reason",
    "CouponInfo": "order_capture_client.models.coupon_info",
    "CouponMetadata": "order_capture_client.models.coupon_metadata",
    "CouponRequest": "order_capture_client.models.coupon_request",
    "CreateResource": "order_capture_client.models.create_resource",
    "CreditApplicationTransaction": "order_capture_client.models.credit_application_transaction",
    "CreditCardTransaction": "order_capture_client.models.credit_card_transaction",
    "CustomerType": "order_capture_client.models.customer_type",
    "DeliveryAndServiceEntity": "order_capture_client.models.delivery_and_service_entity",
    "DeliveryAreaRequest": "order_capture_client.models.delivery_area_request",
    "DeliveryEntity": "order_capture_client.models.delivery_entity",
    "DeliveryItem": "order_capture_client.models.delivery_item",
    "DeliveryMethod": "order_capture_client.models.delivery_method",
    "DeliveryServiceEntity": "order_capture_client.models.delivery_service_entity",
    "DeliveryServiceType": "order_capture_client.models.delivery_service_type",
    "DeliverySlot": "order_capture_client.models.delivery_slot",
    "DeliverySlotCapability": "order_capture_client.models.delivery_slot_capability",
    "DeliverySlotMetadata": "order_capture_client.models.delivery_slot_metadata",
    "DeliverySolution": "order_capture_client.models.delivery_solution",
    "DeliveryType": "order_capture_client.models.delivery_type",
    "Discount": "order_capture_client.models.discount",
    "DiscountDetails": "order_capture_client.models.discount_details",
    "DiscountSummary": "order_capture_client.models.discount_summary",
    "ErrorDetails": "order_capture_client.models.error_details",
    "ExceptionalScenario": "order_capture_client.models.exceptional_scenario",
    "ExistingOrderCheckoutRequest": "order_capture_client.models.existing_order_checkout_request",
    "ExpressPayContext": "order_capture_client.models.express_pay_context",
    "Fee": "order_capture_client.models.fee",
    "FeeType": "order_capture_client.models.fee_type",
    "FulfillmentMethodType": "order_capture_client.models.fulfillment_method_type",
    "GaError": "order_capture_client.models.ga_error",
    "Item": "order_capture_client.models.item",
    "ItemDto": "order_capture_client.models.item_dto",
    "ItemPrice": "order_capture_client.models.item_price",
    "ItemReference": "order_capture_client.models.item_reference",
    "ItemReferenceRequest": "order_capture_client.models.item_reference_request",
    "ItemRequest": "order_capture_client.models.item_request",
    "ItemType": "order_capture_client.models.item_type",
    "Metadata": "order_capture_client.models.metadata",
    "OnlineTransferTransaction": "order_capture_client.models.online_transfer_transaction",
    "OpenInvoiceTransaction": "order_capture_client.models.open_invoice_transaction",
    "Option": "order_capture_client.models.option",
    "OptionValue": "order_capture_client.models.option_value",
    "OrderDiscountSummary": "order_capture_client.models.order_discount_summary",
    "PatchItemRequest": "order_capture_client.models.patch_item_request",
    "PayOnCollect": "order_capture_client.models.pay_on_collect",
    "PayOnDelivery": "order_capture_client.models.pay_on_delivery",
    "Payment": "order_capture_client.models.payment",
    "PaymentBrand": "order_capture_client.models.payment_brand",
    "PaymentCardDetails": "order_capture_client.models.payment_card_details",
    "PickUpPointEntity": "order_capture_client.models.pick_up_point_entity",
    "PreliminaryAddressInfo": "order_capture_client.models.preliminary_address_info",
    "PreliminaryAddressInfoRequest": "order_capture_client.models.preliminary_address_info_request",
    "PrepaidCardTransaction": "order_capture_client.models.prepaid_card_transaction",
    "Price": "order_capture_client.models.price",
    "PriceExclSavings": "order_capture_client.models.price_excl_savings",
    "PriceType": "order_capture_client.models.price_type",
    "ProfileType": "order_capture_client.models.profile_type",
    "QuantityType": "order_capture_client.models.quantity_type",
    "Question": "order_capture_client.models.question",
    "QuestionSet": "order_capture_client.models.question_set",
    "Questions": "order_capture_client.models.questions",
    "QuestionsAndAnswers": "order_capture_client.models.questions_and_answers",
    "RedactedAddress": "order_capture_client.models.redacted_address",
    "RemovalServiceItem": "order_capture_client.models.removal_service_item",
    "RemovalServiceItemRequest": "order_capture_client.models.removal_service_item_request",
    "RemovalServiceMetadata": "order_capture_client.models.removal_service_metadata",
    "RollUpPriceType": "order_capture_client.models.roll_up_price_type",
    "ServiceAndTimeWindowsEntity": "order_capture_client.models.service_and_time_windows_entity",
    "ServiceArea": "order_capture_client.models.service_area",
    "ServiceAreaRequest": "order_capture_client.models.service_area_request",
    "ServiceItem": "order_capture_client.models.service_item",
    "ServiceItemRequest": "order_capture_client.models.service_item_request",
    "ServiceOffer": "order_capture_client.models.service_offer",
    "ServiceQuestionRelation": "order_capture_client.models.service_question_relation",
    "ServiceSlot": "order_capture_client.models.service_slot",
    "ServiceSlotMetadata": "order_capture_client.models.service_slot_metadata",
    "ServiceSpanSlot": "order_capture_client.models.service_span_slot",
    "ShippingContact": "order_capture_client.models.shipping_contact",
    "ShippingContactRequest": "order_capture_client.models.shipping_contact_request",
    "ShoppingAppPlatform": "order_capture_client.models.shopping_app_platform",
    "ShoppingType": "order_capture_client.models.shopping_type",
    "SlotPrice": "order_capture_client.models.slot_price",
    "SpeAmount": "order_capture_client.models.spe_amount",
    "SpeCoupon": "order_capture_client.models.spe_coupon",
    "SpeCouponText": "order_capture_client.models.spe_coupon_text",
    "SpeInfoMessage": "order_capture_client.models.spe_info_message",
    "SpeTaxSummary": "order_capture_client.models.spe_tax_summary",
    "Tax": "order_capture_client.models.tax",
    "TaxJurisdiction": "order_capture_client.models.tax_jurisdiction",
    "UnavailabilityReason": "order_capture_client.models.unavailability_reason",
    "UpdateUser": "order_capture_client.models.update_user",
    "User": "order_capture_client.models.user",
    "UserType": "order_capture_client.models.user_type",
    "ValidationRules": "order_capture_client.models.validation_rules",
    "WalletTransaction": "order_capture_client.models.wallet_transaction",
}
_SUBMODULES = {module.removeprefix(f"{__name__}.") for module in _MODULES.values()}

if not TYPE_CHECKING:  # else type checkers would take any name

    def __getattr__(name: str) -> object:
        if name in _SUBMODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES, *_SUBMODULES})
