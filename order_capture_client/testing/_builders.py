"""Valid, plausible answers and requests; a keyword changes a field, and a dict changes fields below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from typing_extensions import TypeVar

from order_capture_client._model.base import Model, from_input
from order_capture_client.models.checkout_dto import CheckoutDto
from order_capture_client.models.checkout_request import CheckoutRequest
from order_capture_client.models.checkout_state import CheckoutState, CheckoutStateValue
from order_capture_client.models.consumer_context_info_dto import ConsumerContextInfoDto
from order_capture_client.models.create_resource import CreateResource
from order_capture_client.models.error_details import ErrorDetails
from order_capture_client.models.user import User

CHECKOUT_ID = "1e0f2b7c-54d3-4a8b-9c61-0d8f6b2a7e35"
"""The checkout of all builders. A `MockService` puts the one that a call asks for in its place."""

ModelT = TypeVar("ModelT", bound=Model)

_ARTICLES = (
    ("10098949", "LILLÅNGEN", Decimal(799)),
    ("00263850", "BILLY", Decimal(1299)),
    ("30449908", "GLIMMA", Decimal("39.90")),
)
_TAX = Decimal("1.25")
_TIME = "2026-11-23T09:15:00Z"
_CONTACT = {
    "first_name": "Astrid",
    "last_name": "Lindqvist",
    "address_line1": "Drottninggatan 14",
    "zip_code": "25185",
    "city": "Helsingborg",
    "country": "SE",
    "email": "astrid.lindqvist@example.com",
    "mobile_number": "+46701740605",
}
_ORDERED = ("ORDER_COMPLETE", "EMAIL_SENT", "EMAIL_NOT_SENT", "ISELL_ORDER_CREATED", "OC_CHECKOUT_COMPLETED")
"""States of a checkout that has an order."""


def make_checkout(
    items: int | Sequence[Mapping[str, Any]] = 3, state: CheckoutStateValue = "INITIATED", **fields: Any
) -> CheckoutDto:
    """Return a checkout, or the order that belongs to it, whose totals are those of its lines.

    Args:
        items: The number of lines, or a dict for each line with the fields that differ.
        state: The state; one after the order was placed brings an order number.
        **fields: Other fields. A dict is merged into what is there: `total_price={"incl_tax": 100}`.

    Raises:
        ApiValueError: A field does not exist, or its value does not fit.
    """
    changes = _changes(items)
    lines = [_merged(_line(number), change) for number, change in enumerate(changes)]
    for line in lines:
        line["total_price"] = _merged(_price("ITEM_PRICE", _line_total(line)), _below(line, "total_price"))
    total = sum((_number(line["total_price"].get("incl_tax")) for line in lines), Decimal())
    document: dict[str, Any] = {
        "checkout_id": CHECKOUT_ID,
        "shopping_type": "ONLINE",
        "channel": "WEBAPP",
        "shopping_app_platform": "WEB_BROWSER",
        "user_id": "9d1c0a44-3b5e-4f6a-8e27-c5b1f0a7d862",
        "user_type": "REGISTERED",
        "profile_type": "REGULAR",
        "retail_id": "se",
        "currency": "SEK",
        "language_code": "sv",
        "time_zone_id": "Europe/Stockholm",
        "state": state,
        "quantity": sum(line.get("quantity") or 0 for line in lines),
        "items": lines,
        "total_price": _price("TOTAL_PRICE", total),
        "order_total": _price("ORDER_TOTAL", total),
        "checkout_expiry_metadata": {
            "expiry_timestamp": "2026-11-24T09:15:00Z",
            "time_left_to_expire_in_sec": 86400,
        },
    }
    if CheckoutState(state) in map(CheckoutState, _ORDERED):
        document |= {"order_number": "1158491376", "order_number_source": "A01"}
    return _made(CheckoutDto, document, fields)


def make_created(resource_id: str = CHECKOUT_ID, **fields: Any) -> CreateResource:
    """Return the answer to a create."""
    return _made(CreateResource, {"resource_id": resource_id}, fields)


def make_consumer_info(**fields: Any) -> ConsumerContextInfoDto:
    """Return the data about the start of a checkout."""
    document = {
        "shopping_type": "ONLINE",
        "channel": "WEBAPP",
        "shopping_app_platform": "WEB_BROWSER",
        "checkout_id": CHECKOUT_ID,
        "consumer_info": {
            "name": "web-cart",
            "checkout_type": "STANDARD",
            "return_url": "https://www.example.com/se/sv/cart",
        },
        "created": _TIME,
    }
    return _made(ConsumerContextInfoDto, document, fields)


def make_user(**fields: Any) -> User:
    """Return a user with the contacts of the latest checkout."""
    document = {
        "user_id": "9d1c0a44-3b5e-4f6a-8e27-c5b1f0a7d862",
        "updated": _TIME,
        "zip_code": "25185",
        "profile_type": "REGULAR",
        "billing_contact": _CONTACT,
        "shipping_contact": _CONTACT,
    }
    return _made(User, document, fields)


def make_error_details(status: int = 422, **fields: Any) -> ErrorDetails:
    """Return the details of an error, as an answer with an error status has them."""
    document = {
        "type": "about:blank",
        "title": f"Status {status}",
        "timestamp": _TIME,
        "message": "The service refused the request.",
        "error_code": status * 100 + 1,
    }
    return _made(ErrorDetails, document, fields)


def make_request(items: int | Sequence[Mapping[str, Any]] = 3, **fields: Any) -> CheckoutRequest:
    """Return a cart for `create_checkout`.

    Args:
        items: The number of lines, or a dict for each line with the fields that differ.
        **fields: Other fields; a dict is merged into what is there.

    Raises:
        ApiValueError: A field does not exist, or its value does not fit.
    """
    changes = _changes(items)
    lines = [_merged({"item_no": _article(at)[0], "quantity": at % 3 + 1}, change) for at, change in enumerate(changes)]
    document = {"shopping_type": "ONLINE", "channel": "WEBAPP", "language_code": "sv", "items": lines}
    return _made(CheckoutRequest, document, fields)


def _changes(items: int | Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return the fields of each line that differ."""
    return [dict[str, Any]() for _ in range(items)] if isinstance(items, int) else items


def _made(model: type[ModelT], document: Mapping[str, Any], fields: Mapping[str, Any]) -> ModelT:
    return from_input(model, _merged(document, fields), model.__name__)


def _merged(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with changes, which may have the names in either spelling."""
    merged = dict(document)
    for given, value in changes.items():
        known = re.sub(r"(?=[A-Z])", "_", given).lower()
        name = known if known in document else given
        before = document.get(name)
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            merged[name] = _merged(cast("Mapping[str, Any]", before), cast("Mapping[str, Any]", value))
        else:
            merged[name] = value
        if (
            name == "incl_tax"
            and "tax" in document
            and value is not None
            and not changes.keys() & {"tax", "excl_tax", "exclTax"}
        ):
            merged |= _amounts(_number(value))  # the tax is still right then
    return merged


def _article(number: int) -> tuple[str, str, Decimal]:
    """Return number, name and price of an article; each line of a checkout has another one."""
    if number < len(_ARTICLES):
        return _ARTICLES[number]
    return f"{70000000 + number}", f"ARTICLE {number}", Decimal(100)


def _line(number: int) -> dict[str, Any]:
    item_no, name, price = _article(number)
    return {
        "id": f"{number + 1:08x}-7d14-4e0b-8a52-6b9d0c1e2f41",
        "item_no": item_no,
        "name": name,
        "line_id": number + 1,
        "type": "ART",
        "quantity": number % 3 + 1,
        "quantity_type": "PIECES",
        "uom": "PIECE",
        "total_price": {"per_item_price": _amounts(price)},
    }


def _line_total(line: Mapping[str, Any]) -> Decimal:
    unit_price = _below(_below(line, "total_price"), "per_item_price")
    return _number(unit_price.get("incl_tax")) * _number(line.get("quantity"))


def _below(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Any = document.get(name)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def _number(value: Any) -> Decimal:
    return Decimal() if value is None else Decimal(str(value))


def _price(kind: str, incl_tax: Decimal) -> dict[str, Any]:
    return {"type": kind, "currency_code": "SEK", **_amounts(incl_tax)}


def _amounts(incl_tax: Decimal) -> dict[str, Decimal]:
    excl_tax = (incl_tax / _TAX).quantize(Decimal("0.01"))
    return {"incl_tax": incl_tax, "excl_tax": excl_tax, "tax": incl_tax - excl_tax}
