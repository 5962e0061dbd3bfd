"""Outcomes as a DataFrame, and the display of a run in a notebook."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiClient, ApiResponse, CheckoutApi, CheckoutRequest, CreateResource
from order_capture_client.bulk import (
    OrderOutcome,
    Outcome,
    Summary,
    aio,
    create_checkouts,
    get_orders,
    read_journal,
    to_frame,
)
from order_capture_client.models import CheckoutDto
from order_capture_client.sandbox import Sandbox
from test.samples import CART

COLUMNS = ["key", "index", "status", "resource_id", "error", "attempts", "elapsed"]
DTYPES = ["string", "int64", "string", "string", "string", "int64", "float64"]
ROWS: list[Any] = [("a", CART), ("b", {}), (None, CART)]


@pytest.fixture
def api() -> Iterator[CheckoutApi]:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        yield CheckoutApi(client)


def dtypes(frame: Any) -> list[str]:
    return ["string" if str(dtype).startswith("str") else str(dtype) for dtype in frame.dtypes]


def test_a_frame_has_a_row_for_each_outcome() -> None:
    outcomes = [
        Outcome("a", 0, "created", "id-1", None, 1, 0.25),
        Outcome(None, 1, "invalid", None, "items: required"),
    ]
    frame: Any = to_frame(iter(outcomes))

    assert list(frame.columns) == COLUMNS
    assert dtypes(frame) == DTYPES
    assert frame.iloc[0, :4].tolist() == ["a", 0, "created", "id-1"]
    assert frame.key.isna().tolist() == [False, True]
    assert frame.resource_id.isna().tolist() == [False, True]
    assert frame.error.isna().tolist() == [True, False]
    assert frame[frame.status == "created"].resource_id.tolist() == ["id-1"]
    assert frame.attempts.sum() == 1
    assert frame.elapsed.tolist() == [0.25, 0.0]


def test_a_frame_of_nothing_has_the_same_columns() -> None:
    frame = to_frame([])
    assert list(frame.columns) == COLUMNS
    assert dtypes(frame) == DTYPES
    assert len(frame) == 0


def test_orders_bring_their_totals_exactly() -> None:
    totals: list[Any] = [
        {"type": "TOTAL", "inclTax": 199.95, "exclTax": 159.96, "currencyCode": "SEK"},
        {"type": "TOTAL", "exclTax": 100, "currencyCode": "USD"},
        None,
    ]
    orders = [CheckoutDto.from_dict({"shoppingType": "ONLINE", "orderTotal": total}) for total in totals]
    outcomes = [OrderOutcome(None, index, "read", str(index), order=order) for index, order in enumerate(orders)]
    outcomes.append(OrderOutcome(None, 3, "rejected", "3"))
    frame: Any = to_frame([*outcomes, Outcome(None, 4, "invalid")])

    assert list(frame.columns) == [*COLUMNS, "order_total", "currency", "order"]
    assert frame.order_total.tolist() == [Decimal("199.95"), Decimal(100), None, None, None]
    assert frame.currency.isna().tolist() == [False, False, True, True, True]
    assert frame.currency.tolist()[:2] == ["SEK", "USD"]
    assert frame.order.tolist() == [outcome.order for outcome in outcomes] + [None]


@pytest.mark.parametrize("has_journal", [False, True], ids=["drained", "journal"])
def test_results_become_a_frame(has_journal: bool, api: CheckoutApi, tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite" if has_journal else None
    results = create_checkouts(api, "se", ROWS, journal=journal, progress=False)
    frame: Any = results.to_frame()

    assert sorted(zip(frame["index"], frame.status, strict=True)) == [(0, "created"), (1, "invalid"), (2, "created")]
    assert results.summary().rows == 3
    if journal is not None:
        assert to_frame(read_journal(journal)).equals(frame)
        assert results.to_frame().equals(frame)


def test_orders_that_were_read_become_a_frame(api: CheckoutApi) -> None:
    ids = [str(api.create_checkout("se", CheckoutRequest.model_validate(CART)).resource_id) for _ in range(3)]
    frame: Any = get_orders(api, "se", [*ids, "none"], progress=False).to_frame().sort_values("index")

    assert frame.status.tolist() == ["read", "read", "read", "rejected"]
    assert frame.resource_id.tolist() == [*ids, "none"]
    assert all(total > 0 for total in frame.order_total[:3])
    assert frame.order_total.isna().tolist() == [False, False, False, True]
    assert frame.currency.tolist()[:3] == ["SEK"] * 3
    assert [order.checkout_id for order in frame.order[:3]] == ids


def test_a_frame_of_no_orders_has_the_columns_of_orders(api: CheckoutApi) -> None:
    some: Any = get_orders(api, "se", ["none"], progress=False).to_frame()
    nothing: Any = get_orders(api, "se", [], progress=False).to_frame()

    assert list(nothing.columns) == list(some.columns)
    assert nothing.order_total.sum() == 0


class Instant:
    """An API of coroutines that creates at once."""

    def __init__(self, api_client: ApiClient) -> None:
        self.api_client = api_client

    async def create_checkout_with_http_info(self, *arguments: Any, **options: Any) -> ApiResponse[CreateResource]:
        return ApiResponse(status_code=201, headers={}, data=CreateResource(resource_id="id-1"), raw_data=b"")

    async def get_order_with_http_info(self, *arguments: Any, **options: Any) -> ApiResponse[CheckoutDto]:
        raise NotImplementedError


def test_results_of_coroutines_become_a_frame(api: CheckoutApi) -> None:
    async def run() -> Any:
        async with aio.create_checkouts(Instant(api.api_client), "se", ROWS, progress=False) as results:
            return await results.to_frame()

    frame = asyncio.run(run())
    assert sorted(zip(frame["index"], frame.status, strict=True)) == [(0, "created"), (1, "invalid"), (2, "created")]


def test_without_pandas_nothing_is_lost(api: CheckoutApi, monkeypatch: pytest.MonkeyPatch) -> None:
    results = create_checkouts(api, "se", ROWS, progress=False)
    coroutines = aio.create_checkouts(Instant(api.api_client), "se", ROWS, progress=False)
    monkeypatch.setitem(sys.modules, "pandas", None)

    hint = r'^to_frame needs pandas: python -m pip install "order-capture-client\[notebook\]"$'
    with pytest.raises(ImportError, match=hint):
        results.to_frame()
    with pytest.raises(ImportError, match=hint):
        asyncio.run(coroutines.to_frame())
    with pytest.raises(ImportError, match=hint):
        to_frame([])
    assert len(list(results)) == 3


def test_a_notebook_shows_a_summary_as_a_table() -> None:
    summary = Summary(created=1200, unknown=2, resumed=3, seconds=4.25, stopped="<closed>", finished=True)
    assert summary._repr_html_() == (
        "<table><tr><th>rows</th><th>created</th><th>in doubt</th><th>known from the journal</th><th>seconds</th></tr>"
        "<tr><td>1,202</td><td>1,200</td><td>2</td><td>3</td><td>4.2</td></tr></table>"
        "<p>stopped early: &lt;closed&gt;</p>"
    )
    assert Summary()._repr_html_() == (
        "<table><tr><th>rows</th><th>seconds</th></tr><tr><td>0</td><td>0.0</td></tr></table>"
    )
