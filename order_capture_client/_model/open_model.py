"""The base of models that the contract allows fields of any name."""

# Annotations are no strings here, for the reason that `extras` states.

from typing import TYPE_CHECKING, Any

from order_capture_client._model.base import Model
from order_capture_client._model.marks import TakesAnyField
from order_capture_client._model.types import Json


class OpenModel(Model, TakesAnyField):
    """Base of models with `additionalProperties`: fields of any name are taken, and are in `additional_properties`."""

    if not TYPE_CHECKING:  # type checkers would take it for a field
        __pydantic_extra__: dict[str, Json]

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The fields beyond those that the contract names."""
        return {} if self.__pydantic_extra__ is None else self.__pydantic_extra__
