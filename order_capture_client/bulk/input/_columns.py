"""The meaning of each column of a table, settled once, before the first row is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from order_capture_client._model.fields import FieldFacts, children, fields_by_spelling
from order_capture_client._problem import path_text
from order_capture_client.bulk.input._paths import (
    LINE,
    Path,
    index_line,
    list_path,
    parse_path,
    unflatten,
    unindexed_text,
)
from order_capture_client.bulk.input._validate import validate_request
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

KEY = "key"
"""The column that holds the keys, unless another one is named."""
HINT = 'name its place with columns={{"{name}": ...}}, None for none'
"""What to do about a column, `name`, that fits no field."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the field that it fills."""

    name: str
    place: int
    """Its place in a row, from 0."""
    path: Path
    field: FieldFacts
    """The field that takes its values."""

    @property
    def list_path(self) -> Path | None:
        """The list that each row adds a line to, if the column is for one."""
        return list_path(self.path)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table."""

    columns: Sequence[Column]
    key: int | None
    """The place of the column that holds the key."""
    key_name: str = KEY
    defaults: Mapping[Path, object] = field(default_factory=dict[Path, object], repr=False)
    """The values of a request for which its rows have none."""


def resolve_columns(
    names: Sequence[object],
    columns: Mapping[str, str | None] | None,
    key: str | None,
    defaults: Mapping[str, object] | None,
    hint: str = HINT,
) -> Layout:
    """Return the layout of a table with these column names. An error appends `hint` to a column that fits no field.

    Raises:
        ApiValueError: A column fits no field, two fit the same, or a name or a default does not fit.
    """
    texts = _names(names)
    mapped = dict(columns or {})
    _refuse_missing(texts, [*mapped] if key is None else [*mapped, key])
    if key is None and KEY in texts and KEY not in mapped:
        key = KEY
    targets: dict[str, str | None] = {name: None if name == key else name for name in texts} | mapped
    resolved = _resolve(texts, targets, mapped, hint)
    settled = default_values(defaults)
    _refuse_clashes(resolved, settled)
    return Layout(resolved, None if key is None else texts.index(key), key or KEY, settled)


def default_values(defaults: Mapping[str, object] | None) -> dict[Path, object]:
    """Return the values that all requests share, by their paths.

    Raises:
        ApiValueError: A name or a value does not fit.
    """
    settled: dict[Path, object] = {}
    faults: list[str] = []
    for path, given in _flat_defaults(defaults or {}).items():
        facts = parse_path(unindexed_text(path))[1]
        value = settled[path] = from_text(given, facts) if isinstance(given, str) else given
        if value is not None and facts.enum is not None and value not in list(facts.enum):
            faults.append(f"defaults.{unindexed_text(path)}: one of {', '.join(facts.enum)} expected")
    faults += _default_faults(settled)
    if faults:
        raise ApiValueError("; ".join(faults))
    return settled


def from_text(cell: str, facts: FieldFacts | None) -> object:
    """Return the value of a text: None if it is blank, and a number or boolean only if the field takes one.

    Blanks around it are dropped, also around a key, since nobody sees them in a table.
    """
    plain = cell.strip()
    if not plain:
        return None
    if facts is None or facts.is_text or facts.enum is not None or facts.model is not None:
        return plain
    if plain.lower() in ("true", "false"):
        return plain.lower() == "true"
    if number := _NUMBER.fullmatch(plain):
        return Decimal(plain) if number[1] else int(plain)
    return plain


def _names(names: Sequence[object]) -> list[str]:
    texts = [name for name in names if isinstance(name, str)]
    if len(texts) != len(names):
        raise ApiValueError("columns: their names have to be text")
    if twice := sorted({name for name in texts if texts.count(name) > 1}):
        raise ApiValueError(f"columns: there are two with the name {_quoted(twice)}")
    return texts


def _refuse_missing(texts: Sequence[str], wanted: Sequence[str]) -> None:
    if missing := [name for name in wanted if name not in texts]:
        raise ApiValueError(f"columns: there is no {_quoted(missing)}; there is {_quoted(texts)}")


def _resolve(
    texts: Sequence[str], targets: Mapping[str, str | None], mapped: Mapping[str, str | None], hint: str
) -> tuple[Column, ...]:
    """Return the columns that have a target, each with the field that it fills."""
    resolved: list[Column] = []
    faults: list[str] = []
    for place, name in enumerate(texts):
        target = targets[name]
        if target is None:
            continue
        try:
            path, facts = parse_path(target) if name in mapped else _parse_own_name(name)
        except ApiValueError as error:
            advice = "" if name in mapped else f"; {hint.format(name=name)}"
            faults.append(f"column {name}: {str(error).removeprefix(f'{name}: ')}{advice}")
        else:
            resolved.append(Column(name, place, path, facts))
    if faults:
        raise ApiValueError("; ".join(faults))
    return tuple(resolved)


def _parse_own_name(name: str) -> tuple[Path, FieldFacts]:
    """Return the place that a column's own name tells: a field of the request, or else of a line of its goods."""
    if name in fields_by_spelling(CheckoutRequest) or "." in name or "[" in name:
        return parse_path(name)
    try:
        return parse_path(f"items.{name}")
    except ApiValueError as error:
        if "did you mean" in str(error):
            raise
    return parse_path(name)


def _refuse_clashes(columns: Sequence[Column], defaults: Mapping[Path, object]) -> None:
    """Refuse columns and defaults that fill the same place. A default for the very field of a column is fine."""
    _refuse_overlaps([(f"column {column.name}", column.path) for column in columns])
    for path in defaults:
        others = [(f"column {column.name}", column.path) for column in columns if column.path != path]
        _refuse_overlaps([*others, (f"defaults {unindexed_text(path)}", path)])
        if LINE in path and not any(column.list_path == list_path(path) for column in columns):
            raise ApiValueError(f"defaults {unindexed_text(path)}: no column adds lines to that list")


def _refuse_overlaps(named: Sequence[tuple[str, Path]]) -> None:
    """Refuse paths of which one contains the other, and lists that have an index in one path and none in another."""
    for number, (name, path) in enumerate(named):
        for other, other_path in named[:number]:
            differing = (step for step, pair in enumerate(zip(path, other_path, strict=False)) if pair[0] != pair[1])
            first = next(differing, None)
            if first is None:
                raise ApiValueError(f"{name}: {other} is for {unindexed_text(other_path)} already")
            if LINE in (path[first], other_path[first]):
                has = ("no index", "an index") if path[first] == LINE else ("an index", "no index")
                raise ApiValueError(
                    f"{name}: has {has[0]} for {path[first - 1]}, but {other} has {has[1]}; give an index in both or in"
                    " neither"
                )


def _default_faults(settled: Mapping[Path, object]) -> list[str]:
    """Return the faults of a request that has the defaults alone, apart from missing values."""
    _, problems = validate_request(unflatten({index_line(path, 0): value for path, value in settled.items()}))
    return [problem.below("defaults").text for problem in problems if problem.message != "required"]


def _flat_defaults(defaults: Mapping[str, object]) -> dict[Path, object]:
    """Return the defaults by their paths, as they are given."""
    flat: dict[Path, object] = {}
    problem = ""
    try:
        for text, value in defaults.items():
            flat |= _flatten(parse_path(text)[0], value)
    except ApiValueError as error:
        problem = f"defaults: {error}"
    if problem:
        raise ApiValueError(problem)
    _refuse_overlaps([(f"defaults {unindexed_text(path)}", path) for path in flat])
    return flat


def _flatten(path: Path, value: object) -> dict[Path, object]:
    if not isinstance(value, Mapping) or not value:
        return {path: value}
    flat: dict[Path, object] = {}
    for name, inner in children(cast("object", value)):
        flat |= _flatten(parse_path(f"{path_text(path)}.{name}")[0], inner)
    return flat


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
