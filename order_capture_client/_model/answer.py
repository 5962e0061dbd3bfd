"""From the JSON of an answer to a model or value: by validation if it fits the contract, as nearly all answers do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import VERSION, ValidationError
from typing_extensions import TypeVar

from order_capture_client._first_time import first_time
from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.extras import ANSWER, UnknownInAnswer
from order_capture_client._model.types import adapter_of

if TYPE_CHECKING:
    from order_capture_client._model.base import Model
    from order_capture_client.drift import Drift

# pydantic 2.13.0 to 2.14.1 lose an unknown field that has the Python name of a known one.
_LOSES_PYTHON_NAMES = f"{VERSION}.".startswith(("2.13.", "2.14.0.", "2.14.1."))
_PYTHON_NAME = rb'_[^"_]*"\s*:|\\u005[fF]'
"""Pattern of a key with an underscore, or of an escaped underscore anywhere."""

_MISFIT = object()

ModelT = TypeVar("ModelT", bound="Model")


def from_answer(model: type[ModelT], body: bytes) -> tuple[ModelT, tuple[Drift, ...]]:
    """Return the model for the body of an answer, and how the body differs from the contract.

    A field that differs keeps its raw value, with `Decimal` for numbers that have a point or an exponent. Unknown
    fields are kept. A missing required field reads as None.

    Raises:
        ApiValueError: The body is not JSON, or not an object; the message says which.
    """
    # Not the model's own method, which raises errors in words.
    made = _fitting(model.__pydantic_validator__.validate_json, body)
    if isinstance(made, model):
        return made, ()
    with first_time():  # it makes a reader for each type when a field of the type differs for the first time
        from order_capture_client._model.lenient import read_object

        return read_object(model, body)


def from_plain_answer(model: type[ModelT], data: Mapping[str, Any]) -> tuple[ModelT, tuple[Drift, ...]]:
    """Return the same for an answer that was parsed already; a float stands for the number that its shortest text spells."""
    with first_time():
        from order_capture_client._model.lenient import read_plain

        return read_plain(model, data)


def value_from_answer(annotation: Any, body: bytes) -> tuple[Any, tuple[Drift, ...]]:
    """Return the value for the body of an answer that is not an object of the contract, and how it differs.

    Raises:
        ApiValueError: The body is not JSON, or another kind of value; the message says which.
    """
    made = _fitting(adapter_of(annotation).validate_json, body)
    if made is not _MISFIT:
        return made, ()
    with first_time():
        from order_capture_client._model.lenient import read_value

        return read_value(annotation, body)


def _fitting(validate: Callable[..., object], body: bytes) -> object:
    """Return the value of an answer that fits the contract, and `_MISFIT` otherwise."""
    try:
        made = validate(body, context=ANSWER, by_alias=True, by_name=False)
    except UnknownInAnswer:
        return _MISFIT
    except ValidationError as error:
        is_json = not _is_syntax_error(error)
    else:
        return _MISFIT if _LOSES_PYTHON_NAMES and re.search(_PYTHON_NAME, body) else made
    if is_json:
        return _MISFIT
    raise ApiValueError("not valid JSON")


def _is_syntax_error(error: ValidationError) -> bool:
    if error.error_count() > 1:
        return False
    return error.errors(include_url=False, include_context=False, include_input=False)[0]["type"] == "json_invalid"
