"""Unknown fields of models that were read: no nulls, and exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from order_capture_client._model.fields import children, fields_of
from order_capture_client._model.marks import TakesAnyField
from order_capture_client._model.output import holds_more

if TYPE_CHECKING:
    from order_capture_client._model.base import Model


def tidy_unknown(model: Model, source: Callable[[], object] | None = None) -> None:
    """Take out the unknown fields of a model, at any depth, that are null, and give the others the digits that came.

    Args:
        model: The model.
        source: Returns the object that the model was read from, with exact numbers. Without it, the numbers stay as
            validation left them: with the digits of their shortest text.
    """
    if holds_more(model):
        _tidy(model, source() if source is not None and _holds_fraction(model) else None)


def _tidy(model: Model, source: object) -> None:
    data: Mapping[str, Any] = cast("Mapping[str, Any]", source) if isinstance(source, Mapping) else {}
    unknown = model.__pydantic_extra__
    if unknown and not isinstance(model, TakesAnyField):
        kept = {name: data.get(name, value) for name, value in unknown.items() if value is not None}
        unknown.clear()
        unknown.update(kept)
    for name, field in fields_of(type(model)).items():
        value = model.__dict__.get(name)
        if value is not None and field.model is not None:
            _tidy_value(value, data.get(field.wire_name, data.get(name)))


def _tidy_value(value: object, source: object) -> None:
    if isinstance(value, BaseModel):
        _tidy(cast("Model", value), source)
        return
    sources = dict(children(source))
    for key, item in children(value):
        _tidy_value(item, sources.get(key))


def _holds_fraction(value: object) -> bool:
    """Whether an unknown field of a model, at any depth, holds a number with a point."""
    if isinstance(value, BaseModel):
        return _is_fraction(value.__pydantic_extra__) or any(map(_holds_fraction, value.__dict__.values()))
    return any(_holds_fraction(item) for _, item in children(value))


def _is_fraction(value: object) -> bool:
    return isinstance(value, (float, Decimal)) or any(_is_fraction(item) for _, item in children(value))
