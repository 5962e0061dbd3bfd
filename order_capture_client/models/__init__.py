# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""The models, one module each, imported when first asked for; hand-written mixins are in `_behaviour`."""

from order_capture_client._lazy import TYPE_CHECKING, attach

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

if not TYPE_CHECKING:  # otherwise, type checkers would take any name
    __getattr__, __dir__, __all__ = attach(
        __name__,
        {
            "account_voucher_payment_transaction": "AccountVoucherPaymentTransaction",
            "answer": "Answer",
            "authenticated_amount": "AuthenticatedAmount",
            "availability": "Availability",
            "availability_type": "AvailabilityType",
            "base_price": "BasePrice",
            "billing_contact": "BillingContact",
            "business_credit_transaction": "BusinessCreditTransaction",
            "business_info": "BusinessInfo",
            "channel": "Channel",
            "checkout": "Checkout",
            "checkout_dto": "CheckoutDto",
            "checkout_expiry_metadata": "CheckoutExpiryMetadata",
            "checkout_patch_request": "CheckoutPatchRequest",
            "checkout_request": "CheckoutRequest",
            "checkout_state": "CheckoutState",
            "checkout_type": "CheckoutType",
            "consumer_context_info_dto": "ConsumerContextInfoDto",
            "consumer_info": "ConsumerInfo",
            "consumer_info_dto": "ConsumerInfoDto",
            "coupon": "Coupon",
            "coupon_failure_reason": "CouponFailureReason",
            "coupon_info": "CouponInfo",
            "coupon_metadata": "CouponMetadata",
            "coupon_request": "CouponRequest",
            "create_resource": "CreateResource",
            "credit_application_transaction": "CreditApplicationTransaction",
            "credit_card_transaction": "CreditCardTransaction",
            "customer_type": "CustomerType",
            "delivery_and_service_entity": "DeliveryAndServiceEntity",
            "delivery_area_request": "DeliveryAreaRequest",
            "delivery_entity": "DeliveryEntity",
            "delivery_item": "DeliveryItem",
            "delivery_method": "DeliveryMethod",
            "delivery_service_entity": "DeliveryServiceEntity",
            "delivery_service_type": "DeliveryServiceType",
            "delivery_slot": "DeliverySlot",
            "delivery_slot_capability": "DeliverySlotCapability",
            "delivery_slot_metadata": "DeliverySlotMetadata",
            "delivery_solution": "DeliverySolution",
            "delivery_type": "DeliveryType",
            "discount": "Discount",
            "discount_details": "DiscountDetails",
            "discount_summary": "DiscountSummary",
            "error_details": "ErrorDetails",
            "exceptional_scenario": "ExceptionalScenario",
            "existing_order_checkout_request": "ExistingOrderCheckoutRequest",
            "express_pay_context": "ExpressPayContext",
            "fee": "Fee",
            "fee_type": "FeeType",
            "fulfillment_method_type": "FulfillmentMethodType",
            "ga_error": "GaError",
            "item": "Item",
            "item_dto": "ItemDto",
            "item_price": "ItemPrice",
            "item_reference": "ItemReference",
            "item_reference_request": "ItemReferenceRequest",
            "item_request": "ItemRequest",
            "item_type": "ItemType",
            "metadata": "Metadata",
            "online_transfer_transaction": "OnlineTransferTransaction",
            "open_invoice_transaction": "OpenInvoiceTransaction",
            "option": "Option",
            "option_value": "OptionValue",
            "order_discount_summary": "OrderDiscountSummary",
            "patch_item_request": "PatchItemRequest",
            "pay_on_collect": "PayOnCollect",
            "pay_on_delivery": "PayOnDelivery",
            "payment": "Payment",
            "payment_brand": "PaymentBrand",
            "payment_card_details": "PaymentCardDetails",
            "pick_up_point_entity": "PickUpPointEntity",
            "preliminary_address_info": "PreliminaryAddressInfo",
            "preliminary_address_info_request": "PreliminaryAddressInfoRequest",
            "prepaid_card_transaction": "PrepaidCardTransaction",
            "price": "Price",
            "price_excl_savings": "PriceExclSavings",
            "price_type": "PriceType",
            "profile_type": "ProfileType",
            "quantity_type": "QuantityType",
            "question": "Question",
            "question_set": "QuestionSet",
            "questions": "Questions",
            "questions_and_answers": "QuestionsAndAnswers",
            "redacted_address": "RedactedAddress",
            "removal_service_item": "RemovalServiceItem",
            "removal_service_item_request": "RemovalServiceItemRequest",
            "removal_service_metadata": "RemovalServiceMetadata",
            "roll_up_price_type": "RollUpPriceType",
            "service_and_time_windows_entity": "ServiceAndTimeWindowsEntity",
            "service_area": "ServiceArea",
            "service_area_request": "ServiceAreaRequest",
            "service_item": "ServiceItem",
            "service_item_request": "ServiceItemRequest",
            "service_offer": "ServiceOffer",
            "service_question_relation": "ServiceQuestionRelation",
            "service_slot": "ServiceSlot",
            "service_slot_metadata": "ServiceSlotMetadata",
            "service_span_slot": "ServiceSpanSlot",
            "shipping_contact": "ShippingContact",
            "shipping_contact_request": "ShippingContactRequest",
            "shopping_app_platform": "ShoppingAppPlatform",
            "shopping_type": "ShoppingType",
            "slot_price": "SlotPrice",
            "spe_amount": "SpeAmount",
            "spe_coupon": "SpeCoupon",
            "spe_coupon_text": "SpeCouponText",
            "spe_info_message": "SpeInfoMessage",
            "spe_tax_summary": "SpeTaxSummary",
            "tax": "Tax",
            "tax_jurisdiction": "TaxJurisdiction",
            "unavailability_reason": "UnavailabilityReason",
            "update_user": "UpdateUser",
            "user": "User",
            "user_type": "UserType",
            "validation_rules": "ValidationRules",
            "wallet_transaction": "WalletTransaction",
        },
    )
