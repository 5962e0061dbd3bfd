# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Client for the checkout operations of Order Capture; what it exports is imported when first asked for."""

from importlib import import_module

from order_capture_client._version import __version__ as __version__

TYPE_CHECKING = False  # importing it from typing would take longer than all the rest

if TYPE_CHECKING:
    from order_capture_client import api as api
    from order_capture_client import api_client as api_client
    from order_capture_client import api_response as api_response
    from order_capture_client import configuration as configuration
    from order_capture_client import exceptions as exceptions
    from order_capture_client import models as models
    from order_capture_client import rest as rest
    from order_capture_client import sandbox as sandbox
    from order_capture_client import types as types
    from order_capture_client.amount import Amount as Amount
    from order_capture_client.api.checkout_api import CheckoutApi as CheckoutApi
    from order_capture_client.api_client import ApiClient as ApiClient
    from order_capture_client.api_client import CallOptions as CallOptions
    from order_capture_client.api_response import ApiResponse as ApiResponse
    from order_capture_client.configuration import AccessToken as AccessToken
    from order_capture_client.configuration import Configuration as Configuration
    from order_capture_client.configuration import RetryPolicy as RetryPolicy
    from order_capture_client.configuration import Timeouts as Timeouts
    from order_capture_client.configuration import TokenProvider as TokenProvider
    from order_capture_client.drift import Drift as Drift
    from order_capture_client.drift import DriftKind as DriftKind
    from order_capture_client.drift import DriftReport as DriftReport
    from order_capture_client.exceptions import ApiAttributeError as ApiAttributeError
    from order_capture_client.exceptions import ApiConnectionError as ApiConnectionError
    from order_capture_client.exceptions import ApiException as ApiException
    from order_capture_client.exceptions import ApiKeyError as ApiKeyError
    from order_capture_client.exceptions import ApiTimeoutError as ApiTimeoutError
    from order_capture_client.exceptions import ApiTypeError as ApiTypeError
    from order_capture_client.exceptions import ApiValueError as ApiValueError
    from order_capture_client.exceptions import AuthenticationTimeoutException as AuthenticationTimeoutException
    from order_capture_client.exceptions import BadRequestException as BadRequestException
    from order_capture_client.exceptions import ConflictException as ConflictException
    from order_capture_client.exceptions import CredentialsError as CredentialsError
    from order_capture_client.exceptions import DriftedResponseError as DriftedResponseError
    from order_capture_client.exceptions import ForbiddenException as ForbiddenException
    from order_capture_client.exceptions import GoneException as GoneException
    from order_capture_client.exceptions import MayHaveBeenCreatedError as MayHaveBeenCreatedError
    from order_capture_client.exceptions import MayHaveBeenUpdatedError as MayHaveBeenUpdatedError
    from order_capture_client.exceptions import NotFoundException as NotFoundException
    from order_capture_client.exceptions import OpenApiException as OpenApiException
    from order_capture_client.exceptions import ResponseError as ResponseError
    from order_capture_client.exceptions import ResponseTooLargeError as ResponseTooLargeError
    from order_capture_client.exceptions import ServiceException as ServiceException
    from order_capture_client.exceptions import TooManyRequestsException as TooManyRequestsException
    from order_capture_client.exceptions import UnauthorizedException as UnauthorizedException
    from order_capture_client.exceptions import UndecodableResponseError as UndecodableResponseError
    from order_capture_client.exceptions import UnexpectedContentTypeError as UnexpectedContentTypeError
    from order_capture_client.exceptions import UnexpectedRedirectException as UnexpectedRedirectException
    from order_capture_client.exceptions import UnprocessableEntityException as UnprocessableEntityException
    from order_capture_client.exceptions import WrongCheckoutError as WrongCheckoutError
    from order_capture_client.models import AccountVoucherPaymentTransaction as AccountVoucherPaymentTransaction
    from order_capture_client.models import Answer as Answer
    from order_capture_client.models import AuthenticatedAmount as AuthenticatedAmount
    from order_capture_client.models import Availability as Availability
    from order_capture_client.models import AvailabilityType as AvailabilityType
    from order_capture_client.models import BasePrice as BasePrice
    from order_capture_client.models import BillingContact as BillingContact
    from order_capture_client.models import BusinessCreditTransaction as BusinessCreditTransaction
    from order_capture_client.models import BusinessInfo as BusinessInfo
    from order_capture_client.models import Channel as Channel
    from order_capture_client.models import Checkout as Checkout
    from order_capture_client.models import CheckoutDto as CheckoutDto
    from order_capture_client.models import CheckoutExpiryMetadata as CheckoutExpiryMetadata
    from order_capture_client.models import CheckoutPatchRequest as CheckoutPatchRequest
    from order_capture_client.models import CheckoutRequest as CheckoutRequest
    from order_capture_client.models import CheckoutState as CheckoutState
    from order_capture_client.models import CheckoutType as CheckoutType
    from order_capture_client.models import ConsumerContextInfoDto as ConsumerContextInfoDto
    from order_capture_client.models import ConsumerInfo as ConsumerInfo
    from order_capture_client.models import ConsumerInfoDto as ConsumerInfoDto
    from order_capture_client.models import Coupon as Coupon
    from order_capture_client.models import CouponFailureReason as CouponFailureReason
    from order_capture_client.models import CouponInfo as CouponInfo
    from order_capture_client.models import CouponMetadata as CouponMetadata
    from order_capture_client.models import CouponRequest as CouponRequest
    from order_capture_client.models import CreateResource as CreateResource
    from order_capture_client.models import CreditApplicationTransaction as CreditApplicationTransaction
    from order_capture_client.models import CreditCardTransaction as CreditCardTransaction
    from order_capture_client.models import CustomerType as CustomerType
    from order_capture_client.models import DeliveryAndServiceEntity as DeliveryAndServiceEntity
    from order_capture_client.models import DeliveryAreaRequest as DeliveryAreaRequest
    from order_capture_client.models import DeliveryEntity as DeliveryEntity
    from order_capture_client.models import DeliveryItem as DeliveryItem
    from order_capture_client.models import DeliveryMethod as DeliveryMethod
    from order_capture_client.models import DeliveryServiceEntity as DeliveryServiceEntity
    from order_capture_client.models import DeliveryServiceType as DeliveryServiceType
    from order_capture_client.models import DeliverySlot as DeliverySlot
    from order_capture_client.models import DeliverySlotCapability as DeliverySlotCapability
    from order_capture_client.models import DeliverySlotMetadata as DeliverySlotMetadata
    from order_capture_client.models import DeliverySolution as DeliverySolution
    from order_capture_client.models import DeliveryType as DeliveryType
    from order_capture_client.models import Discount as Discount
    from order_capture_client.models import DiscountDetails as DiscountDetails
    from order_capture_client.models import DiscountSummary as DiscountSummary
    from order_capture_client.models import ErrorDetails as ErrorDetails
    from order_capture_client.models import ExceptionalScenario as ExceptionalScenario
    from order_capture_client.models import ExistingOrderCheckoutRequest as ExistingOrderCheckoutRequest
    from order_capture_client.models import ExpressPayContext as ExpressPayContext
    from order_capture_client.models import Fee as Fee
    from order_capture_client.models import FeeType as FeeType
    from order_capture_client.models import FulfillmentMethodType as FulfillmentMethodType
    from order_capture_client.models import GaError as GaError
    from order_capture_client.models import Item as Item
    from order_capture_client.models import ItemDto as ItemDto
    from order_capture_client.models import ItemPrice as ItemPrice
    from order_capture_client.models import ItemReference as ItemReference
    from order_capture_client.models import ItemReferenceRequest as ItemReferenceRequest
    from order_capture_client.models import ItemRequest as ItemRequest
    from order_capture_client.models import ItemType as ItemType
    from order_capture_client.models import Metadata as Metadata
    from order_capture_client.models import OnlineTransferTransaction as OnlineTransferTransaction
    from order_capture_client.models import OpenInvoiceTransaction as OpenInvoiceTransaction
    from order_capture_client.models import Option as Option
    from order_capture_client.models import OptionValue as OptionValue
    from order_capture_client.models import OrderDiscountSummary as OrderDiscountSummary
    from order_capture_client.models import PatchItemRequest as PatchItemRequest
    from order_capture_client.models import Payment as Payment
    from order_capture_client.models import PaymentBrand as PaymentBrand
    from order_capture_client.models import PaymentCardDetails as PaymentCardDetails
    from order_capture_client.models import PayOnCollect as PayOnCollect
    from order_capture_client.models import PayOnDelivery as PayOnDelivery
    from order_capture_client.models import PickUpPointEntity as PickUpPointEntity
    from order_capture_client.models import PreliminaryAddressInfo as PreliminaryAddressInfo
    from order_capture_client.models import PreliminaryAddressInfoRequest as PreliminaryAddressInfoRequest
    from order_capture_client.models import PrepaidCardTransaction as PrepaidCardTransaction
    from order_capture_client.models import Price as Price
    from order_capture_client.models import PriceExclSavings as PriceExclSavings
    from order_capture_client.models import PriceType as PriceType
    from order_capture_client.models import ProfileType as ProfileType
    from order_capture_client.models import QuantityType as QuantityType
    from order_capture_client.models import Question as Question
    from order_capture_client.models import Questions as Questions
    from order_capture_client.models import QuestionsAndAnswers as QuestionsAndAnswers
    from order_capture_client.models import QuestionSet as QuestionSet
    from order_capture_client.models import RedactedAddress as RedactedAddress
    from order_capture_client.models import RemovalServiceItem as RemovalServiceItem
    from order_capture_client.models import RemovalServiceItemRequest as RemovalServiceItemRequest
    from order_capture_client.models import RemovalServiceMetadata as RemovalServiceMetadata
    from order_capture_client.models import RollUpPriceType as RollUpPriceType
    from order_capture_client.models import ServiceAndTimeWindowsEntity as ServiceAndTimeWindowsEntity
    from order_capture_client.models import ServiceArea as ServiceArea
    from order_capture_client.models import ServiceAreaRequest as ServiceAreaRequest
    from order_capture_client.models import ServiceItem as ServiceItem
    from order_capture_client.models import ServiceItemRequest as ServiceItemRequest
    from order_capture_client.models import ServiceOffer as ServiceOffer
    from order_capture_client.models import ServiceQuestionRelation as ServiceQuestionRelation
    from order_capture_client.models import ServiceSlot as ServiceSlot
    from order_capture_client.models import ServiceSlotMetadata as ServiceSlotMetadata
    from order_capture_client.models import ServiceSpanSlot as ServiceSpanSlot
    from order_capture_client.models import ShippingContact as ShippingContact
    from order_capture_client.models import ShippingContactRequest as ShippingContactRequest
    from order_capture_client.models import ShoppingAppPlatform as ShoppingAppPlatform
    from order_capture_client.models import ShoppingType as ShoppingType
    from order_capture_client.models import SlotPrice as SlotPrice
    from order_capture_client.models import SpeAmount as SpeAmount
    from order_capture_client.models import SpeCoupon as SpeCoupon
    from order_capture_client.models import SpeCouponText as SpeCouponText
    from order_capture_client.models import SpeInfoMessage as SpeInfoMessage
    from order_capture_client.models import SpeTaxSummary as SpeTaxSummary
    from order_capture_client.models import Tax as Tax
    from order_capture_client.models import TaxJurisdiction as TaxJurisdiction
    from order_capture_client.models import UnavailabilityReason as UnavailabilityReason
    from order_capture_client.models import UpdateUser as UpdateUser
    from order_capture_client.models import User as User
    from order_capture_client.models import UserType as UserType
    from order_capture_client.models import ValidationRules as ValidationRules
    from order_capture_client.models import WalletTransaction as WalletTransaction

__all__ = [
    "AccessToken",
    "AccountVoucherPaymentTransaction",
    "Amount",
    "Answer",
    "ApiAttributeError",
    "ApiClient",
    "ApiConnectionError",
    "ApiException",
    "ApiKeyError",
    "ApiResponse",
    "ApiTimeoutError",
    "ApiTypeError",
    "ApiValueError",
    "AuthenticatedAmount",
    "AuthenticationTimeoutException",
    "Availability",
    "AvailabilityType",
    "BadRequestException",
    "BasePrice",
    "BillingContact",
    "BusinessCreditTransaction",
    "BusinessInfo",
    "CallOptions",
    "Channel",
    "Checkout",
    "CheckoutApi",
    "CheckoutDto",
    "CheckoutExpiryMetadata",
    "CheckoutPatchRequest",
    "CheckoutRequest",
    "CheckoutState",
    "CheckoutType",
    "Configuration",
    "ConflictException",
    "ConsumerContextInfoDto",
    "ConsumerInfo",
    "ConsumerInfoDto",
    "Coupon",
    "CouponFailureReason",
    "CouponInfo",
    "CouponMetadata",
    "CouponRequest",
    "CreateResource",
    "CredentialsError",
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
    "Drift",
    "DriftKind",
    "DriftReport",
    "DriftedResponseError",
    "ErrorDetails",
    "ExceptionalScenario",
    "ExistingOrderCheckoutRequest",
    "ExpressPayContext",
    "Fee",
    "FeeType",
    "ForbiddenException",
    "FulfillmentMethodType",
    "GaError",
    "GoneException",
    "Item",
    "ItemDto",
    "ItemPrice",
    "ItemReference",
    "ItemReferenceRequest",
    "ItemRequest",
    "ItemType",
    "MayHaveBeenCreatedError",
    "MayHaveBeenUpdatedError",
    "Metadata",
    "NotFoundException",
    "OnlineTransferTransaction",
    "OpenApiException",
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
    "ResponseError",
    "ResponseTooLargeError",
    "RetryPolicy",
    "RollUpPriceType",
    "ServiceAndTimeWindowsEntity",
    "ServiceArea",
    "ServiceAreaRequest",
    "ServiceException",
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
    "Timeouts",
    "TokenProvider",
    "TooManyRequestsException",
    "UnauthorizedException",
    "UnavailabilityReason",
    "UndecodableResponseError",
    "UnexpectedContentTypeError",
    "UnexpectedRedirectException",
    "UnprocessableEntityException",
    "UpdateUser",
    "User",
    "UserType",
    "ValidationRules",
    "WalletTransaction",
    "WrongCheckoutError",
    "__version__",
]

_MODULES = {
    "CheckoutApi": "order_capture_client.api.checkout_api",
    "AccessToken": "order_capture_client.configuration",
    "Amount": "order_capture_client.amount",
    "ApiClient": "order_capture_client.api_client",
    "ApiResponse": "order_capture_client.api_response",
    "CallOptions": "order_capture_client.api_client",
    "Configuration": "order_capture_client.configuration",
    "Drift": "order_capture_client.drift",
    "DriftKind": "order_capture_client.drift",
    "DriftReport": "order_capture_client.drift",
    "RetryPolicy": "order_capture_client.configuration",
    "Timeouts": "order_capture_client.configuration",
    "TokenProvider": "order_capture_client.configuration",
    "OpenApiException": "order_capture_client.exceptions",
    "ApiTypeError": "order_capture_client.exceptions",
    "ApiValueError": "order_capture_client.exceptions",
    "ApiAttributeError": "order_capture_client.exceptions",
    "ApiKeyError": "order_capture_client.exceptions",
    "ApiException": "order_capture_client.exceptions",
    "BadRequestException": "order_capture_client.exceptions",
    "UnauthorizedException": "order_capture_client.exceptions",
    "AuthenticationTimeoutException": "order_capture_client.exceptions",
    "ForbiddenException": "order_capture_client.exceptions",
    "NotFoundException": "order_capture_client.exceptions",
    "ConflictException": "order_capture_client.exceptions",
    "GoneException": "order_capture_client.exceptions",
    "UnprocessableEntityException": "order_capture_client.exceptions",
    "TooManyRequestsException": "order_capture_client.exceptions",
    "ServiceException": "order_capture_client.exceptions",
    "UnexpectedRedirectException": "order_capture_client.exceptions",
    "CredentialsError": "order_capture_client.exceptions",
    "ApiConnectionError": "order_capture_client.exceptions",
    "ApiTimeoutError": "order_capture_client.exceptions",
    "ResponseError": "order_capture_client.exceptions",
    "UndecodableResponseError": "order_capture_client.exceptions",
    "DriftedResponseError": "order_capture_client.exceptions",
    "UnexpectedContentTypeError": "order_capture_client.exceptions",
    "ResponseTooLargeError": "order_capture_client.exceptions",
    "WrongCheckoutError": "order_capture_client.exceptions",
    "MayHaveBeenCreatedError": "order_capture_client.exceptions",
    "MayHaveBeenUpdatedError": "order_capture_client.exceptions",
    "AccountVoucherPaymentTransaction": "order_capture_client.models",
    "Answer": "order_capture_client.models",
    "AuthenticatedAmount": "order_capture_client.models",
    "Availability": "order_capture_client.models",
    "AvailabilityType": "order_capture_client.models",
    "BasePrice": "order_capture_client.models",
    "BillingContact": "order_capture_client.models",
    "BusinessCreditTransaction": "order_capture_client.models",
    "BusinessInfo": "order_capture_client.models",
    "Channel": "order_capture_client.models",
    "Checkout": "order_capture_client.models",
    "CheckoutDto": "order_capture_client.models",
    "CheckoutExpiryMetadata": "order_capture_client.models",
    "CheckoutPatchRequest": "order_capture_client.models",
    "CheckoutRequest": "order_capture_client.models",
    "CheckoutState": "order_capture_client.models",
    "CheckoutType": "order_capture_client.models",
    "ConsumerContextInfoDto": "order_capture_client.models",
    "ConsumerInfo": "order_capture_client.models",
    "ConsumerInfoDto": "order_capture_client.models",
    "Coupon": "order_capture_client.models",
    "CouponFailureReason": "order_capture_client.models",
    "CouponInfo": "order_capture_client.models",
    "CouponMetadata": "order_capture_client.models",
    "CouponRequest": "order_capture_client.models",
    "CreateResource": "order_capture_client.models",
    "CreditApplicationTransaction": "order_capture_client.models",
    "CreditCardTransaction": "order_capture_client.models",
    "CustomerType": "order_capture_client.models",
    "DeliveryAndServiceEntity": "order_capture_client.models",
    "DeliveryAreaRequest": "order_capture_client.models",
    "DeliveryEntity": "order_capture_client.models",
    "DeliveryItem": "order_capture_client.models",
    "DeliveryMethod": "order_capture_client.models",
    "DeliveryServiceEntity": "order_capture_client.models",
    "DeliveryServiceType": "order_capture_client.models",
    "DeliverySlot": "order_capture_client.models",
    "DeliverySlotCapability": "order_capture_client.models",
    "DeliverySlotMetadata": "order_capture_client.models",
    "DeliverySolution": "order_capture_client.models",
    "DeliveryType": "order_capture_client.models",
    "Discount": "order_capture_client.models",
    "DiscountDetails": "order_capture_client.models",
    "DiscountSummary": "order_capture_client.models",
    "ErrorDetails": "order_capture_client.models",
    "ExceptionalScenario": "order_capture_client.models",
    "ExistingOrderCheckoutRequest": "order_capture_client.models",
    "ExpressPayContext": "order_capture_client.models",
    "Fee": "order_capture_client.models",
    "FeeType": "order_capture_client.models",
    "FulfillmentMethodType": "order_capture_client.models",
    "GaError": "order_capture_client.models",
    "Item": "order_capture_client.models",
    "ItemDto": "order_capture_client.models",
    "ItemPrice": "order_capture_client.models",
    "ItemReference": "order_capture_client.models",
    "ItemReferenceRequest": "order_capture_client.models",
    "ItemRequest": "order_capture_client.models",
    "ItemType": "order_capture_client.models",
    "Metadata": "order_capture_client.models",
    "OnlineTransferTransaction": "order_capture_client.models",
    "OpenInvoiceTransaction": "order_capture_client.models",
    "Option": "order_capture_client.models",
    "OptionValue": "order_capture_client.models",
    "OrderDiscountSummary": "order_capture_client.models",
    "PatchItemRequest": "order_capture_client.models",
    "PayOnCollect": "order_capture_client.models",
    "PayOnDelivery": "order_capture_client.models",
    "Payment": "order_capture_client.models",
    "PaymentBrand": "order_capture_client.models",
    "PaymentCardDetails": "order_capture_client.models",
    "PickUpPointEntity": "order_capture_client.models",
    "PreliminaryAddressInfo": "order_capture_client.models",
    "PreliminaryAddressInfoRequest": "order_capture_client.models",
    "PrepaidCardTransaction": "order_capture_client.models",
    "Price": "order_capture_client.models",
    "PriceExclSavings": "order_capture_client.models",
    "PriceType": "order_capture_client.models",
    "ProfileType": "order_capture_client.models",
    "QuantityType": "order_capture_client.models",
    "Question": "order_capture_client.models",
    "QuestionSet": "order_capture_client.models",
    "Questions": "order_capture_client.models",
    "QuestionsAndAnswers": "order_capture_client.models",
    "RedactedAddress": "order_capture_client.models",
    "RemovalServiceItem": "order_capture_client.models",
    "RemovalServiceItemRequest": "order_capture_client.models",
    "RemovalServiceMetadata": "order_capture_client.models",
    "RollUpPriceType": "order_capture_client.models",
    "ServiceAndTimeWindowsEntity": "order_capture_client.models",
    "ServiceArea": "order_capture_client.models",
    "ServiceAreaRequest": "order_capture_client.models",
    "ServiceItem": "order_capture_client.models",
    "ServiceItemRequest": "order_capture_client.models",
    "ServiceOffer": "order_capture_client.models",
    "ServiceQuestionRelation": "order_capture_client.models",
    "ServiceSlot": "order_capture_client.models",
    "ServiceSlotMetadata": "order_capture_client.models",
    "ServiceSpanSlot": "order_capture_client.models",
    "ShippingContact": "order_capture_client.models",
    "ShippingContactRequest": "order_capture_client.models",
    "ShoppingAppPlatform": "order_capture_client.models",
    "ShoppingType": "order_capture_client.models",
    "SlotPrice": "order_capture_client.models",
    "SpeAmount": "order_capture_client.models",
    "SpeCoupon": "order_capture_client.models",
    "SpeCouponText": "order_capture_client.models",
    "SpeInfoMessage": "order_capture_client.models",
    "SpeTaxSummary": "order_capture_client.models",
    "Tax": "order_capture_client.models",
    "TaxJurisdiction": "order_capture_client.models",
    "UnavailabilityReason": "order_capture_client.models",
    "UpdateUser": "order_capture_client.models",
    "User": "order_capture_client.models",
    "UserType": "order_capture_client.models",
    "ValidationRules": "order_capture_client.models",
    "WalletTransaction": "order_capture_client.models",
}
_SUBMODULES = {"api", "api_client", "api_response", "configuration", "exceptions", "models", "rest", "sandbox", "types"}

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
