"""The JSON of a model: one text for `to_json` and for the body of a call."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError, to_json, to_jsonable_python
from typing_extensions import TypeVar

from order_capture_client._model.fields import FieldFacts, children, fields_of, kept_nulls
from order_capture_client._model.marks import TakesAnyField, UncheckedFields
from order_capture_client._model.problems import problems_of, structure_problems, with_others
from order_capture_client._model.tree import NotAsDeclared, models_by_class
from order_capture_client._model.types import is_json_number, to_json_number
from order_capture_client._problem import Problem

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

ModelT = TypeVar("ModelT", bound="Model")

_unknown_fields = attrgetter("__pydantic_extra__")

_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDLESS = "holds itself, or is nested too deeply"


class UnwritableError(Exception):
    """A model holds values that cannot be written as JSON, or that its class would refuse.

    Args:
        problems: The faults, with their paths below the model.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems: list[Problem] = problems


def text_of(model: Model) -> str:
    """Return the JSON text of a model: the fields that are set, under their wire names.

    Raises:
        UnwritableError: A value does not fit, because it was put into a list or mapping without checks; or it has no JSON.
    """
    quick = quick_body(model)
    if quick is not None and not holds_more(model):
        return quick.decode()
    settled = settle(model)
    writer = _Writer()
    try:
        text = writer.model(settled, (), type(settled))
    except RecursionError:
        writer.refused((), _ENDLESS)
        text = ""
    if writer.problems:
        raise UnwritableError(writer.problems)
    return text


def quick_body(model: Model) -> bytes | None:
    """Return the JSON of a model by pydantic; None if it holds a value of another type, or one that JSON cannot carry.

    Unknown fields may be written in another way than `text_of` does.
    """
    try:
        return model.__pydantic_serializer__.to_json(model, by_alias=True, exclude_none=True, warnings="error")
    except (ValueError, RecursionError):  # pydantic's PydanticSerializationError is a ValueError
        return None


def settle(model: ModelT, *, strictly: bool = False) -> ModelT:
    """Return a model with everything in it checked and converted that was put into a list or mapping without checks.

    Args:
        model: The model.
        strictly: Whether values that an answer brought have to fit as well; otherwise, they stay as they came.

    Raises:
        UnwritableError: A value does not fit.
    """
    problems: list[Problem] = []
    try:
        settled = _settled(model, (), problems, strictly)
    except RecursionError:
        problems = [Problem((), _ENDLESS)]
        settled = model
    if problems:
        raise UnwritableError(problems)
    return settled


def holds_more(model: Model) -> bool:
    """Whether a model has, at any depth, unknown fields, or a null that the contract tells from absence."""
    try:
        return any(_hold_more(kind, models) for kind, models in models_by_class(model))
    except NotAsDeclared:
        return _holds_more(model)


def _hold_more(kind: type[Model], models: list[Model]) -> bool:
    if any(map(_unknown_fields, models)):
        return True
    return any(name in one.model_fields_set for name in kept_nulls(kind) for one in models if _is_none(one, name))


def _holds_more(value: object) -> bool:
    """Answer the same for any value, one by one."""
    items: Iterable[object] = ()
    if isinstance(value, BaseModel):
        value = cast("Model", value)
        if _hold_more(type(value), [value]):
            return True
        items = value.__dict__.values()
    elif isinstance(value, (list, dict)):
        items = [item for _, item in children(cast("object", value))]
    return any(map(_holds_more, items))


def _is_none(model: Model, name: str) -> bool:
    return model.__dict__.get(name) is None


# Values that were put into a list or mapping


def _settled(model: ModelT, path: tuple[str | int, ...], problems: list[Problem], strictly: bool) -> ModelT:
    kind = type(model)
    values: dict[str, Any] = {}
    for name, field in fields_of(kind).items():
        value = model.__dict__.get(name)
        if value is not None or name in model.model_fields_set:
            values[name] = _settled_value(value, field, (*path, name), problems, strictly)
    if isinstance(model.__pydantic_fields_set__, UncheckedFields) and not strictly:
        made = model.__copy__()  # not model_copy, which checks
        vars(made).update((name, _converted(value, fields_of(kind)[name])) for name, value in values.items())
        return made
    found = structure_problems(kind, values)
    try:
        made = kind.__pydantic_validator__.validate_python(values)
    except ValidationError as error:
        found = with_others(found, problems_of(error, kind, python_names=True))
        made = model
    problems += (problem.below(*path) for problem in found)
    if model.__pydantic_extra__:
        made.__pydantic_extra__ = model.__pydantic_extra__
    return made


def _converted(value: object, field: FieldFacts) -> object:
    """Return a value with a model in place of each mapping that fits it, where the contract has a model."""
    if field.is_map and isinstance(value, dict):
        inner = field._replace(is_map=False)
        return {key: _converted(item, inner) for key, item in cast("dict[str, Any]", value).items()}
    if field.is_list and field.model is not None and isinstance(value, list):
        inner = field._replace(is_list=False)
        return [_converted(item, inner) for _, item in children(cast("object", value))]
    is_one = not (field.is_map or field.is_list)
    if is_one and isinstance(value, Mapping) and (model := field.model_of(cast("object", value))) is not None:
        given = cast("Mapping[str, Any]", value)
        if not structure_problems(model, given):
            with suppress(ValidationError):
                return model.__pydantic_validator__.validate_python(given)
    return value  # pyright: ignore[reportUnknownVariableType] # a list or mapping of anything


def _settled_value(
    value: object, field: FieldFacts, path: tuple[str | int, ...], problems: list[Problem], strictly: bool
) -> object:
    if field.model is None:
        return value
    if isinstance(value, BaseModel):
        return _settled(cast("Model", value), path, problems, strictly)
    if isinstance(value, list):
        return [
            _settled_value(item, field, (*path, index), problems, strictly)
            for index, item in children(cast("object", value))
        ]
    if isinstance(value, dict) and field.is_map:
        return {
            key: _settled_value(item, field._replace(is_map=False), (*path, key), problems, strictly)
            for key, item in cast("dict[str, Any]", value).items()
        }
    return value  # pyright: ignore[reportUnknownVariableType] # a list or mapping of anything


# JSON


class _Writer:
    """Writes a model as JSON, and collects the places of values that have none."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def model(self, model: Model, path: tuple[str | int, ...], kind: type[Model]) -> str:
        """Return an object with the fields that the declared class has, and with the unknown ones."""
        kept = kept_nulls(kind)
        members: dict[str, str] = {}
        for name, field in fields_of(kind).items():
            value = model.__dict__.get(name)
            if value is not None or (name in kept and name in model.model_fields_set):
                members[field.wire_name] = self.field(value, field, (*path, name))
        for name, value in (model.__pydantic_extra__ or {}).items():
            if value is None and not issubclass(kind, TakesAnyField):
                continue
            if name in members:
                self.problems.append(Problem((*path, name), "given twice: as a field, and as an unknown one"))
            members[self.key(name, path)] = self.any(value, (*path, name))
        return _object(members)

    def field(self, value: object, field: FieldFacts, path: tuple[str | int, ...]) -> str:
        """Return the value of a field."""
        if isinstance(value, list) and field.is_list:
            items = children(cast("object", value))
            return f"[{','.join(self.field(item, field, (*path, index)) for index, item in items)}]"
        if isinstance(value, BaseModel):
            model = cast("Model", value)
            return self.model(model, path, field.model_of(model) or type(model))
        if isinstance(value, dict) and field.is_map:
            entries = cast("dict[str, Any]", value).items()
            return _object({key: self.field(item, field, (*path, key)) for key, item in entries})
        if isinstance(value, Decimal) and Decimal in field.types and value.is_finite():
            return _amount(value)
        return self.any(value, path, exact=bool(field.types))  # pyright: ignore[reportUnknownArgumentType] # as above

    def any(self, value: object, path: tuple[str | int, ...], *, exact: bool = True) -> str:
        """Return any value; a number with its digits as they came, if `exact`."""
        if isinstance(value, BaseModel) and hasattr(value, "to_json"):
            model = cast("Model", value)
            return self.model(model, path, type(model))
        if isinstance(value, Mapping):
            entries = cast("Mapping[object, object]", value).items()
            return _object(
                {self.key(key, path): self.any(item, (*path, str(key)), exact=exact) for key, item in entries}
            )
        if isinstance(value, (list, tuple)):
            items = cast("list[object]", value)
            return f"[{','.join(self.any(item, (*path, index), exact=exact) for index, item in enumerate(items))}]"
        return self.plain(value, path, exact=exact)

    def plain(self, value: object, path: tuple[str | int, ...], *, exact: bool) -> str:
        """Return a value that is neither an object nor a list."""
        if isinstance(value, Decimal) and value.is_finite():
            return str(value) if exact else _amount(value)
        if isinstance(value, Decimal) or (isinstance(value, float) and not math.isfinite(value)):
            return self.refused(path, "a finite number expected: JSON has no NaN and no Infinity")
        try:
            if value is None or isinstance(value, (str, int, float)):
                return to_json(value).decode()
            return self.any(to_jsonable_python(value), path, exact=exact)
        except UnicodeEncodeError:
            return self.refused(path, _HALF)
        except (PydanticSerializationError, ValueError) as error:
            is_text = isinstance(value, str) or "surrogate" in str(error)
            kind = type(value).__name__
        return self.refused(path, _HALF if is_text else f"a JSON value expected, not {kind}")

    def key(self, key: object, path: tuple[str | int, ...]) -> str:
        """Return the name of a member of an unknown object."""
        text = str(key) if isinstance(key, (str, int)) else None
        if text is None:
            return self.refused(path, f"the name of a member has to be text, not {type(key).__name__}")
        return self.refused(path, _HALF) if _SURROGATE.search(text) else text

    def refused(self, path: tuple[str | int, ...], message: str) -> str:
        """Note a problem."""
        self.problems.append(Problem(path, message))
        return "null"


def _amount(value: Decimal) -> str:
    """Return the text of a number as pydantic writes it, or its digits if it came from an answer and is out of range."""
    return repr(to_json_number(value)) if is_json_number(value) else str(value)


_HALF = "holds half of a surrogate pair"


def json_text(value: object) -> str:
    """Return plain values as JSON, in which a `Decimal` is a number, digit for digit.

    Raises:
        UnwritableError: There is no JSON for one.
    """
    writer = _Writer()
    text = writer.any(value, ())
    if writer.problems:
        raise UnwritableError(writer.problems)
    return text


def _object(members: Mapping[str, str]) -> str:
    return f"{{{','.join(f'{_name(name)}:{text}' for name, text in members.items())}}}"


@lru_cache(1024)
def _name(name: str) -> str:
    return to_json(name).decode()
