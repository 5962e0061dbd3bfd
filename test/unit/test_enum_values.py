"""Enum values that the contract does not have are found at any depth."""

from __future__ import annotations

from order_capture_client import models
from order_capture_client._model.enum_values import unknown_enum_values


def test_unknown_enum_values_are_found_in_lists() -> None:
    order = models.CheckoutDto.from_json(
        '{"shoppingType": "ONLINE", "items": [{"type": "ART"}, {"type": "NEW_KIND"}], "state": "NEW_STATE"}'
    )

    assert order is not None
    found = {path: known[:1] for path, known in unknown_enum_values(order)}
    assert found == {("items", 1, "type"): ["ART"], ("state",): ["INITIATED"]}
