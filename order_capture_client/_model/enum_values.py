"""Enum values of a model that the contract does not have."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from order_capture_client._model.base import Model
from order_capture_client._model.fields import children, held_by
from order_capture_client._problem import Problem


def enum_problems(model: Model) -> list[Problem]:
    """Return every enum value of a model, at any depth, that the contract does not know."""
    return [Problem(path, f"one of {', '.join(known)} expected") for path, known in unknown_enum_values(model)]


def unknown_enum_values(model: Model) -> Iterator[tuple[tuple[str | int, ...], list[str]]]:
    """Return the place of each enum value that the contract does not know, with the values that it does."""
    for name, field, held in held_by(model):
        if field.enum is None and field.model is None:
            continue
        for path, value in leaves(held):
            if isinstance(value, Model):
                for inner, known in unknown_enum_values(value):
                    yield (name, *path, *inner), known
            elif field.enum is not None and _is_unknown(value, field.enum):
                yield (name, *path), [member.value for member in field.enum]


def _is_unknown(value: object, enum: type[Enum]) -> bool:
    # The text of a member is known: a copy may be updated by it.
    return isinstance(value, str) and not isinstance(value, Enum) and all(value != member.value for member in enum)


def leaves(value: object) -> list[tuple[tuple[str | int, ...], object]]:
    """Return a value, or the items of a list or mapping, with the path to each."""
    items = children(value)
    return [((key,), item) for key, item in items] if items else [((), value)]
