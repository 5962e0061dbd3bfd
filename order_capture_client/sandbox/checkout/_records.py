"""The record of a checkout and its changes; each change makes a new record."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from order_capture_client.sandbox.checkout._states import ENDS, STAGES, Stage, reachable, state_of
from order_capture_client.sandbox.pricing._catalogue import RETAIL_UNITS, RetailUnit


@dataclass(frozen=True, slots=True)
class Record:
    """The stored facts of a checkout; prices, delivery and payment are computed from them at every reading."""

    checkout_id: str
    unit: str
    user: str
    registered: bool
    created: float
    updated: float
    expires: float
    cart: dict[str, Any]
    """The request that created it, with patches applied and a `lineId` on every line."""
    coupons: list[str] = field(default_factory=list[str])
    billing: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    shipping: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    state: str = "INITIATED"
    stage: int = Stage.CART
    recalculated: bool = False
    payment_context: str | None = None
    former_payment_contexts: list[str] = field(default_factory=list[str])

    def expired(self, now: float) -> bool:
        """Return whether its time ran out; a paid checkout does not expire."""
        return self.state in ("EXPIRED", "INITIATED_EXPIRED") or (now >= self.expires and self.stage < Stage.PAID)

    def state_at(self, now: float) -> str:
        """Return the state at a time, by which it may have expired."""
        return "EXPIRED" if self.state not in ENDS and self.expired(now) else self.state


def new_record(unit: str, user: str | None, body: dict[str, Any], now: float, lifetime: float) -> Record:
    """Return the record of a creation request; without a user it belongs to a new guest."""
    cart: dict[str, Any] = {"shoppingAppPlatform": "WEB_BROWSER", "profileType": "REGULAR"} | body
    for line_id, line in enumerate((line for key in _LINES for line in cart.get(key, ())), start=1):
        line["lineId"] = line_id
    quantities = {line["itemNo"]: str(line["quantity"]) for line in cart["items"]}
    for reference in (reference for line in cart.get("serviceItems", ()) for reference in line["itemReferenceList"]):
        reference.setdefault("quantity", quantities[reference["itemNo"]])
    record = Record(
        checkout_id=str(uuid.uuid4()),
        unit=unit,
        user=user or f"guest-{uuid.uuid4()}",
        registered=user is not None,
        created=now,
        updated=now,
        expires=now + lifetime,
        cart=cart,
        coupons=_codes([cart.get("coupon")]),
        billing=cart.get("billingContacts", []),
        shipping=cart.get("shippingContacts", []),
    )
    return _with_area(record)


def area(record: Record) -> dict[str, Any] | None:
    """Return the place of delivery: the service area, its deprecated predecessor, or the shipping contact's address."""
    places = (record.cart.get("serviceArea"), record.cart.get("deliveryArea"), *record.shipping[:1])
    place = next((place for place in places if place and place.get("zipCode")), None)
    return place and {name: place[name] for name in _AREA if name in place}


def patched(record: Record, patch: dict[str, Any], now: float) -> Record:
    """Return the record after a patch that obeys the rules. Parts that a change invalidates are dropped."""
    cart = record.cart | {name: patch[name] for name in _PATCHED if name in patch}
    coupons = _codes(({"couponId": code} for code in record.coupons), patch.get("coupons", ()))
    removed = _codes(patch.get("couponsToRemove", ()))
    record = replace(record, updated=now, coupons=[code for code in coupons if code not in removed], cart=cart)
    if "items" in patch:
        record = replace(record, cart=_reduced(cart, {item["itemNo"]: item["quantity"] for item in patch["items"]}))
        return replace(_fallen_back(record, Stage.AREA), recalculated=True)
    if _PRICING & patch.keys():
        return replace(_fallen_back(record, Stage.SHIPPING), recalculated=True)
    return record


def moved(record: Record, user: str, now: float) -> Record:
    """Return the record as that of a registered user."""
    return replace(record, user=user, registered=True, updated=now)


def with_contacts(
    record: Record, billing: Mapping[str, Any] | None, shipping: Mapping[str, Any] | None, now: float
) -> Record:
    """Return the record with new contacts in place of the former ones; None keeps them."""
    billings = record.billing if billing is None else [dict(billing)]
    shippings = record.shipping if shipping is None else [dict(shipping)]
    return _with_area(replace(record, updated=now, billing=billings, shipping=shippings))


def advanced(record: Record, state: str, now: float) -> Record:
    """Return the record in a later state, with the parts that the state implies.

    Raises:
        ValueError: The state is not a later one; the message names those that are.
    """
    current = record.state_at(now)
    if state not in reachable(current):
        allowed = ", ".join(reachable(current)) or "no other"
        raise ValueError(f"A checkout in state {current} cannot become {state}; it can become {allowed}.")
    if state in ENDS:
        return replace(record, state=state, updated=now)
    stage = max(Stage(record.stage), STAGES[state])
    return _filled(replace(record, state=state, stage=stage, updated=now))


_LINES = ("items", "serviceItems", "removalServiceItems")
_AREA = ("zipCode", "stateCode", "city", "deliveryCountryCode")
_PATCHED = ("familyCardNo", "profileType", "languageCode", "contactAllowed")
_PRICING = frozenset({"familyCardNo", "profileType", "coupons", "couponsToRemove"})
_CONTACT = {
    "firstName": "Astrid",
    "lastName": "Lind",
    "addressLine1": "Storgatan 1",
    "email": "astrid.lind@example.com",
    "mobileNumber": "0700000000",
}


def _codes(*requests: Iterable[dict[str, Any] | None]) -> list[str]:
    """Return the coupon codes of requests, each once."""
    return list(dict.fromkeys(request["couponId"] for group in requests for request in group if request))


def _reduced(cart: dict[str, Any], quantities: dict[str, int]) -> dict[str, Any]:
    """Return the cart with new quantities; services follow their goods."""
    items = [line | {"quantity": quantities.get(line["itemNo"], line["quantity"])} for line in cart["items"]]
    left = {line["itemNo"]: line["quantity"] for line in items if line["quantity"]}
    services: list[dict[str, Any]] = []
    for line in cart.get("serviceItems", ()):
        references = [
            reference | {"quantity": str(min(int(reference["quantity"]), left[reference["itemNo"]]))}
            for reference in line["itemReferenceList"]
            if reference["itemNo"] in left
        ]
        if references:
            services.append(line | {"itemReferenceList": references})
    return cart | {"items": [line for line in items if line["quantity"]], "serviceItems": services}


def _with_area(record: Record) -> Record:
    """Return the record, moved on if the place of delivery is now known."""
    if record.state != "INITIATED" or area(record) is None:
        return record
    return replace(record, state="DELIVERY_AREA_SET", stage=Stage.AREA)


def _filled(record: Record) -> Record:
    """Return the record with the parts that its stage implies."""
    unit, place = RETAIL_UNITS[record.unit], area(record)
    if record.stage < Stage.AREA:
        return record
    if place is None:
        place = {"zipCode": unit.zip_code, "city": unit.city} | ({"stateCode": unit.state} if unit.state else {})
        record = replace(record, cart=record.cart | {"serviceArea": place})
    contact = _contact(place, unit)
    if record.stage >= Stage.BILLING and not record.billing:
        record = replace(record, billing=[contact])
    if record.stage >= Stage.SHIPPING and not record.shipping:
        record = replace(record, shipping=[contact])
    if record.stage >= Stage.PAYMENT and not record.payment_context:
        record = replace(record, payment_context=str(uuid.uuid4()))
    return record


def _contact(place: dict[str, Any], unit: RetailUnit) -> dict[str, Any]:
    """Return a contact who lives at the place of delivery."""
    contact = _CONTACT | {name: place[name] for name in ("zipCode", "stateCode", "city") if name in place}
    return contact | {"country": place.get("deliveryCountryCode") or unit.code.upper()}


def _fallen_back(record: Record, stage: Stage) -> Record:
    """Return the record back at an earlier stage, with its payment void."""
    if record.stage <= stage:
        return record
    former = record.former_payment_contexts + ([record.payment_context] if record.payment_context else [])
    return replace(record, stage=stage, state=state_of(stage), payment_context=None, former_payment_contexts=former)
