"""Read answers that differ from the contract, field by field: fitting values are typed, the others kept and reported.

As in validation, which is many times faster, the types of the fields alone decide whether a value fits. The first answer
that differs imports this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    Protocol,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo, ModelPrivateAttr
from pydantic_core import PydanticUndefined
from typing_extensions import TypeVar

from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.exact_json import exact, parsed
from order_capture_client._model.fields import extra_type
from order_capture_client._model.marks import OneOf, TakesAnyField, UncheckedFields
from order_capture_client._model.types import WireEnum, adapter_of
from order_capture_client.drift import Drift, DriftKind

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from order_capture_client._model.base import Model

LONGEST_LIST = 1000
"""Most differences that are kept: a body of 2 MiB has room for a million."""


ModelT = TypeVar("ModelT", bound="Model")


def read_object(model: type[ModelT], body: bytes) -> tuple[ModelT, tuple[Drift, ...]]:
    """Return the model for a JSON object, and how the object differs from the contract.

    Raises:
        ApiValueError: The body is not JSON, or not an object; the message says which.
    """
    data = parsed(body)
    if not isinstance(data, dict):
        raise ApiValueError("object expected")
    return _read(model, cast("dict[str, object]", data))


def read_plain(model: type[ModelT], data: Mapping[str, object]) -> tuple[ModelT, tuple[Drift, ...]]:
    """Return the same for an object that was parsed already."""
    return _read(model, cast("dict[str, object]", exact(data)))


def _read(model: type[ModelT], data: dict[str, object]) -> tuple[ModelT, tuple[Drift, ...]]:
    notes = _Notes()
    made = _built(model, data, notes)
    if not notes.drift:
        object.__setattr__(made, "__pydantic_fields_set__", {*made.__pydantic_fields_set__})
    return made, tuple(notes.drift)


def read_value(annotation: Any, body: bytes) -> tuple[Any, tuple[Drift, ...]]:
    """Return the value of an annotated type for JSON, and how the JSON differs from the contract.

    Raises:
        ApiValueError: The body is not JSON, or another kind of value; the message says which.
    """
    notes = _Notes()
    made = _shape(annotation).read(parsed(body), "", notes)
    if any(drift.path == ("",) and drift.kind != "unknown_enum_value" for drift in notes.drift):
        bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
        kind = {list: "list", dict: "object"}.get(get_origin(bare), "value of the type in the contract")
        raise ApiValueError(f"{kind} expected")
    return made, tuple(Drift(drift.path[1:], drift.kind) for drift in notes.drift)


@dataclass(slots=True)
class _Notes:
    """The differences so far, and the place of the reader."""

    drift: list[Drift] = field(default_factory=list["Drift"])
    inside: list[str | int] = field(default_factory=list["str | int"])

    def add(self, key: str | int, kind: DriftKind) -> None:
        if len(self.drift) < LONGEST_LIST:
            self.drift.append(Drift((*self.inside, key), kind))
        elif len(self.drift) == LONGEST_LIST:
            self.drift.append(Drift((), "more"))


class _Shape(Protocol):
    """The declared form of a value."""

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        """Return the typed value, or the raw one with a note; `key` is its place."""
        ...


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Text, a number, a boolean, a date-time or an enum, as its validator accepts it."""

    adapter: TypeAdapter[Any]
    is_enum: bool
    bounded: tuple[type, ...]
    """JSON types with only some values that fit."""

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        try:
            if type(value) in (int, Decimal):  # their validators treat JSON and Python values differently
                made = self.adapter.validate_json(str(value))
            else:
                made = self.adapter.validate_python(value)
        except ValidationError:
            notes.add(key, "invalid_value" if type(value) in self.bounded else _misfit(value))
            return value
        if self.is_enum and not isinstance(made, WireEnum):
            notes.add(key, "unknown_enum_value")
        return made


@dataclass(frozen=True, slots=True)
class _List:
    item: _Shape

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        if not isinstance(value, list):
            notes.add(key, _misfit(value))
            return value
        notes.inside.append(key)
        made = [self.item.read(item, index, notes) for index, item in enumerate(cast("list[object]", value))]
        notes.inside.pop()
        return made


@dataclass(frozen=True, slots=True)
class _Map:
    item: _Shape

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        if not isinstance(value, dict):
            notes.add(key, _misfit(value))
            return value
        notes.inside.append(key)
        made = {name: self.item.read(item, name, notes) for name, item in cast("dict[str, object]", value).items()}
        notes.inside.pop()
        return made


@dataclass(frozen=True, slots=True)
class _Object(Generic[ModelT]):
    model: type[ModelT]

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        if not isinstance(value, dict):
            notes.add(key, _misfit(value))
            return value
        notes.inside.append(key)
        made = _built(self.model, cast("dict[str, object]", value), notes)
        notes.inside.pop()
        return made


@dataclass(frozen=True, slots=True)
class _Optional:
    inner: _Shape

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        return None if value is None else self.inner.read(value, key, notes)


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """One of several models, told apart by a property."""

    one_of: OneOf

    def read(self, value: object, key: str | int, notes: _Notes) -> object:
        model = self.one_of.model_of(value)
        if model is not None:
            return _Object(model).read(value, key, notes)
        if not isinstance(value, dict):
            notes.add(key, _misfit(value))
        else:
            notes.inside.append(key)
            notes.add(self.one_of.wire_name, "unknown_enum_value" if self.one_of.wire_name in value else "missing")
            notes.inside.pop()
        return value  # pyright: ignore[reportUnknownVariableType] # a mapping of anything


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    wire_name: str
    is_required: bool
    is_nullable: bool
    shape: _Shape


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read a model."""

    fields: dict[str, _Field]
    """By wire name."""
    absent: dict[str, object]
    """The values of a model without any field, but for `defaults`."""
    defaults: dict[str, FieldInfo]
    """The fields whose default is not None: those of users' subclasses."""
    required: dict[str, str]
    """Wire names by name."""
    extra: _Shape | None
    """Of fields of any name, where the contract allows them."""


def _built(model: type[ModelT], data: dict[str, object], notes: _Notes) -> ModelT:
    """Return a model as validation would leave it, but with values that do not fit."""
    plan = _plan(model)
    values = plan.absent.copy()
    for name, info in plan.defaults.items():
        values[name] = info.get_default(call_default_factory=True, validated_data={})
    given = UncheckedFields()
    unknown: dict[str, object] = {}
    for wire_name, value in data.items():
        row = plan.fields.get(wire_name)
        if row is None and plan.extra is not None:
            unknown[wire_name] = plan.extra.read(value, wire_name, notes)
            continue
        if row is None:
            if value is not None:
                unknown[wire_name] = value
            notes.add(wire_name, "unknown_field")
            continue
        given.add(row.name)
        if value is not None or (row.is_required and not row.is_nullable):
            values[row.name] = row.shape.read(value, wire_name, notes)
    for name, wire_name in plan.required.items():
        if name not in given:
            notes.add(wire_name, "missing")
    return _made(model, values, given, unknown)


def _made(model: type[ModelT], values: dict[str, object], given: set[str], unknown: dict[str, object]) -> ModelT:
    # Not model_construct: it would take an unknown field for a known one of that Python name.
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", values)
    object.__setattr__(made, "__pydantic_fields_set__", given)
    object.__setattr__(made, "__pydantic_extra__", unknown)
    own = {name: _default(attribute) for name, attribute in model.__private_attributes__.items()}
    private = {name: value for name, value in own.items() if value is not PydanticUndefined}
    object.__setattr__(made, "__pydantic_private__", private if own else None)
    return made


def _default(attribute: ModelPrivateAttr) -> object:
    # Not its get_default, which calls the factory in some versions of pydantic alone.
    make = cast("Callable[[], object] | None", attribute.default_factory)
    return deepcopy(attribute.default) if make is None else make()


_BOUNDED: dict[Any, tuple[type, ...]] = {date: (str,), datetime: (str,), Decimal: (int, Decimal)}


def _misfit(value: object) -> DriftKind:
    return "null" if value is None else "wrong_type"


@cache
def _plan(model: type[Model]) -> _Plan:
    rows = list(_field_rows(model))
    absent: dict[str, object] = {row.name: None for row in rows}
    return _Plan(
        fields={row.wire_name: row for row in rows},
        absent=absent,
        defaults={
            name: info
            for name, info in model.__pydantic_fields__.items()
            if not info.is_required() and (info.default_factory is not None or info.default is not None)
        },
        required={row.name: row.wire_name for row in rows if row.is_required},
        extra=_shape(extra_type(model)) if issubclass(model, TakesAnyField) else None,
    )


def _field_rows(model: type[Model]) -> Iterator[_Field]:
    for name, info in model.__pydantic_fields__.items():
        annotation: Any = info.annotation
        parts: tuple[Any, ...] = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()
        if type(None) in parts:  # an optional property
            annotation = next(part for part in parts if part is not type(None))
        for mark in info.metadata:  # pydantic takes them off the annotation
            annotation = Annotated[annotation, mark]
        yield _Field(name, info.alias or name, info.is_required(), type(None) in parts, _shape(annotation))


@cache
def _shape(annotation: Any) -> _Shape:
    bare, *marks = get_args(annotation) if get_origin(annotation) is Annotated else [annotation]
    one_of = next((mark for mark in marks if isinstance(mark, OneOf)), None)
    if one_of is not None:
        return _Alternatives(one_of)
    parts = get_args(bare) if get_origin(bare) in (Union, UnionType) else ()
    if type(None) in parts:
        return _Optional(_shape(next(part for part in parts if part is not type(None))))
    return _container(bare) or _leaf(annotation, bare)


def _container(bare: Any) -> _Shape | None:
    """Return the form of a list, mapping or model; None for a plain type."""
    if get_origin(bare) is list:
        return _List(_shape(get_args(bare)[0]))
    if get_origin(bare) is dict:
        return _Map(_shape(get_args(bare)[1]))
    return _Object(cast("type[Model]", bare)) if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _leaf(annotation: Any, bare: Any) -> _Shape:
    is_enum = any(isinstance(part, type) and issubclass(part, WireEnum) for part in get_args(bare))
    return _Leaf(adapter_of(annotation), is_enum, _BOUNDED.get(bare, ()))
