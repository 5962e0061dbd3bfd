"""Which column of a table holds what of a request: settled once, before the first row is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias, cast

from order_capture_client._model.base import Model
from order_capture_client._model.fields import FieldFacts, children, fields_by_spelling
from order_capture_client._model.problems import structure_problems
from order_capture_client._problem import path_text
from order_capture_client.bulk.input._validate import checked_request
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

Path: TypeAlias = tuple[str | int, ...]
"""Where in a request, by the names of Python: `("items", 0, "item_no")`."""

LINE = -1
"""Stands in a path for the number of the line that a row adds to a list."""
KEY = "key"
"""The column that holds the keys where no other one is named."""
HINT = 'name its place with columns={{"{name}": ...}}, None for none'
"""What to do about a column, `name`, that is for nothing."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_STEP = re.compile(r"(\w+)(?:\[(\d{1,4})\])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds."""

    name: str
    place: int
    """Its place in a row, from 0."""
    path: Path
    field: FieldFacts
    """The field that takes its values."""

    @property
    def list_path(self) -> Path | None:
        """The list that each row adds a line to, if that is what the column is for."""
        return list_path(self.path)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table."""

    columns: Sequence[Column]
    key: int | None
    """The place of the column that holds the key."""
    key_name: str = KEY
    defaults: Mapping[Path, object] = field(default_factory=dict[Path, object], repr=False)
    """What a request holds where its rows say nothing else."""


def layout(
    names: Sequence[object],
    columns: Mapping[str, str | None] | None,
    key: str | None,
    defaults: Mapping[str, object] | None,
    hint: str = HINT,
) -> Layout:
    """Gives the columns with these names what they are for. `hint` is told of one that is for nothing.

    Raises:
        ApiValueError: A column is for nothing, or two are for the same, or a name or a default does not fit.
    """
    texts = _names(names)
    mapped = dict(columns or {})
    if missing := [name for name in [*mapped, *([] if key is None else [key])] if name not in texts]:
        raise ApiValueError(f"columns: there is no {_quoted(missing)}; there is {_quoted(texts)}")
    if key is None and KEY in texts and KEY not in mapped:
        key = KEY
    known: list[Column] = []
    faults: list[str] = []
    for place, name in enumerate(texts):
        target = mapped.get(name, name)
        if target is None or (name == key and name not in mapped):
            continue
        try:
            path, facts = parsed(target) if name in mapped else _own(name)
        except ApiValueError as error:
            advice = "" if name in mapped else f"; {hint.format(name=name)}"
            faults.append(f"column {name}: {str(error).removeprefix(f'{name}: ')}{advice}")
        else:
            known.append(Column(name, place, path, facts))
    if faults:
        raise ApiValueError("; ".join(faults))
    _refuse_overlaps([(f"column {column.name}", column.path) for column in known])
    settled = default_values(defaults)
    for path in settled:
        others = [(f"column {column.name}", column.path) for column in known if column.path != path]
        _refuse_overlaps([*others, (f"defaults {_text(path)}", path)])
        if LINE in path and not any(column.list_path == list_path(path) for column in known):
            raise ApiValueError(f"defaults {_text(path)}: no column adds lines to that list")
    return Layout(tuple(known), None if key is None else texts.index(key), key or KEY, settled)


def parsed(text: str) -> tuple[Path, FieldFacts]:
    """Gives the path that a text names, in either spelling, such as `service_area.zip_code` or `items[0].item_no`.

    A list without an index, as in `items.item_no`, takes a line from each row.

    Raises:
        ApiValueError: There is no such field.
    """
    model: type[Model] | None = CheckoutRequest
    path: list[str | int] = []
    facts: FieldFacts | None = None
    steps = text.split(".")
    for number, step in enumerate(steps):
        match = _STEP.fullmatch(step)
        if match is None:
            raise ApiValueError(f"{text!r} is no place in a request, such as service_area.zip_code")
        if model is None:
            raise ApiValueError(f"{text}: {path_text(tuple(path))} has no fields")
        name, index = match.groups()
        facts = fields_by_spelling(model).get(name)
        if facts is None:
            raise ApiValueError(f"{text}: {structure_problems(model, {name: None})[0].message}")
        path.append(facts.name)
        is_last = number == len(steps) - 1
        if index is not None and not facts.is_list:
            raise ApiValueError(f"{text}: {name} is no list")
        if index is not None:
            path.append(int(index))
        elif facts.is_list and not is_last:
            if LINE in path:
                raise ApiValueError(f"{text}: {name} is a list below a list, so it needs an index: {name}[0]")
            path.append(LINE)
        model = facts.model
    assert facts is not None  # splitting gives one step at least
    return tuple(path), facts


def default_values(defaults: Mapping[str, object] | None) -> dict[Path, object]:
    """Gives the values that all requests share, by their paths.

    Raises:
        ApiValueError: A name or a value does not fit.
    """
    settled: dict[Path, object] = {}
    for text, value in (defaults or {}).items():
        problem = ""
        try:
            settled |= _flat(parsed(text)[0], value)
        except ApiValueError as error:
            problem = f"defaults: {error}"
        if problem:
            raise ApiValueError(problem)
    _refuse_overlaps([(f"defaults {_text(path)}", path) for path in settled])
    faults: list[str] = []
    for path, given in settled.items():
        facts = parsed(_text(path))[1]
        value = settled[path] = from_text(given, facts) if isinstance(given, str) else given
        if facts.enum is not None and value is not None and value not in list(facts.enum):
            faults.append(f"defaults.{_text(path)}: one of {', '.join(facts.enum)} expected")
    _, problems = checked_request(nested({in_line(path, 0): value for path, value in settled.items()}))
    faults += [problem.below("defaults").text for problem in problems if problem.message != "required"]
    if faults:
        raise ApiValueError("; ".join(faults))
    return settled


def nested(values: Mapping[Path, object]) -> dict[str, object]:
    """Gives the request that values make. The entries of a list move up where one is missing."""
    return {str(head): _nested(part) for head, part in _parts(values).items()}


def list_path(path: Path) -> Path | None:
    """Gives the list that a path adds a line to, if it does."""
    return path[: path.index(LINE)] if LINE in path else None


def in_line(path: Path, number: int) -> Path:
    """Gives the path for one line of a list that each row adds a line to."""
    return tuple(number if step == LINE else step for step in path)


def from_text(cell: str, facts: FieldFacts | None) -> object:
    """Gives what a text stands for: nothing if it is blank, and a number or boolean only where the request has one.

    Blanks around it are no part of it, also of a key, since nobody sees them in a table.
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


def _nested(values: Mapping[Path, object]) -> object:
    if () in values:
        return values[()]
    parts = _parts(values)
    if all(isinstance(head, str) for head in parts):
        return {head: _nested(part) for head, part in parts.items()}
    return [_nested(parts[line]) for line in sorted(parts, key=int)]


def _parts(values: Mapping[Path, object]) -> dict[str | int, dict[Path, object]]:
    parts: dict[str | int, dict[Path, object]] = {}
    for (head, *rest), value in values.items():
        parts.setdefault(head, {})[tuple(rest)] = value
    return parts


def _names(names: Sequence[object]) -> list[str]:
    texts = [name for name in names if isinstance(name, str)]
    if len(texts) != len(names):
        raise ApiValueError("columns: their names have to be text")
    if twice := sorted({name for name in texts if texts.count(name) > 1}):
        raise ApiValueError(f"columns: there are two with the name {_quoted(twice)}")
    return texts


def _own(name: str) -> tuple[Path, FieldFacts]:
    """Gives the place that a column's own name tells: a field of the request, or else of a line of its goods."""
    if name in fields_by_spelling(CheckoutRequest) or "." in name or "[" in name:
        return parsed(name)
    try:
        return parsed(f"items.{name}")
    except ApiValueError as error:
        if "did you mean" in str(error):
            raise
    return parsed(name)


def _flat(path: Path, value: object) -> dict[Path, object]:
    if not isinstance(value, Mapping) or not value:
        return {path: value}
    flat: dict[Path, object] = {}
    for name, inner in children(cast("object", value)):
        flat |= _flat(parsed(f"{path_text(path)}.{name}")[0], inner)
    return flat


def _refuse_overlaps(named: Sequence[tuple[str, Path]]) -> None:
    """Refuses paths of which one holds the other, and lists whose lines are partly counted and partly named."""
    for number, (name, path) in enumerate(named):
        for other, other_path in named[:number]:
            differing = (step for step, pair in enumerate(zip(path, other_path, strict=False)) if pair[0] != pair[1])
            first = next(differing, None)
            if first is None:
                raise ApiValueError(f"{name}: {other} is for {_text(other_path)} already")
            if LINE in (path[first], other_path[first]):
                raise ApiValueError(
                    f"{name}: with an index for {path[first - 1]}, or without, as {other}, but not both"
                )


def _text(path: Path) -> str:
    return path_text(tuple(step for step in path if step != LINE))


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
