"""Whether a request body has the shape that the contract gives it, by the package's own models."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from order_capture_client._model.base import Model
from order_capture_client._model.fields import fields_of
from order_capture_client._model.problems import problems_of
from order_capture_client._problem import path_text
from order_capture_client.sandbox._errors import Fault, Problem


def read(model: type[Model], body: bytes | None) -> dict[str, Any]:
    """A body as the wire has it, without nulls and without what the contract does not know.

    Raises:
        Problem: 400, naming every place where it is not what the contract says.
    """
    try:
        value = _adapter(model).validate_json(body or b"", by_alias=True, by_name=False)
    except ValidationError as error:
        refused = [Fault(path_text(problem.path) or "body", "TYPE", problem.message) for problem in problems_of(error)]
        raise Problem(400, "The request does not have the shape that the contract gives it.", refused) from None
    faults: list[Fault] = []
    document: dict[str, Any] = _wire(value, (), faults)
    if faults:
        raise Problem(400, "The request has values that the contract does not know.", faults)
    return document


@cache
def _adapter(model: type[Model]) -> TypeAdapter[Model]:
    return TypeAdapter(model)


def _wire(value: object, path: tuple[str | int, ...], faults: list[Fault]) -> Any:
    """A model as JSON has it. Models leave enums open, as answers need it; in requests, unknown values are faults."""
    if isinstance(value, list):
        return [_wire(item, (*path, index), faults) for index, item in enumerate(cast("list[object]", value))]
    if isinstance(value, dict):
        mapping = cast("dict[str, object]", value)
        return {key: _wire(item, (*path, key), faults) for key, item in mapping.items()}
    if not isinstance(value, Model):
        return value.value if isinstance(value, Enum) else value
    document: dict[str, Any] = {}
    for field in fields_of(type(value)).values():
        item: object = getattr(value, field.name)
        if item is None:
            continue
        at = (*path, field.wire_name)
        if field.enum is not None and not isinstance(item, Enum):
            known = ", ".join(member.value for member in field.enum)
            faults.append(Fault(path_text(at), "ENUM", f"must be one of {known}"))
        document[field.wire_name] = _wire(item, at, faults)
    return document
