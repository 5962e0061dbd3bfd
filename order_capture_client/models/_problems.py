"""What is wrong with an input, in our words: where, and what was expected, but never the value."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from order_capture_client.models._fields import entries, fields_by_spelling, fields_of

if TYPE_CHECKING:
    from order_capture_client.models._base import Model

_EXPECTED = {
    "missing": "required",
    "string_type": "text expected",
    "bool_type": "true or false expected",
    "list_type": "list expected",
    "dict_type": "object expected",
    "model_type": "object expected",
    "model_attributes_type": "object expected",
    "datetime_type": "date-time expected",
    "datetime_from_date_parsing": "date-time expected",
    "datetime_parsing": "date-time expected",
    "timezone_aware": "date-time with an offset expected",
    "json_invalid": "not valid JSON",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input."""

    path: tuple[str | int, ...]
    message: str

    def below(self, *path: str | int) -> Problem:
        """Gives the same problem, seen from further out."""
        return replace(self, path=(*path, *self.path))

    @property
    def text(self) -> str:
        """Place and message: `items[2].quantity: whole number expected`."""
        return f"{path_text(self.path)}: {self.message}" if self.path else self.message


def path_text(path: tuple[str | int, ...]) -> str:
    """Gives a path as text: `items[2].quantity`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def problems_of(error: ValidationError) -> list[Problem]:
    """Gives the faults that pydantic found."""
    return [
        Problem(fault["loc"], _message(fault["type"], fault["msg"], fault["input"]))
        for fault in error.errors(include_url=False, include_context=False)
    ]


def misspelt_fields(model: type[Model], data: Mapping[Any, Any], *, wire_names: bool = True) -> list[Problem]:
    """Gives the names in `data`, at any depth, that the model does not have, or that name a field twice.

    Values that are models already are not looked into: they were checked when they were made, or come from
    an answer and may hold what this version does not know.
    """
    return list(_misspelt(model, data, fields_by_spelling(model) if wire_names else fields_of(model)))


def _misspelt(model: type[Model], data: Mapping[Any, Any], fields: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in data.items():
        field = fields.get(name)
        if field is None:
            close = difflib.get_close_matches(str(name), fields_of(model), n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            yield Problem((str(name),), f"{model.__name__} has no such field{hint}")
            continue
        if name != field.name and field.name in data:
            yield Problem((field.name,), f"given twice, as {field.wire_name!r} too")
        if field.model is None:
            continue
        for path, nested in _nested_mappings(value, field.is_map):
            for problem in _misspelt(field.model, nested, fields_by_spelling(field.model)):
                yield problem.below(name, *path)


def _nested_mappings(value: Any, is_map: bool) -> Iterator[tuple[tuple[str | int, ...], Mapping[Any, Any]]]:
    """Gives the mappings that stand for models, with their path below the field."""
    items = entries(value)
    if isinstance(value, Mapping) and not is_map:
        yield (), value
    else:
        yield from (((key,), item) for key, item in items if isinstance(item, Mapping))


def _message(kind: str, message: str, value: object) -> str:
    if kind == "string_type" and isinstance(value, int):
        return "text expected, in quotes: a number would lose its leading zeros"
    if kind.endswith(("_expected", "_out_of_range")):
        return message
    return _EXPECTED.get(kind, kind.replace("_", " "))
