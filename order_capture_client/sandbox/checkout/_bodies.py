"""Validation of request bodies against the contract, by the package's own models."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, cast

from pydantic import TypeAdapter, ValidationError

from order_capture_client._model.base import Model
from order_capture_client._model.fields import children, fields_of
from order_capture_client._model.problems import problems_of
from order_capture_client._problem import path_text
from order_capture_client.sandbox._errors import ServiceError, Violation

_Path: TypeAlias = tuple[str | int, ...]


def read(model: type[Model], body: bytes | None) -> dict[str, Any]:
    """Return a body in wire names, without nulls and without properties unknown to the contract.

    Raises:
        ServiceError: 400, naming every place that does not match the contract.
    """
    try:
        value = _adapter(model).validate_json(body or b"", by_alias=True, by_name=False)
    except ValidationError as error:
        refused = [
            Violation(path_text(problem.path) or "body", "TYPE", problem.message) for problem in problems_of(error)
        ]
        raise ServiceError(400, "The request does not match the contract.", refused) from None
    # Models leave enums open, as answers need it; requests may only have known values.
    if violations := list(_unknown_enum_values(value, ())):
        raise ServiceError(400, "The request has values that are not in the contract.", violations)
    document: dict[str, Any] = _wire(value)
    return document


@cache
def _adapter(model: type[Model]) -> TypeAdapter[Model]:
    return TypeAdapter(model)


def _unknown_enum_values(value: object, path: _Path, known: type[Enum] | None = None) -> Iterator[Violation]:
    if isinstance(value, Model):
        for field in fields_of(type(value)).values():
            yield from _unknown_enum_values(getattr(value, field.name), (*path, field.wire_name), field.enum)
    elif isinstance(value, str):
        if known is not None and not isinstance(value, Enum):
            yield Violation(path_text(path), "ENUM", f"must be one of {', '.join(member.value for member in known)}")
    else:
        for step, item in children(value):
            yield from _unknown_enum_values(item, (*path, step), known)


def _wire(value: object) -> Any:
    """Return a value the way JSON has it."""
    if isinstance(value, list):
        return [_wire(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, Model):
        members = {field.wire_name: getattr(value, field.name) for field in fields_of(type(value)).values()}
        return {name: _wire(item) for name, item in members.items() if item is not None}
    return value.value if isinstance(value, Enum) else value
