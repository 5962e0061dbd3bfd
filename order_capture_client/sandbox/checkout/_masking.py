"""An order without the personal data of its people, by the marks of the contract."""

from __future__ import annotations

from typing import Any, cast

from order_capture_client._model.base import Model
from order_capture_client._model.fields import FieldFacts, fields_of
from order_capture_client.models.checkout_dto import CheckoutDto

MASK = "***"
"""Stands in place of personal data in an I-gift order."""

_SECTIONS = frozenset({
    "billingContacts", "shippingContacts", "preliminaryAddressInfo", "deliveryAndServiceQuestionnaireAnswers",
    "familyCardNo",
})  # fmt: skip
"""The properties of an order that describe people. The rest, such as its user and the service area, stays readable."""
_READABLE = frozenset({"userId"})
"""Marked as personal, but an I-gift order shows whose it is."""
_ALSO_MASKED = frozenset({"countryOfOrigin", "taxCodeType"})
"""Not marked as personal, but they describe a person as much as the properties next to them do."""


def masked(document: dict[str, Any]) -> dict[str, Any]:
    """Return a `CheckoutDto` with a mask in place of each text that describes a person."""
    fields = _by_wire_name(CheckoutDto)
    return {name: _masked(value, fields[name]) if name in _SECTIONS else value for name, value in document.items()}


def _masked(value: object, field: FieldFacts | None, *, in_map: bool = False) -> Any:
    if isinstance(value, list):
        return [_masked(item, field, in_map=in_map) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        is_map = field is not None and field.is_map and not in_map  # its keys are not properties
        return {
            name: _masked(item, field if is_map else _property(field, name), in_map=is_map)
            for name, item in cast("dict[str, object]", value).items()
        }
    return MASK if isinstance(value, str) and _is_hidden(field) else value


def _property(field: FieldFacts | None, name: str) -> FieldFacts | None:
    """Return a property of the values of a field; None if the contract does not have it."""
    return None if field is None or field.model is None else _by_wire_name(field.model).get(name)


def _is_hidden(field: FieldFacts | None) -> bool:
    if field is None:  # unknown to the contract, so it may be anything
        return True
    return field.wire_name in _ALSO_MASKED or (field.is_personal and field.wire_name not in _READABLE)


def _by_wire_name(model: type[Model]) -> dict[str, FieldFacts]:
    return {field.wire_name: field for field in fields_of(model).values()}
