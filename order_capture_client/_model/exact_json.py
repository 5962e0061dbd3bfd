"""JSON and plain values whose numbers with a point or an exponent are `Decimal`, digit for digit."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn, cast

from order_capture_client._input_errors import ApiValueError

LARGEST_EXPONENT = 9999
"""For numbers that are kept as they came: writing out a billion zeros would take a gigabyte."""


def parsed(text: str | bytes | bytearray) -> object:
    """Return JSON as Python values.

    Raises:
        ApiValueError: It is not JSON, or only pydantic would take it for that.
    """
    try:
        return json.loads(text if isinstance(text, str) else text.decode(), parse_float=_number, parse_constant=_refuse)
    except (ValueError, RecursionError):
        refusal = ApiValueError("not valid JSON")
    raise refusal  # here, so that its context is not the parser's error, which holds the text


def exact(value: object) -> object:
    """Return a plain value with the `Decimal` of its shortest text for each float; others stay as they are.

    Raises:
        ApiValueError: It holds itself, or is nested too deeply.
    """
    try:
        return _exact(value)
    except RecursionError:
        refusal = ApiValueError("holds itself, or is nested too deeply")
    raise refusal  # here, so that its context is not the other error with its many frames


def _exact(value: object) -> object:
    if isinstance(value, float) and math.isfinite(value):
        return Decimal(float.__repr__(value))  # even for subclasses with another `repr`
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_exact(item) for item in cast("list[object]", value)]
    return value


def _number(literal: str) -> Decimal:
    try:
        number = Decimal(literal)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("exponent out of range")
    return number


def _refuse(literal: str) -> NoReturn:
    raise ValueError(f"{literal} is not JSON")
