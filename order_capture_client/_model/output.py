"""How what an answer holds beside the contract goes out again: nulls and numbers that no field has a type for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel
from pydantic_core import to_json

from order_capture_client._model.extras import is_any_kept
from order_capture_client._model.fields import fields_of, may_send_more

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

_SCALARS = {bool, Decimal, int, str, type(None)}


def holds_more(value: Model) -> bool:
    """Whether a model has, at any depth, unknown fields or null in a required one."""
    return (is_any_kept() or may_send_more(type(value))) and _is_more_in(value)


def sends_more(model: Model) -> bool:
    """Whether a request has nulls that go out, or fields of any name."""
    return may_send_more(type(model)) and _is_more_in(model)


def _is_more_in(value: object) -> bool:
    items: Iterable[object] = ()
    if isinstance(value, BaseModel):
        if value.__pydantic_extra__:
            return True
        held = value.__dict__
        for name, is_required in _kept_nulls(type(value)):
            if held.get(name) is None and (is_required or name in value.model_fields_set):
                return True
        items = held.values()
    elif isinstance(value, list):
        items = cast("list[object]", value)
    elif isinstance(value, dict):
        items = cast("dict[object, object]", value).values()
    for item in items:  # noqa: SIM110 # this runs before whatever goes out, and any() would take twice as long
        if type(item) not in _SCALARS and _is_more_in(item):
            return True
    return False


def add_nulls(value: object, made: object) -> None:
    """Puts the nulls of unknown and required fields into what pydantic made of a value without any null."""
    if isinstance(value, BaseModel) and isinstance(made, dict):
        made = cast("dict[str, object]", made)
        kept = dict(_kept_nulls(type(value)))
        for name, field in fields_of(cast("Any", type(value))).items():
            item = value.__dict__.get(name)
            if item is not None:
                add_nulls(item, made.get(field.wire_name))
            elif name in kept and name in value.model_fields_set:
                made[field.wire_name] = None
        made.update((name, None) for name, item in (value.model_extra or {}).items() if item is None)
    elif isinstance(value, list) and isinstance(made, list):
        for item, other in zip(cast("list[object]", value), cast("list[object]", made), strict=True):
            add_nulls(item, other)
    elif isinstance(value, dict) and isinstance(made, dict):
        for key, item in cast("dict[str, object]", value).items():
            add_nulls(item, cast("dict[str, object]", made)[key])


def json_text(value: object) -> str:
    """Gives JSON with a `Decimal` as the number that it is, digit for digit."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        return "{" + ",".join(f"{json_text(str(name))}:{json_text(item)}" for name, item in pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(json_text, cast("list[object]", value))) + "]"
    return to_json(value).decode()


@cache
def _kept_nulls(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """Return the fields whose null, where it is set, goes out: required and nullable ones, and which they are."""
    facts = fields_of(cast("type[Model]", model))
    return tuple(
        (name, field.is_required())
        for name, field in model.model_fields.items()
        if field.is_required() or facts[name].is_nullable
    )
