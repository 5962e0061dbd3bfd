"""The first-time work of an operation."""

from __future__ import annotations

from typing import Any

from order_capture_client._core.operation import Operation
from order_capture_client._first_time import first_time
from order_capture_client._model.base import Model
from order_capture_client._model.rehearsal import rehearse

_warm: set[str] = set()


def warm_up(operation: Operation[Any]) -> None:
    """Import the models of an operation and use pydantic once, unless both was done before.

    Later calls of the operation import nothing, unless they end in an error, and they take no lock for it.
    """
    if operation.name in _warm:
        return
    with first_time():
        makers = [operation.result]  # but not the models of errors, which most processes never meet
        makers += [maker for parameter in operation.parameters for maker in (parameter.model, parameter.of)]
        made = [maker() for maker in makers if maker is not None]
        if not _warm:
            models = (model for model in made if isinstance(model, type) and issubclass(model, Model))
            rehearse(next(models, Model))  # an operation without models may be the first one
        _warm.add(operation.name)
