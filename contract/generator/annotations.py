"""Types of the contract as annotations of Python: of fields, of dicts, of rows and of methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from contract.generator.facts import EnumSchema, Kind, Limit, ObjectSchema, Schema, Type
from contract.generator.names import DICT_SUFFIXES, INPUT_SUFFIX, PACKAGE, value_alias
from contract.generator.plan import Annotation, Import

TYPES = f"{PACKAGE}._model.types"
MARKS = f"{PACKAGE}._model.marks"

FIELD_TYPES = {
    Kind.STRING: "str",
    Kind.DATE: "Date",
    Kind.DATE_TIME: "DateTime",
    Kind.INTEGER: "Integer",
    Kind.NUMBER: "Number",
    Kind.BOOLEAN: "Boolean",
    Kind.JSON: "Json",
}
"""Names from `_model/types.py`, apart from `str`."""

INPUT_TYPES: dict[Kind, tuple[str, tuple[Import, ...]]] = {
    Kind.STRING: ("str", ()),
    Kind.DATE: ("date | str", (Import("datetime", "date"),)),
    Kind.DATE_TIME: ("datetime | str", (Import("datetime", "datetime"),)),
    Kind.INTEGER: ("int", ()),
    Kind.NUMBER: ("Decimal | float", (Import("decimal", "Decimal"),)),
    Kind.BOOLEAN: ("bool", ()),
    Kind.JSON: ("Any", (Import("typing", "Any"),)),
}
"""Types that users may pass, and their imports."""

OUTPUT_TYPES: dict[Kind, tuple[str, tuple[Import, ...]]] = INPUT_TYPES | {
    Kind.DATE: ("date", (Import("datetime", "date"),)),
    Kind.DATE_TIME: ("datetime", (Import("datetime", "datetime"),)),
    Kind.NUMBER: ("Decimal", (Import("decimal", "Decimal"),)),
}
"""Types that answers have, and their imports."""


def quoted(text: str) -> str:
    """Return a string literal, in double quotes if that needs no escapes."""
    literal = repr(text)
    return literal if '"' in text or "'" in text else f'"{literal[1:-1]}"'


def limits_call(limits: Iterable[tuple[str, Limit]]) -> str:
    """Return the call that makes the limits of a value."""
    return f"Limits({', '.join(f'{name}={_literal(value)}' for name, value in limits)})"


def _literal(value: Limit) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))},)"
    return quoted(value) if isinstance(value, str) else repr(value)


def with_limits(annotation: Annotation, limits: tuple[tuple[str, Limit], ...]) -> Annotation:
    """Return an annotation with the limits of the value, if there are any."""
    if not limits:
        return annotation
    imports = {Import("typing", "Annotated"), Import(MARKS, "Limits")}
    return Annotation(f"Annotated[{annotation.text}, {limits_call(limits)}]", annotation.imports | imports)


def nullable(annotation: Annotation, of_type: Type) -> Annotation:
    """Return an annotation that allows None where the contract allows null."""
    allows = of_type.is_nullable and of_type.kind is not Kind.JSON
    return Annotation(f"{annotation.text} | None", annotation.imports) if allows else annotation


def typed(of_type: Type, leaf: Callable[[Type], Annotation]) -> Annotation:
    """Return the annotation of a value that is validated: lists and maps around leaves, with limits.

    Args:
        of_type: The type.
        leaf: Returns the annotation of a value that is neither list nor map, without its limits.
    """
    if of_type.items is None:
        made = leaf(of_type)
    else:
        items = nullable(typed(of_type.items, leaf), of_type.items)
        text = f"list[{items.text}]" if of_type.kind is Kind.LIST else f"dict[str, {items.text}]"
        made = Annotation(text, items.imports)
    return with_limits(made, of_type.limits)


def field_leaf(of_type: Type) -> Annotation:
    """Return the annotation of a plain value that is validated."""
    name = FIELD_TYPES[of_type.kind]
    return Annotation(name, frozenset() if name == "str" else frozenset({Import(TYPES, name)}))


def row_annotation(of_type: Type, schemas: dict[str, Schema]) -> Annotation:
    """Return the annotation of an argument or answer in the row of an operation."""

    def leaf(of: Type) -> Annotation:
        if of.kind is not Kind.SCHEMA:
            return field_leaf(of)
        if isinstance(schemas[of.schema], EnumSchema):
            imports = frozenset({Import("typing", "Annotated"), Import(TYPES, "OPEN")})
            return Annotation(f"Annotated[models.{of.schema} | str, OPEN]", imports)
        return Annotation(f"models.{of.schema}")

    return nullable(typed(of_type, leaf), of_type)


def output_annotation(of_type: Type | None, schemas: dict[str, Schema]) -> Annotation:
    """Return the annotation of the result of a method."""
    if of_type is None:
        return Annotation("None")

    def leaf(of: Type) -> Annotation:
        if of.kind is Kind.SCHEMA:
            is_enum = isinstance(schemas[of.schema], EnumSchema)
            return Annotation(f"models.{of.schema} | str" if is_enum else f"models.{of.schema}")
        name, imports = OUTPUT_TYPES[of.kind]
        return Annotation(name, frozenset(imports))

    return nullable(typed(of_type.bare, leaf), of_type)


def input_annotation(of_type: Type, schemas: dict[str, Schema]) -> Annotation:
    """Return the annotation of an argument of a method."""

    def leaf(of: Type) -> Annotation:
        if of.kind is not Kind.SCHEMA:
            name, imports = INPUT_TYPES[of.kind]
            return Annotation(name, frozenset(imports))
        if isinstance(schemas[of.schema], EnumSchema):
            return Annotation(f"types.{value_alias(of.schema)}")
        return Annotation(f"types.{of.schema}{INPUT_SUFFIX}")

    return _input(of_type, leaf)


def dict_annotation(of_type: Type, suffix: str, schemas: dict[str, Schema], homes: dict[str, str]) -> Annotation:
    """Return the annotation of a key of a dict.

    Args:
        of_type: Type of its value.
        suffix: Of the names of the dicts.
        schemas: All schemas.
        homes: The modules that define them.
    """

    def leaf(of: Type) -> Annotation:
        if of.kind is not Kind.SCHEMA:
            name, imports = INPUT_TYPES[of.kind]
            return Annotation(name, frozenset(imports))
        schema = schemas[of.schema]
        name = of.schema if not isinstance(schema, EnumSchema) else value_alias(of.schema)
        imported = frozenset({Import(f"{PACKAGE}.models.{homes[of.schema]}", name)})
        if isinstance(schema, EnumSchema):
            return Annotation(name, imported)
        alternatives = [of.schema] if isinstance(schema, ObjectSchema) else list(schema.schemas)
        dicts = " | ".join(f"{alternative}{suffix}" for alternative in alternatives)
        return Annotation(f"{name} | {dicts}", imported)

    return _input(of_type, leaf)


def _input(of_type: Type, leaf: Callable[[Type], Annotation]) -> Annotation:
    if of_type.items is None:
        return leaf(of_type)
    items = nullable(_input(of_type.items, leaf), of_type.items)
    if of_type.kind is Kind.LIST:
        return Annotation(f"Sequence[{items.text}]", items.imports | {Import("collections.abc", "Sequence")})
    return Annotation(f"Mapping[str, {items.text}]", items.imports | {Import("collections.abc", "Mapping")})


def dict_names(model: str) -> tuple[str, ...]:
    """Return the names of a model's dicts."""
    return tuple(f"{model}{suffix}" for suffix in DICT_SUFFIXES)


def limit_notes(of_type: Type) -> list[str]:
    """Return the limits and other facts of a type in words, for docstrings and pages."""
    notes = [_LIMIT_WORDS[name](value) for name, value in of_type.limits]
    inner = [] if of_type.items is None else limit_notes(of_type.items)
    each = [f"Each: {note[0].lower()}{note[1:]}" for note in inner]
    return [*notes, *of_type.notes, *each]


def _shown(value: Any) -> str:
    return ", ".join(f"`{str(item).lower() if isinstance(item, bool) else item}`" for item in value)


_LIMIT_WORDS: dict[str, Callable[[Any], str]] = {
    "min_length": lambda limit: f"At least {limit} characters.",
    "max_length": lambda limit: f"At most {limit} characters.",
    "pattern": lambda limit: f"Matches `{limit}`.",
    "is_uuid": lambda _: "A UUID.",
    "minimum": lambda limit: f"At least {limit}.",
    "maximum": lambda limit: f"At most {limit}.",
    "above": lambda limit: f"More than {limit}.",
    "below": lambda limit: f"Less than {limit}.",
    "multiple_of": lambda limit: f"A multiple of {limit}.",
    "min_items": lambda limit: f"At least {limit} items.",
    "max_items": lambda limit: f"At most {limit} items.",
    "has_unique_items": lambda _: "No item twice.",
    "allowed": lambda values: f"One of {_shown(values)}.",
    "is_read_only": lambda _: "Set by the service.",
}
