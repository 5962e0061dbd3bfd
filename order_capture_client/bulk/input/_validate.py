"""Validation like that of a single call, with the faults as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from order_capture_client._model.base import Model, ModelT
from order_capture_client._model.enum_values import enum_problems
from order_capture_client._model.problems import problems_of, python_path, structure_problems, with_others
from order_capture_client._problem import Problem
from order_capture_client.models.checkout_request import CheckoutRequest


def validate_request(data: Mapping[str, Any]) -> tuple[CheckoutRequest | None, list[Problem]]:
    """Return the request, or its problems; the paths have the names of Python."""
    problems = structure_problems(CheckoutRequest, data)
    try:
        request = _validated(CheckoutRequest, data)
    except ValidationError as error:
        problems = with_others(problems, problems_of(error))
    else:
        problems = problems or enum_problems(request)
        if not problems:
            return request, []
    return None, [Problem(python_path(CheckoutRequest, problem.path), problem.message) for problem in problems]


def _validated(model: type[ModelT], data: Mapping[str, Any]) -> ModelT:
    """Do the same as `model_validate`, but raise pydantic's own error, which has the paths as values."""
    return super(Model, model).model_validate(data)
