"""Outcomes as a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from order_capture_client._lazy import LazyModule
from order_capture_client.bulk.outcome import OrderOutcome, Outcome

if TYPE_CHECKING:
    import pandas

    from order_capture_client.models.checkout_dto import CheckoutDto
else:
    pandas = LazyModule("pandas")

_DTYPES = {
    "key": "string",
    "index": "int64",
    "status": "string",
    "resource_id": "string",
    "error": "string",
    "attempts": "int64",
    "elapsed": "float64",
}


def to_frame(outcomes: Iterable[Outcome], *, orders: bool = False) -> pandas.DataFrame:
    """Return outcomes as a DataFrame with a row for each, such as those of `read_journal` or of a run that is iterated.

    Its columns are key, index, status, resource_id, error, attempts and elapsed, in seconds. Outcomes of `get_orders`
    have three more: order_total, the exact `Decimal` with tax if the order has it, its currency, and the order; with
    `orders`, these columns exist even if there is no outcome at all.

    Raises:
        ImportError: pandas is not installed.
    """
    library = imported_pandas()
    rows = list(outcomes)
    columns = {name: [getattr(row, name) for row in rows] for name in _DTYPES}
    frame: pandas.DataFrame = library.DataFrame(columns).astype(_DTYPES)
    if orders or any(isinstance(row, OrderOutcome) for row in rows):
        _add_orders(frame, [row.order if isinstance(row, OrderOutcome) else None for row in rows])
    return frame


def imported_pandas() -> Any:
    """Return pandas.

    Raises:
        ImportError: It is not installed.
    """
    try:
        import pandas
    except ImportError:
        missing = 'to_frame needs pandas: python -m pip install "order-capture-client[notebook]"'
    else:
        return pandas
    raise ImportError(missing)


def _add_orders(frame: pandas.DataFrame, orders: Sequence[CheckoutDto | None]) -> None:
    library = imported_pandas()
    totals = [_total(order) for order in orders]
    frame["order_total"] = library.Series([amount for amount, _ in totals], dtype=object)
    frame["currency"] = library.Series([currency for _, currency in totals], dtype="string")
    frame["order"] = library.Series(orders, dtype=object)


def _total(order: CheckoutDto | None) -> tuple[Decimal | None, str | None]:
    total = None if order is None else order.order_total
    if total is None:
        return None, None
    return total.excl_tax if total.incl_tax is None else total.incl_tax, total.currency_code
