"""What travels: carts and orders of 1, 10 and 100 lines, the orders as the sandbox makes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LINES = (1, 10, 100)
RETAIL_UNIT = "se"


@dataclass(frozen=True)
class Sample:
    """A cart, and the order that it becomes."""

    checkout_id: str
    cart: dict[str, Any]
    order: str
    """The JSON of the order, as the service answers it."""


def make_sample(lines: int) -> Sample:
    """Gives a cart of so many lines, and its order once it is paid."""
    # Here, since the processes that are measured only read samples, and are to hold no objects but their own.
    from order_capture_client import ApiClient, CheckoutApi, CheckoutRequest
    from order_capture_client.sandbox import Sandbox

    cart: dict[str, Any] = {
        "shoppingType": "ONLINE",
        "channel": "WEBAPP",
        "languageCode": "sv",
        "familyCardNo": "1233645878937646",
        "serviceArea": {"zipCode": "25185"},
        "items": [
            {"itemNo": f"{10_000_000 + 7919 * line}", "quantity": 1 + line % 3, "uom": "PIECE"} for line in range(lines)
        ],
    }
    with Sandbox() as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        api = CheckoutApi(client)
        checkout_id = api.create_checkout(RETAIL_UNIT, CheckoutRequest.model_validate(cart)).resource_id
        assert checkout_id is not None
        sandbox.advance(checkout_id, "ORDER_COMPLETE")
        order = api.get_order_with_http_info(checkout_id, RETAIL_UNIT).raw_data.decode()
    return Sample(checkout_id, cart, order)


def write_sample(folder: Path, lines: int, sample: Sample) -> None:
    """Writes a sample for the other processes."""
    text = json.dumps({"checkout_id": sample.checkout_id, "cart": sample.cart, "order": sample.order})
    _path(folder, lines).write_text(text, encoding="utf-8")


def read_sample(folder: Path, lines: int) -> Sample:
    """Gives a sample that was written."""
    return Sample(**json.loads(_path(folder, lines).read_text(encoding="utf-8")))


def _path(folder: Path, lines: int) -> Path:
    return folder / f"sample-{lines}.json"
