"""Serialize the parts of a drifted answer that the contract does not have: nulls, and raw numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel
from pydantic_core import to_json

from order_capture_client._model.fields import children, fields_of, may_send_more
from order_capture_client._model.tree import NotAsDeclared, models_by_class

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

_unknown_fields = attrgetter("__pydantic_extra__")


def holds_more(model: Model) -> bool:
    """Whether a model has, at any depth, unknown fields, or a null that goes out."""
    try:
        return any(_hold_more(kind, models) for kind, models in models_by_class(model))
    except NotAsDeclared:
        return _holds_more(model)


def sends_more(model: Model) -> bool:
    """Whether a request has nulls that go out, or fields of any name."""
    return may_send_more(type(model)) and holds_more(model)


def add_nulls(value: object, made: object) -> None:
    """Put the nulls of unknown and required fields into pydantic's output, which has no nulls."""
    if isinstance(value, BaseModel) and isinstance(made, dict):
        _add_nulls_of_model(cast("Model", value), cast("dict[str, object]", made))
    elif isinstance(value, list) and isinstance(made, list):
        for item, other in zip(cast("list[object]", value), cast("list[object]", made), strict=True):
            add_nulls(item, other)
    elif isinstance(value, dict) and isinstance(made, dict):
        for key, item in cast("dict[str, object]", value).items():
            add_nulls(item, cast("dict[str, object]", made)[key])


def json_text(value: object) -> str:
    """Return JSON in which a `Decimal` is a number, digit for digit."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        return "{" + ",".join(f"{json_text(str(name))}:{json_text(item)}" for name, item in pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(json_text, cast("list[object]", value))) + "]"
    return to_json(value).decode()


def _add_nulls_of_model(model: Model, made: dict[str, object]) -> None:
    kept = dict(_kept_nulls(type(model)))
    for name, field in fields_of(type(model)).items():
        item = model.__dict__.get(name)
        if item is not None:
            add_nulls(item, made.get(field.wire_name))
        elif name in kept and name in model.model_fields_set:
            made[field.wire_name] = None
    made.update((name, None) for name, item in (model.model_extra or {}).items() if item is None)


def _hold_more(kind: type[Model], models: list[Model]) -> bool:
    if any(map(_unknown_fields, models)):
        return True
    for name, is_required in _kept_nulls(kind):
        nulls = [one for one in models if one.__dict__.get(name) is None]
        if nulls and (is_required or any(name in one.model_fields_set for one in nulls)):
            return True
    return False


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


@cache
def _kept_nulls(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """Return the fields whose null, where it is set, goes out: required and nullable ones, and which they are."""
    facts = fields_of(cast("type[Model]", model))
    return tuple(
        (name, field.is_required())
        for name, field in model.model_fields.items()
        if field.is_required() or facts[name].is_nullable
    )
