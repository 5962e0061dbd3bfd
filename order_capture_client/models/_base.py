"""What all models share."""

from __future__ import annotations

import pprint
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from typing_extensions import Self, TypeVar

from order_capture_client.exceptions import ApiValueError
from order_capture_client.models._fields import entries, fields_of
from order_capture_client.models._problems import Problem, misspelt_fields, problems_of

MASK = "***"

ModelT = TypeVar("ModelT", bound="Model")


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Model(BaseModel):
    """Base of all models.

    A field may be given under its Python name or its wire name. What a user constructs must fit: a
    misspelt field or a wrong type raises `ApiValueError`, also on assignment. What is read from an
    answer keeps the fields that this version does not know. `None` stands for an absent field.
    `repr`, `str` and `to_str` mask personal data; attributes, `to_dict` and `to_json` show it.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=_camel_case,
        extra="allow",
        protected_namespaces=(),
        validate_assignment=True,
        validate_by_alias=True,
        validate_by_name=True,
    )

    if not TYPE_CHECKING:  # type checkers take the signature from the fields

        def __init__(self, /, **data: Any) -> None:
            problems = misspelt_fields(type(self), data)
            try:
                super().__init__(**data)
            except ValidationError as error:
                problems += problems_of(error)
            _refuse(type(self).__name__, problems)

        # Else pydantic would call this function for each nested object of an answer, at 2.5 times the cost.
        __init__.__pydantic_base_init__ = True

        def __setattr__(self, name: str, value: Any) -> None:
            problems = misspelt_fields(type(self), {name: value}, wire_names=False)
            if not problems:
                try:
                    super().__setattr__(name, value)
                except ValidationError as error:
                    problems = problems_of(error)
            _refuse(type(self).__name__, problems)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Does what pydantic's method does, but raises `ApiValueError`."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            problems = problems_of(error)
        raise _error(cls.__name__, problems)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Does what pydantic's method does, but raises `ApiValueError`."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            problems = problems_of(error)
        raise _error(cls.__name__, problems)

    @classmethod
    def from_dict(cls, obj: Mapping[str, Any] | None) -> Self | None:
        """Gives the model for a mapping as `to_dict` returns it; unknown fields are kept.

        Raises:
            ApiValueError: A field is missing or has the wrong type.
        """
        return None if obj is None else cls.model_validate(obj)

    @classmethod
    def from_json(cls, json_str: str) -> Self | None:
        """Gives the model for a JSON object; unknown fields are kept.

        Raises:
            ApiValueError: The text is not JSON, or a field is missing or has the wrong type.
        """
        return None if json_str.strip() == "null" else cls.model_validate_json(json_str)

    def to_dict(self) -> dict[str, Any]:
        """Gives the fields that are set, under their wire names: what goes out, but as Python values."""
        return self.model_dump(by_alias=True, exclude_none=True, warnings=False)

    def to_json(self) -> str:
        """Gives the JSON text that goes out: the fields that are set, under their wire names."""
        return self.model_dump_json(by_alias=True, exclude_none=True, warnings=False)

    def to_str(self) -> str:
        """Gives the fields that are set as indented text, with personal data masked."""
        return pprint.pformat(_masked(self), sort_dicts=False)

    def __repr__(self) -> str:
        shown = [
            f"{name}={MASK!r}" if field.is_personal else f"{name}={_abridged(value)}"
            for name, field in fields_of(type(self)).items()
            if (value := getattr(self, name, None)) is not None
        ]
        unknown = [f"{name}=..." for name in self.model_extra or ()]
        return f"{type(self).__name__}({', '.join(shown + unknown)})"

    def __str__(self) -> str:
        return repr(self)


def from_input(model: type[ModelT], data: Mapping[str, Any], place: str) -> ModelT:
    """Gives the model for a mapping that a user passes in its place, in either spelling.

    Raises:
        ApiValueError: The mapping does not fit; the message names all faults, below `place`.
    """
    problems = misspelt_fields(model, data)
    try:
        made = super(Model, model).model_validate(data)
        if not problems:
            return made
    except ValidationError as error:
        problems += problems_of(error)
    raise _error(place, problems)


def from_answer(model: type[ModelT], body: bytes) -> ModelT:
    """Gives the model for the JSON of an answer: wire names only, and unknown fields are kept.

    Raises:
        pydantic.ValidationError: The body is not JSON, or not of this shape.
    """
    return super(Model, model).model_validate_json(body, by_alias=True, by_name=False)


def _refuse(place: str, problems: list[Problem]) -> None:
    if problems:
        raise _error(place, problems)


def _error(place: str, problems: list[Problem]) -> ApiValueError:
    return ApiValueError("; ".join(problem.below(place).text for problem in problems))


def _abridged(value: object) -> str:
    items = entries(value)
    if items and isinstance(items[0][1], Model):
        return f"[{len(items)} x {type(items[0][1]).__name__}]"
    return str(value) if isinstance(value, (Enum, Model)) else repr(value)


def _masked(value: object) -> object:
    """Gives what `to_dict` gives, with a mask for each value that is personal data or not in the contract."""
    if isinstance(value, list):
        return [_masked(item) for _, item in entries(cast("object", value))]
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in entries(cast("object", value))}
    if not isinstance(value, Model):
        return value
    known = {
        field.wire_name: MASK if field.is_personal else _masked(item)
        for name, field in fields_of(type(value)).items()
        if (item := getattr(value, name, None)) is not None
    }
    return known | dict.fromkeys(value.model_extra or (), MASK)
