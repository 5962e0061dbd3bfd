"""Read the keys of a schema that define its kind of value, in their older and newer spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contract.generator.document import flag, is_list, is_mapping, listed, text_at
from contract.generator.facts import Kind, Limit, Type, refuse

SCALARS = {
    ("string", "date"): Kind.DATE,
    ("string", "date-time"): Kind.DATE_TIME,
    ("string", None): Kind.STRING,
    ("integer", None): Kind.INTEGER,
    ("number", None): Kind.NUMBER,
    ("boolean", None): Kind.BOOLEAN,
}
"""Kinds by type and format; any other format leaves a value as it is without one."""

REFUSED_FORMATS = {"binary": "files are not supported"}

LIMITS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "minLength": ("min_length", (Kind.STRING,)),
    "maxLength": ("max_length", (Kind.STRING,)),
    "minimum": ("minimum", (Kind.INTEGER, Kind.NUMBER)),
    "maximum": ("maximum", (Kind.INTEGER, Kind.NUMBER)),
    "exclusiveMinimum": ("above", (Kind.INTEGER, Kind.NUMBER)),
    "exclusiveMaximum": ("below", (Kind.INTEGER, Kind.NUMBER)),
    "multipleOf": ("multiple_of", (Kind.INTEGER, Kind.NUMBER)),
    "minItems": ("min_items", (Kind.LIST,)),
    "maxItems": ("max_items", (Kind.LIST,)),
    "uniqueItems": ("has_unique_items", (Kind.LIST,)),
    "minProperties": ("min_items", (Kind.MAP,)),
    "maxProperties": ("max_items", (Kind.MAP,)),
}
"""Keywords of `Limits`, and the kinds of values that each is for."""

EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
"""Limits that OpenAPI 3.0 has as marks of others, which `LIMITS` lists before them."""

BESIDE = frozenset({"description", "default", "deprecated", "readOnly", "writeOnly", "discriminator"})
"""Keys that say something about a property, or that are read apart from the type."""

NESTED = frozenset({"type", "format", "nullable", "enum", "const", "pattern", "$ref", "allOf", "oneOf", "anyOf"}).union(
    {"items", "properties", "additionalProperties", "required", *LIMITS}
)
"""Keys that define the kind of a value."""


JSON = Type(Kind.JSON)


def described(schema: Any, description: object) -> Any:
    """Return a schema that stands inline, with the description of its place if it has none."""
    if not is_mapping(schema) or not description or "$ref" in schema or "description" in schema:
        return schema
    return {**schema, "description": description}


def required_names(values: dict[str, Any], place: str) -> list[Any]:
    """Return the names that a schema, or a part of it that stands inline, requires."""
    names = [*(listed(values["required"], f"{place} > required") if values.get("required") else [])]
    for at, part in enumerate(values.get("allOf", ())):
        if is_mapping(part) and part.get("required"):
            names += listed(part["required"], f"{place} > allOf > {at} > required")
    return names


def inner_name(owner: str, name: str) -> str:
    """Return the name of a schema that stands inline: of its owner, and its place there."""
    words = [word for word in re.split(r"[^A-Za-z\d]+", name) if word]
    return owner + "".join(word[0].upper() + word[1:] for word in words)


def only(values: dict[str, Any], place: str, keys: str) -> None:
    """Refuse keys that have no meaning together with the others."""
    for key in values:
        if key in NESTED and key not in keys.split() and key != "nullable":
            refuse(f"{place} > {key}", "not supported here")


def without_null(values: dict[str, Any], place: str) -> dict[str, Any]:
    """Return a schema with `nullable` in the place of the type `null`, as OpenAPI 3.1 writes it."""
    made = {**values, "nullable": flag(values, "nullable", place) or _takes_null(values)}
    kinds, members = values.get("type"), values.get("enum")
    if is_list(kinds):
        others = [kind for kind in kinds if kind != "null"]
        if len(others) != 1:
            refuse(f"{place} > type", "a value of several types is not supported")
        made["type"] = others[0]
    if is_list(members):
        made["enum"] = [member for member in members if member is not None]
    return made


def _takes_null(values: dict[str, Any]) -> bool:
    """Return whether null is one of the types, of the enum's values or of the alternatives."""
    kinds, members = values.get("type"), values.get("enum")
    return (
        (is_list(kinds) and "null" in kinds)
        or (is_list(members) and None in members)
        or any(_is_null(item) for key in ("oneOf", "anyOf") for item in values.get(key) or ())
    )


def _is_null(value: object) -> bool:
    return is_mapping(value) and value.get("type") == "null"


def alternatives(values: dict[str, Any]) -> list[Any]:
    """Return the alternatives of a schema, but for null."""
    return [item for key in ("oneOf", "anyOf") for item in values.get(key) or () if not _is_null(item)]


def alternatives_at(values: dict[str, Any], place: str) -> tuple[str, list[Any]]:
    """Return the key that lists alternatives, and the alternatives other than null.

    Raises:
        ContractError: There are none.
    """
    key = "oneOf" if "oneOf" in values else "anyOf"
    listed(values[key], f"{place} > {key}")
    if "oneOf" in values and "anyOf" in values:
        refuse(f"{place} > anyOf", "not supported beside oneOf")
    found = alternatives(values)
    if not found:
        refuse(f"{place} > {key}", "at least one alternative beside null is expected")
    return key, found


def is_text_enum(values: dict[str, Any]) -> bool:
    """Return whether the values of an enum are texts, so that it becomes a class."""
    kind = values.get("type")
    kinds = kind if is_list(kind) else [kind]
    return "string" in kinds or (kind is None and any(isinstance(item, str) for item in values["enum"] or ()))


def implied_type(values: dict[str, Any]) -> str | None:
    """Return the type that other keys speak of, where `type` is missing."""
    if "properties" in values or "additionalProperties" in values:
        return "object"
    return "array" if "items" in values else None


def of_one_level(items: Type, place: str) -> Type:
    """Return the type of items, which may be no lists and maps themselves.

    Raises:
        ContractError: They are.
    """
    if items.items is not None:
        refuse(place, "a list or map within a list or map is not supported")
    return items


def scalar(values: dict[str, Any], kind: str, place: str) -> Type:
    """Return the type of a plain value: text, a number or a boolean.

    Raises:
        ContractError: There is no such type, or it has keys of another one.
    """
    form = _format(values, kind, place)
    of_kind = SCALARS.get((kind, form), SCALARS[kind, None])
    own = [key for key, (_, kinds) in LIMITS.items() if of_kind in kinds or (kind == "string" and Kind.STRING in kinds)]
    only(values, place, " ".join(["type", "format", *own, *(["pattern"] if kind == "string" else [])]))
    limits, notes = _pattern(values, of_kind, place)
    if form == "uuid":
        limits.append(("is_uuid", True))
    elif form is not None and (kind, form) not in SCALARS and form not in ("int32", "int64", "float", "double"):
        notes.append(f"Format: {form}.")
    limits = [*limits_of(values, of_kind, place), *limits]
    return Type(of_kind, limits=tuple(limits), is_secret=form == "password", notes=tuple(notes))


def _format(values: dict[str, Any], kind: str, place: str) -> str | None:
    """Return the format of a plain value, if it has one."""
    form = values.get("format")
    if form is not None and not isinstance(form, str):
        refuse(f"{place} > format", "text is expected")
    if (kind, None) not in SCALARS:
        refuse(place, f"type {kind} is not supported")
    if form in REFUSED_FORMATS:
        refuse(f"{place} > format", REFUSED_FORMATS[form])
    return form


def _pattern(values: dict[str, Any], kind: Kind, place: str) -> tuple[list[tuple[str, Limit]], list[str]]:
    """Return a pattern as a limit, or as a note where Python cannot check it."""
    if "pattern" not in values:
        return [], []
    pattern = text_at(values, "pattern", place)
    if kind is Kind.STRING and _is_usable(pattern):
        return [("pattern", pattern)], []
    return [], [f"Pattern: `{pattern}`."]


def _is_usable(pattern: str) -> bool:
    """Return whether Python accepts a pattern; some ECMAScript patterns are errors there."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def limits_of(values: dict[str, Any], kind: Kind, place: str) -> tuple[tuple[str, Limit], ...]:
    """Return the keywords of `Limits` for a kind of value.

    Raises:
        ContractError: A limit is not a number.
    """
    found: dict[str, Limit] = {}
    for key, (name, kinds) in LIMITS.items():
        if key not in values or kind not in kinds:
            continue
        if key in EXCLUSIVE and isinstance(values[key], bool):  # OpenAPI 3.0 marks the other bound
            if values[key] and EXCLUSIVE[key] in found:
                found[name] = found.pop(EXCLUSIVE[key])
            continue
        found[name] = _limit(values, key, place)
    return tuple((name, limit) for name, limit in found.items() if limit is not False)


def _limit(values: dict[str, Any], key: str, place: str) -> Limit:
    value, place_of_key = values[key], f"{place} > {key}"
    if key == "uniqueItems":
        return flag(values, key, place)
    if Kind.NUMBER in LIMITS[key][1]:
        return _number(value, place_of_key)
    if type(value) is not int or value < 0:
        refuse(place_of_key, "a whole number is expected")
    return value


def _number(value: object, place: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse(place, "a number is expected")
    return str(value)


def notes_of(values: dict[str, Any]) -> Iterator[str]:
    """Return facts that only documentation states."""
    if "default" in values and values["default"] is not None:
        value = values["default"]
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        yield f"Default: `{' '.join(shown.split())}`."
