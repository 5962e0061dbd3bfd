"""Models that were pickled before their base moved to `_model`: `data/model_pickles.json` holds the pickles in base64."""

from __future__ import annotations

import base64
import json
import pickle
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from order_capture_client import models
from order_capture_client._model.enum_values import enum_problems
from order_capture_client.exceptions import ApiValueError
from test.paths import DATA

PICKLES: dict[str, str] = json.loads((DATA / "model_pickles.json").read_text(encoding="utf-8"))


def loaded(name: str) -> Any:
    return pickle.loads(base64.b64decode(PICKLES[name]))


def test_a_request_is_loaded_equal_and_as_strict() -> None:
    request = loaded("request")

    assert request == models.CheckoutRequest(
        shopping_type="ONLINE",
        channel="WEBAPP",
        language_code="sv",
        apply_employee_discount=False,
        service_area=models.ServiceAreaRequest(zip_code="25185"),
        items=[models.ItemRequest(item_no="00263850", quantity=2), models.ItemRequest(item_no="10098949")],
    )
    assert enum_problems(request) == []
    with pytest.raises(ApiValueError, match=r"^ItemRequest\.quantity: whole number expected$"):
        request.items[0].quantity = "2"


def test_an_order_that_drifted_keeps_its_raw_values_and_unknown_fields() -> None:
    order = loaded("order")

    assert (type(order), type(order.items[0])) == (models.CheckoutDto, models.ItemDto)
    assert order.items[0].total_price.amount.value == Decimal("199.95")
    assert order.to_json() == (
        '{"shoppingType":"NEW_KIND","channel":"WEBAPP","orderTotal":{"type":"ORDER_TOTAL"},'
        '"items":[{"itemNo":"1","quantity":"2","totalPrice":{"type":"ITEM_PRICE","inclTax":199.95,"tax":39.99,'
        '"currencyCode":"SEK"}},3,null],"other":[1,{"a":1.50}]}'
    )


def test_the_details_of_an_error_are_loaded() -> None:
    error = loaded("error")

    assert error.timestamp == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    assert error.ga_error_list == [models.GaError(message="m")]
    assert "4001" in error._repr_html_()
    assert pickle.loads(pickle.dumps(error)) == error
