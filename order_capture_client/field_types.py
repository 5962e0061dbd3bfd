"""Types for fields of your own pydantic models: requests with every check of a call, answers as a call reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeAlias, cast

from pydantic import GetCoreSchemaHandler, SerializationInfo, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema
from typing_extensions import TypeVar

from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.base import Model, from_input
from order_capture_client._model.enum_values import enum_problems, leaves
from order_capture_client._model.fields import held_by
from order_capture_client._model.marks import TakesAnyField
from order_capture_client._model.output import UnwritableError, settle, text_of
from order_capture_client._model.problems import refusal, with_others
from order_capture_client._problem import Problem

__all__ = ("Checked", "FromAnswer")

ModelT = TypeVar("ModelT", bound=Model)


class _Checked:
    """Validates by the checks of the constructor and of a call."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        model: type[Model] = source

        def validate(value: object, _: object) -> Model:
            try:
                return _checked(model, value)
            except ApiValueError as error:
                problems = error.problems
            raise _refused(model, problems)

        return core_schema.no_info_wrap_validator_function(validate, handler(source))


class _FromAnswer:
    """Reads like `from_answer`, and is written as `to_dict` and `to_json` write it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        model: type[Model] = source

        def validate(value: object, _: object) -> Model:
            if isinstance(value, model):
                return value
            try:
                return model.from_answer(cast("Any", value))
            except ApiValueError:
                problem = Problem((), f"{model.__name__}, or the JSON object of an answer, expected")
            raise _refused(model, [problem])

        written = core_schema.plain_serializer_function_ser_schema(_written, info_arg=True)
        return core_schema.no_info_wrap_validator_function(validate, handler(source), serialization=written)


Checked: TypeAlias = Annotated[ModelT, _Checked()]
"""A request that pydantic checks as its constructor and a call do: `cart: Checked[CheckoutRequest]`.

Names that are misspelt, unknown or given twice are refused at any depth, as are unknown values of enums. Each fault is an
error of its own, with its path; no error holds a value.
"""

FromAnswer: TypeAlias = Annotated[ModelT, _FromAnswer()]
"""An answer that pydantic reads as a call does: `order: FromAnswer[CheckoutDto]`.

It takes a mapping, JSON or a model, and keeps the values that differ from the contract. `model_dump(mode="json")` and
`model_dump_json` of your model write it as `to_json` does.
"""


def _checked(model: type[ModelT], value: object) -> ModelT:
    problems: list[Problem]
    if isinstance(value, Mapping):
        made = from_input(model, cast("Mapping[str, Any]", value), model.__name__)
        problems = []
    elif isinstance(value, model):
        try:
            made, problems = settle(value, strictly=True), []
        except UnwritableError as error:
            made, problems = value, error.problems
    else:
        raise refusal(model.__name__, [Problem((), f"{model.__name__} or a dict expected")], model)
    problems = with_others(problems, (*enum_problems(made), *_surplus(made)))
    try:
        text_of(made)
    except UnwritableError as error:
        problems = problems or error.problems
    if problems:
        raise refusal(model.__name__, problems, model)
    return made


def _surplus(model: Model) -> Iterator[Problem]:
    """Return the unknown fields of a model, at any depth."""
    if not isinstance(model, TakesAnyField):
        message = f"{type(model).__name__} has no such field"
        yield from (Problem((name,), message) for name in model.model_extra or ())
    for name, field, held in held_by(model):
        for path, value in leaves(held) if field.models else ():
            if isinstance(value, Model):
                yield from (problem.below(name, *path) for problem in _surplus(value))


def _refused(model: type[Model], problems: Iterable[Problem]) -> ValidationError:
    """Return pydantic's error for the faults of an input, without the input."""
    faults = [
        InitErrorDetails(
            type=PydanticCustomError("request_refused", cast("Any", problem).message),
            loc=problem.wire_path,
            input=None,
        )
        for problem in problems
    ]
    return ValidationError.from_exception_data(model.__name__, faults, hide_input=True)


def _written(value: Model, info: SerializationInfo) -> dict[str, Any]:
    if info.mode == "json":
        return value.to_dict(mode="json")
    return value.model_dump(
        include=info.include,
        exclude=info.exclude,
        by_alias=info.by_alias,
        exclude_unset=info.exclude_unset,
        exclude_defaults=info.exclude_defaults,
        exclude_none=info.exclude_none,
        round_trip=info.round_trip,
    )
