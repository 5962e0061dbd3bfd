"""Sample answers of the service, and arguments that every operation accepts."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

from urllib3 import HTTPHeaderDict

from order_capture_client._core.operation import Operation
from order_capture_client._core.wire import Response
from order_capture_client.api import operations

CHECKOUT_ID = "1e0f2b7c-54d3-4a8b-9c61-0d8f6b2a7e35"
"""The checkout that all samples speak of."""

OPERATIONS: dict[str, Operation[Any]] = {
    row.name: row for row in vars(operations).values() if isinstance(row, Operation)
}
"""The nine operations by name."""


class Kind(Enum):
    """The classes of operations, by the effect of a second sending and by whether they create a resource."""

    SAFE = "safe"
    REPLAYABLE = "replayable"
    CREATE = "create"
    UPDATE = "update"


ONE_OF_EACH: dict[Kind, Operation[Any]] = {
    Kind.SAFE: operations.GET_ORDER,
    Kind.REPLAYABLE: operations.UPDATE_USER,
    Kind.CREATE: operations.CREATE_CHECKOUT,
    Kind.UPDATE: operations.PATCH_CHECKOUT,
}
"""One operation of each kind."""

CART: dict[str, Any] = {
    "shoppingType": "ONLINE",
    "channel": "WEBAPP",
    "languageCode": "sv",
    "items": [{"itemNo": "10098949", "quantity": 2}],
}

ARGUMENTS: dict[str, dict[str, Any]] = {
    "create_checkout": {"retail_unit": "se", "checkout_request": CART},
    "create_existing_order_checkout": {
        "retail_unit": "se",
        "existing_order_checkout_request": {
            "channel": "WEBAPP",
            "languageCode": "sv",
            "items": [{"itemNo": "10098949", "quantity": 2}],
            "orderNumber": "1158491376",
            "orderNumberSource": "A01",
            "shippingContacts": [{"firstName": "Astrid"}],
            "billingContacts": [{"firstName": "Astrid"}],
        },
    },
    "get_checkout": {
        "checkout_id": CHECKOUT_ID,
        "retail_unit": "se",
        "checkout": {"shoppingType": "ONLINE", "channel": "WEBAPP"},
    },
    "get_consumer_info": {"checkout_id": CHECKOUT_ID, "retail_unit": "se"},
    "get_i_gift_order": {"checkout_id": CHECKOUT_ID, "retail_unit": "se"},
    "get_order": {"checkout_id": CHECKOUT_ID, "retail_unit": "se"},
    "get_user_contacts": {"retail_unit": "se", "zipcode": "25185"},
    "patch_checkout": {
        "checkout_id": CHECKOUT_ID,
        "retail_unit": "se",
        "checkout_patch_request": {"items": [{"itemNo": "10098949", "quantity": 1}]},
    },
    "update_user": {"retail_unit": "se", "checkout_id": CHECKOUT_ID, "update_user": {"oldUser": "guest-1"}},
}
"""By operation, in the order of its method's parameters."""


STATUSES: list[tuple[str, int]] = [
    (name, status)
    for name, operation in OPERATIONS.items()
    for status in sorted({operation.success, *operation.errors})
]
"""Every operation with each status that the contract declares for it."""


def sample(name: str, status: int) -> bytes:
    """The body of an answer."""
    return (Path(__file__).parent / "data" / name / f"{status}.json").read_bytes()


def content_type(status: int) -> str:
    """The content type that the contract declares for a status."""
    return "application/problem+json" if 400 <= status < 500 else "application/json"


def answer(name: str, status: int, **headers: str) -> Response:
    """A whole answer."""
    return Response(
        status, HTTPHeaderDict({"Content-Type": content_type(status), **headers}), sample(name, status), "a reason"
    )
