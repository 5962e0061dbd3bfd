"""Paths in a request: read from text, filled with values, and numbered where rows add lines to a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from order_capture_client._model.base import Model
from order_capture_client._model.fields import FieldFacts, fields_by_spelling
from order_capture_client._model.problems import structure_problems
from order_capture_client._problem import path_text
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_request import CheckoutRequest

Path: TypeAlias = tuple[str | int, ...]
"""A place in a request, by the names of Python: `("items", 0, "item_no")`."""

LINE = -1
"""Stands in a path for the number of the line that a row adds to a list."""

_STEP = re.compile(r"(\w+)(?:\[(\d{1,4})\])?", re.ASCII)


def parse_path(text: str) -> tuple[Path, FieldFacts]:
    """Return the path that a text names, in either spelling, such as `service_area.zip_code` or `items[0].item_no`.

    A list without an index, as in `items.item_no`, takes a line from each row.

    Raises:
        ApiValueError: There is no such field.
    """
    model: type[Model] | None = CheckoutRequest
    path: list[str | int] = []
    facts: FieldFacts | None = None
    steps = text.split(".")
    for number, step in enumerate(steps, 1):
        facts, index = _parse_step(text, step, model, path)
        path.append(facts.name)
        if index is not None:
            path.append(index)
        elif facts.is_list and number < len(steps):
            if LINE in path:
                raise ApiValueError(f"{text}: {step} is a list below a list, so it needs an index: {step}[0]")
            path.append(LINE)
        model = facts.model
    assert facts is not None  # splitting returns one step at least
    return tuple(path), facts


def unflatten(values: Mapping[Path, object]) -> dict[str, object]:
    """Return the request that values make. The entries of a list move up where one is missing."""
    return {str(head): _unflatten(part) for head, part in _parts(values).items()}


def list_path(path: Path) -> Path | None:
    """Return the list that a path adds a line to, if it does."""
    return path[: path.index(LINE)] if LINE in path else None


def index_line(path: Path, number: int) -> Path:
    """Return the path for one line of the list that each row adds a line to."""
    return tuple(number if step == LINE else step for step in path)


def unindexed_text(path: Path) -> str:
    """Return a path as text, the way that `parse_path` reads it."""
    return path_text(tuple(step for step in path if step != LINE))


def _parse_step(
    text: str, step: str, model: type[Model] | None, before: list[str | int]
) -> tuple[FieldFacts, int | None]:
    """Return the field that a step names, and the index behind it."""
    match = _STEP.fullmatch(step)
    if match is None:
        raise ApiValueError(f"{text!r} is not a place in a request, such as service_area.zip_code")
    if model is None:
        raise ApiValueError(f"{text}: {path_text(tuple(before))} has no fields")
    name, index = match.groups()
    facts = fields_by_spelling(model).get(name)
    if facts is None:
        raise ApiValueError(f"{text}: {structure_problems(model, {name: None})[0].message}")
    if index is not None and not facts.is_list:
        raise ApiValueError(f"{text}: {name} is not a list")
    return facts, None if index is None else int(index)


def _unflatten(values: Mapping[Path, object]) -> object:
    if () in values:
        return values[()]
    parts = _parts(values)
    if all(isinstance(head, str) for head in parts):
        return {head: _unflatten(part) for head, part in parts.items()}
    return [_unflatten(parts[line]) for line in sorted(parts, key=int)]


def _parts(values: Mapping[Path, object]) -> dict[str | int, dict[Path, object]]:
    parts: dict[str | int, dict[Path, object]] = {}
    for (head, *rest), value in values.items():
        parts.setdefault(head, {})[tuple(rest)] = value
    return parts
