"""Faults of an input in our own words: the place and the expected type, but never the value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import core_schema

from order_capture_client._first_time import first_time
from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.fields import FieldFacts, children, fields_by_spelling, fields_of
from order_capture_client._model.marks import TAG, TakesAnyField
from order_capture_client._problem import Problem

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

LONGEST_LIST = 1000

_PLACE_IN_JSON = re.compile(r" at line (\d+) column ([1-9]\d*)$")

_HARMLESS = frozenset[type]({str, int, bool, float, type(None)})
"""Types of values in which pydantic lets nothing pass."""

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
    "string_pattern_mismatch": "date-time expected",
    "date_type": "date expected",
    "date_parsing": "date expected",
    "date_from_datetime_parsing": "date expected",
    "date_from_datetime_inexact": "date expected",
    "json_invalid": "not valid JSON",
}


def problems_of(
    error: ValidationError, model: type[Model] | None = None, *, python_names: bool = False
) -> list[Problem]:
    """Return the faults that pydantic found in the input of a model; if there are very many, only their number.

    Args:
        error: The error that pydantic raised.
        model: The model of the input. A missing field has its Python name if the names around it are Python names.
            Without a model, it always has its wire name.
        python_names: Whether names that both spellings share count as Python names.
    """
    count = error.error_count()
    if count > LONGEST_LIST:
        return [Problem((), f"{count} faults")]  # a list of a million would take a gigabyte
    found: list[Problem] = []
    for fault in error.errors(include_url=False, include_context=False):
        path, value = tuple(step for step in fault["loc"] if not _is_tag(step)), fault["input"]
        if model is not None and fault["type"] == "missing":
            beside = [name for name, _ in children(cast("object", value))]
            if _has_python_names((*path[:-1], *beside), default=python_names):
                path = (*path[:-1], python_path(model, path)[-1])
        message = _message(fault["type"], fault["msg"], path, value)
        if model is not None and fault["type"] in _NO_OBJECT and isinstance(value, BaseModel):
            message = _unlike_model(model, path, value)
        found.append(Problem(path, message))
    return found


def _is_tag(step: int | str) -> bool:
    return isinstance(step, str) and step.startswith(TAG)


def with_others(problems: Sequence[Problem], others: Iterable[Problem]) -> list[Problem]:
    """Return problems, followed by those of the others whose places are not among them."""
    known = {problem.path for problem in problems}
    return [*problems, *(problem for problem in others if problem.path not in known)]


def refusal(place: str, problems: Sequence[Problem], model: type[Model] | None, advice: str = "") -> ApiValueError:
    """Return the error for all faults of an input.

    Args:
        place: The beginning of each text: a model's name or a parameter.
        problems: The faults, with their paths below that.
        model: The model of the input; None if the input is a single value.
        advice: A text that follows the faults.
    """
    texts = [problem.below(place).text for problem in problems]
    if model is not None:
        problems = [
            problem.spelled(python_path(model, problem.path), _respelled(model, problem.path, "wire_name"))
            for problem in problems
        ]
    return ApiValueError("; ".join([*texts, advice] if advice else texts), problems=problems)


def python_path(model: type[Model], path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return a path in the input of a model with Python names in place of wire names."""
    return _respelled(model, path, "name")


def _respelled(
    model: type[Model], path: tuple[str | int, ...], spelling: Literal["name", "wire_name"]
) -> tuple[str | int, ...]:
    fields = _fields_along(model, path)
    return tuple(step if field is None else getattr(field, spelling) for step, field in zip(path, fields, strict=True))


def _fields_along(model: type[Model], path: tuple[str | int, ...]) -> Iterator[FieldFacts | None]:
    """Return the field that each step of a path names; None for an index, the key of a mapping, and an unknown name."""
    within: type[Model] | None = model
    is_key = False
    for step in path:
        field = None if within is None or is_key or isinstance(step, int) else fields_by_spelling(within).get(step)
        if not isinstance(step, int) and not is_key:
            within = None if field is None else field.model
        is_key = field is not None and field.is_map
        yield field


def _has_python_names(names: Iterable[object], *, default: bool) -> bool:
    """Whether the last name that only one spelling can have is Python's."""
    for name in reversed([name for name in names if isinstance(name, str)]):
        if "_" in name or not name.islower():
            return "_" in name
    return default


def structure_problems(model: type[Model], data: Mapping[Any, Any], *, wire_names: bool = True) -> list[Problem]:
    """Return the faults that pydantic would let pass, at any depth.

    These are a name that the model does not have, a field that is given under both names, bytes for a text, and
    any value except a list or tuple for a list. Models within the data are not searched: they were checked when they
    were made, or they come from an answer and may hold unknown fields.
    """
    return list(_structure(model, data, fields_by_spelling(model) if wire_names else fields_of(model)))


def _structure(model: type[Model], data: Mapping[Any, Any], fields: Mapping[str, FieldFacts]) -> Iterator[Problem]:
    for name, value in data.items():
        field = fields.get(name)
        if field is None:
            if not issubclass(model, TakesAnyField):
                yield Problem((str(name),), f"{model.__name__} has no such field{_hint(str(name), model)}")
            continue
        if name != field.name and field.name in data:
            yield Problem((field.name,), f"given twice, as {field.name!r} and {field.wire_name!r}")
        if type(value) in _HARMLESS and not field.is_list:
            continue
        if message := _unlike_field(value, field):
            yield Problem((name,), message)
        elif field.model is not None:
            yield from (problem.below(name) for problem in _structure_within(value, field))


def _structure_within(value: object, field: FieldFacts) -> Iterator[Problem]:
    for path, nested in _nested_mappings(value, field.is_map):
        inner = field.model_of(nested)
        if inner is not None:
            yield from (problem.below(*path) for problem in _structure(inner, nested, fields_by_spelling(inner)))


def _unlike_field(value: object, field: FieldFacts) -> str | None:
    if field.is_text and isinstance(value, (bytes, bytearray)):
        return _EXPECTED["string_type"]
    if field.is_list and value is not None and not isinstance(value, (list, tuple)):
        advice = "" if isinstance(value, (str, Mapping)) else "; wrap other iterables in list()"
        return _EXPECTED["list_type"] + advice
    return None


def _hint(name: str, model: type[Model]) -> str:
    with first_time():
        import difflib  # slow to import

    spellings = {field.replace("_", ""): field for field in fields_of(model)}
    close = difflib.get_close_matches(name.replace("_", "").lower(), spellings, n=1)
    return f"; did you mean {spellings[close[0]]!r}?" if close else ""


def _nested_mappings(value: object, is_map: bool) -> Iterator[tuple[tuple[str | int, ...], Mapping[Any, Any]]]:
    """Return the mappings that stand for models, with their path below the field."""
    items = children(value)
    if isinstance(value, Mapping) and not is_map:
        yield (), value
    else:
        yield from (((key,), item) for key, item in items if isinstance(item, Mapping))


def _message(kind: str, message: str, path: tuple[str | int, ...], value: object) -> str:
    if value is None and path and isinstance(path[-1], str):
        return _EXPECTED["missing"]  # None stands for an absent field
    if kind == "json_invalid":
        place = _PLACE_IN_JSON.search(message)
        return _EXPECTED[kind] + ("" if place is None else f" at line {place[1]}, column {place[2]}")
    if kind == "string_type" and isinstance(value, int):
        return f"{_EXPECTED['string_type']}, in quotes: a number would lose its leading zeros"
    if kind in _OF_USERS:
        return message.removeprefix(_OF_USERS[kind])
    if kind not in _EXPECTED and kind not in _kinds_of_pydantic():
        return message  # our own, or a user's: pydantic's may show the value
    return _EXPECTED.get(kind, kind.replace("_", " "))


def _unlike_model(model: type[Model], path: tuple[str | int, ...], value: BaseModel) -> str:
    """Return a message about a model in the place of another."""
    named = [field for field in _fields_along(model, path) if field is not None]
    expected = named[-1].model if named else model
    name = "a model" if expected is None else expected.__name__
    return (
        f"{name} or a dict expected, not {type(value).__name__};"
        f" {name}.model_validate(..., from_attributes=True) takes the fields that both have"
    )


@cache
def _kinds_of_pydantic() -> frozenset[str]:
    return frozenset(get_args(core_schema.ErrorType))


_NO_OBJECT = ("model_type", "model_attributes_type")
_OF_USERS = {"value_error": "Value error, ", "assertion_error": "Assertion failed, "}
"""The kinds of errors that validators of users raise, with the beginning that pydantic adds to their text."""
