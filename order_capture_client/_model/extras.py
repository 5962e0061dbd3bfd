"""Unknown fields and enum values are kept; under the context `ANSWER`, validation stops at the first one.

So an answer that validates under `ANSWER` needs no search for them.
"""

# Without `annotations` from `__future__`: pydantic 2.11 would look up their names in the modules of the subclasses.

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from order_capture_client._model.exact_json import exact

ANSWER = object()
"""The context of a validation that stops at the first unknown field or enum value."""


class UnknownInAnswer(Exception):
    """An answer holds an unknown field or enum value."""


def unless_in_answer(schema: CoreSchema) -> CoreSchema:
    """Return the schema of an unknown value, with a check for `ANSWER` before it."""
    return core_schema.with_info_before_validator_function(_stop_in_answer, schema)


class UnknownField:
    """Marks the values of unknown fields, which may be anything."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        anything = core_schema.no_info_after_validator_function(exact, core_schema.any_schema())
        return core_schema.json_or_python_schema(json_schema=unless_in_answer(anything), python_schema=anything)


class KeepsUnknown(BaseModel):
    """Base of `Model`: keeps unknown fields."""

    if not TYPE_CHECKING:  # type checkers would take it for a field
        __pydantic_extra__: dict[str, Annotated[Any, UnknownField()]]


def _stop_in_answer(value: object, info: ValidationInfo) -> object:
    if info.context is ANSWER:
        raise UnknownInAnswer
    return value
