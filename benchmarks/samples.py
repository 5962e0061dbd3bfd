"""The payloads: carts and orders of 1, 10 and 100 lines, with orders from the sandbox."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LINES = (1, 10, 100)
RETAIL_UNIT = "se"


@dataclass(frozen=True)
class Sample:
    """A cart and the order created from it."""

    checkout_id: str
    cart: dict[str, Any]
    order: str
    """The JSON of the order, as the service returns it."""


def make_sample(lines: int) -> Sample:
    """Return a cart with the given number of lines, and its order after payment."""
    # Imported here, because measured processes only read samples and must not load this client for other contenders.
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
    """Write a sample for the other processes."""
    text = json.dumps({"checkout_id": sample.checkout_id, "cart": sample.cart, "order": sample.order})
    sample_path(folder, lines).write_text(text, encoding="utf-8")


def read_sample(folder: Path, lines: int) -> Sample:
    """Read a sample back."""
    return Sample(**json.loads(sample_path(folder, lines).read_text(encoding="utf-8")))


def sample_path(folder: Path, lines: int) -> Path:
    """Return the file of a sample."""
    return folder / f"sample-{lines}.json"
