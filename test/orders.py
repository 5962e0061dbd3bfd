"""Checkouts to show and to reduce: orders of the sandbox, and orders with content that the contract does not allow."""

from __future__ import annotations

import json
from collections.abc import Hashable
from contextlib import closing
from decimal import Decimal
from functools import cache
from typing import Any

from order_capture_client import ApiClient, CheckoutApi, CheckoutDto, CheckoutRequest
from order_capture_client._model.base import Model
from order_capture_client._model.fields import fields_of
from order_capture_client.sandbox import Sandbox

THREE = {"40492130": 2, "19017838": 1, "00263850": 3}
"""A chair that is cheaper with a family card, a set, and a bookcase."""


@cache
def order(unit: str = "se", *, lines: int = 3, state: str | None = None, **fields: Hashable) -> CheckoutDto:
    """Return an order of the sandbox; the same object for the same arguments, so do not change it."""
    articles = THREE if lines == len(THREE) else {f"{70000000 + number}": 1 + number % 7 for number in range(lines)}
    cart: dict[str, Any] = {
        "shoppingType": "ONLINE",
        "channel": "WEBAPP",
        "languageCode": "sv",
        "items": [{"itemNo": number, "quantity": quantity} for number, quantity in articles.items()],
        "serviceItems": [
            {"serviceItemNo": "SGR90000001", "itemReferenceList": [{"itemNo": next(iter(articles)), "quantity": "1"}]}
        ],
        "removalServiceItems": [{"serviceItemNo": "REMOVAL_SOFA", "quantity": "1"}],
    }
    with closing(Sandbox(clock=lambda: 1_767_323_045.0)) as sandbox:
        client = ApiClient(sandbox.configuration(user="anna"), transport=sandbox)
        api = CheckoutApi(client)
        checkout_id = str(api.create_checkout(unit, CheckoutRequest.model_validate(cart | fields)).resource_id)
        if state:
            sandbox.advance(checkout_id, state)
        return api.get_order(checkout_id, unit)


def unchecked(model: type[Model], document: Any) -> Any:
    """Return a model of a JSON object, without any check, and any other value unchanged."""
    if not isinstance(document, dict):
        return document
    values: dict[str, Any] = {}
    for name, field in fields_of(model).items():
        value = document.get(field.wire_name)
        if field.model is None:
            values[name] = value
        elif isinstance(value, list):
            values[name] = [unchecked(field.model, entry) for entry in value]
        else:
            values[name] = unchecked(field.model, value)
    known = {field.wire_name for field in fields_of(model).values()}
    return model.model_construct(**values, **{name: document[name] for name in document.keys() - known})


def document(made: CheckoutDto) -> dict[str, Any]:
    """Return a checkout as an answer contains it."""
    return dict(json.loads(made.to_json(), parse_float=Decimal))
