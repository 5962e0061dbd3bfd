"""Validation like that of a single call, with the faults as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from order_capture_client._model.base import Model, ModelT
from order_capture_client._model.enum_values import unknown_enum_values
from order_capture_client._model.problems import problems_of, python_path, structure_problems
from order_capture_client._problem import Problem
from order_capture_client.models.checkout_request import CheckoutRequest


def validate_request(data: Mapping[str, Any]) -> tuple[CheckoutRequest | None, list[Problem]]:
    """Return the request, or its problems; the paths have the names of Python."""
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
    return None, [Problem(python_path(CheckoutRequest, problem.path), problem.message) for problem in problems]


def _validated(model: type[ModelT], data: Mapping[str, Any]) -> ModelT:
    """Do the same as `model_validate`, but raise pydantic's own error, which has the paths as values."""
    return super(Model, model).model_validate(data)
