"""Read fields that may hold anything, because an answer that differs from the contract keeps its raw values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TypeVar, cast

from pydantic import BaseModel

from order_capture_client._model.display import MASK
from order_capture_client._model.fields import children, fields_of

LONGEST_TEXT = 300

ModelT = TypeVar("ModelT", bound=BaseModel)


def value_at(model: object, *names: str) -> object:
    """Return the value at a path of fields; None where a part of the path is absent or not a model."""
    value = model
    for name in names:
        known = isinstance(value, BaseModel) and name in type(value).__pydantic_fields__
        value = getattr(value, name, None) if known else None
    return value


def models_at(kind: type[ModelT], model: object, *names: str) -> list[ModelT]:
    """Return the models of a list, without any other items."""
    return [entry for _, entry in children(value_at(model, *names)) if isinstance(entry, kind)]


def text_at(model: object, *names: str) -> str | None:
    """Return a text that is not empty; for a member of an enum, its value."""
    value = value_at(model, *names)
    plain = cast("object", value.value) if isinstance(value, Enum) else value
    return plain if isinstance(plain, str) and plain else None


def number_at(model: object, *names: str) -> Decimal | None:
    """Return a finite number."""
    value = value_at(model, *names)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) and value.is_finite() else None


def shown_at(model: object, *names: str) -> str | None:
    """Return a plain value as a text to show, shortened, with a mask for personal data."""
    *path, last = names
    holder, value = value_at(model, *path), value_at(model, *names)
    if value is None or not isinstance(holder, BaseModel):
        return None
    field = fields_of(cast("type", type(holder)))[last]
    if field.is_personal:
        return MASK
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} {value:%Z}".strip()
    if isinstance(value, (str, Decimal, int, float)):
        return _shortened(str(cast("object", value.value) if isinstance(value, Enum) else value))
    return None


def entries_at(model: object, *names: str) -> list[tuple[str, str]]:
    """Return the keys and texts of a map, shortened, without any other values."""
    found = value_at(model, *names)
    pairs = children(cast("object", found)) if isinstance(found, Mapping) else []
    return [(_shortened(str(key)), _shortened(value)) for key, value in pairs if isinstance(value, str)]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 3] + "..."
