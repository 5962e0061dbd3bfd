"""Read the examples of schemas; without one, make an example from the required properties."""

from __future__ import annotations

from typing import Any

from contract.generator.document import Document, is_list, is_mapping
from contract.generator.facts import (
    ContractError,
    EnumSchema,
    Example,
    ExampleList,
    ExampleMap,
    ExampleObject,
    Kind,
    ObjectSchema,
    Schema,
    Type,
    UnionSchema,
    refuse,
)

SAMPLES: dict[Kind, Example] = {
    Kind.STRING: "text",
    Kind.DATE: "2026-01-02",
    Kind.DATE_TIME: "2026-01-02T03:04:05Z",
    Kind.INTEGER: 1,
    Kind.NUMBER: 1,
    Kind.BOOLEAN: True,
    Kind.JSON: "anything",
}
"""Values for examples that the contract does not give."""

PYTHON_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.STRING: (str,),
    Kind.DATE: (str,),
    Kind.DATE_TIME: (str,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
    Kind.BOOLEAN: (bool,),
}


def read_examples(document: Document, schemas: dict[str, Schema]) -> dict[str, Example]:
    """Return the examples of the object schemas that have one; one that does not fit its schema is a gap."""
    found: dict[str, Example] = {}
    for name, value in document.component("schemas").items():
        given = _given(value)
        if given is None or not isinstance(schemas.get(name), ObjectSchema):
            continue
        try:
            found[name] = _example(given, Type(Kind.SCHEMA, name), schemas, f"{schemas[name].place} > example")
        except ContractError as error:
            place, _, message = str(error).partition(": ")
            document.warn(place, message)
    return found


def _given(value: Any) -> object:
    examples = value.get("examples")
    first = examples[0] if is_list(examples) and examples else None
    return value.get("example", first)


def _example(value: object, of_type: Type, schemas: dict[str, Schema], place: str) -> Example:
    """Return an example of a type.

    Raises:
        ContractError: The type does not allow the value.
    """
    if value is None and (of_type.is_nullable or of_type.kind is Kind.JSON):
        return None
    if of_type.kind is Kind.SCHEMA:
        return _example_of_schema(value, schemas[of_type.schema], schemas, place)
    if of_type.kind is Kind.JSON:
        return _plain(value)
    if of_type.items is not None:
        return _example_of_many(value, of_type, of_type.items, schemas, place)
    if type(value) in PYTHON_TYPES[of_type.kind] and isinstance(value, (str, int, float)):
        return value
    return refuse(place, f"{value!r} is not supported as an example of type {of_type.kind.value}")


def _example_of_many(value: object, of_type: Type, items: Type, schemas: dict[str, Schema], place: str) -> Example:
    if of_type.kind is Kind.LIST:
        if not is_list(value):
            refuse(place, "a list is expected")
        return ExampleList(tuple(_example(item, items, schemas, f"{place} > {at}") for at, item in enumerate(value)))
    if not is_mapping(value):
        refuse(place, "a mapping is expected")
    return ExampleMap(
        tuple((str(key), _example(item, items, schemas, f"{place} > {key}")) for key, item in value.items())
    )


def _plain(value: object) -> Example:
    if is_mapping(value):
        return ExampleMap(tuple((str(key), _plain(item)) for key, item in value.items()))
    if is_list(value):
        return ExampleList(tuple(map(_plain, value)))
    return value if isinstance(value, (str, int, float)) else None


def _example_of_schema(value: object, schema: Schema, schemas: dict[str, Schema], place: str) -> Example:
    if isinstance(schema, EnumSchema):
        if value not in schema.values:
            refuse(place, f"{value!r} is not a value of {schema.name}")
        return str(value)
    if not is_mapping(value):
        refuse(place, "a mapping is expected")
    if isinstance(schema, UnionSchema):
        named = dict(schema.alternatives).get(str(value.get(schema.discriminator)))
        if named is None:
            refuse(place, f"{schema.discriminator} names no alternative of {schema.name}")
        schema = schemas[named]
    assert isinstance(schema, ObjectSchema)
    return _example_object(value, schema, schemas, place)


def _example_object(
    values: dict[Any, Any], schema: ObjectSchema, schemas: dict[str, Schema], place: str
) -> ExampleObject:
    members = {member.name: member for member in schema.properties}
    for name in values:
        if name not in members:
            refuse(f"{place} > {name}", f"{schema.name} has no such property")
    for member in schema.properties:
        if member.required and member.name not in values and not (member.read_only or member.write_only):
            refuse(place, f"{member.name}, which {schema.name} requires, is missing")
    examples = (
        (name, _example(item, members[name].type, schemas, f"{place} > {name}")) for name, item in values.items()
    )
    return ExampleObject(schema.name, tuple(examples))


def sample(
    of_type: Type, schemas: dict[str, Schema], examples: dict[str, Example], within: tuple[str, ...] = ()
) -> Example:
    """Return an example of a type: that of the contract, or one with the required properties alone.

    Args:
        of_type: The type.
        schemas: All schemas.
        examples: The examples of the contract.
        within: The schemas that the value is in; a list or map of one of them is empty.
    """
    if of_type.items is not None:
        if of_type.schema_within in within:
            return ExampleList(()) if of_type.kind is Kind.LIST else ExampleMap(())
        item = sample(of_type.items, schemas, examples, within)
        return ExampleList((item,)) if of_type.kind is Kind.LIST else ExampleMap((("key", item),))
    if of_type.kind is not Kind.SCHEMA:
        limits = dict(of_type.limits)
        allowed = limits.get("allowed")
        return allowed[0] if isinstance(allowed, tuple) else SAMPLES[of_type.kind]
    if of_type.schema in examples:
        return examples[of_type.schema]
    return _sample_of_schema(schemas[of_type.schema], schemas, examples, within)


def _sample_of_schema(
    schema: Schema, schemas: dict[str, Schema], examples: dict[str, Example], within: tuple[str, ...]
) -> Example:
    if isinstance(schema, EnumSchema):
        return schema.values[0]
    if isinstance(schema, UnionSchema):
        tag, name = schema.alternatives[0]
        made = sample(Type(Kind.SCHEMA, name), schemas, examples, within)
        assert isinstance(made, ExampleObject)
        others = tuple((key, value) for key, value in made.values if key != schema.discriminator)
        return ExampleObject(name, ((schema.discriminator, tag), *others))
    required = [member for member in schema.properties if member.required and not member.read_only]
    return ExampleObject(
        schema.name,
        tuple((member.name, sample(member.type, schemas, examples, (*within, schema.name))) for member in required),
    )
