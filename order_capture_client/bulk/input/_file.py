"""Requests from a file: CSV with a cart line in each row, or JSON Lines with a request in each."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, cast

from order_capture_client._model.base import Model
from order_capture_client._model.fields import FieldFacts, fields_by_spelling
from order_capture_client.bulk._rows import InvalidRequest
from order_capture_client.bulk.input._carts import Cart, Cells, Requests, Table
from order_capture_client.bulk.input._columns import HINT, KEY, default_values, from_text, resolve_columns
from order_capture_client.bulk.input._paths import LINE, unflatten
from order_capture_client.bulk.input._validate import validate_request
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
    """Return the requests of a file, for `create_checkouts`. They take next to no memory.

    The file is read twice: at once, to check it as a whole, and row by row as the run goes on.

    CSV (`.csv`, `.tsv`): a row is a line of a cart, as in `requests_from_frame`. The first row names the columns; their
    separator is the most frequent character in it of comma, semicolon and tab. Columns without a name have to be empty.
    Blank cells are absent values, and blanks around a value are dropped. Rows are counted as in a spreadsheet: the
    names are row 1.

    JSON Lines (`.jsonl`, `.ndjson`): each line is a request, in either spelling, and may hold its key next to the
    fields of the request.

    Args:
        path: The file.
        columns: For a CSV file, as in `requests_from_frame`.
        key: The column or field that holds the key of the cart. Default: `key`, if there is one.
        defaults: Values that complete every request, as in `requests_from_frame`.
        encoding: The encoding of the text. Default: UTF-8. Spreadsheets may have written `cp1252`.

    Raises:
        ApiValueError: The file as a whole does not fit: its name ends in something else, a column fits no field, a row
            has no key or a value without a named column, or the rows of a cart are apart. A fault of a single cart
            becomes its outcome.
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
    """Do the same as `requests_from_file`, with the caller's hint for columns that fit no field."""
    if file.exists() and not file.is_file():
        raise ApiValueError(f"{file.name}: a file expected, as it is read twice")
    if file.suffix.lower() in _CSV:
        return _read_csv(file, columns, key, defaults, encoding, hint)
    if file.suffix.lower() not in _JSON_LINES:
        raise ApiValueError(f"{file.name}: a name that ends in {', '.join(_CSV + _JSON_LINES)} expected")
    if columns is not None:
        raise ApiValueError("columns: not supported for JSON Lines, which name the fields themselves; leave it out")
    return _read_json_lines(file, key, defaults, encoding)


def _read_csv(
    file: Path,
    columns: Mapping[str, str | None] | None,
    key: str | None,
    defaults: Mapping[str, object] | None,
    encoding: str,
    hint: str,
) -> Requests:
    names, _ = _header(file, encoding)
    # Spreadsheets write empty columns without a name; they are skipped, unless `columns` mentions one.
    places = [place for place, name in enumerate(names) if name or "" in (columns or {})]
    layout = resolve_columns([names[place] for place in places], columns, key, defaults, hint)
    fields = {places[column.place]: column.field for column in layout.columns}
    return Table(file.name, layout, lambda: _csv_rows(file, encoding, places, fields)).requests()


def _read_json_lines(file: Path, key: str | None, defaults: Mapping[str, object] | None, encoding: str) -> Requests:
    settled = default_values(defaults)
    if any(LINE in place for place in settled):
        raise ApiValueError("defaults: not supported for the lines of lists in JSON Lines; put them into the file")
    number = sum(1 for _ in _json_lines(file, encoding))
    return Requests(number, lambda: _json_carts(file, encoding, key or KEY, unflatten(settled)), file.name)


def _header(file: Path, encoding: str) -> tuple[list[str], str]:
    """Return the names of the columns, and their separator."""
    with _reporting(file, encoding), file.open(encoding=encoding, newline="") as text:
        line = text.readline()
        delimiter = max(",;\t", key=line.count)  # a comma, if the line has none of them
        text.seek(0)
        names = [name.strip() for name in next(csv.reader(text, delimiter=delimiter, strict=True), [""])]
    if not any(names):
        raise ApiValueError(f"{file.name}, row 1: the names of the columns expected")
    return names, delimiter


def _csv_rows(file: Path, encoding: str, places: Sequence[int], fields: Mapping[int, FieldFacts]) -> Iterator[Cells]:
    """Yield the values of each row at these places."""
    names, delimiter = _header(file, encoding)
    for number, row in _records(file, encoding, delimiter):
        cells = [from_text(cell, fields.get(place)) for place, cell in enumerate(row)]
        filled = [place for place, cell in enumerate(cells) if cell is not None]
        if not filled:
            continue
        if filled[-1] >= len(names):
            raise ApiValueError(f"{file.name}, row {number}: {len(cells)} cells, but {len(names)} columns")
        if unnamed := sorted({*filled}.difference(places)):
            raise ApiValueError(f"{file.name}, row {number}: a value in column {unnamed[0] + 1}, which has no name")
        cells += [None] * (len(names) - len(cells))
        yield number, [cells[place] for place in places]


def _records(file: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header with their numbers."""
    with file.open(encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        for number in count(1):
            with _reporting(file, encoding, number):
                row = next(reader, None)
            if row is None:
                return
            if number > 1:
                yield number, row


def _json_lines(file: Path, encoding: str) -> Iterator[tuple[int, str]]:
    with _reporting(file, encoding), file.open(encoding=encoding, newline="\n") as text:
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
            yield None, InvalidRequest(f"{place}: a JSON object expected")
            continue
        members = cast("dict[str, Any]", data)
        name = members.pop(key, None)
        if name is not None and (isinstance(name, bool) or not isinstance(name, (str, int))):
            yield None, InvalidRequest(f"{place}, {key}: text or a whole number expected")
            continue
        request, problems = validate_request(_filled(members, defaults, CheckoutRequest))
        faults = "; ".join(f"{place}, {problem.text}" for problem in problems)
        yield None if name is None else str(name), InvalidRequest(faults) if request is None else request


def _filled(members: dict[str, Any], defaults: Mapping[str, object], model: type[Model]) -> dict[str, Any]:
    """Return an object with the defaults for the fields that it leaves out."""
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
def _reporting(file: Path, encoding: str, row: int | None = None) -> Generator[None, None, None]:
    """Report errors of the file as such."""
    problem = ""
    try:
        yield
    except UnicodeDecodeError:
        problem = f"{file.name}: not {encoding}; name its encoding, such as cp1252"
    except LookupError:
        problem = "encoding: unknown; name one that Python has, such as cp1252"
    except csv.Error as error:
        problem = f"{file.name}, row {row or 1}: {error}"
    if problem:
        raise ApiValueError(problem)
