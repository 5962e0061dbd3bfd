"""What the contract does not know, a field or an enum's value: it is kept, unless an answer is to be free of it.

While `ANSWER` is pydantic's context, the first such thing ends the validation. So answers that hold none of it, which are
nearly all, need not be searched for it.
"""

# Annotations are no strings here: pydantic 2.11 would look up their names in the modules of the subclasses.

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

ANSWER = object()
"""The context of a validation that ends at what the contract does not know."""


_is_any_kept = False


def note_kept() -> None:
    """Notes that a model of this process may hold what the contract does not have."""
    global _is_any_kept
    _is_any_kept = True


def is_any_kept() -> bool:
    """Whether any model may; as long as none does, none has to be searched before it goes out."""
    return _is_any_kept


class UnknownInAnswer(Exception):
    """The validation of an answer came by what the contract does not know."""


def unless_in_answer(schema: CoreSchema) -> CoreSchema:
    """Gives the schema of something unknown, with the check for `ANSWER` before it."""
    return core_schema.with_info_before_validator_function(_kept, schema)


class UnknownField:
    """A field that the contract does not know: anything."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        anything = core_schema.no_info_before_validator_function(_noted, core_schema.any_schema())
        return core_schema.json_or_python_schema(json_schema=unless_in_answer(anything), python_schema=anything)


class KeepsUnknown(BaseModel):
    """Base of `Model`: says what becomes of unknown fields."""

    if not TYPE_CHECKING:  # type checkers would take it for a field
        __pydantic_extra__: dict[str, Annotated[Any, UnknownField()]]


def _kept(value: object, info: ValidationInfo) -> object:
    if info.context is ANSWER:
        raise UnknownInAnswer
    return value


def _noted(value: object) -> object:
    note_kept()
    return value
