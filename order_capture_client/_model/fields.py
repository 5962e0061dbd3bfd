"""What the annotations of a model's fields say, gathered once per class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin

from pydantic import BaseModel

from order_capture_client._model.types import MoneyAmount, PersonalData, WireEnum

if TYPE_CHECKING:
    from order_capture_client._model.base import Model


@dataclass(frozen=True, slots=True)
class FieldFacts:
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
    is_money: bool


@cache
def fields_of(model: type[Model]) -> dict[str, FieldFacts]:
    """Gives a model's fields by attribute name, in the order of the contract."""
    return {name: _facts(name, field) for name, field in model.model_fields.items()}


@cache
def fields_by_spelling(model: type[Model]) -> dict[str, FieldFacts]:
    """Gives a model's fields by either name."""
    fields = fields_of(model)
    return {field.wire_name: field for field in fields.values()} | fields


def entries(value: object) -> list[tuple[str | int, object]]:
    """Gives what a list or mapping holds, with index or key; nothing for other values."""
    if isinstance(value, (list, tuple)):
        return list(enumerate(cast("Sequence[object]", value)))
    if isinstance(value, Mapping):
        return list(cast("Mapping[str | int, object]", value).items())
    return []


def _facts(name: str, field: Any) -> FieldFacts:
    parts = [*field.metadata, *_parts(field.annotation)]
    classes = [part for part in parts if isinstance(part, type)]
    return FieldFacts(
        name=name,
        wire_name=field.alias or name,
        model=cast("type[Model] | None", next((part for part in classes if issubclass(part, BaseModel)), None)),
        enum=next((part for part in classes if issubclass(part, WireEnum)), None),
        is_text=str in classes,
        is_list=any(get_origin(part) is list for part in parts),
        is_map=any(get_origin(part) is dict for part in parts),
        is_personal=any(isinstance(part, PersonalData) for part in parts),
        is_money=any(isinstance(part, MoneyAmount) for part in parts),
    )


def _parts(annotation: Any) -> Iterator[Any]:
    """Gives an annotation and all that it is made of."""
    yield annotation
    for part in getattr(annotation, "__metadata__", ()):
        yield part
    for part in get_args(annotation):
        yield from _parts(part)
