"""Uses pydantic's core once in every way that calls use it, so that calls do nothing in it for the first time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, SchemaSerializer, SchemaValidator, core_schema

from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.base import Model, from_input, to_body
from order_capture_client._model.extras import ANSWER, UnknownInAnswer
from order_capture_client._model.types import WireEnum


class _Sample(WireEnum):
    KNOWN = "a"


_FITTING_JSON = (
    b'{"enum": "a", "open": "b", "text": "a", "time": "2026-01-02T03:04:05Z", "zone": "2026-01-02T03:04:05+01:00"}'
)
_WRONG_JSON = b'{"enum": 1, "flag": 1, "list": 1, "map": 1, "open": 1, "text": 1, "time": "a", "whole": "a", "zone": 1}'


def rehearse(model: type[Model]) -> None:
    """Read, check and write samples that fit and samples that do not.

    Args:
        model: Any model; its class and its fields are used, too.
    """
    fields = _fields()
    validator, serializer = SchemaValidator(fields), SchemaSerializer(fields)
    nothing = object()
    attempts: list[Callable[[], object]] = [
        partial(validator.validate_json, _FITTING_JSON),
        partial(_faults, partial(validator.validate_json, _WRONG_JSON)),
        partial(_faults, partial(validator.validate_python, dict.fromkeys(fields["fields"], nothing))),
        partial(serializer.to_json, {"enum": _Sample.KNOWN, "open": _Sample.KNOWN}),
        partial(serializer.to_json, {"open": 1, "whole": "a"}, warnings="error"),
        partial(model.model_validate_json, b"{"),
        partial(model.model_validate_json, b"{}", context=ANSWER),
        partial(model.model_validate_json, b'{"": null}', context=ANSWER),
        partial(from_input, model, dict.fromkeys(model.__pydantic_fields__, nothing), ""),
        partial(to_body, model.model_construct(), ""),
    ]
    for attempt in attempts:
        with suppress(ApiValueError, PydanticSerializationError, UnknownInAnswer, ValidationError):
            attempt()


def _fields() -> core_schema.TypedDictSchema:
    """Return a schema with the kinds of fields that models have."""
    enum = core_schema.enum_schema(_Sample, list(_Sample))
    time = core_schema.no_info_wrap_validator_function(_passed_on, core_schema.datetime_schema(tz_constraint="aware"))
    fields: dict[str, core_schema.CoreSchema] = {
        "enum": enum,
        "flag": core_schema.bool_schema(strict=True),
        "list": core_schema.list_schema(),
        "map": core_schema.dict_schema(),
        "open": core_schema.union_schema([enum, core_schema.str_schema()], mode="left_to_right"),
        "text": core_schema.str_schema(strict=True),
        "time": time,
        "whole": core_schema.int_schema(),
        "zone": time,
    }
    optional = {name: core_schema.typed_dict_field(schema, required=False) for name, schema in fields.items()}
    return core_schema.typed_dict_schema(optional)


def _passed_on(value: Any, validate: core_schema.ValidatorFunctionWrapHandler) -> Any:
    return validate(value)


def _faults(validate: Callable[[], object]) -> None:
    try:
        validate()
    except ValidationError as error:
        error.errors(include_url=False)
