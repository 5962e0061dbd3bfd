"""The rules for requests beyond their types; each function returns every violation that it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from order_capture_client.sandbox._errors import Violation
from order_capture_client.sandbox.checkout._records import Record
from order_capture_client.sandbox.checkout._states import ENDS, Stage
from order_capture_client.sandbox.pricing._catalogue import ARTICLES, STATE_REQUIRED

CONSENTS = ("TIPPING_HAZARD", "TASKRABBIT", "NEED_HELP")
"""The consents that a shopper can give."""


def creation_violations(unit: str, body: dict[str, Any]) -> list[Violation]:
    """Return the violations of a new checkout."""
    return [
        *_items(body["items"], least=1),
        *_platform(body),
        *_language(body),
        *_place("serviceArea", unit, body.get("serviceArea")),
        *_place("deliveryArea", unit, body.get("deliveryArea")),
        *_services(body),
        *_removals(body),
        *_vpc_codes(body),
        *_consents(body),
    ]


def existing_order_violations(body: dict[str, Any]) -> list[Violation]:
    """Return the violations of a checkout for an order that waited for stock."""
    return [
        *(Violation(name, "EMPTY", "must not be empty") for name in _ORDER if not body[name].strip()),
        *_items(body["items"], least=1),
        *_platform(body),
        *_language(body),
    ]


def patch_violations(record: Record, body: dict[str, Any], now: float) -> list[Violation]:
    """Return the violations of a patch of a checkout."""
    if record.expired(now) or record.state in ENDS:
        return [Violation("checkoutId", "NOT_OPEN", "the checkout has ended and cannot be changed")]
    if record.stage >= Stage.PAID:
        return [Violation("checkoutId", "PAID", "the checkout is paid and cannot be changed")]
    violations = [*_language(body)]
    if "items" in body:
        malformed = [*_items(body["items"], least=0)]
        violations += malformed or _reductions(record, body["items"])
    return violations


def update_user_violations(record: Record, body: dict[str, Any]) -> list[Violation]:
    """Return the violations of a move of a checkout to another user."""
    if body.get("oldUser") == record.user:
        return []
    return [Violation("oldUser", "OLD_USER", "must name the user that the checkout belongs to")]


_ORDER = ("orderNumber", "orderNumberSource")
_INT32 = 2**31 - 1


def _items(items: list[dict[str, Any]], least: int) -> Iterator[Violation]:
    if not items:
        yield Violation("items", "EMPTY", "must hold at least one line")
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        number, quantity = item.get("itemNo"), item.get("quantity")
        if number is None or not re.fullmatch(r"[0-9]{8}", number):
            yield Violation(f"items[{index}].itemNo", "ITEM_NO", "must be eight digits, leading zeros kept")
        elif first.setdefault(number, index) != index:
            other = f"items[{first[number]}]"
            yield Violation(f"items[{index}].itemNo", "DUPLICATE_ITEM", f"is in {other} too; send one line per article")
        if quantity is None or not least <= quantity <= _INT32:
            yield Violation(f"items[{index}].quantity", "QUANTITY", f"must be a whole number of at least {least}")


def _platform(body: dict[str, Any]) -> Iterator[Violation]:
    if body.get("shoppingAppPlatform", "").startswith("IKEAAPP_") and body["channel"] != "MOBILE_APP":
        yield Violation("shoppingAppPlatform", "PLATFORM", "IKEAAPP_ platforms belong with channel MOBILE_APP")


def _language(body: dict[str, Any]) -> Iterator[Violation]:
    if not re.fullmatch(r"[A-Za-z]{2}", body.get("languageCode", "en")):
        yield Violation("languageCode", "LANGUAGE", "must be two letters")


def _place(path: str, unit: str, place: dict[str, Any] | None) -> Iterator[Violation]:
    if place is None:
        return
    if not place["zipCode"].strip():
        yield Violation(f"{path}.zipCode", "EMPTY", "must not be empty")
    state = place.get("stateCode")
    if state is None and unit in STATE_REQUIRED:
        yield Violation(f"{path}.stateCode", "STATE_CODE", f"is required in {unit.upper()}")
    if state is not None and not re.fullmatch(r"[A-Z]{2}", state):
        yield Violation(f"{path}.stateCode", "STATE_CODE", "must be two letters")


def _services(body: dict[str, Any]) -> Iterator[Violation]:
    quantities = {item.get("itemNo"): item.get("quantity", 0) for item in body["items"]}
    for index, line in enumerate(body.get("serviceItems", ())):
        path = f"serviceItems[{index}]"
        yield from _service_number(path, line)
        if not line["itemReferenceList"]:
            yield Violation(f"{path}.itemReferenceList", "EMPTY", "must name the goods that the service is for")
        for place, reference in enumerate(line["itemReferenceList"]):
            at = f"{path}.itemReferenceList[{place}]"
            most = quantities.get(reference.get("itemNo"))
            if most is None:
                yield Violation(f"{at}.itemNo", "NOT_IN_CART", "must name an article of the cart")
            elif not _whole(reference.get("quantity", "1"), most):
                yield Violation(f"{at}.quantity", "QUANTITY", f"must be a whole number of 1 to {most}")


def _removals(body: dict[str, Any]) -> Iterator[Violation]:
    for index, line in enumerate(body.get("removalServiceItems", ())):
        yield from _service_number(f"removalServiceItems[{index}]", line)
        if not _whole(line.get("quantity", "1"), _INT32):
            yield Violation(
                f"removalServiceItems[{index}].quantity", "QUANTITY", "must be a whole number of at least 1"
            )


def _service_number(path: str, line: dict[str, Any]) -> Iterator[Violation]:
    if not line.get("serviceItemNo") and not line.get("serviceProductId"):
        yield Violation(f"{path}.serviceItemNo", "EMPTY", "must name the service")


def _whole(text: str, most: int) -> bool:
    return re.fullmatch(r"[0-9]{1,10}", text) is not None and 1 <= int(text) <= most


def _vpc_codes(body: dict[str, Any]) -> Iterator[Violation]:
    for index, code in enumerate(body.get("vpcCodes", ())):
        if not re.fullmatch(r"[A-Z0-9]{4,12}", code):
            yield Violation(f"vpcCodes[{index}]", "VPC_CODE", "must be 4 to 12 capital letters and digits")


def _consents(body: dict[str, Any]) -> Iterator[Violation]:
    for index, consent in enumerate(body.get("consents", ())):
        if consent not in CONSENTS:
            yield Violation(f"consents[{index}]", "CONSENT", f"must be one of {', '.join(CONSENTS)}")


def _reductions(record: Record, items: list[dict[str, Any]]) -> list[Violation]:
    """Return the violations of well-formed lines against the lines of the checkout."""
    current = {line["itemNo"]: line["quantity"] for line in record.cart["items"]}
    parts = {child for number in current if number in ARTICLES for child in ARTICLES[number].children}
    violations: list[Violation] = []
    for index, item in enumerate(items):
        violations += _reduction(f"items[{index}]", item, current, parts)
    wanted = {item["itemNo"]: item["quantity"] for item in items}
    if not violations and not any((current | wanted).values()):
        violations.append(Violation("items", "ALL_REMOVED", "at least one line must stay"))
    return violations


def _reduction(path: str, item: dict[str, Any], current: dict[str, int], parts: set[str]) -> Iterator[Violation]:
    number = item["itemNo"]
    if number not in current and number in parts:
        yield Violation(f"{path}.itemNo", "SPR_CHILD", "is part of a set and cannot be changed alone")
    elif number not in current:
        yield Violation(f"{path}.itemNo", "NOT_IN_CHECKOUT", "is not an article of the checkout")
    elif item["quantity"] > current[number]:
        message = f"can only be reduced; the checkout has {current[number]}"
        yield Violation(f"{path}.quantity", "QUANTITY_RAISED", message)
