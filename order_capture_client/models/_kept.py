"""How what an answer holds beside the contract goes out again: nulls and numbers that no field has a type for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import to_json

from order_capture_client.models._fields import fields_of

_SCALARS = {bool, Decimal, int, str, type(None)}


def holds_more(value: object) -> bool:
    """Whether a model has, at any depth, unknown fields or null in a required one."""
    items: Iterable[object] = ()
    if isinstance(value, BaseModel):
        if value.__pydantic_extra__:
            return True
        held = value.__dict__
        for name in _required(type(value)):
            if held.get(name) is None:
                return True
        items = held.values()
    elif isinstance(value, list):
        items = cast("list[object]", value)
    elif isinstance(value, dict):
        items = cast("dict[object, object]", value).values()
    for item in items:  # noqa: SIM110 # this runs before whatever goes out, and any() would take twice as long
        if type(item) not in _SCALARS and holds_more(item):
            return True
    return False


def add_nulls(value: object, made: Any) -> None:
    """Puts the nulls of unknown and required fields into what pydantic made of a value without any null."""
    if isinstance(value, BaseModel):
        for wire_name, item, is_null in _held(value):
            if is_null:
                made[wire_name] = None
            elif wire_name in made:
                add_nulls(item, made[wire_name])
    elif isinstance(value, list):
        for item, other in zip(cast("list[object]", value), made, strict=True):
            add_nulls(item, other)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            add_nulls(item, made[key])


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
def _required(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if field.is_required())


def _held(model: BaseModel) -> Iterator[tuple[str, object, bool]]:
    """Gives what a model holds under wire names, and whether it is a null that has to go out."""
    required = _required(type(model))
    for name, field in fields_of(cast("Any", type(model))).items():
        item = model.__dict__.get(name)
        yield field.wire_name, item, item is None and name in required and name in model.model_fields_set
    for name, item in (model.model_extra or {}).items():
        yield name, item, item is None
