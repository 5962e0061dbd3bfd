"""A request that is checked like that of a single call, but gives its faults as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from order_capture_client._core.encode import unknown_enum_values
from order_capture_client.models._base import Model, ModelT
from order_capture_client.models._fields import fields_by_spelling
from order_capture_client.models._problems import Problem, problems_of, structure_problems
from order_capture_client.models.checkout_request import CheckoutRequest


def checked_request(data: Mapping[str, Any]) -> tuple[CheckoutRequest | None, list[Problem]]:
    """Gives the request, or what is wrong with it; the paths have the names of Python."""
    problems = structure_problems(CheckoutRequest, data)
    try:
        request = _validated(CheckoutRequest, data)
    except ValidationError as error:
        known = {problem.path for problem in problems}
        problems += (problem for problem in problems_of(error) if problem.path not in known)
    else:
        if not problems:
            problems = [
                Problem(path, f"one of {', '.join(known)} expected") for path, known in unknown_enum_values(request)
            ]
        if not problems:
            return request, []
    return None, [Problem(python_path(problem.path), problem.message) for problem in problems]


def python_path(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Gives a path whose names may be those of JSON with the names of Python."""
    model: type[Model] | None = CheckoutRequest
    named: list[str | int] = []
    for step in path:
        field = None if model is None or isinstance(step, int) else fields_by_spelling(model).get(step)
        if not isinstance(step, int):
            model = None if field is None else field.model
        named.append(step if field is None else field.name)
    return tuple(named)


def _validated(model: type[ModelT], data: Mapping[str, Any]) -> ModelT:
    """Does what `model_validate` does, but raises pydantic's own error, which has the paths as values."""
    return super(Model, model).model_validate(data)
