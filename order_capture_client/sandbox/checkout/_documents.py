"""Records as the contract's documents: `CheckoutDto`, `ConsumerContextInfoDto` and `User`."""

from __future__ import annotations

import time
from typing import Any

from order_capture_client.sandbox.checkout._fulfilment import deliveries, identifier, payment
from order_capture_client.sandbox.checkout._line_documents import (
    item_document,
    optional,
    removal_documents,
    service_documents,
    service_number,
)
from order_capture_client.sandbox.checkout._records import Record, area
from order_capture_client.sandbox.checkout._states import Stage
from order_capture_client.sandbox.pricing._catalogue import RETAIL_UNITS, article
from order_capture_client.sandbox.pricing._quote import Basket, Quote, ServiceLine, quote


def checkout_document(record: Record, now: float) -> dict[str, Any]:
    """Return the `CheckoutDto` of a record."""
    unit, cart, place = RETAIL_UNITS[record.unit], record.cart, area(record)
    prices = quote(basket(record))
    document: dict[str, Any] = {name: cart[name] for name in _ECHOED if name in cart}
    document |= {
        "checkoutId": record.checkout_id,
        "userId": record.user,
        "userType": "REGISTERED" if record.registered else "GUEST",
        "retailId": record.unit,
        "currency": unit.currency.code,
        "timeZoneId": unit.time_zone,
        "sellingUnitType": "STO",
        "sellingUnitCode": cart.get("buCode", unit.store),
        "state": record.state_at(now),
        "quantity": sum(line["quantity"] for line in cart["items"]),
        "items": [item_document(record, line, price) for line, price in zip(cart["items"], prices.items, strict=True)],
        "totalPrice": prices.goods,
        "orderTotal": prices.order,
        "metadata": {"isPriceRecalculated": record.recalculated},
        "validationRules": {"isTaxCodeValidationRequired": unit.tax_code_required},
    }
    document |= optional(
        serviceArea=place and {"id": identifier(record, "area")} | place,
        serviceItems=service_documents(cart, prices),
        removalServiceItems=removal_documents(cart, prices),
        servicePrice=prices.service,
        shippingPrice=prices.shipping,
        coupon=_coupon(cart, prices),
        couponInfoList=prices.coupons,
        billingContacts=_contacts(record, "billing", record.billing),
        shippingContacts=_contacts(record, "shipping", record.shipping),
        deliveryAndServices=deliveries(record, prices),
        payment=payment(record, prices),
        paymentContextId=record.payment_context,
        deletedPaymentContextIds=record.former_payment_contexts,
        checkoutExpiryMetadata=_expiry(record, now),
    )
    if record.stage >= Stage.ORDERED:
        document.setdefault("orderNumber", str(1_000_000_000 + int(record.checkout_id[:7], 16)))
        document.setdefault("orderNumberSource", "A01")
    return document


def consumer_info_document(record: Record) -> dict[str, Any]:
    """Return the `ConsumerContextInfoDto` of a record, which never changes."""
    names = ("shoppingType", "channel", "shoppingAppPlatform", "consumerInfo")
    document = {name: record.cart[name] for name in names if name in record.cart}
    return document | {"checkoutId": record.checkout_id, "created": iso(record.created)}


def user_document(record: Record, zip_code: str | None) -> dict[str, Any]:
    """Return the `User` of a record, with the shipping contact only for the right zip code of the delivery."""
    place = area(record) or {}
    known = zip_code is not None and zip_code == place.get("zipCode")
    billing = _contacts(record, "billing", record.billing)
    shipping = _contacts(record, "shipping", record.shipping)
    return {"userId": record.user, "updated": iso(record.updated)} | optional(
        zipCode=place.get("zipCode"),
        familyCardNo=record.cart.get("familyCardNo"),
        profileType=record.cart["profileType"],
        billingContact=billing[0] if billing else None,
        shippingContact=shipping[0] if shipping and known else None,
    )


def basket(record: Record) -> Basket:
    """Return the part of a record that prices depend on."""
    cart, place = record.cart, area(record) or {}
    parcel = all(article(line["itemNo"]).parcel for line in cart["items"])
    return Basket(
        unit=RETAIL_UNITS[record.unit],
        lines=[(line["itemNo"], line["quantity"]) for line in cart["items"]],
        zip_code=place.get("zipCode"),
        state=place.get("stateCode"),
        services=[
            ServiceLine(
                service_number(line),
                sum(int(reference["quantity"]) for reference in line["itemReferenceList"]),
                line.get("payToProvider", False),
            )
            for line in cart.get("serviceItems", ())
        ],
        removals=[(service_number(line), int(line.get("quantity", 1))) for line in cart.get("removalServiceItems", ())],
        shipping=("PARCEL" if parcel else "TRUCK") if record.stage >= Stage.DELIVERY else None,
        coupons=record.coupons,
        family=bool(cart.get("familyCardNo")),
        employee=cart.get("applyEmployeeDiscount", False),
        business=cart["profileType"] == "BUSINESS",
        app=cart["channel"] == "MOBILE_APP",
    )


def iso(moment: float) -> str:
    """Return a time in seconds since 1970 as ISO 8601 in UTC, to the millisecond."""
    milliseconds = int(moment * 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(milliseconds // 1000))}.{milliseconds % 1000:03d}Z"


_ECHOED = (
    "shoppingType", "channel", "shoppingAppPlatform", "familyCardNo", "profileType", "applyEmployeeDiscount",
    "cartCheckSum", "languageCode", "consumerInfo", "orderNumber", "orderNumberSource", "version", "vpcCodes",
    "preliminaryAddressInfo", "consents", "deliveryAndServiceQuestionnaireAnswers",
)  # fmt: skip


def _coupon(cart: dict[str, Any], prices: Quote) -> dict[str, Any] | None:
    code = cart.get("coupon", {}).get("couponId")
    info = next((info for info in prices.coupons if info["discountCode"] == code), None)
    if info is None:
        return None
    return {"couponId": code} | optional(failureMessage=info["couponMetadata"].get("reasonOfFailure"))


def _contacts(record: Record, kind: str, contacts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = {"checkoutId": record.checkout_id, "id": identifier(record, "contact", kind)}
    return [contact | ids for contact in contacts]


def _expiry(record: Record, now: float) -> dict[str, Any] | None:
    if record.stage >= Stage.PAID:
        return None
    return {"expiryTimestamp": iso(record.expires), "timeLeftToExpireInSec": max(0, int(record.expires - now))}
