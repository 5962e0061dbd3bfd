"""From the rows of a table to requests: adjacent rows with the same key are the lines of one cart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from order_capture_client._problem import Problem, path_text
from order_capture_client.bulk._rows import InvalidRequest
from order_capture_client.bulk.input._columns import Column, Layout
from order_capture_client.bulk.input._paths import LINE, Path, index_line, list_path, unflatten
from order_capture_client.bulk.input._validate import validate_request
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

Cells: TypeAlias = tuple[int, Sequence[object]]
"""A row's number, for messages, and its cells; None is an absent one."""
Cart: TypeAlias = tuple[str | None, CheckoutRequest | InvalidRequest]


class Requests:
    """The requests of a frame or file, with their keys. Each iteration reads them again.

    `len` returns their number.
    """

    def __init__(self, count: int, read: Callable[[], Iterator[Cart]], name: str) -> None:
        self._count = count
        self._read = read
        self._name = name

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Cart]:
        return self._read()

    def __repr__(self) -> str:
        return f"<Requests: {self._count} from {self._name}>"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    name: str
    """Its name in messages, such as `carts.csv`."""
    layout: Layout
    rows: Callable[[], Iterator[Cells]] = field(repr=False)
    """Returns the rows, each time from the first one on."""

    def requests(self) -> Requests:
        """Return the requests, after a look at all rows.

        Raises:
            ApiValueError: A row has no key, or a key returns after another one: its cart would be split.
        """
        return Requests(self._count(), self._carts, self.name)

    def at(self, row: int, column: str | None = None) -> str:
        """Return a place for messages."""
        return f"{self.name}, row {row}" + ("" if column is None else f", column {column}")

    def _count(self) -> int:
        if self.layout.key is None:
            return sum(1 for _ in self.rows())
        count = 0
        # A database without a name is a temporary file, so millions of keys take no memory.
        with closing(sqlite3.connect("", isolation_level=None)) as seen:
            seen.execute("CREATE TABLE cart (key BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")
            seen.execute("BEGIN")
            for key, group in self._grouped():
                row = group[0][0]
                try:
                    seen.execute("INSERT INTO cart VALUES (?, ?)", (_stored(key), row))
                except sqlite3.IntegrityError:
                    ((first,),) = seen.execute("SELECT row FROM cart WHERE key = ?", (_stored(key),))
                    problem = (
                        f"the same key as in row {first}, with other rows between; put the rows of a cart together"
                    )
                else:
                    count += 1
                    continue
                raise ApiValueError(f"{self.at(row, self.layout.key_name)}: {problem}")
        return count

    def _carts(self) -> Iterator[Cart]:
        for key, group in self._grouped():
            yield key, _Cart(self).read(group)

    def _grouped(self) -> Iterator[tuple[str | None, list[Cells]]]:
        if self.layout.key is None:
            for row in self.rows():
                yield None, [row]
        else:
            for key, group in groupby(self.rows(), self._key):
                yield key, list(group)

    def _key(self, row: Cells) -> str:
        assert self.layout.key is not None  # asked only if there is one
        number, cells = row
        key = cells[self.layout.key]
        if key is None:
            raise ApiValueError(f"{self.at(number, self.layout.key_name)}: a key is required in each row")
        if isinstance(key, bool) or not isinstance(key, (str, int)):
            raise ApiValueError(f"{self.at(number, self.layout.key_name)}: text or a whole number expected")
        return str(key)


class _Cart:
    """One request in the making."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._values: dict[Path, object] = {}
        self._origins: dict[Path, tuple[int, Column]] = {}
        self._lines: dict[Path, list[int]] = {}
        """For each list that rows add to, the row of each line."""
        self._faults: list[str] = []
        self._first = 0

    def read(self, rows: Sequence[Cells]) -> CheckoutRequest | InvalidRequest:
        """Return the request that the rows make, or its faults."""
        self._first = rows[0][0]
        for number, cells in rows:
            self._add(number, cells)
        values = {**dict(self._defaults()), **self._values}
        request, problems = validate_request(unflatten(values))
        places = _moved_up(values)
        origins = {places[path]: origin for path, origin in self._origins.items()}
        self._faults += [self._located(problem, origins) for problem in problems]
        return InvalidRequest("; ".join(self._faults)) if self._faults or request is None else request

    def _add(self, number: int, cells: Sequence[object]) -> None:
        filled = [column for column in self._table.layout.columns if cells[column.place] is not None]
        for within in {column.list_path for column in filled if column.list_path is not None}:
            self._lines.setdefault(within, []).append(number)
        for column in filled:
            value = cells[column.place]
            path = self._concrete(column)
            if path not in self._values:
                self._values[path] = value
                self._origins[path] = (number, column)
            elif self._values[path] != value:
                row = self._origins[path][0]
                self._faults.append(f"{self._table.at(number, column.name)}: differs from row {row} of the same cart")

    def _concrete(self, column: Column) -> Path:
        if column.list_path is None:
            return column.path
        return index_line(column.path, len(self._lines[column.list_path]) - 1)

    def _defaults(self) -> Iterator[tuple[Path, object]]:
        for path, value in self._table.layout.defaults.items():
            within = list_path(path)
            if within is None:
                yield path, value
            else:
                yield from ((index_line(path, line), value) for line, _ in enumerate(self._lines.get(within, ())))

    def _located(self, problem: Problem, origins: dict[Path, tuple[int, Column]]) -> str:
        """Return a fault with the row and column that it comes from."""
        for length in range(len(problem.path), 0, -1):
            if origin := origins.get(problem.path[:length]):
                row, column = origin
                within = path_text((column.name, *problem.path[length:]))
                return f"{self._table.at(row, within)}: {problem.message}"
        row = self._first
        generic = problem.path
        for path, rows in self._lines.items():
            below = problem.path[len(path) :]
            if problem.path[: len(path)] == path and below and isinstance(below[0], int):
                row = rows[below[0]]
                generic = (*path, LINE, *below[1:])
        for column in self._table.layout.columns:
            if column.path == generic:
                return f"{self._table.at(row, column.name)}: {problem.message}"
        return f"{self._table.at(row)}: {problem.text}"


def _stored(key: str | None) -> bytes:
    return (key or "").encode(errors="surrogatepass")


def _moved_up(paths: Iterable[Path]) -> dict[Path, Path]:
    """Return where values are once the entries of lists have moved up; see `unflatten`."""
    used: dict[Path, set[int]] = {}
    for path in paths:
        for place, step in enumerate(path):
            if isinstance(step, int):
                used.setdefault(path[:place], set()).add(step)
    numbers = {prefix: {step: number for number, step in enumerate(sorted(steps))} for prefix, steps in used.items()}
    return {
        path: tuple(step if isinstance(step, str) else numbers[path[:place]][step] for place, step in enumerate(path))
        for path in paths
    }
