"""Requests from a pandas or polars DataFrame. Neither is imported: the frame itself yields its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol, cast

from order_capture_client._model.fields import FieldFacts, children
from order_capture_client.bulk.input._carts import Cells, Requests, Table
from order_capture_client.bulk.input._columns import Layout, from_text, resolve_columns
from order_capture_client.exceptions import ApiValueError


class Frame(Protocol):
    """A pandas or polars DataFrame, or a stand-in that yields its rows like one of these."""

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
    """Return the requests of a DataFrame, for `create_checkouts`.

    A row is a line of a cart: adjacent rows with the same key are one request. Without a key column, each row is a
    request. None, NaN, NaT, NA and blank texts are absent values, and blanks around a text are dropped. A text stands
    for a number if the field is a number, so a frame may be read with `dtype=str`.

    Args:
        frame: A pandas or polars DataFrame. It must not be changed until the run has ended.
        columns: For columns whose name does not say it, their place in the request in either spelling, such as
            `{"zip": "service_area.zip_code", "article": "items.item_no"}`; None leaves a column out. A column with
            the name of a field of the request, or of a line of its goods, finds its place by itself. Below a list,
            each row adds a line; `items[0].item_no` names the line instead.
        key: The column that holds the key of the cart. Default: `key`, if there is such a column.
        defaults: Values that complete every row, by their places: `{"channel": "WEBAPP"}`.

    Raises:
        ApiValueError: The frame as a whole does not fit: a column fits no field, a text such as an article number was
            read as a number, a row has no key, or the rows of a cart are apart. A fault of a single cart becomes its
            outcome. Rows are counted from 0, as in `frame.iloc[0]`.
    """
    if not hasattr(frame, "itertuples") and not hasattr(frame, "iter_rows"):
        hint = "; collect() it first" if hasattr(frame, "collect") else ""
        raise ApiValueError(f"frame: a pandas or polars DataFrame expected{hint}")
    layout = resolve_columns(list(frame.columns), columns, key, defaults)
    fields = {column.place: column.field for column in layout.columns}
    table = Table("frame", layout, lambda: _rows(frame, fields))
    _refuse_numbers_for_text(table, layout)
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


def _refuse_numbers_for_text(table: Table, layout: Layout) -> None:
    texts = [column for column in layout.columns if column.field.is_text]
    for number, cells in table.rows():
        for column in texts:
            if isinstance(cells[column.place], (int, float, Decimal)):
                raise ApiValueError(
                    f"{table.at(number, column.name)}: text expected, and numbers have lost their leading zeros; read"
                    f' the column as text, as in pandas.read_csv(..., dtype={{"{column.name}": str}})'
                )


def _plain(value: object) -> object:
    """Return a cell as a value of Python's own, without the types of numpy and pandas."""
    if type(value) is str or type(value) is int or value is None:
        return value
    if _is_missing(value):
        return None
    if isinstance(value, (Mapping, list, tuple)):
        return _plain_container(cast("Mapping[str, object] | Sequence[object]", value))
    to_list = getattr(value, "tolist", None)  # numpy's scalars have it, too
    return _plain(to_list()) if callable(to_list) else value


def _plain_container(value: Mapping[str, object] | Sequence[object]) -> object:
    plain = [(name, _plain(item)) for name, item in children(value)]
    if isinstance(value, Mapping):
        return {name: item for name, item in plain if item is not None}
    return [item for _, item in plain]


def _is_missing(value: object) -> bool:
    """Return whether a cell is one of the stand-ins for an absent value: NaN, NaT or NA."""
    if isinstance(value, (float, Decimal)):
        return value != value
    return type(value).__name__ in ("NAType", "NaTType")
