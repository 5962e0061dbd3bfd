"""An order without what tells who its people are."""

from __future__ import annotations

from typing import Any, cast

MASK = "***"
"""What stands in place of personal data in an I-gift order."""


def masked(document: dict[str, Any]) -> dict[str, Any]:
    """A `CheckoutDto` with stars in place of what tells who the people are."""
    document = dict(document)
    for name in ("billingContacts", "shippingContacts"):
        if name in document:
            document[name] = [_starred(contact) for contact in document[name]]
    for name in ("preliminaryAddressInfo", "deliveryAndServiceQuestionnaireAnswers"):
        if name in document:
            document[name] = _starred(document[name])
    if "familyCardNo" in document:
        document["familyCardNo"] = MASK
    return document


_NOT_PERSONAL = frozenset({
    "id", "checkoutId", "userId", "country", "recipientCodeType", "optionValue", "reference", "translatedReference",
    "regex", "type", "serviceId", "serviceMethod", "questionReferences",
})  # fmt: skip


def _starred(value: object, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _starred(inner, key) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_starred(inner, name) for inner in cast("list[object]", value)]
    return MASK if isinstance(value, str) and name not in _NOT_PERSONAL else value
