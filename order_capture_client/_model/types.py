"""The types of model fields: which JSON and which Python values each accepts.

Answers are read strictly: text for a number, or 1 for a boolean, is not accepted. Users may pass any value of clearly
the same meaning: `2.0` for a whole number, an `int` or a `float` for an amount.
"""

from __future__ import annotations

import json
import math
import operator
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NewType, SupportsIndex, TypeAlias, TypeGuard, cast, get_args

from annotated_types import GroupedMetadata
from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticSerializationUnexpectedValue, core_schema
from typing_extensions import Self, TypeVar

from order_capture_client._first_time import first_time
from order_capture_client._input_errors import ApiValueError
from order_capture_client._model.extras import unless_in_answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LARGEST_WHOLE = 10**308
"""Bound of JSON numbers: other readers convert them to doubles, which hold nothing larger."""

REMEMBERED = 1024
"""How many amounts are cached with their other form: one amount occurs in a dozen places of an answer."""


def json_text_of(given: object) -> str:
    """Decode JSON given as `str` or bytes; any other type becomes `""`, which fails to parse."""
    if isinstance(given, (bytes, bytearray)):
        try:
            return given.decode("utf-8-sig")
        except UnicodeDecodeError:
            return ""
    return given if isinstance(given, str) else ""


def is_json_number(value: Decimal) -> bool:
    """Whether a number has a place in JSON: it is finite, and its double is neither infinite nor a false zero."""
    if not value.is_finite():
        return False
    number = float(value)
    return not math.isinf(number) and bool(number) == bool(value)


class WireEnum(str, Enum):
    """Base of the contract's enums; a member equals its text on the wire, and prints as that text."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)

    @classmethod
    def from_json(cls, json_str: str | bytes | bytearray) -> Self:
        """Return the member for a JSON string.

        Raises:
            ApiValueError: The text is not JSON, or not a value of this enum.
        """
        text = json_text_of(json_str).strip()
        for member in cls:
            if text == json.dumps(member.value):
                return member
        raise ApiValueError(f"{cls.__name__}: one of {', '.join(cls)} expected, as a JSON string")


class PersonalData:
    """Marks a field whose value names, locates or identifies a person; such values are masked when shown."""


class _StrictBoolean:
    """A boolean; neither text nor a number is one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.bool_schema(strict=True)


class _MadeBy(GroupedMetadata):
    """Tells hypothesis which values to make: half of its own decimals are not finite, and its times are not aware."""

    def __init__(self, make: Callable[[Any], object]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        hypothesis = sys.modules.get("hypothesis")
        if hypothesis is not None:
            yield self._make(hypothesis.strategies)


class _DecimalNumber:
    """A JSON number as a `Decimal`, exact to 15 significant digits in both directions."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        number = core_schema.union_schema(
            [
                core_schema.int_schema(strict=True, gt=-LARGEST_WHOLE, lt=LARGEST_WHOLE),
                core_schema.float_schema(strict=True, allow_inf_nan=False),
            ],
            mode="left_to_right",
        )
        return core_schema.json_or_python_schema(
            json_schema=core_schema.custom_error_schema(
                core_schema.no_info_after_validator_function(_exact, number),
                "number_expected",
                custom_error_message="number expected",
            ),
            python_schema=core_schema.no_info_plain_validator_function(_to_decimal),
            serialization=core_schema.plain_serializer_function_ser_schema(to_json_number, when_used="json"),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "number"}


class _WholeNumber:
    """A JSON number without a fraction; `1.0` is one, `true` and `"1"` are not."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        integral_float = core_schema.chain_schema([core_schema.float_schema(strict=True), core_schema.int_schema()])
        return core_schema.json_or_python_schema(
            json_schema=core_schema.custom_error_schema(
                core_schema.union_schema([core_schema.int_schema(strict=True), integral_float], mode="left_to_right"),
                "whole_number_expected",
                custom_error_message="whole number expected",
            ),
            python_schema=core_schema.no_info_plain_validator_function(_to_int),
            serialization=core_schema.simple_ser_schema("int"),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer"}


class OpenEnum:
    """An enum to which the service may add values: known ones become members, others stay text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        enum: type[WireEnum] = get_args(source)[0]
        unknown = unless_in_answer(core_schema.str_schema())
        return core_schema.custom_error_schema(
            core_schema.union_schema([handler.generate_schema(enum), unknown], mode="left_to_right"),
            "text_expected",
            custom_error_message="text expected",
        )


class _AwareDateTime:
    """An ISO 8601 date-time with its offset, as an aware `datetime`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        strict = core_schema.datetime_schema(tz_constraint="aware", strict=True)
        # Digits alone would be read as seconds since the epoch.
        text = core_schema.chain_schema(
            [
                core_schema.str_schema(strict=True, pattern=r"[^0-9.+-]"),
                core_schema.no_info_wrap_validator_function(
                    _to_aware, core_schema.datetime_schema(tz_constraint="aware")
                ),
            ]
        )
        return core_schema.json_or_python_schema(
            json_schema=text,
            python_schema=core_schema.custom_error_schema(
                core_schema.union_schema([strict, text], mode="left_to_right"),
                "date_time_expected",
                custom_error_message="date-time with an offset expected, such as datetime.now(timezone.utc)",
            ),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


class _CalendarDate:
    """An ISO 8601 date without a time, as a `date`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Digits alone would be read as seconds since the epoch.
        day = core_schema.str_schema(strict=True, pattern=r"^\d{4}-\d{2}-\d{2}$")
        text = core_schema.chain_schema([day, core_schema.date_schema()])
        python = core_schema.union_schema([core_schema.date_schema(strict=True), text], mode="left_to_right")
        return core_schema.custom_error_schema(
            core_schema.json_or_python_schema(json_schema=text, python_schema=python),
            "date_expected",
            custom_error_message="date expected, such as 2026-01-02",
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class _JsonValue:
    """Any JSON value; its numbers are `int` or `Decimal`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            to_plain_json,
            core_schema.any_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(_without_decimals, when_used="json"),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {}


OPEN = OpenEnum()

UnknownValue = NewType("UnknownValue", str)
"""Text that is not a value of an enum, as answers may have it: a `str`, which type checkers tell from text of a program."""

ValueT = TypeVar("ValueT")

_FINITE = _MadeBy(lambda make: make.decimals(allow_nan=False, allow_infinity=False).filter(is_json_number))
_AWARE = _MadeBy(lambda make: make.datetimes(timezones=make.just(timezone.utc)))

# Of several marks, validation asks the last one alone.
Boolean: TypeAlias = Annotated[bool, _StrictBoolean()]
Integer: TypeAlias = Annotated[int, _WholeNumber()]
Number: TypeAlias = Annotated[Decimal, _FINITE, _DecimalNumber()]
Money: TypeAlias = Number
"""An amount of money, in the currency that stands next to it."""
DateTime: TypeAlias = Annotated[datetime, _AWARE, _AwareDateTime()]
Date: TypeAlias = Annotated[date, _CalendarDate()]
Json: TypeAlias = Annotated[Any, _JsonValue()]
Personal: TypeAlias = Annotated[ValueT, PersonalData()]


@cache
def adapter_of(annotation: Any) -> TypeAdapter[Any]:
    """Return the validator of an annotated type."""
    with first_time():
        from pydantic import TypeAdapter  # slow to import, and most programs validate models only

        return TypeAdapter(annotation)


def _to_aware(text: str, parse: ValidatorFunctionWrapHandler) -> datetime:
    """Return the moment that a text names; 24:00, `+00`, the compact form and week dates are accepted, too."""
    try:
        read: datetime = parse(text)
        return read
    except ValidationError:
        pass  # the error raised below does not show the text
    with first_time():
        from dateutil.parser import isoparse  # rarely needed, and slow to import

    try:
        moment = isoparse(text)
        offset = moment.utcoffset()
    except (ValueError, OverflowError):
        raise PydanticCustomError("date_time_expected", "date-time expected") from None
    if offset is None:
        raise PydanticCustomError(
            "date_time_expected", "date-time with an offset expected, such as 2026-01-02T03:04:05Z"
        )
    return moment.replace(tzinfo=timezone(offset))


@lru_cache(REMEMBERED, typed=True)
def _exact(number: int | float) -> Decimal:
    """Return the decimal that a JSON number spells."""
    return Decimal(repr(number or abs(number)))  # 0.0 and -0.0 share a cache entry


def _to_decimal(value: object) -> Decimal:
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))  # the shortest text, even for subclasses with another `repr`
    elif type(value) is not Decimal and _is_like_int(value):
        value = Decimal(operator.index(value))
    if not isinstance(value, Decimal) or not value.is_finite():
        raise PydanticCustomError("number_expected", "number expected")
    if not is_json_number(value):
        raise PydanticCustomError("number_out_of_range", "number out of range")
    return value


def _is_like_int(value: object) -> TypeGuard[SupportsIndex]:
    return isinstance(value, SupportsIndex) and not isinstance(value, bool)


def to_json_number(value: object) -> object:
    """Return a decimal as a JSON number."""
    if isinstance(value, Decimal) and math.isfinite(number := _json_number(value)):
        return number
    raise PydanticSerializationUnexpectedValue("not an amount")  # a raw value of an answer


@lru_cache(REMEMBERED)
def _json_number(value: Decimal) -> int | float:
    """Return the number whose shortest text is the decimal's, for up to 15 digits; a whole one has no fraction."""
    number = float(value)
    if number.is_integer() and int(value) == value:
        return int(value)
    return number


def _to_int(value: object) -> int:
    if type(value) is int:  # asking for the protocol takes ten times as long
        return value
    if _is_like_int(value):
        return operator.index(value)
    if isinstance(value, (float, Decimal)):
        numerator, denominator = _to_decimal(value).as_integer_ratio()
        if denominator == 1:
            return numerator
    raise PydanticCustomError("whole_number_expected", "whole number expected")


def to_plain_json(value: object) -> object:
    """Return a JSON value of any kind with `Decimal` in the place of floats."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        return _to_decimal(value)
    if isinstance(value, (list, tuple)):
        return [to_plain_json(item) for item in cast("list[object]", value)]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in cast("Mapping[object, object]", value)):
        return {key: to_plain_json(item) for key, item in cast("Mapping[str, object]", value).items()}
    raise PydanticCustomError("json_expected", "JSON value expected: text, number, boolean, list, object or null")


def _without_decimals(value: object) -> object:
    if isinstance(value, Decimal):
        return to_json_number(value)
    if isinstance(value, list):
        return [_without_decimals(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _without_decimals(item) for key, item in cast("dict[str, object]", value).items()}
    return value
