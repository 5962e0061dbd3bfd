"""How what an answer holds beside the contract goes out again: nulls and numbers that no field has a type for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import to_json

from order_capture_client._model.extras import is_any_kept
from order_capture_client._model.fields import fields_of

_SCALARS = {bool, Decimal, int, str, type(None)}


def holds_more(value: object) -> bool:
    """Whether a model has, at any depth, unknown fields or null in a required one."""
    return is_any_kept() and _is_more_in(value)


def _is_more_in(value: object) -> bool:
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
        if type(item) not in _SCALARS and _is_more_in(item):
            return True
    return False


def add_nulls(value: object, made: object) -> None:
    """Puts the nulls of unknown and required fields into what pydantic made of a value without any null."""
    if isinstance(value, BaseModel) and isinstance(made, dict):
        made = cast("dict[str, object]", made)
        required = _required(type(value))
        for name, field in fields_of(cast("Any", type(value))).items():
            item = value.__dict__.get(name)
            if item is not None:
                add_nulls(item, made.get(field.wire_name))
            elif name in required and name in value.model_fields_set:
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
def _required(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if field.is_required())
