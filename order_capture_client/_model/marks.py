"""Marks in the annotations of fields: facts of the contract that no Python type holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

TAG = "\0"
"""The beginning of the tags of a union, to distinguish them from the names in a path."""


class Limits(NamedTuple):
    """Limits that the contract sets for a value beyond its type; checked when it is sent, and never in an answer."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    is_uuid: bool = False
    minimum: str | None = None
    """A number as the contract spells it, as are the other bounds."""
    maximum: str | None = None
    above: str | None = None
    below: str | None = None
    multiple_of: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    has_unique_items: bool = False
    allowed: tuple[str | int | bool, ...] = ()
    is_read_only: bool = False
    """Whether only answers have it."""


class UncheckedFields(set[str]):
    """The names of the fields that are set in a model that may hold values of any type, and in copies and pickles of it.

    The answer that it was read from differs from the contract, or it comes from a pickle, where nobody knows.
    """


class Nullable:
    """Marks an optional field that tells null from absence: a null that is set goes out."""


NULLABLE = Nullable()


class TakesAnyField:
    """Marks a model that the contract allows fields of any name."""


class OneOf:
    """Marks a union of models that the value of a property tells apart."""

    def __init__(self, wire_name: str, name: str, models: Mapping[str, type[Model]]) -> None:
        self.wire_name = wire_name
        self.name = name
        self.models = models
        """By the value of the property."""

    def model_of(self, value: object) -> type[Model] | None:
        """Return the model of a mapping or instance; None where the property is missing or names no model."""
        if isinstance(value, BaseModel):
            return next((model for model in self.models.values() if isinstance(value, model)), None)
        named: object = None
        if isinstance(value, Mapping):
            named = value.get(self.wire_name, value.get(self.name))  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
        return self.models.get(named) if isinstance(named, str) else None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        models = dict.fromkeys(self.models.values())
        return core_schema.tagged_union_schema(
            choices={TAG + model.__name__: handler.generate_schema(model) for model in models},
            discriminator=self._tag,
            custom_error_type="alternative_expected",
            custom_error_message=f"object whose {self.wire_name} is one of {', '.join(self.models)} expected",
        )

    def _tag(self, value: object) -> str | None:
        model = self.model_of(value)
        return None if model is None else TAG + model.__name__
