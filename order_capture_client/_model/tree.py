"""Walks through a model and the models within it, fast enough to run over everything that goes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from order_capture_client._model.fields import FieldFacts, fields_of, may_send_more, models_within

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

    _Column: TypeAlias = tuple[str, FieldFacts, set[type[Model]]]


class NotAsDeclared(Exception):
    """A field holds a value of another type than its annotation states, or of a subclass."""


def models_by_class(model: Model) -> Iterator[tuple[type[Model], list[Model]]]:
    """Return a model and those within it, at any depth, as pairs of a class and models of exactly that class.

    The classes of fields are known, so all models of a class are visited together, by loops that run in C where they can.
    Unknown fields are not searched.

    Raises:
        NotAsDeclared: A field holds a value of another type than its annotation states.
    """
    waiting: dict[type[Model], list[Model]] = {type(model): [model]}
    while waiting:
        kind, models = waiting.popitem()
        yield kind, models
        columns = _columns_of_models(kind)
        if not columns:
            continue
        held = [one.__dict__ for one in models]
        for name, field, declared in _filled(columns, held[0]) if len(held) == 1 else columns:
            if values := [value for attributes in held if (value := attributes.get(name)) is not None]:
                _sort(_items(field, values), declared, waiting)


def is_as_declared(model: Model) -> bool:
    """Whether every value in a model, at any depth, has exactly the type that the contract declares.

    False does not mean that it cannot be sent: the value may be of a subclass, or the text of an enum's member. Models
    with unknown fields are never as declared, and neither are models that may hold themselves, because a circle would have
    no end here, and models with fields of any name, or with nulls that go out.
    """
    if _may_hold_more(type(model)):
        return False
    return _is_as_declared(model)


@cache
def _may_hold_more(kind: type[Model]) -> bool:
    return may_send_more(kind) or any(
        outer in models_within(inner)
        for outer in models_within(kind)
        for field in fields_of(outer).values()
        for inner in field.models
    )


def _is_as_declared(model: Model) -> bool:
    if model.__pydantic_extra__:
        return False
    plain, others = _expected(type(model))
    for name, value in model.__dict__.items():
        if value is None:
            continue
        if name in plain:
            if type(value) not in plain[name]:
                return False
        elif name in others and not others[name].holds(value):
            return False
    return True


class _Expected(NamedTuple):
    """The types that a model, a list or a mapping may hold, in a field."""

    container: type | None
    types: frozenset[type]
    """Of the value, or of the items of the list or mapping."""
    are_models: bool

    def holds(self, value: Any) -> bool:
        """Whether the field may hold a value."""
        items: Collection[Any]
        if self.container is None:
            items = (value,)
        elif type(value) is not self.container:
            return False
        else:
            items = cast("dict[str, Any]", value).values() if self.container is dict else cast("list[Any]", value)
        return self.types.issuperset(map(type, items)) and (not self.are_models or all(map(_is_as_declared, items)))


@cache
def _expected(kind: type[Model]) -> tuple[dict[str, frozenset[type]], dict[str, _Expected]]:
    """Return the types of the plain fields, and what the others may hold; fields for any JSON are left out."""
    plain: dict[str, frozenset[type]] = {}
    others: dict[str, _Expected] = {}
    for name, field in fields_of(kind).items():
        container = list if field.is_list else dict if field.is_map else None
        if field.model is not None:
            others[name] = _Expected(container, frozenset(field.models), True)
        elif container is not None and field.types:
            others[name] = _Expected(container, field.types, False)
        elif field.types:
            plain[name] = field.types
    return plain, others


def _filled(columns: list[_Column], attributes: Mapping[str, Any]) -> list[_Column]:
    return [column for column in columns if attributes.get(column[0]) is not None]


def _sort(models: list[Any], declared: set[type[Model]], waiting: dict[type[Model], list[Model]]) -> None:
    kinds: set[type[Model]] = set(map(type, models))
    if not kinds <= declared:
        raise NotAsDeclared
    for kind in kinds:
        found = models if len(kinds) == 1 else [one for one in models if type(one) is kind]
        waiting[kind] = waiting[kind] + found if kind in waiting else found


@cache
def _columns_of_models(kind: type[Model]) -> list[_Column]:
    return [(name, field, set(field.models)) for name, field in fields_of(kind).items() if field.model is not None]


def _items(field: FieldFacts, values: list[Any]) -> list[Any]:
    """Return the values, or those in them where they are lists or mappings."""
    container = list if field.is_list else dict if field.is_map else None
    if container is None:
        return values
    if not {container}.issuperset(map(type, values)):
        raise NotAsDeclared
    inner = values if container is list else [cast("dict[str, Any]", value).values() for value in values]
    return list(chain.from_iterable(inner))
