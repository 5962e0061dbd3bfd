"""Headers given by users: validation and precedence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import cast

from order_capture_client._input_errors import ApiValueError

JSON_TYPE = re.compile(r"application/([\w.+-]+\+)?json(\s*;.*)?", re.IGNORECASE)
"""The content types whose bodies are JSON."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = ("content-length", "transfer-encoding")


def merged_headers(headers: Mapping[str, str], winning: Mapping[str, str]) -> dict[str, str]:
    """Return both sets of headers; the second one wins where both have a name, whatever its case."""
    if not winning:
        return dict(headers)
    taken = {name.lower() for name in winning}
    return {name: value for name, value in headers.items() if name.lower() not in taken} | dict(winning)


def header_name(place: str, name: object) -> str:
    """Return the name of a header.

    Raises:
        ApiValueError: It is not the name of a header, or only the transport may set that header.
    """
    if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
        raise ApiValueError(f"{place}: not a header name: {name!r}")
    if name.lower() in _FRAMING:
        raise ApiValueError(f"{place}: {name} is set by the transport")
    return name


def checked_headers(place: str, headers: object) -> dict[str, str]:
    """Return headers with names and values that can be sent as they are.

    Raises:
        ApiValueError: A name or value cannot be sent; the value is not shown.
    """
    if not isinstance(headers, (dict, Mapping)):  # the check of a dict is far cheaper
        raise ApiValueError(f"{place}: a mapping of names to values expected")
    checked: dict[str, tuple[str, str]] = {}  # by the name in lower case
    for given, value in cast("Mapping[object, object]", headers).items():
        name = header_name(place, given)
        checked[name.lower()] = name, header_value(place, name, value)
    return dict(checked.values())


def header_value(place: str, name: object, value: object) -> str:
    """Return the value of a header as text.

    Raises:
        ApiValueError: The value cannot be sent; it is not shown.
    """
    text = value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        with suppress(ValueError):  # Python writes no integer of more than 4,300 digits
            text = str(value)
    if not isinstance(text, str) or _CONTROL.search(text) or not text.isascii():
        raise ApiValueError(f"{place}[{name!r}]: printable ASCII text expected")
    return text.strip()
