"""Facts about the fields of a model, read from their annotations once per class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import TypeVar

from order_capture_client._model.marks import Limits, Nullable, OneOf, TakesAnyField
from order_capture_client._model.types import OPEN, PersonalData, WireEnum

if TYPE_CHECKING:
    from order_capture_client._model.base import Model


KindT = TypeVar("KindT")


class FieldFacts(NamedTuple):
    """One field of a model."""

    name: str
    """The attribute's name."""
    wire_name: str
    """The property's name in JSON."""
    model: type[Model] | None
    """The model of the value, or of the values in a list or mapping."""
    enum: type[WireEnum] | None
    """The enum of the value."""
    is_text: bool
    is_list: bool
    is_map: bool
    """Whether the value maps keys of its own to values of `model`."""
    is_personal: bool
    types: frozenset[type]
    """The types of a plain value, or of those in a list or mapping, as validation leaves them; empty for any JSON."""
    one_of: OneOf | None
    """The mark that tells the models apart, if there are several."""
    limits: Limits | None
    """Of the value."""
    is_nullable: bool
    """Whether null, where it is set, differs from absence."""
    item_limits: Limits | None
    """Of each value in a list or mapping."""

    @property
    def models(self) -> tuple[type[Model], ...]:
        """The models that the value, or a value in it, may be."""
        if self.one_of is not None:
            return tuple(dict.fromkeys(self.one_of.models.values()))
        return () if self.model is None else (self.model,)

    def model_of(self, value: object) -> type[Model] | None:
        """Return the model that a value is declared as: the only one, or the one that it names."""
        return self.model if self.one_of is None else self.one_of.model_of(value)


@cache
def fields_of(model: type[Model]) -> dict[str, FieldFacts]:
    """Return a model's fields by attribute name, in the order of the contract."""
    return {name: _facts(name, field) for name, field in model.__pydantic_fields__.items()}


@cache
def fields_by_spelling(model: type[Model]) -> dict[str, FieldFacts]:
    """Return a model's fields by either name."""
    fields = fields_of(model)
    return {field.wire_name: field for field in fields.values()} | fields


@cache
def extra_facts(model: type[Model]) -> FieldFacts | None:
    """Return the facts of the fields of any name that the contract allows a model; None if it allows none."""
    return _facts("", FieldInfo.from_annotation(extra_type(model))) if issubclass(model, TakesAnyField) else None


def extra_type(model: type[Model]) -> Any:
    """Return the annotation of the fields of any name."""
    return get_args(get_type_hints(model, include_extras=True)["__pydantic_extra__"])[1]


def held_by(model: Model) -> Iterator[tuple[str, FieldFacts, object]]:
    """Return name, facts and value of every field, and of those of any name that the contract allows."""
    for name, field in fields_of(type(model)).items():
        yield name, field, getattr(model, name, None)
    extra = extra_facts(type(model))
    if extra is not None:
        for name, value in (model.model_extra or {}).items():
            yield name, extra, value


@cache
def models_within(model: type[Model]) -> tuple[type[Model], ...]:
    """Return a model and all models that it may hold, at any depth."""
    found: dict[type[Model], None] = {}
    waiting = [model]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            extra = extra_facts(current)
            fields = [*fields_of(current).values(), *([] if extra is None else [extra])]
            waiting.extend(inner for field in fields for inner in field.models)
    return tuple(found)


@cache
def kept_nulls(kind: type[Model]) -> frozenset[str]:
    """Return the fields whose null, where it is set, goes out: the contract says that it differs from absence."""
    return frozenset(
        name
        for name, field in kind.__pydantic_fields__.items()
        if fields_of(kind)[name].is_nullable or (field.is_required() and _takes_none(field.annotation))
    )


def _takes_none(annotation: Any) -> bool:
    return type(None) in getattr(annotation, "__args__", ())


@cache
def may_send_more(model: type[Model]) -> bool:
    """Whether the contract lets a model, or one within it, have nulls that go out or fields of any name."""
    return any(issubclass(inner, TakesAnyField) or bool(kept_nulls(inner)) for inner in models_within(model))


def children(value: object) -> list[tuple[str | int, object]]:
    """Return the items of a list or mapping with their index or key; other values have none."""
    if isinstance(value, (list, tuple)):
        return list(enumerate(cast("Sequence[object]", value)))
    if isinstance(value, Mapping):
        return list(cast("Mapping[str | int, object]", value).items())
    return []


def _facts(name: str, field: Any) -> FieldFacts:
    parts = [*field.metadata, *_parts(field.annotation)]
    classes = [part for part in parts if isinstance(part, type)]
    marks: dict[type, Any] = {type(part): part for part in reversed(parts)}
    containers = [part for part in parts if get_origin(part) in (list, dict)]
    kinds = {part.__origin__ for part in containers}
    inner = containers[0].__args__[-1] if containers else None
    return FieldFacts(
        name=name,
        wire_name=field.alias or name,
        model=cast("type[Model] | None", _subclass(classes, BaseModel)),
        enum=_subclass(classes, WireEnum),
        is_text=str in classes or OPEN in parts,
        is_list=list in kinds,
        is_map=dict in kinds,
        is_personal=PersonalData in marks,
        types=_plain_types(_parts(inner) if containers else parts),
        one_of=marks.get(OneOf),
        limits=_mark([*field.metadata, *_outer_marks(field.annotation)], Limits),
        is_nullable=_mark(field.metadata, Nullable) is not None,
        item_limits=_mark(_outer_marks(inner), Limits) if containers else None,
    )


def _subclass(classes: Iterable[type], base: type[KindT]) -> type[KindT] | None:
    return next((kind for kind in classes if issubclass(kind, base)), None)


def _mark(marks: Iterable[object], kind: type[KindT]) -> KindT | None:
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _plain_types(parts: Sequence[Any]) -> frozenset[type]:
    if Any in parts:
        return frozenset()
    types = {part for part in parts if isinstance(part, type)}
    is_enum = any(issubclass(part, WireEnum) for part in types)
    return frozenset(types - {str} if is_enum else types)


def _outer_marks(annotation: Any) -> Iterator[object]:
    """Return the marks of a value, but not those of the values in it."""
    yield from getattr(annotation, "__metadata__", ())
    if get_origin(annotation) in (Annotated, Union, UnionType):
        for part in annotation.__args__:
            yield from _outer_marks(part)


def _parts(annotation: Any) -> list[Any]:
    """Return an annotation, its marks, and all parts of it."""
    parts = [annotation, *getattr(annotation, "__metadata__", ())]
    for part in getattr(annotation, "__args__", ()):
        parts += _parts(part)
    return parts
