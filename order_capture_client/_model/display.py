"""Short forms of models, and masks for personal data and unknown fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from order_capture_client._model.fields import FieldFacts, children, fields_of

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

MASK = "***"
LONGEST_TEXT = 80
MOST_ENTRIES = 3
"""Most fields of a nested model, and most items of a list of plain values, that are shown."""


class Plain(str):
    """A text that is shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


MORE = Plain("...")


def short_parts(model: Model, *, nested: bool = False) -> Iterator[tuple[str | None, object]]:
    """Return the fields that are set, short and masked; unknown fields have their name alone."""
    for name, field in fields_of(type(model)).items():
        value = getattr(model, name, None)
        if value is not None:
            yield name, _abridged(value, field, nested=nested)
    unknown = [
        str(name) for name in getattr(model, "model_extra", None) or ()
    ]  # a model whose input is refused has none yet
    for name in unknown[:MOST_ENTRIES]:
        yield name if name.isidentifier() else repr(_abridged_text(name)), MORE
    if len(unknown) > MOST_ENTRIES:
        yield None, Plain(f"... {len(unknown) - MOST_ENTRIES} more")


def short_form(name: str, parts: Iterator[tuple[str | None, object]]) -> str:
    """Return parts in the form of a Python call."""
    return f"{name}({', '.join(repr(value) if key is None else f'{key}={value!r}' for key, value in parts)})"


def masked(model: Model) -> dict[str, Any]:
    """Return the dict of `to_dict`, with a mask for each value that is personal or not in the contract.

    Not in the contract are unknown fields, values that came instead of a model, and the items of a list or object
    that came instead of a plain value.
    """
    known = {
        field.wire_name: _masked(value, field)
        for name, field in fields_of(type(model)).items()
        if (value := getattr(model, name, None)) is not None
    }
    return known | {name: MASK for name, value in (model.model_extra or {}).items() if value is not None}


def _abridged(value: object, field: FieldFacts, *, nested: bool) -> object:
    if field.is_personal:
        return MASK
    if isinstance(value, BaseModel):
        return Plain(_abridged_model(cast("Model", value), nested=nested))
    if isinstance(value, Enum):
        return Plain(f"{type(value).__name__}.{value.name}")
    items = children(value)
    if _is_declared(value, field):
        if items and field.model is not None:
            return Plain(f"[{len(items)} x {field.model.__name__}]")
        return _abridged_list(items, is_map=isinstance(value, Mapping))
    if field.model is not None:
        return MASK
    return MORE if items else _abridged_text(value)


def _abridged_model(model: Model, *, nested: bool) -> str:
    name = type(model).__name__
    if nested:
        return f"{name}(...)"
    parts = list(islice(short_parts(model, nested=True), MOST_ENTRIES + 1))
    shown = [*parts[:MOST_ENTRIES], (None, MORE)] if len(parts) > MOST_ENTRIES else parts
    return short_form(name, iter(shown))


def _abridged_list(items: list[tuple[str | int, object]], *, is_map: bool) -> Plain:
    texts = [
        f"{_abridged_text(key)!r}: {_abridged_entry(item)!r}" if is_map else repr(_abridged_entry(item))
        for key, item in items[:MOST_ENTRIES]
    ]
    if len(items) > MOST_ENTRIES:
        texts.append(f"... {len(items) - MOST_ENTRIES} more")
    inside = ", ".join(texts)
    return Plain(f"{{{inside}}}" if is_map else f"[{inside}]")


def _abridged_entry(value: object) -> object:
    return MORE if children(value) else _abridged_text(value)


def _abridged_text(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[: LONGEST_TEXT - 3] + "..."
    return value


def _is_declared(value: object, field: FieldFacts) -> bool:
    """Whether a list stands where the contract has one, or a mapping where it has one."""
    return (field.is_list and isinstance(value, (list, tuple))) or (field.is_map and isinstance(value, Mapping))


def _masked(value: object, field: FieldFacts) -> object:
    if field.is_personal:
        return MASK
    plain = field.model is None
    if not _is_declared(value, field):
        return _masked_value(value, plain=plain)
    items = [(key, _masked_value(item, plain=plain)) for key, item in children(value)]
    return dict(items) if isinstance(value, Mapping) else [item for _, item in items]


def _masked_value(value: object, *, plain: bool) -> object:
    if isinstance(value, BaseModel):
        return masked(cast("Model", value))
    if isinstance(value, Mapping):
        return {key: _masked_value(item, plain=False) for key, item in children(cast("object", value))}
    if isinstance(value, (list, tuple)):
        return [_masked_value(item, plain=False) for _, item in children(cast("object", value))]
    return value if plain or value is None else MASK
