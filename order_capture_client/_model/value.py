"""One value outside of a model: a parameter, or a body that is not an object."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, cast

from pydantic import create_model

from order_capture_client._model.base import Model, checked_field, to_body

_PREFIX = b'{"value":'


@cache
def holder_of(annotation: Any) -> type[Model]:
    """Return a model with one field, `value`, of the annotated type, so that values are treated as fields are."""
    return create_model("Value", __base__=Model, value=(annotation, ...))


def value_from_input(annotation: Any, value: object, place: str) -> Model:
    """Return a holder with the value that a user passes.

    Raises:
        ApiValueError: It does not fit; the message names all faults, below `place`.
    """
    return checked_field(holder_of(annotation), "value", value, place)


def body_of_value(holder: Model, place: str) -> bytes:
    """Return the body of a request that consists of the value.

    Raises:
        ApiValueError: The value does not fit: a list in it was changed after it was checked.
    """
    _, body = to_body(holder, place)
    return body[len(_PREFIX) : -1]


def texts_of_value(holder: Model) -> list[str]:
    """Return the value, or each one in a list, as the text that stands for it in an address or header."""
    value: object = cast("Any", holder).value
    return [text_of(item) for item in cast("list[object]", value)] if isinstance(value, list) else [text_of(value)]


def text_of(value: object) -> str:
    """Return a plain value as the text that stands for it in an address or header."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(cast("object", value.value) if isinstance(value, Enum) else value)
