"""Requests from a file: CSV with a cart line in each row, or JSON Lines with a request in each."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from order_capture_client._model.base import Model
from order_capture_client._model.fields import FieldFacts, fields_by_spelling
from order_capture_client.bulk._rows import Unusable
from order_capture_client.bulk.input._carts import Cart, Cells, Requests, Table
from order_capture_client.bulk.input._columns import HINT, KEY, LINE, default_values, from_text, layout, nested
from order_capture_client.bulk.input._validate import checked_request
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

_CSV = (".csv", ".tsv")
_JSON_LINES = (".jsonl", ".ndjson")


def requests_from_file(
    path: str | os.PathLike[str],
    columns: Mapping[str, str | None] | None = None,
    *,
    key: str | None = None,
    defaults: Mapping[str, object] | None = None,
    encoding: str = "utf-8-sig",
) -> Requests:
    """Gives the requests that a file holds, to be handed to `create_checkouts`. It takes no memory to speak of.

    The file is read twice: at once, to see whether it fits as a whole, and row by row as the run goes on.

    CSV (`.csv`, `.tsv`): a row is a line of a cart, as in `requests_from_frame`. The first row names the columns; they
    are separated by what is most frequent in it of comma, semicolon and tab. Columns without a name have to be empty.
    Cells of blanks are absent values, and blanks around a value are no part of it. Rows are counted as in a
    spreadsheet: the names are row 1.

    JSON Lines (`.jsonl`, `.ndjson`): each line is a request, in either spelling, and may hold its key beside the
    fields of the request.

    Args:
        path: The file.
        columns: Of a CSV file, as in `requests_from_frame`.
        key: The column or field that holds the key of the cart. Default: `key`, if there is one.
        defaults: Values for all requests that say nothing else, as in `requests_from_frame`.
        encoding: Of the text. Default: UTF-8. Spreadsheets may have written `cp1252`.

    Raises:
        ApiValueError: The file as a whole does not fit: it is of no such kind, a column is for nothing, a row has no
            key or a value that no column is named for, or the rows of a cart are not together. What is wrong with a
            single cart becomes its outcome.
        OSError: The file cannot be read.
    """
    return read_requests(Path(path), columns, key, defaults, encoding, HINT)


def read_requests(
    file: Path,
    columns: Mapping[str, str | None] | None,
    key: str | None,
    defaults: Mapping[str, object] | None,
    encoding: str,
    hint: str,
) -> Requests:
    """Does what `requests_from_file` does, with a hint of the caller's for columns that are for nothing."""
    if file.exists() and not file.is_file():
        raise ApiValueError(f"{file.name}: a file expected, as it is read twice")
    if file.suffix.lower() in _CSV:
        names, _ = _header(file, encoding)
        # Spreadsheets write empty columns without a name; they are passed over, unless `columns` speaks of one.
        places = [place for place, name in enumerate(names) if name or "" in (columns or {})]
        settled = layout([names[place] for place in places], columns, key, defaults, hint)
        fields = {places[column.place]: column.field for column in settled.columns}
        return Table(file.name, settled, lambda: _csv_rows(file, encoding, places, fields)).requests()
    if file.suffix.lower() not in _JSON_LINES:
        raise ApiValueError(f"{file.name}: a name that ends in {', '.join(_CSV + _JSON_LINES)} expected")
    if columns is not None:
        raise ApiValueError("columns: not taken for JSON Lines, which name the fields themselves")
    settled_defaults = default_values(defaults)
    if any(LINE in place for place in settled_defaults):
        raise ApiValueError("defaults: not taken for the lines of lists in JSON Lines")
    count = sum(1 for _ in _json_lines(file, encoding))
    return Requests(count, lambda: _json_carts(file, encoding, key or KEY, nested(settled_defaults)), file.name)


def _header(file: Path, encoding: str) -> tuple[list[str], str]:
    """Gives the names of the columns, and what separates them."""
    with _told(file, encoding), file.open(encoding=encoding, newline="") as text:
        line = text.readline()
        delimiter = max(",;\t", key=line.count)  # the first of them, if there is none
        text.seek(0)
        names = [name.strip() for name in next(csv.reader(text, delimiter=delimiter, strict=True), [""])]
    if not any(names):
        raise ApiValueError(f"{file.name}, row 1: the names of the columns expected")
    return names, delimiter


def _csv_rows(file: Path, encoding: str, places: Sequence[int], fields: Mapping[int, FieldFacts]) -> Iterator[Cells]:
    """Gives the cells in these places of each row, with what they stand for."""
    names, delimiter = _header(file, encoding)
    unnamed = [place for place, _ in enumerate(names) if place not in places]
    number = 1
    with file.open(encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            number += 1
            with _told(file, encoding, number):
                if number == 2:
                    next(reader, None)
                row = next(reader, None)
            if row is None:
                return
            cells = [from_text(cell, fields.get(place)) for place, cell in enumerate(row)]
            if all(cell is None for cell in cells):
                continue
            if any(cell is not None for cell in cells[len(names) :]):
                raise ApiValueError(f"{file.name}, row {number}: {len(cells)} cells, but {len(names)} columns")
            cells += [None] * (len(names) - len(cells))
            for place in unnamed:
                if cells[place] is not None:
                    raise ApiValueError(f"{file.name}, row {number}: a value in column {place + 1}, which has no name")
            yield number, [cells[place] for place in places]


def _json_lines(file: Path, encoding: str) -> Iterator[tuple[int, str]]:
    with _told(file, encoding), file.open(encoding=encoding, newline="\n") as text:
        for number, line in enumerate(text, 1):
            if line.strip():
                yield number, line


def _json_carts(file: Path, encoding: str, key: str, defaults: Mapping[str, object]) -> Iterator[Cart]:
    for number, line in _json_lines(file, encoding):
        place = f"{file.name}, line {number}"
        try:
            data = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            yield None, Unusable(f"{place}: a JSON object expected")
            continue
        members = cast("dict[str, Any]", data)
        name = members.pop(key, None)
        if name is not None and (isinstance(name, bool) or not isinstance(name, (str, int))):
            yield None, Unusable(f"{place}, {key}: text or a whole number expected")
            continue
        request, problems = checked_request(_filled(members, defaults, CheckoutRequest))
        told = "; ".join(f"{place}, {problem.text}" for problem in problems)
        yield None if name is None else str(name), Unusable(told) if request is None else request


def _filled(members: dict[str, Any], defaults: Mapping[str, object], model: type[Model]) -> dict[str, Any]:
    """Gives an object with the defaults for what it leaves out."""
    fields = fields_by_spelling(model)
    filled = dict(members)
    for name, default in defaults.items():
        field = fields[name]
        spelling = field.wire_name if field.wire_name in members else name
        value = members.get(spelling)
        if value is None:
            filled[spelling] = default
        elif isinstance(value, dict) and isinstance(default, dict) and field.model is not None:
            filled[spelling] = _filled(cast("dict[str, Any]", value), cast("dict[str, object]", default), field.model)
    return filled


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


@contextmanager
def _told(file: Path, encoding: str, row: int | None = None) -> Generator[None, None, None]:
    """Tells what is wrong with a file as such."""
    problem = ""
    try:
        yield
    except UnicodeDecodeError:
        problem = f"{file.name}: not {encoding}; name its encoding, such as cp1252"
    except LookupError:
        problem = "encoding: there is no such encoding"
    except csv.Error as error:
        problem = f"{file.name}, row {row or 1}: {error}"
    if problem:
        raise ApiValueError(problem)
