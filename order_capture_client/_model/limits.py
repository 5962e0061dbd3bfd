"""Limits that a contract sets for values: checked before a request is sent, and never in an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from order_capture_client._model.fields import FieldFacts, children, extra_facts, fields_of, held_by, models_within
from order_capture_client._model.marks import Limits
from order_capture_client._problem import Problem

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def broken_limits(model: Model) -> list[Problem]:
    """Return every value of a request, at any depth, that is outside the limits of the contract."""
    return list(_broken(model)) if _has_limits(type(model)) else []


def _broken(model: Model) -> Iterator[Problem]:
    for name, field, held in held_by(model):
        if held is None:
            continue
        if field.limits is not None and (message := _message(field.limits, held)):
            yield Problem((name,), message)
        elif isinstance(held, BaseModel):
            yield from (problem.below(name) for problem in broken_limits(cast("Model", held)))
        elif field.item_limits is not None or field.models:
            for key, item in children(held):
                yield from (problem.below(name, key) for problem in _broken_by_item(item, field))


def _broken_by_item(item: object, field: FieldFacts) -> Iterator[Problem]:
    if isinstance(item, BaseModel):
        yield from broken_limits(cast("Model", item))
    elif field.item_limits is not None and item is not None and (message := _message(field.item_limits, item)):
        yield Problem((), message)


@cache
def _has_limits(model: type[Model]) -> bool:
    """Whether any field of a model, or of those that it may hold, has limits."""
    return any(
        field.limits is not None or field.item_limits is not None
        for inner in models_within(model)
        for field in (*fields_of(inner).values(), extra_facts(inner))
        if field is not None
    )


def _message(limits: Limits, value: object) -> str | None:
    """Return the expectation for a value that is outside its limits; the message never names the value."""
    if limits.is_read_only:
        return "set by the service; leave it out"
    if isinstance(value, bool):
        number, text, size = None, None, None
    else:
        number = value if isinstance(value, (int, float, Decimal)) else None
        text = value if isinstance(value, str) else None
        size = len(cast("Sequence[object]", value)) if isinstance(value, (list, tuple, Mapping)) else None
    if limits.allowed and value not in limits.allowed:
        return f"one of {', '.join(_shown(item) for item in limits.allowed)} expected"
    if text is not None:
        return _first(_TEXT_LIMITS, limits, str(text))
    if number is not None:
        return _first(_NUMBER_LIMITS, limits, Decimal(str(number)))
    return None if size is None else _first(_SIZE_LIMITS, limits, value)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    r"""Return a pattern of the contract; a final `$` does not match before a line break there, as in ECMAScript."""
    is_anchor = text.endswith("$") and (len(text) - len(text[:-1].rstrip("\\"))) % 2 == 1
    return re.compile(text[:-1] + r"\Z" if is_anchor else text)


def _first(checks: Sequence[_Check], limits: Limits, value: Any) -> str | None:
    """Return the message of the first limit that a value breaks."""
    for name, is_kept, message in checks:
        limit = getattr(limits, name)
        if limit is not None and limit is not False and not is_kept(value, limit):
            return message.format(_shown(limit), "" if limit == 1 else "s")
    return None


_Check = tuple[str, Callable[[Any, Any], bool], str]

_TEXT_LIMITS: tuple[_Check, ...] = (
    ("is_uuid", lambda text, _: re.fullmatch(UUID, text) is not None, "UUID expected, in its form with hyphens"),
    ("min_length", lambda text, limit: len(text) >= limit, "at least {} character{} expected"),
    ("max_length", lambda text, limit: len(text) <= limit, "at most {} character{} expected"),
    ("pattern", lambda text, limit: _pattern(limit).search(text) is not None, "text that matches {} expected"),
)
_NUMBER_LIMITS: tuple[_Check, ...] = (
    ("minimum", lambda number, limit: number >= Decimal(limit), "at least {} expected"),
    ("maximum", lambda number, limit: number <= Decimal(limit), "at most {} expected"),
    ("above", lambda number, limit: number > Decimal(limit), "more than {} expected"),
    ("below", lambda number, limit: number < Decimal(limit), "less than {} expected"),
    ("multiple_of", lambda number, limit: number % Decimal(limit) == 0, "a multiple of {} expected"),
)
_SIZE_LIMITS: tuple[_Check, ...] = (
    ("min_items", lambda items, limit: len(items) >= limit, "at least {} item{} expected"),
    ("max_items", lambda items, limit: len(items) <= limit, "at most {} item{} expected"),
    ("has_unique_items", lambda items, _: not _has_twins(items), "each item only once expected"),
)


def _has_twins(items: Sequence[object]) -> bool:
    return any(item in items[:index] for index, item in enumerate(items))


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
