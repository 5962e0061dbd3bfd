"""From a model or dict to the body of a request: checked first, then encoded once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from order_capture_client._core.operation import Operation, Parameter
from order_capture_client._core.rules import broken_rules
from order_capture_client._model.base import Model, from_input, to_body
from order_capture_client._model.enum_values import enum_problems, leaves
from order_capture_client._model.fields import FieldFacts, fields_of, held_by
from order_capture_client._model.limits import broken_limits
from order_capture_client._model.output import quick_body
from order_capture_client._model.problems import refusal
from order_capture_client._model.tree import is_as_declared
from order_capture_client._problem import Problem


class Checks(NamedTuple):
    """The checks of a value beyond its type."""

    takes_any_enum_value: bool
    is_strict: bool
    """Whether values that break known rules are refused."""

    def problems(self, model: Model) -> list[Problem]:
        """Return unknown enum values and broken limits, at any depth."""
        problems = [] if self.takes_any_enum_value else enum_problems(model)
        return problems + self.limit_problems(model)

    def limit_problems(self, model: Model) -> list[Problem]:
        """Return broken limits, at any depth."""
        return broken_limits(model) if self.is_strict else []


def encoded_body(
    operation: Operation[Any], parameter: Parameter, value: object, arguments: tuple[object, ...], checks: Checks
) -> bytes:
    """Return the JSON of a model or mapping.

    Raises:
        ApiValueError: It does not fit the contract, or it breaks a known rule; the message names all faults.
    """
    model = as_model(parameter, value)
    body: bytes | None = None
    if is_as_declared(model):
        problems = checks.limit_problems(model)
    else:
        # Rules take types for granted, and a list may have been changed since it was validated.
        model, body = to_body(model, parameter.name)
        problems = [*checks.problems(model), *_fields_left_out(model)]
    if checks.is_strict:
        problems += broken_rules(operation, model, arguments)
    refuse(parameter, problems)
    if body is None:
        body = quick_body(model)
    return to_body(model, parameter.name)[1] if body is None else body


def as_model(parameter: Parameter, value: object) -> Model:
    """Return the model that a caller passes, or the one that a mapping stands for.

    Raises:
        ApiValueError: It is neither, or the mapping does not fit.
    """
    assert parameter.model is not None
    model = parameter.model()
    if not isinstance(value, model) and isinstance(value, Mapping):
        value = from_input(model, cast("Mapping[str, Any]", value), parameter.name)
    if not isinstance(value, model):
        raise refusal(parameter.name, [Problem((), f"{model.__name__} or a dict expected")], model)
    if not fields_of(model).keys() <= vars(value).keys():  # made by model_construct, past all checks
        return from_input(model, dict(value), parameter.name)
    return value


def refuse(parameter: Parameter, problems: list[Problem]) -> None:
    """Raise `ApiValueError` if there are problems; the message names all of them, below the parameter."""
    if problems:
        raise refusal(parameter.name, problems, None if parameter.model is None else parameter.model())


def _fields_left_out(model: Model) -> Iterator[Problem]:
    """Return fields that a user's subclass adds to a nested model: only the declared model's fields are serialized."""
    for name, field, held in held_by(model):
        for path, value in leaves(held if field.model is not None else None):
            if isinstance(value, Model):
                yield from (Problem((name, *path, own), message) for own, message in _own_fields(value, field))
                yield from (problem.below(name, *path) for problem in _fields_left_out(value))


def _own_fields(value: Model, field: FieldFacts) -> Iterator[tuple[str, str]]:
    declared = field.model_of(value)
    if declared is None or type(value) is declared:
        return
    known = fields_of(declared)
    for own in fields_of(type(value)):
        if own not in known and getattr(value, own) is not None:
            yield own, f"only {declared.__name__}.from_dict takes fields that are not in the contract"
