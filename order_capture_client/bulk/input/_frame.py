"""Requests from a pandas or polars DataFrame; neither is imported, as the frame itself gives its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol, cast

from order_capture_client._model.fields import FieldFacts, children
from order_capture_client.bulk.input._carts import Cells, Requests, Table
from order_capture_client.bulk.input._columns import Layout, from_text, layout
from order_capture_client.exceptions import ApiValueError


class Frame(Protocol):
    """A pandas or polars DataFrame, or what gives its rows as one of these does."""

    @property
    def columns(self) -> Any:
        """The names of the columns."""
        ...


def requests_from_frame(
    frame: Frame,
    columns: Mapping[str, str | None] | None = None,
    *,
    key: str | None = None,
    defaults: Mapping[str, object] | None = None,
) -> Requests:
    """Gives the requests that a DataFrame holds, to be handed to `create_checkouts`.

    A row is a line of a cart: rows with the same key, one below the other, are one request. Without a key column,
    each row is a request. None, NaN, NaT, NA and blank texts are absent values, and blanks around a text are no part
    of it; a text stands for a number where the request has one, so that a frame may be read with `dtype=str`.

    Args:
        frame: A pandas or polars DataFrame. It must not be changed until the run has ended.
        columns: For columns whose name does not say it, their place in the request in either spelling, such as
            `{"zip": "service_area.zip_code", "article": "items.item_no"}`; None leaves a column out. A column that
            is named like a field of the request, or of a line of its goods, finds its place by itself. Below a
            list, each row adds a line; `items[0].item_no` names the line instead.
        key: The column that holds the key of the cart. Default: `key`, if there is such a column.
        defaults: Values for all rows that say nothing else, by their places: `{"channel": "WEBAPP"}`.

    Raises:
        ApiValueError: The frame as a whole does not fit: a column is for nothing, a text such as an article number
            was read as a number, a row has no key, or the rows of a cart are not together. What is wrong with a
            single cart becomes its outcome. Rows are counted from 0, as in `frame.iloc[0]`.
    """
    if not hasattr(frame, "itertuples") and not hasattr(frame, "iter_rows"):
        hint = "; collect() it first" if hasattr(frame, "collect") else ""
        raise ApiValueError(f"frame: a pandas or polars DataFrame expected{hint}")
    settled = layout(list(frame.columns), columns, key, defaults)
    fields = {column.place: column.field for column in settled.columns}
    table = Table("frame", settled, lambda: _rows(frame, fields))
    _refuse_numbers_for_text(table, settled)
    return table.requests()


def _rows(frame: Any, fields: Mapping[int, FieldFacts]) -> Iterator[Cells]:
    rows: Iterable[Sequence[object]] = (
        frame.itertuples(index=False, name=None) if hasattr(frame, "itertuples") else frame.iter_rows()
    )
    for number, row in enumerate(rows):
        plain = [_plain(cell) for cell in row]
        yield (
            number,
            [from_text(cell, fields.get(place)) if isinstance(cell, str) else cell for place, cell in enumerate(plain)],
        )


def _refuse_numbers_for_text(table: Table, settled: Layout) -> None:
    texts = [column for column in settled.columns if column.field.is_text]
    for number, cells in table.rows():
        for column in texts:
            if isinstance(cells[column.place], (int, float, Decimal)):
                raise ApiValueError(
                    f"{table.at(number, column.name)}: text expected, and numbers have lost their leading zeros; read"
                    f' the column as text, as in pandas.read_csv(..., dtype={{"{column.name}": str}})'
                )


def _plain(value: object) -> object:
    """Gives a cell without what numpy and pandas put in place of a value of Python's own."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if isinstance(value, (float, Decimal)) and value != value:  # NaN
        return None
    if kind.__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, Mapping):
        return {name: plain for name, item in children(cast("object", value)) if (plain := _plain(item)) is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for _, item in children(cast("object", value))]
    to_list = getattr(value, "tolist", None)  # numpy's scalars have it, too
    return _plain(to_list()) if callable(to_list) else value
