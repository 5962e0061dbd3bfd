"""The part of a checkout outside the nine operations, made up but plausible: delivery, time slots, payment."""

from __future__ import annotations

import time
import uuid
from typing import Any

from order_capture_client.sandbox.checkout._records import Record
from order_capture_client.sandbox.checkout._states import Stage
from order_capture_client.sandbox.pricing._catalogue import RETAIL_UNITS, article
from order_capture_client.sandbox.pricing._quote import Quote


def identifier(record: Record, *names: str) -> str:
    """Return an id for a part of a checkout, the same at every reading."""
    return str(uuid.uuid5(uuid.UUID(record.checkout_id), "/".join(names)))


def deliveries(record: Record, prices: Quote) -> dict[str, Any] | None:
    """Return the `DeliveryAndServiceEntity` of a checkout; None before it has one."""
    if prices.shipping is None:
        return None
    document: dict[str, Any] = {
        "deliveryAndServiceId": identifier(record, "delivery-and-service"),
        "deliveryService": {
            "id": identifier(record, "delivery-service"),
            "deliveryArrangementsId": identifier(record, "arrangements"),
            "type": "HOME_DELIVERY",
            "fulfillmentMethodType": "HOME_DELIVERY",
            "solutionId": identifier(record, "solution"),
            "solution": "STANDARD",
            "solutionPrice": prices.shipping,
            "deliveries": [_delivery(record, prices.shipping)],
            "wheelChairCapability": False,
        },
    }
    services = record.cart.get("serviceItems")
    if services:
        document["serviceAndTimeWindows"] = [
            _service_window(record, line, price) for line, price in zip(services, prices.services, strict=True)
        ]
    return document


def payment(record: Record, prices: Quote) -> dict[str, Any] | None:
    """Return the `Payment` of a checkout; None before it has begun. It is by card, with only its ends known."""
    if record.payment_context is None:
        return None
    total, currency, paid = prices.order["inclTax"], prices.order["currencyCode"], record.stage >= Stage.PAID
    document: dict[str, Any] = {
        "checkoutId": record.checkout_id,
        "userId": record.user,
        "paymentContextId": record.payment_context,
        "amountLeftToPay": 0 if paid else total,
        "currency": currency,
    }
    if paid:
        document["status"] = "COMPLETED"
        document["creditCardTransactions"] = [
            {
                "amount": total,
                "currency": currency,
                "status": "AUTHORIZED",
                "pspReferenceId": identifier(record, "psp", record.payment_context),
                "paymentBrand": {"name": "VISA", "tenderType": "CREDIT_CARD"},
                "paymentCardDetails": {"bin": "411111", "last4Digits": "1111"},
            }
        ]
    return document


def _delivery(record: Record, price: dict[str, Any]) -> dict[str, Any]:
    lines = record.cart["items"]
    document = {
        "id": identifier(record, "delivery"),
        "fulfillmentDeliveryId": "1",
        "type": "PARCEL" if all(article(line["itemNo"]).parcel for line in lines) else "TRUCK",
        "deliveryPrice": price,
        "deliveryItems": [item for line in lines for item in _delivery_items(record, line)],
    }
    if record.stage >= Stage.SLOT:
        document["selectedSlot"] = {
            "metadata": {"timeZone": RETAIL_UNITS[record.unit].time_zone, "hasPriceDeviation": False},
            "id": identifier(record, "slot"),
            "price": {name: price[name] for name in ("inclTax", "exclTax")},
        } | _window(record, days=3, hours=("08", "12"))
    return document


def _delivery_items(record: Record, line: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the line, followed by the articles it is made of."""
    entry, item_id = article(line["itemNo"]), identifier(record, "item", line["itemNo"])
    whole = {"id": identifier(record, "delivery-item", entry.number), "itemId": item_id, "itemNo": entry.number}
    parts = [
        {
            "id": identifier(record, "delivery-item", entry.number, child),
            "parentId": whole["id"],
            "itemNo": child,
            "itemType": "ART",
            "quantity": line["quantity"],
        }
        for child in entry.children
    ]
    return [whole | {"itemType": "SPR" if parts else "ART", "quantity": line["quantity"]}, *parts]


def _service_window(record: Record, line: dict[str, Any], price: dict[str, Any]) -> dict[str, Any]:
    document = {name: line[name] for name in ("serviceItemNo",) if name in line} | {
        "serviceId": identifier(record, "service", str(line["lineId"])),
        "serviceType": "ASSEMBLY",
        "price": price,
    }
    if record.stage >= Stage.SERVICE_SLOTS:
        document["selectedSlot"] = {
            "metadata": {"timeZone": RETAIL_UNITS[record.unit].time_zone},
            "id": identifier(record, "service-slot", str(line["lineId"])),
        } | _window(record, days=4, hours=("13", "17"))
    return document


def _window(record: Record, days: int, hours: tuple[str, str]) -> dict[str, Any]:
    """Return a time window, in local time, some days after the creation."""
    day = time.strftime("%Y-%m-%d", time.gmtime(record.created + days * 86_400))
    return {"fromDateTime": f"{day}T{hours[0]}:00:00", "toDateTime": f"{day}T{hours[1]}:00:00"}
