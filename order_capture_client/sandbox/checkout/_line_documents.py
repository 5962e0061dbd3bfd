"""The lines of a cart as the contract's `ItemDto`, `ServiceItem` and `RemovalServiceItem`."""

from __future__ import annotations

from typing import Any

from order_capture_client.sandbox.checkout._fulfilment import identifier
from order_capture_client.sandbox.checkout._records import Record
from order_capture_client.sandbox.pricing._catalogue import REMOVAL_SERVICES, RETAIL_UNITS, Article, article, service
from order_capture_client.sandbox.pricing._quote import Quote


def item_document(record: Record, line: dict[str, Any], price: dict[str, Any]) -> dict[str, Any]:
    """Return the `ItemDto` of a line."""
    entry, quantity = article(line["itemNo"]), line["quantity"]
    return {
        "id": identifier(record, "item", entry.number),
        "itemNo": entry.number,
        "name": entry.name,
        "lineId": line["lineId"],
        "type": "SPR" if entry.children else "ART",
        "quantity": quantity,
        "quantityType": "METER" if entry.by_meter else "PIECES",
        "uom": line.get("uom", "METER" if entry.by_meter else "PIECE"),
        "totalPrice": price,
        "availability": _availability(entry, quantity),
        "supportedDeliveryMethod": "PARCEL" if entry.parcel else "TRUCK",
    } | optional(fees=_fees(record, entry), externalRefId=line.get("externalRefId"))


def service_documents(cart: dict[str, Any], prices: Quote) -> list[dict[str, Any]]:
    """Return the `ServiceItem`s of a cart."""
    line_ids = {line["itemNo"]: str(line["lineId"]) for line in cart["items"]}
    return [
        {
            "lineId": str(line["lineId"]),
            "provider": line.get("provider", service(service_number(line)).provider),
            "price": price,
            "itemReferenceList": [
                {"itemLineId": line_ids[reference["itemNo"]]} | reference for reference in line["itemReferenceList"]
            ],
        }
        | {name: line[name] for name in (*_ECHOED, "exceptionalScenario") if name in line}
        for line, price in zip(cart.get("serviceItems", ()), prices.services, strict=True)
    ]


def removal_documents(cart: dict[str, Any], prices: Quote) -> list[dict[str, Any]]:
    """Return the `RemovalServiceItem`s of a cart; one that is not offered has no price."""
    lines: list[dict[str, Any]] = []
    for line, price in zip(cart.get("removalServiceItems", ()), prices.removals, strict=True):
        offered = service_number(line) in REMOVAL_SERVICES
        metadata = {"isServiceAvailable": True} if offered else _NOT_OFFERED
        document = {"lineId": str(line["lineId"]), "provider": line.get("provider", "IKEA")}
        document |= {"quantity": int(line.get("quantity", 1)), "removalServiceMetadata": metadata}
        lines.append(document | {name: line[name] for name in _ECHOED if name in line} | optional(price=price))
    return lines


def service_number(line: dict[str, Any]) -> str:
    """Return the number of the service that a line orders."""
    return str(line.get("serviceItemNo") or line.get("serviceProductId"))


def optional(**values: Any) -> dict[str, Any]:
    """Return the values without None and empty lists: an answer has no nulls."""
    return {name: value for name, value in values.items() if value not in (None, [])}


_ECHOED = ("serviceItemNo", "serviceProductId", "payToProvider")
_NOT_OFFERED = {"isServiceAvailable": False, "reasonOfFailure": "SERVICE_NOT_OFFERED"}


def _availability(entry: Article, quantity: int) -> dict[str, Any]:
    if entry.stock is None or entry.stock >= quantity:
        return {"type": "FULL", "quantity": quantity}
    kind = "PARTIAL" if entry.stock else "NOT_AVAILABLE"
    return {"type": kind, "quantity": entry.stock, "unavailabilityReason": "NO_STOCK"}


def _fees(record: Record, entry: Article) -> list[dict[str, Any]]:
    if entry.weee_fee is None:
        return []
    return [{"feeAmount": RETAIL_UNITS[record.unit].fee(entry.weee_fee), "feeType": "WEEE"}]
