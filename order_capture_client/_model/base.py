"""The base class of all models."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from pydantic import ConfigDict, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, from_json
from typing_extensions import Self, TypeVar

from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.answer import from_answer, from_plain_answer
from order_capture_client._model.display import masked, short_form, short_parts
from order_capture_client._model.exact_json import parsed
from order_capture_client._model.extras import KeepsUnknown
from order_capture_client._model.fields import fields_by_spelling
from order_capture_client._model.marks import UncheckedFields
from order_capture_client._model.output import UnwritableError, json_text, settle, text_of
from order_capture_client._model.problems import problems_of, refusal, structure_problems, with_others
from order_capture_client._model.reflection import DescribedFields, show_signature
from order_capture_client._model.types import json_text_of
from order_capture_client._model.unknown import tidy_unknown
from order_capture_client._problem import Problem
from order_capture_client.drift import Drift

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
        hide_input_in_errors=True,
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

        model_fields = DescribedFields()

        @classmethod
        def __pydantic_init_subclass__(cls, **options: Any) -> None:
            super().__pydantic_init_subclass__(**options)
            show_signature(cls)

        @classmethod
        def __pydantic_on_complete__(
            cls,
        ) -> None:  # of pydantic 2.12 and later, also for models that are completed later
            show_signature(cls)

        def __setstate__(self, state: dict[Any, Any]) -> None:
            super().__setstate__(state)
            object.__setattr__(self, "__pydantic_fields_set__", UncheckedFields(self.__pydantic_fields_set__))

        def __setattr__(self, name: str, value: Any) -> None:
            assign = partial(super().__setattr__, name, value)
            if name.startswith("_") or isinstance(getattr(type(self), name, None), property):
                assign()  # of a user's own subclass
            elif problems := structure_problems(type(self), {name: value}, wire_names=False):
                raise refusal(type(self).__name__, problems, type(self))
            else:
                _checked(type(self), assign)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, field in cls.model_fields.items():
            for spelling in {name, field.alias} & properties.keys():
                if field.description is not None:
                    properties[spelling].setdefault("description", field.description)
                if field.title is None:  # pydantic's own for `inclTax` is Incltax
                    properties[spelling].pop("title", None)
        return schema

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Validate like pydantic's method, but raise `ApiValueError`."""
        made = _checked(cls, partial(super().model_validate, obj, **options))
        if made is not obj:
            tidy_unknown(made)
        return made

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Validate like pydantic's method, but raise `ApiValueError`."""
        made = _checked(cls, partial(super().model_validate_json, json_data, **options))
        tidy_unknown(made, partial(parsed, json_data))
        return made

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
            ApiValueError: The text is not JSON, or a field is missing or has the wrong type; `from_answer` reads that.
        """
        if not isinstance(json_str, (str, bytes, bytearray)):  # pyright: ignore[reportUnnecessaryIsInstance] # not everybody checks types
            problem = f"JSON text or bytes expected, not {type(json_str).__name__}; from_dict takes a dict"
            raise ApiValueError(f"{cls.__name__}: {problem}")
        text = json_text_of(json_str)
        if text.strip() == "null":
            return None
        made = _checked(cls, partial(_read_json, cls, text), advice=partial(_advice, cls, text))
        tidy_unknown(made, partial(parsed, text))
        return made

    @classmethod
    def from_answer(
        cls,
        answer: str | bytes | bytearray | Mapping[str, Any],
        *,
        on_drift: Callable[[tuple[Drift, ...]], object] | None = None,
    ) -> Self:
        """Return the model for an answer of the service, as a call reads it: for stores, queues, webhooks and fixtures.

        Differences from the contract are kept as they came: values of another type, unknown fields, and unknown values of
        enums. It reads everything that `to_json` has written.

        Args:
            answer: JSON, or its mapping once it was parsed. A float in a mapping stands for the number that its
                shortest text spells.
            on_drift: Called once with the differences, if there are any.

        Raises:
            ApiValueError: It is not JSON, or not an object.
        """
        try:
            made, drift = _read_answer(cls, answer)
        except ApiValueError as error:
            problem = str(error)
        else:
            if drift and on_drift is not None:
                on_drift(drift)
            return made
        raise ApiValueError(f"{cls.__name__}: {problem}")

    def to_dict(
        self, *, mask_personal_data: bool = False, mode: Literal["python", "json"] = "python"
    ) -> dict[str, Any]:
        """Return the fields that are set, under their wire names.

        Args:
            mask_personal_data: Whether `'***'` replaces personal data and unknown fields.
            mode: `python` keeps amounts as `Decimal`, times as `datetime` and members of enums. `json` returns the result
                of `json.loads(self.to_json())`: `str`, `int`, `float`, `bool`, `list` and `dict` only.

        Raises:
            ApiValueError: With `json`, as for `to_json`.
        """
        if mode not in ("python", "json"):
            raise ApiValueError("mode: 'python' or 'json' expected")
        if mode == "python":
            return masked(self) if mask_personal_data else self.model_dump(by_alias=True, exclude_none=True)
        plain: dict[str, Any] = json.loads(json_text(masked(self)) if mask_personal_data else self.to_json())
        return plain

    def to_json(self) -> str:
        """Return the JSON text that a call would send: the fields that are set, under their wire names.

        Raises:
            ApiValueError: A value that was put into a list later does not fit, or has no JSON, such as NaN.
        """
        try:
            return text_of(self)
        except UnwritableError as error:
            problems = error.problems
        raise refusal(type(self).__name__, problems, type(self))

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return the same as pydantic's method, but without warnings about values that an answer brought."""
        options.setdefault("warnings", False)
        return super().model_dump(**options)

    def model_dump_json(self, **options: Any) -> str:
        """Return the same as pydantic's method, but without warnings about values that an answer brought."""
        options.setdefault("warnings", False)
        return super().model_dump_json(**options)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, in which the fields of `update` have other values, which are checked when they are sent.

        Raises:
            ApiValueError: There is no such field, or it is given under both names.
        """
        private = type(self).__private_attributes__.keys()
        given: Mapping[str, Any] = {} if update is None else update
        data = {name: value for name, value in given.items() if name not in private}
        if problems := structure_problems(type(self), dict.fromkeys(data)):
            raise refusal(type(self).__name__, problems, type(self))
        names = fields_by_spelling(type(self))
        fields = {names[name].name if name in names else name: value for name, value in data.items()}
        copied = super().model_copy(update=fields, deep=deep)
        for name in given.keys() & private:
            setattr(copied, name, given[name])
        return copied

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
    """Return a model and its JSON body, which is that of `to_json`; the model has everything in it checked.

    Raises:
        ApiValueError: A value does not fit, because it was put into a list without checks or came from an answer.
    """
    try:
        checked = settle(model, strictly=True)
        return checked, text_of(checked).encode()
    except UnwritableError as error:
        problems = error.problems
    raise refusal(place, problems, type(model))


def _read_answer(model: type[ModelT], answer: object) -> tuple[ModelT, tuple[Drift, ...]]:
    if isinstance(answer, Mapping):
        return from_plain_answer(model, cast("Mapping[str, Any]", answer))
    if not isinstance(answer, (str, bytes, bytearray)):
        raise ApiValueError("JSON text, bytes or a mapping expected")
    # Half of a surrogate pair becomes bytes that no parser takes.
    return from_answer(model, json_text_of(answer).encode(errors="surrogatepass"))


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


def _advice(model: type[Model], text: str) -> str:
    """Return advice about JSON that does not fit, unless nothing can read it."""
    try:
        is_object = isinstance(parsed(text), dict)
    except ApiValueError:
        is_object = False
    return "" if not is_object else f"{model.__name__}.from_answer reads what differs from the contract"


def _checked(
    model: type[Model],
    make: Callable[[], MadeT],
    problems: Sequence[Problem] = (),
    *,
    place: str | None = None,
    python_names: bool = False,
    depth: int = 0,
    advice: Callable[[], str] | None = None,
) -> MadeT:
    """Return the result of `make`, if it raises nothing and no problems are known already.

    Args:
        model: The model that is made.
        make: Makes it, or raises.
        problems: The problems that are known already.
        place: The beginning of the messages; by default the model's name.
        python_names: Whether names that both spellings share count as Python names.
        depth: How many names of a path the messages leave out.
        advice: Returns a text that the message adds.
    """
    try:
        made = make()
        if not problems:
            return made
    except ValidationError as error:
        problems = with_others(problems, problems_of(error, model, python_names=python_names))
    del make  # holds the input, and reporters of exceptions show the local variables of each frame
    inner = [Problem(problem.path[depth:], problem.message) for problem in problems]
    of = None if depth else model
    raise refusal(model.__name__ if place is None else place, inner, of, "" if advice is None else advice())
