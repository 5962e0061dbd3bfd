# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Types of what a request accepts: dicts in place of models, and the inputs of the methods."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from typing_extensions import Required, TypedDict

from order_capture_client._lazy import inputs
from order_capture_client.models.answer import Answer
from order_capture_client.models.billing_contact import BillingContact
from order_capture_client.models.business_info import BusinessInfo
from order_capture_client.models.channel import ChannelValue
from order_capture_client.models.checkout_state import CheckoutStateValue
from order_capture_client.models.checkout_type import CheckoutTypeValue
from order_capture_client.models.consumer_info import ConsumerInfo
from order_capture_client.models.coupon_request import CouponRequest
from order_capture_client.models.delivery_area_request import DeliveryAreaRequest
from order_capture_client.models.exceptional_scenario import ExceptionalScenario
from order_capture_client.models.item_reference_request import ItemReferenceRequest
from order_capture_client.models.item_request import ItemRequest
from order_capture_client.models.option import Option
from order_capture_client.models.option_value import OptionValueValue
from order_capture_client.models.patch_item_request import PatchItemRequest
from order_capture_client.models.preliminary_address_info_request import PreliminaryAddressInfoRequest
from order_capture_client.models.profile_type import ProfileTypeValue
from order_capture_client.models.question import Question
from order_capture_client.models.question_set import QuestionSet
from order_capture_client.models.questions import Questions
from order_capture_client.models.questions_and_answers import QuestionsAndAnswers
from order_capture_client.models.removal_service_item_request import RemovalServiceItemRequest
from order_capture_client.models.service_area_request import ServiceAreaRequest
from order_capture_client.models.service_item_request import ServiceItemRequest
from order_capture_client.models.service_question_relation import ServiceQuestionRelation
from order_capture_client.models.shipping_contact import ShippingContact
from order_capture_client.models.shipping_contact_request import ShippingContactRequest
from order_capture_client.models.shopping_app_platform import ShoppingAppPlatformValue
from order_capture_client.models.shopping_type import ShoppingTypeValue
from order_capture_client.models.user_type import UserTypeValue


class BusinessInfoDict(TypedDict, total=False):
    """`BusinessInfo` as a dict with Python names; see the model for their meaning."""

    business_name: str | None
    phonetic_business_name: str | None
    organization_number: str | None
    tax_identifier_no: str | None
    tax_code: str | None
    tax_code_type: str | None


class BusinessInfoWireDict(TypedDict, total=False):
    """`BusinessInfo` as a dict with wire names; see the model for their meaning."""

    businessName: str | None
    phoneticBusinessName: str | None
    organizationNumber: str | None
    taxIdentifierNo: str | None
    taxCode: str | None
    taxCodeType: str | None


class ShippingContactDict(TypedDict, total=False):
    """`ShippingContact` as a dict with Python names; see the model for their meaning."""

    checkout_id: str | None
    id: str | None
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    second_surname: str | None
    phonetic_first_name: str | None
    phonetic_last_name: str | None
    city: str | None
    state: str | None
    country: str | None
    county: str | None
    address_line1: str | None
    address_line2: str | None
    address_line3: str | None
    land_line_number: str | None
    fax_number: str | None
    state_code: str | None
    fiscal_code: str | None
    tax_code: str | None
    tax_code_type: str | None
    recipient_code_type: str | None
    recipient_code: str | None
    country_of_origin: str | None
    email: str | None
    zip_code: str | None
    mobile_number: str | None


class ShippingContactWireDict(TypedDict, total=False):
    """`ShippingContact` as a dict with wire names; see the model for their meaning."""

    checkoutId: str | None
    id: str | None
    firstName: str | None
    middleName: str | None
    lastName: str | None
    secondSurname: str | None
    phoneticFirstName: str | None
    phoneticLastName: str | None
    city: str | None
    state: str | None
    country: str | None
    county: str | None
    addressLine1: str | None
    addressLine2: str | None
    addressLine3: str | None
    landLineNumber: str | None
    faxNumber: str | None
    stateCode: str | None
    fiscalCode: str | None
    taxCode: str | None
    taxCodeType: str | None
    recipientCodeType: str | None
    recipientCode: str | None
    countryOfOrigin: str | None
    email: str | None
    zipCode: str | None
    mobileNumber: str | None


class CouponRequestDict(TypedDict, total=False):
    """`CouponRequest` as a dict with Python names; see the model for their meaning."""

    coupon_id: Required[str]


class CouponRequestWireDict(TypedDict, total=False):
    """`CouponRequest` as a dict with wire names; see the model for their meaning."""

    couponId: Required[str]


class PatchItemRequestDict(TypedDict, total=False):
    """`PatchItemRequest` as a dict with Python names; see the model for their meaning."""

    item_no: str | None
    quantity: int | None


class PatchItemRequestWireDict(TypedDict, total=False):
    """`PatchItemRequest` as a dict with wire names; see the model for their meaning."""

    itemNo: str | None
    quantity: int | None


class DeliveryAreaRequestDict(TypedDict, total=False):
    """`DeliveryAreaRequest` as a dict with Python names; see the model for their meaning."""

    id: str | None
    zip_code: Required[str]
    state_code: str | None
    city: str | None
    enable_range_of_days: bool | None


class DeliveryAreaRequestWireDict(TypedDict, total=False):
    """`DeliveryAreaRequest` as a dict with wire names; see the model for their meaning."""

    id: str | None
    zipCode: Required[str]
    stateCode: str | None
    city: str | None
    enableRangeOfDays: bool | None


class ItemRequestDict(TypedDict, total=False):
    """`ItemRequest` as a dict with Python names; see the model for their meaning."""

    item_no: str | None
    quantity: int | None
    uom: str | None
    group: str | None
    shopping_profile: str | None
    external_ref_id: str | None


class ItemRequestWireDict(TypedDict, total=False):
    """`ItemRequest` as a dict with wire names; see the model for their meaning."""

    itemNo: str | None
    quantity: int | None
    uom: str | None
    group: str | None
    shoppingProfile: str | None
    externalRefId: str | None


class PreliminaryAddressInfoRequestDict(TypedDict, total=False):
    """`PreliminaryAddressInfoRequest` as a dict with Python names; see the model for their meaning."""

    address_line1: str | None
    address_line2: str | None
    address_line3: str | None
    city: str | None
    zip_code: str | None
    state_code: str | None


class PreliminaryAddressInfoRequestWireDict(TypedDict, total=False):
    """`PreliminaryAddressInfoRequest` as a dict with wire names; see the model for their meaning."""

    addressLine1: str | None
    addressLine2: str | None
    addressLine3: str | None
    city: str | None
    zipCode: str | None
    stateCode: str | None


class RemovalServiceItemRequestDict(TypedDict, total=False):
    """`RemovalServiceItemRequest` as a dict with Python names; see the model for their meaning."""

    service_item_no: str | None
    service_product_id: str | None
    provider: str | None
    pay_to_provider: bool | None
    quantity: str | None


class RemovalServiceItemRequestWireDict(TypedDict, total=False):
    """`RemovalServiceItemRequest` as a dict with wire names; see the model for their meaning."""

    serviceItemNo: str | None
    serviceProductId: str | None
    provider: str | None
    payToProvider: bool | None
    quantity: str | None


class ServiceAreaRequestDict(TypedDict, total=False):
    """`ServiceAreaRequest` as a dict with Python names; see the model for their meaning."""

    zip_code: Required[str]
    state_code: str | None
    city: str | None
    delivery_country_code: str | None


class ServiceAreaRequestWireDict(TypedDict, total=False):
    """`ServiceAreaRequest` as a dict with wire names; see the model for their meaning."""

    zipCode: Required[str]
    stateCode: str | None
    city: str | None
    deliveryCountryCode: str | None


class ShippingContactRequestDict(TypedDict, total=False):
    """`ShippingContactRequest` as a dict with Python names; see the model for their meaning."""

    checkout_id: str | None
    id: str | None
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    second_surname: str | None
    phonetic_first_name: str | None
    phonetic_last_name: str | None
    city: str | None
    state: str | None
    country: str | None
    county: str | None
    address_line1: str | None
    address_line2: str | None
    address_line3: str | None
    land_line_number: str | None
    fax_number: str | None
    state_code: str | None
    fiscal_code: str | None
    tax_code: str | None
    tax_code_type: str | None
    recipient_code_type: str | None
    recipient_code: str | None
    country_of_origin: str | None
    email: str | None
    zip_code: str | None
    mobile_number: str | None


class ShippingContactRequestWireDict(TypedDict, total=False):
    """`ShippingContactRequest` as a dict with wire names; see the model for their meaning."""

    checkoutId: str | None
    id: str | None
    firstName: str | None
    middleName: str | None
    lastName: str | None
    secondSurname: str | None
    phoneticFirstName: str | None
    phoneticLastName: str | None
    city: str | None
    state: str | None
    country: str | None
    county: str | None
    addressLine1: str | None
    addressLine2: str | None
    addressLine3: str | None
    landLineNumber: str | None
    faxNumber: str | None
    stateCode: str | None
    fiscalCode: str | None
    taxCode: str | None
    taxCodeType: str | None
    recipientCodeType: str | None
    recipientCode: str | None
    countryOfOrigin: str | None
    email: str | None
    zipCode: str | None
    mobileNumber: str | None


class ExceptionalScenarioDict(TypedDict, total=False):
    """`ExceptionalScenario` as a dict with Python names; see the model for their meaning."""

    exception_code: str | None
    exception_reason: str | None


class ExceptionalScenarioWireDict(TypedDict, total=False):
    """`ExceptionalScenario` as a dict with wire names; see the model for their meaning."""

    exceptionCode: str | None
    exceptionReason: str | None


class ItemReferenceRequestDict(TypedDict, total=False):
    """`ItemReferenceRequest` as a dict with Python names; see the model for their meaning."""

    item_no: str | None
    quantity: str | None
    is_co_worker_assistance_needed: bool | None


class ItemReferenceRequestWireDict(TypedDict, total=False):
    """`ItemReferenceRequest` as a dict with wire names; see the model for their meaning."""

    itemNo: str | None
    quantity: str | None
    isCoWorkerAssistanceNeeded: bool | None


class ServiceQuestionRelationDict(TypedDict, total=False):
    """`ServiceQuestionRelation` as a dict with Python names; see the model for their meaning."""

    service_method: str | None
    question_references: Sequence[str] | None


class ServiceQuestionRelationWireDict(TypedDict, total=False):
    """`ServiceQuestionRelation` as a dict with wire names; see the model for their meaning."""

    serviceMethod: str | None
    questionReferences: Sequence[str] | None


class UpdateUserDict(TypedDict, total=False):
    """`UpdateUser` as a dict with Python names; see the model for their meaning."""

    old_user: str | None


class UpdateUserWireDict(TypedDict, total=False):
    """`UpdateUser` as a dict with wire names; see the model for their meaning."""

    oldUser: str | None


class AnswerDict(TypedDict, total=False):
    """`Answer` as a dict with Python names; see the model for their meaning."""

    option_value: OptionValueValue | None
    free_text: str | None


class AnswerWireDict(TypedDict, total=False):
    """`Answer` as a dict with wire names; see the model for their meaning."""

    optionValue: OptionValueValue | None
    freeText: str | None


class OptionDict(TypedDict, total=False):
    """`Option` as a dict with Python names; see the model for their meaning."""

    option_value: Required[OptionValueValue]
    free_text_required: bool | None


class OptionWireDict(TypedDict, total=False):
    """`Option` as a dict with wire names; see the model for their meaning."""

    optionValue: Required[OptionValueValue]
    freeTextRequired: bool | None


class BillingContactDict(TypedDict, total=False):
    """`BillingContact` as a dict with Python names; see the model for their meaning."""

    checkout_id: str | None
    id: str | None
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    second_surname: str | None
    phonetic_first_name: str | None
    phonetic_last_name: str | None
    city: str | None
    state: str | None
    country: str | None
    county: str | None
    address_line1: str | None
    address_line2: str | None
    address_line3: str | None
    land_line_number: str | None
    fax_number: str | None
    state_code: str | None
    fiscal_code: str | None
    tax_code: str | None
    tax_code_type: str | None
    recipient_code_type: str | None
    recipient_code: str | None
    country_of_origin: str | None
    email: str | None
    alternate_collector_first_name: str | None
    alternate_collector_sur_name: str | None
    same_as_shipping_contact: bool | None
    mobile_number: str | None
    zip_code: str | None
    business_info: BusinessInfo | BusinessInfoDict | None


class BillingContactWireDict(TypedDict, total=False):
    """`BillingContact` as a dict with wire names; see the model for their meaning."""

    checkoutId: str | None
    id: str | None
    firstName: str | None
    middleName: str | None
    lastName: str | None
    secondSurname: str | None
    phoneticFirstName: str | None
    phoneticLastName: str | None
    city: str | None
    state: str | None
    country: str | None
    county: str | None
    addressLine1: str | None
    addressLine2: str | None
    addressLine3: str | None
    landLineNumber: str | None
    faxNumber: str | None
    stateCode: str | None
    fiscalCode: str | None
    taxCode: str | None
    taxCodeType: str | None
    recipientCodeType: str | None
    recipientCode: str | None
    countryOfOrigin: str | None
    email: str | None
    alternateCollectorFirstName: str | None
    alternateCollectorSurName: str | None
    sameAsShippingContact: bool | None
    mobileNumber: str | None
    zipCode: str | None
    businessInfo: BusinessInfo | BusinessInfoWireDict | None


class CheckoutPatchRequestDict(TypedDict, total=False):
    """`CheckoutPatchRequest` as a dict with Python names; see the model for their meaning."""

    checkout_id: str | None
    family_card_no: str | None
    contact_allowed: bool | None
    profile_type: ProfileTypeValue | None
    language_code: str | None
    items: Sequence[PatchItemRequest | PatchItemRequestDict] | None
    coupons: Sequence[CouponRequest | CouponRequestDict] | None
    coupons_to_remove: Sequence[CouponRequest | CouponRequestDict] | None


class CheckoutPatchRequestWireDict(TypedDict, total=False):
    """`CheckoutPatchRequest` as a dict with wire names; see the model for their meaning."""

    checkoutId: str | None
    familyCardNo: str | None
    contactAllowed: bool | None
    profileType: ProfileTypeValue | None
    languageCode: str | None
    items: Sequence[PatchItemRequest | PatchItemRequestWireDict] | None
    coupons: Sequence[CouponRequest | CouponRequestWireDict] | None
    couponsToRemove: Sequence[CouponRequest | CouponRequestWireDict] | None


class ConsumerInfoDict(TypedDict, total=False):
    """`ConsumerInfo` as a dict with Python names; see the model for their meaning."""

    name: str | None
    checkout_type: CheckoutTypeValue | None
    return_url: str | None
    extra_info: Mapping[str, str] | None


class ConsumerInfoWireDict(TypedDict, total=False):
    """`ConsumerInfo` as a dict with wire names; see the model for their meaning."""

    name: str | None
    checkoutType: CheckoutTypeValue | None
    returnUrl: str | None
    extraInfo: Mapping[str, str] | None


class ServiceItemRequestDict(TypedDict, total=False):
    """`ServiceItemRequest` as a dict with Python names; see the model for their meaning."""

    service_item_no: str | None
    service_product_id: str | None
    provider: str | None
    pay_to_provider: bool | None
    item_reference_list: Required[Sequence[ItemReferenceRequest | ItemReferenceRequestDict]]
    exceptional_scenario: ExceptionalScenario | ExceptionalScenarioDict | None


class ServiceItemRequestWireDict(TypedDict, total=False):
    """`ServiceItemRequest` as a dict with wire names; see the model for their meaning."""

    serviceItemNo: str | None
    serviceProductId: str | None
    provider: str | None
    payToProvider: bool | None
    itemReferenceList: Required[Sequence[ItemReferenceRequest | ItemReferenceRequestWireDict]]
    exceptionalScenario: ExceptionalScenario | ExceptionalScenarioWireDict | None


class QuestionDict(TypedDict, total=False):
    """`Question` as a dict with Python names; see the model for their meaning."""

    reference: str | None
    translated_reference: str | None
    options: Sequence[Option | OptionDict] | None
    answer: Answer | AnswerDict | None
    regex: str | None
    mandatory: bool | None


class QuestionWireDict(TypedDict, total=False):
    """`Question` as a dict with wire names; see the model for their meaning."""

    reference: str | None
    translatedReference: str | None
    options: Sequence[Option | OptionWireDict] | None
    answer: Answer | AnswerWireDict | None
    regex: str | None
    mandatory: bool | None


class CheckoutRequestDict(TypedDict, total=False):
    """`CheckoutRequest` as a dict with Python names; see the model for their meaning."""

    shopping_type: Required[ShoppingTypeValue]
    channel: Required[ChannelValue]
    shopping_app_platform: ShoppingAppPlatformValue | None
    family_card_no: str | None
    apply_employee_discount: bool | None
    profile_type: ProfileTypeValue | None
    delivery_area: DeliveryAreaRequest | DeliveryAreaRequestDict | None
    service_area: ServiceAreaRequest | ServiceAreaRequestDict | None
    cart_check_sum: str | None
    language_code: Required[str]
    consumer_info: ConsumerInfo | ConsumerInfoDict | None
    items: Required[Sequence[ItemRequest | ItemRequestDict]]
    service_items: Sequence[ServiceItemRequest | ServiceItemRequestDict] | None
    removal_service_items: Sequence[RemovalServiceItemRequest | RemovalServiceItemRequestDict] | None
    coupon: CouponRequest | CouponRequestDict | None
    preliminary_address_info: PreliminaryAddressInfoRequest | PreliminaryAddressInfoRequestDict | None
    shipping_contacts: Sequence[ShippingContactRequest | ShippingContactRequestDict] | None
    vpc_codes: Sequence[str] | None
    consents: Sequence[str] | None


class CheckoutRequestWireDict(TypedDict, total=False):
    """`CheckoutRequest` as a dict with wire names; see the model for their meaning."""

    shoppingType: Required[ShoppingTypeValue]
    channel: Required[ChannelValue]
    shoppingAppPlatform: ShoppingAppPlatformValue | None
    familyCardNo: str | None
    applyEmployeeDiscount: bool | None
    profileType: ProfileTypeValue | None
    deliveryArea: DeliveryAreaRequest | DeliveryAreaRequestWireDict | None
    serviceArea: ServiceAreaRequest | ServiceAreaRequestWireDict | None
    cartCheckSum: str | None
    languageCode: Required[str]
    consumerInfo: ConsumerInfo | ConsumerInfoWireDict | None
    items: Required[Sequence[ItemRequest | ItemRequestWireDict]]
    serviceItems: Sequence[ServiceItemRequest | ServiceItemRequestWireDict] | None
    removalServiceItems: Sequence[RemovalServiceItemRequest | RemovalServiceItemRequestWireDict] | None
    coupon: CouponRequest | CouponRequestWireDict | None
    preliminaryAddressInfo: PreliminaryAddressInfoRequest | PreliminaryAddressInfoRequestWireDict | None
    shippingContacts: Sequence[ShippingContactRequest | ShippingContactRequestWireDict] | None
    vpcCodes: Sequence[str] | None
    consents: Sequence[str] | None


class QuestionSetDict(TypedDict, total=False):
    """`QuestionSet` as a dict with Python names; see the model for their meaning."""

    service_id: str | None
    service_method: str | None
    type: str | None
    questions: Sequence[Question | QuestionDict] | None
    service_id_service_relation_map: Mapping[str, ServiceQuestionRelation | ServiceQuestionRelationDict] | None


class QuestionSetWireDict(TypedDict, total=False):
    """`QuestionSet` as a dict with wire names; see the model for their meaning."""

    serviceId: str | None
    serviceMethod: str | None
    type: str | None
    questions: Sequence[Question | QuestionWireDict] | None
    serviceIdServiceRelationMap: Mapping[str, ServiceQuestionRelation | ServiceQuestionRelationWireDict] | None


class QuestionsDict(TypedDict, total=False):
    """`Questions` as a dict with Python names; see the model for their meaning."""

    delivery_question: Sequence[QuestionSet | QuestionSetDict] | None
    service_question: Sequence[QuestionSet | QuestionSetDict] | None


class QuestionsWireDict(TypedDict, total=False):
    """`Questions` as a dict with wire names; see the model for their meaning."""

    deliveryQuestion: Sequence[QuestionSet | QuestionSetWireDict] | None
    serviceQuestion: Sequence[QuestionSet | QuestionSetWireDict] | None


class QuestionsAndAnswersDict(TypedDict, total=False):
    """`QuestionsAndAnswers` as a dict with Python names; see the model for their meaning."""

    checkout_id: Required[str]
    user_id: Required[str]
    questions_and_answers: Questions | QuestionsDict | None


class QuestionsAndAnswersWireDict(TypedDict, total=False):
    """`QuestionsAndAnswers` as a dict with wire names; see the model for their meaning."""

    checkoutId: Required[str]
    userId: Required[str]
    questionsAndAnswers: Questions | QuestionsWireDict | None


class ExistingOrderCheckoutRequestDict(TypedDict, total=False):
    """`ExistingOrderCheckoutRequest` as a dict with Python names; see the model for their meaning."""

    channel: Required[ChannelValue]
    shopping_app_platform: ShoppingAppPlatformValue | None
    family_card_no: str | None
    profile_type: ProfileTypeValue | None
    language_code: Required[str]
    order_number: Required[str]
    order_number_source: Required[str]
    items: Required[Sequence[ItemRequest | ItemRequestDict]]
    coupon: CouponRequest | CouponRequestDict | None
    shipping_contacts: Sequence[ShippingContact | ShippingContactDict] | None
    billing_contacts: Sequence[BillingContact | BillingContactDict] | None
    delivery_and_service_questionnaire_answers: QuestionsAndAnswers | QuestionsAndAnswersDict | None
    version: str | None
    consumer_info: ConsumerInfo | ConsumerInfoDict | None
    bu_code: str | None


class ExistingOrderCheckoutRequestWireDict(TypedDict, total=False):
    """`ExistingOrderCheckoutRequest` as a dict with wire names; see the model for their meaning."""

    channel: Required[ChannelValue]
    shoppingAppPlatform: ShoppingAppPlatformValue | None
    familyCardNo: str | None
    profileType: ProfileTypeValue | None
    languageCode: Required[str]
    orderNumber: Required[str]
    orderNumberSource: Required[str]
    items: Required[Sequence[ItemRequest | ItemRequestWireDict]]
    coupon: CouponRequest | CouponRequestWireDict | None
    shippingContacts: Sequence[ShippingContact | ShippingContactWireDict] | None
    billingContacts: Sequence[BillingContact | BillingContactWireDict] | None
    deliveryAndServiceQuestionnaireAnswers: QuestionsAndAnswers | QuestionsAndAnswersWireDict | None
    version: str | None
    consumerInfo: ConsumerInfo | ConsumerInfoWireDict | None
    buCode: str | None


class CheckoutDict(TypedDict, total=False):
    """`Checkout` as a dict with Python names; see the model for their meaning."""

    checkout_id: str | None
    shopping_type: Required[ShoppingTypeValue]
    user_id: str | None
    user_type: UserTypeValue | None
    channel: Required[ChannelValue]
    shopping_app_platform: ShoppingAppPlatformValue | None
    family_card_no: str | None
    profile_type: ProfileTypeValue | None
    apply_employee_discount: bool | None
    employee_id: str | None
    quantity: Decimal | float | None
    cart_check_sum: str | None
    currency: str | None
    retail_id: str | None
    order_number: str | None
    order_number_source: str | None
    payment_context_id: str | None
    language_code: str | None
    state: CheckoutStateValue | None
    time_zone_id: str | None
    selling_unit_type: str | None
    selling_unit_code: str | None
    ebv_order: bool | None
    use_sop_create_order: bool | None
    version: str | None
    contact_allowed: bool | None
    zip_code: str | None


class CheckoutWireDict(TypedDict, total=False):
    """`Checkout` as a dict with wire names; see the model for their meaning."""

    checkoutId: str | None
    shoppingType: Required[ShoppingTypeValue]
    userId: str | None
    userType: UserTypeValue | None
    channel: Required[ChannelValue]
    shoppingAppPlatform: ShoppingAppPlatformValue | None
    familyCardNo: str | None
    profileType: ProfileTypeValue | None
    applyEmployeeDiscount: bool | None
    employeeId: str | None
    quantity: Decimal | float | None
    cartCheckSum: str | None
    currency: str | None
    retailId: str | None
    orderNumber: str | None
    orderNumberSource: str | None
    paymentContextId: str | None
    languageCode: str | None
    state: CheckoutStateValue | None
    timeZoneId: str | None
    sellingUnitType: str | None
    sellingUnitCode: str | None
    ebvOrder: bool | None
    useSOPCreateOrder: bool | None
    version: str | None
    contactAllowed: bool | None
    zipCode: str | None


if TYPE_CHECKING:
    from order_capture_client.models.checkout import Checkout
    from order_capture_client.models.checkout_patch_request import CheckoutPatchRequest
    from order_capture_client.models.checkout_request import CheckoutRequest
    from order_capture_client.models.existing_order_checkout_request import ExistingOrderCheckoutRequest
    from order_capture_client.models.update_user import UpdateUser

    CheckoutInput: TypeAlias = Checkout | CheckoutDict | CheckoutWireDict
    """`Checkout`, or a dict with either spelling of its names."""

    CheckoutPatchRequestInput: TypeAlias = (
        CheckoutPatchRequest | CheckoutPatchRequestDict | CheckoutPatchRequestWireDict
    )
    """`CheckoutPatchRequest`, or a dict with either spelling of its names."""

    CheckoutRequestInput: TypeAlias = CheckoutRequest | CheckoutRequestDict | CheckoutRequestWireDict
    """`CheckoutRequest`, or a dict with either spelling of its names."""

    ExistingOrderCheckoutRequestInput: TypeAlias = (
        ExistingOrderCheckoutRequest | ExistingOrderCheckoutRequestDict | ExistingOrderCheckoutRequestWireDict
    )
    """`ExistingOrderCheckoutRequest`, or a dict with either spelling of its names."""

    UpdateUserInput: TypeAlias = UpdateUser | UpdateUserDict | UpdateUserWireDict
    """`UpdateUser`, or a dict with either spelling of its names."""

else:  # imports a model when its type is first asked for
    __getattr__, __dir__ = inputs(
        __name__, "Checkout", "CheckoutPatchRequest", "CheckoutRequest", "ExistingOrderCheckoutRequest", "UpdateUser"
    )
