"""The base class of all models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticSerializationError, from_json
from typing_extensions import Self, TypeVar

from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.display import masked, short_form, short_parts
from order_capture_client._model.extras import KeepsUnknown
from order_capture_client._model.output import add_nulls, holds_more, json_text, sends_more
from order_capture_client._model.problems import problems_of, structure_problems
from order_capture_client._model.types import json_text_of
from order_capture_client._problem import Problem

ModelT = TypeVar("ModelT", bound="Model")
MadeT = TypeVar("MadeT")


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Model(KeepsUnknown):
    """Base of all models.

    A field may be given under its Python name or its wire name. Input must fit: a misspelt field or a wrong type
    raises `ApiValueError`, even on assignment. Models of answers keep the fields that this version does not know.
    `None` stands for an absent field. `repr`, `str` and `to_str` mask personal data, and the first two are short;
    attributes, `to_dict` and `to_json` show it.
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
            problems = structure_problems(type(self), data)
            _checked(type(self), partial(super().__init__, **data), problems, python_names=True)

        # Without this, pydantic would call the function for each nested object of an answer, at 2.5 times the cost.
        __init__.__pydantic_base_init__ = True

        def __setattr__(self, name: str, value: Any) -> None:
            assign = partial(super().__setattr__, name, value)
            if name.startswith("_") or isinstance(getattr(type(self), name, None), property):
                assign()  # of a user's own subclass
            elif problems := structure_problems(type(self), {name: value}, wire_names=False):
                raise _error(type(self).__name__, problems)
            else:
                _checked(type(self), assign)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Validate like pydantic's method, but raise `ApiValueError`."""
        return _checked(cls, partial(super().model_validate, obj, **options))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Validate like pydantic's method, but raise `ApiValueError`."""
        return _checked(cls, partial(super().model_validate_json, json_data, **options))

    @classmethod
    def model_validate_strings(cls, obj: Any, **options: Any) -> Self:
        """Validate like pydantic's method, but raise `ApiValueError`."""
        return _checked(cls, partial(super().model_validate_strings, obj, **options))

    @classmethod
    def from_dict(cls, obj: Mapping[str, Any] | None) -> Self | None:
        """Return the model for a mapping such as `to_dict` returns; unknown fields are kept.

        Raises:
            ApiValueError: A field is missing or has the wrong type.
        """
        return None if obj is None else cls.model_validate(obj)

    @classmethod
    def from_json(cls, json_str: str | bytes | bytearray) -> Self | None:
        """Return the model for a JSON object; unknown fields are kept.

        Raises:
            ApiValueError: The text is not JSON, or a field is missing or has the wrong type.
        """
        text = json_text_of(json_str)
        return None if text.strip() == "null" else _checked(cls, partial(_read_json, cls, text))

    def to_dict(self, *, mask_personal_data: bool = False) -> dict[str, Any]:
        """Return the fields that are set, under their wire names: the JSON that goes out, but as Python values.

        Args:
            mask_personal_data: Whether `'***'` replaces personal data and unknown fields.
        """
        made = masked(self) if mask_personal_data else self.model_dump(by_alias=True, exclude_none=True, warnings=False)
        if holds_more(self):
            add_nulls(self, made)
        return made

    def to_json(self) -> str:
        """Return the JSON text that goes out: the fields that are set, under their wire names.

        Raises:
            ApiValueError: A text cannot be encoded as UTF-8, or a value has no JSON type.
        """
        try:
            return _to_text(self)
        except (ValueError, RecursionError):  # pydantic's PydanticSerializationError is a ValueError
            problems = [Problem((), "holds what JSON cannot carry, such as half of a surrogate pair")]
        raise _error(type(self).__name__, problems)

    def to_str(self) -> str:
        """Return the fields that are set as indented text, with personal data masked."""
        from pprint import pformat  # not needed by calls

        return pformat(self.to_dict(mask_personal_data=True), sort_dicts=False)

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        return short_parts(self)

    def __repr__(self) -> str:
        return short_form(type(self).__name__, self.__repr_args__())

    def __str__(self) -> str:
        return repr(self)


def from_input(model: type[ModelT], data: Mapping[str, Any], place: str) -> ModelT:
    """Return the model for a mapping that a user passes instead of it, in either spelling.

    Raises:
        ApiValueError: The mapping does not fit; the message names all faults, below `place`.
    """
    problems = structure_problems(model, data)
    return _checked(model, partial(super(Model, model).model_validate, data), problems, place=place)


def checked_field(model: type[ModelT], name: str, value: object, place: str) -> ModelT:
    """Return a model with one field, the value of which a user passes.

    Raises:
        ApiValueError: The value does not fit; the message names all faults, below `place`, but not the field.
    """
    data = {name: value}
    make = partial(super(Model, model).model_validate, data)
    return _checked(model, make, structure_problems(model, data), place=place, depth=1)


def to_body(model: ModelT, place: str) -> tuple[ModelT, bytes]:
    """Return a model and its JSON body; the model is built again if it holds unchecked values.

    Raises:
        ApiValueError: A value does not fit, because it was added to a list without checks or came from an answer.
    """
    try:
        text = model.model_dump_json(by_alias=True, exclude_none=True, warnings="error")
        return model, (json_text(model.to_dict()) if sends_more(model) else text).encode()
    except PydanticSerializationError:
        checked = from_input(type(model), dict(model), place)
    text = checked.to_json()
    # Validation takes nested models as they are, and they may come from an answer.
    made = type(checked)
    _checked(made, partial(super(Model, made).model_validate, checked.to_dict()), place=place)
    return checked, text.encode()


def _to_text(model: Model) -> str:
    """Return a model as JSON, with the nulls and raw values of an answer that drifted."""
    try:
        text = model.model_dump_json(by_alias=True, exclude_none=True, warnings="error")
        if not holds_more(model):
            return text
    except PydanticSerializationError:
        pass  # a raw value of another type, or a value that JSON cannot carry at all
    return json_text(model.to_dict())


def _read_json(model: type[ModelT], text: str) -> ModelT:
    made = super(Model, model).model_validate_json(text)
    # Validation does not look into unknown fields, so NaN and Infinity would pass there.
    if "NaN" in text or "Infinity" in text:
        try:
            from_json(text, allow_inf_nan=False)
        except ValueError:
            fault = InitErrorDetails(type="json_invalid", input=None, ctx={"error": "NaN or Infinity"})
            raise ValidationError.from_exception_data(model.__name__, [fault]) from None
    return made


def _checked(
    model: type[Model],
    make: Callable[[], MadeT],
    problems: Sequence[Problem] = (),
    *,
    place: str | None = None,
    python_names: bool = False,
    depth: int = 0,
) -> MadeT:
    """Return the result of `make`, if it raises nothing and no problems are known already.

    Args:
        model: The model that is made.
        make: Makes it, or raises.
        problems: The problems that are known already.
        place: The beginning of the messages; by default the model's name.
        python_names: Whether names that both spellings share count as Python names.
        depth: How many names of a path the messages leave out.
    """
    found = list(problems)
    try:
        made = make()
        if not found:
            return made
    except ValidationError as error:
        known = {problem.path for problem in found}
        faults = problems_of(error, model, python_names=python_names)
        found += (problem for problem in faults if problem.path not in known)
    del make  # holds the input, and reporters of exceptions show the local variables of each frame
    inner = [Problem(problem.path[depth:], problem.message) for problem in found]
    raise _error(model.__name__ if place is None else place, inner)


def _error(place: str, problems: list[Problem]) -> ApiValueError:
    return ApiValueError("; ".join(problem.below(place).text for problem in problems))
