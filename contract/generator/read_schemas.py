"""Read the schemas of a contract; inline schemas are named after their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract.generator.document import (
    LONGEST_REFERENCE,
    Document,
    flag,
    is_list,
    is_mapping,
    listed,
    mapping,
    mapping_at,
    named,
    referred,
    text_at,
    words_of,
)
from contract.generator.facts import (
    EnumSchema,
    Kind,
    ObjectSchema,
    Property,
    Schema,
    Type,
    UnionSchema,
    refuse,
)
from contract.generator.read_types import (
    BESIDE,
    JSON,
    NESTED,
    alternatives,
    alternatives_at,
    described,
    implied_type,
    inner_name,
    is_text_enum,
    limits_of,
    notes_of,
    of_one_level,
    only,
    required_names,
    scalar,
    without_null,
)

TYPES_OF_VALUES: dict[type, str] = {str: "string", int: "integer", bool: "boolean"}
"""Types of values that may be limited to a few."""


class Schemas:
    """The schemas of a contract by name, which grow by those that stand inline.

    Args:
        document: The contract.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._raw = document.component("schemas")
        self._aliases: dict[str, Type] = {}
        self._reading: list[str] = []
        self.found: dict[str, Schema] = {}
        for name in self._raw:
            self._read_component(name)
        self._check()

    def type_of(self, value: object, place: str, name: str) -> Type:
        """Return the type of a schema, which gets a name of its own if it needs one.

        Args:
            value: The schema.
            place: Where it stands.
            name: Its name, if it stands inline and becomes a class.
        """
        values = without_null(self._checked_keys(value, place), place)
        of_type = self._bare_type(values, place, name)
        notes = tuple(notes_of(values))
        return replace(of_type, is_nullable=of_type.is_nullable or values["nullable"], notes=(*of_type.notes, *notes))

    def is_object(self, of_type: Type) -> bool:
        """Return whether a value is an object with properties, or one of several."""
        return isinstance(self.found.get(of_type.schema), (ObjectSchema, UnionSchema))

    # Components

    def _read_component(self, name: str) -> None:
        """Read a component: a class, or another name for a type."""
        if name in self.found or name in self._aliases:
            return
        place = f"components > schemas > {name}"
        value = mapping_at(self._raw[name], place)
        if self._is_class(value):
            self._add_class(value, place, name)
            return
        if name in self._reading:
            refuse(place, "the schema is another name for itself")
        self._reading.append(name)
        self._aliases[name] = self.type_of(value, place, name)
        self._reading.remove(name)

    def _is_class(self, value: dict[str, Any]) -> bool:
        if "enum" in value:
            return is_text_enum(value)
        if "oneOf" in value or "anyOf" in value:
            return len(alternatives(value)) > 1
        return self._is_object(value)

    def _is_object(self, value: dict[str, Any], depth: int = 0) -> bool:
        if "allOf" not in value or "properties" in value or depth > LONGEST_REFERENCE:
            return "properties" in value or value.get("type") in ("object", ["object", "null"])
        parts = [part for part in value["allOf"] if is_mapping(part)] if is_list(value["allOf"]) else []
        return len(parts) != 1 or self._is_object_part(parts[0], depth + 1)

    def _is_object_part(self, part: dict[str, Any], depth: int) -> bool:
        target = self._raw.get(str(part["$ref"]).rpartition("/")[2]) if "$ref" in part else part
        return is_mapping(target) and self._is_object(target, depth)

    def _referred(self, name: str, place: str) -> Type:
        if name not in self._raw:
            refuse(place, f"there is no schema {name}")
        if self._is_class(mapping_at(self._raw[name], f"components > schemas > {name}")):
            return Type(Kind.SCHEMA, name, is_nullable=without_null(self._raw[name], place)["nullable"])
        self._read_component(name)
        return self._aliases[name]

    def _add(self, schema: Schema) -> None:
        if schema.name in self.found or (schema.name in self._raw and not schema.place.endswith(f"> {schema.name}")):
            refuse(schema.place, f"{schema.name}, the name of this inline schema, is taken; make it a component")
        self.found[schema.name] = schema

    def _add_class(self, value: dict[str, Any], place: str, name: str) -> None:
        """Add the class that a schema becomes, and after it those that stand in it."""
        if name in self.found and self.found[name].place == place:
            return  # a component that several places refer to
        if "enum" in value:
            self._add(self._enum(value, place, name))
        elif "oneOf" in value or "anyOf" in value:
            self._add(self._union(value, place, name))
        else:
            # Its place among the others is before the schemas in it.
            self._add(ObjectSchema(name, "", False, (), None, place))
            self.found[name] = self._object(value, place, name)

    # Types

    def _checked_keys(self, value: object, place: str) -> dict[str, Any]:
        values = mapping_at(value, place)
        return mapping(values, place, "", " ".join((*NESTED, *BESIDE)))

    def _bare_type(self, values: dict[str, Any], place: str, name: str) -> Type:
        if "$ref" in values:
            only(values, place, "$ref")
            return self._referred(referred(values, place, "schemas"), place)
        readers = {
            "allOf": self._all_of,
            "oneOf": self._one_of,
            "anyOf": self._one_of,
            "enum": self._listed_type,
            "const": self._listed_type,
        }
        for key, read in readers.items():
            if key in values:
                return read(values, place, name)
        kind = values.get("type") or implied_type(values)
        if kind == "array":
            return self._list_type(values, place, name)
        if kind == "object":
            return self._object_type(values, place, name)
        if kind is None:
            only(values, place, "")
            return JSON
        return scalar(values, str(kind), place)

    def _list_type(self, values: dict[str, Any], place: str, name: str) -> Type:
        only(values, place, "type items minItems maxItems uniqueItems")
        items, place_of_items = JSON, f"{place} > items"
        if "items" in values:
            inner = described(values["items"], values.get("description"))
            items = self.type_of(inner, place_of_items, f"{name}Inner")
        return Type(Kind.LIST, items=of_one_level(items, place_of_items), limits=limits_of(values, Kind.LIST, place))

    def _object_type(self, values: dict[str, Any], place: str, name: str) -> Type:
        if "properties" in values or values.get("additionalProperties") is False:
            self._add_class(values, place, name)
            return Type(Kind.SCHEMA, name)
        only(values, place, "type additionalProperties minProperties maxProperties")
        items = self._others(values, place, f"{name}Entry") or JSON
        if items.items is not None:  # a class of its own keeps every list and map within one level
            self._add_class(values, place, name)
            return Type(Kind.SCHEMA, name)
        return Type(Kind.MAP, items=items, limits=limits_of(values, Kind.MAP, place))

    def _others(self, values: dict[str, Any], place: str, name: str) -> Type | None:
        """Return the type of properties of any name; None where there are no others than those that are listed."""
        value = values.get("additionalProperties", False)
        if value is False:
            return None
        return JSON if value is True else self.type_of(value, f"{place} > additionalProperties", name)

    def _all_of(self, values: dict[str, Any], place: str, name: str) -> Type:
        parts = listed(values["allOf"], f"{place} > allOf")
        if len(parts) == 1 and "properties" not in values:
            only(values, place, "allOf type")
            return self.type_of(parts[0], f"{place} > allOf > 0", name)
        self._add_class(values, place, name)
        return Type(Kind.SCHEMA, name)

    def _one_of(self, values: dict[str, Any], place: str, name: str) -> Type:
        key, found = alternatives_at(values, place)
        if len(found) == 1:
            only(values, place, f"{key} type")
            return self.type_of(found[0], f"{place} > {key}", name)
        self._add_class(values, place, name)
        return Type(Kind.SCHEMA, name)

    def _listed_type(self, values: dict[str, Any], place: str, name: str) -> Type:
        """Return the type of a value that is one of a few: a class of texts, or a limit."""
        if "enum" in values and is_text_enum(values):
            self._add_class(values, place, name)
            return Type(Kind.SCHEMA, name)
        key = "const" if "const" in values else "enum"
        allowed = [values[key]] if key == "const" else listed(values[key], f"{place} > enum")
        kind = _type_of_all(allowed)
        if kind is None or kind != (values.get("type") or kind):
            refuse(f"{place} > {key}", "only texts, or whole numbers, are supported")
        plain = {name: item for name, item in values.items() if name not in ("enum", "const")}
        of_type = scalar({**plain, "type": kind}, kind, place)
        return replace(of_type, limits=(*of_type.limits, ("allowed", tuple(allowed))))

    # Classes

    def _enum(self, value: dict[str, Any], place: str, name: str) -> EnumSchema:
        values = without_null(self._checked_keys(value, place), place)
        only(values, place, "type enum format")
        members = [member for member in listed(values["enum"], f"{place} > enum") if member is not None]
        for member in members:
            if not isinstance(member, str) or members.count(member) > 1:
                message = f"{member!r} is not a text of its own; YES, NO and numbers need quotes in YAML"
                refuse(f"{place} > enum", message)
        return EnumSchema(name, self._description(values, place, name), tuple(members), place)

    def _union(self, value: dict[str, Any], place: str, name: str) -> UnionSchema:
        key, found = alternatives_at(self._checked_keys(value, place), place)
        if "discriminator" not in value:
            refuse(f"{place} > {key}", "alternatives without a discriminator are not supported")
        discriminator = mapping(value["discriminator"], f"{place} > discriminator", "propertyName", "mapping")
        names = [referred(mapping_at(item, f"{place} > {key}"), f"{place} > {key}", "schemas") for item in found]
        tags: list[tuple[str, str]] = []
        mapped: dict[str, Any] = discriminator.get("mapping") or {}
        for tag, target in mapped.items():
            target = str(target).removeprefix("#/components/schemas/")
            if target not in names:
                refuse(f"{place} > discriminator > mapping > {tag}", f"{target} is no alternative of {key}")
            tags.append((str(tag), target))
        tags += [(target, target) for target in names if target not in dict(tags).values()]
        property_name = text_at(discriminator, "propertyName", f"{place} > discriminator")
        return UnionSchema(name, self._description(value, place, name), property_name, tuple(tags), place)

    def _object(self, value: dict[str, Any], place: str, name: str) -> ObjectSchema:
        values = self._checked_keys(value, place)
        only(without_null(values, place), place, "type properties required additionalProperties allOf minProperties")
        if values.get("type", "object") not in ("object", ["object", "null"]):
            refuse(f"{place} > type", f"a schema with properties is an object, not {values['type']}")
        if "discriminator" in values:
            refuse(f"{place} > discriminator", "only supported beside oneOf")
        parts = listed(values["allOf"], f"{place} > allOf") if "allOf" in values else []
        inherited = [self._part(part, f"{place} > allOf > {at}", name) for at, part in enumerate(parts)]
        properties = self._merged(values, inherited, place, name)
        if "minProperties" in values:
            refuse(f"{place} > minProperties", "only supported for a map that stands inline")
        is_free = not properties and "additionalProperties" not in values
        others = JSON if is_free else self._others(values, place, f"{name}Entry")
        return ObjectSchema(
            name=name,
            description=self._description(values, place, name),
            deprecated=flag(values, "deprecated", place),
            properties=tuple(properties.values()),
            others=others or next((part.others for part in inherited if part.others), None),
            place=place,
        )

    def _merged(
        self, values: dict[str, Any], inherited: list[ObjectSchema], place: str, name: str
    ) -> dict[str, Property]:
        """Return the properties of all parts and of the object itself; one that a part requires stays required."""
        members = [member for part in inherited for member in part.properties]
        properties = {member.name: member for member in members}
        for key, item in _entries(values, "properties", place):
            properties[key] = self._property(key, item, f"{place} > properties > {key}", name)
        for key in (*required_names(values, place), *(member.name for member in members if member.required)):
            if key not in properties:
                refuse(f"{place} > required", f"there is no property {key!r}")
            properties[key] = replace(properties[key], required=True)
        return properties

    def _part(self, value: object, place: str, name: str) -> ObjectSchema:
        """Return one of the schemas that an object is made of, with its properties."""
        values = mapping_at(value, place)
        if "$ref" not in values:
            # Properties that it requires may be those of another part.
            described: dict[str, Any] = {"description": "Part of another schema.", **values, "required": []}
            own = self._object({"type": "object", "additionalProperties": False, **described}, place, name)
            return own if "additionalProperties" in values else replace(own, others=None)
        target = referred(values, place, "schemas")
        if target not in self._raw:
            refuse(place, f"there is no schema {target}")
        self._read_component(target)
        part = self.found.get(target)
        if not isinstance(part, ObjectSchema) or not part.description:  # which it has once it is read
            refuse(place, f"{target} is no object schema, or contains this one")
        return part

    def _property(self, name: str, value: object, place: str, owner: str) -> Property:
        values = mapping_at(value, place)
        extensions = {key: item for key, item in values.items() if key.startswith("x-")}
        plain = {key: item for key, item in values.items() if key not in extensions}
        of_type = self.type_of(plain, place, inner_name(owner, name))
        mapping(extensions, place, "", "x-personal-data x-money")
        personal, money = _marks(values, of_type, place)
        read_only, write_only = flag(values, "readOnly", place), flag(values, "writeOnly", place)
        if read_only and write_only:
            refuse(place, "a property cannot be both readOnly and writeOnly")
        return Property(
            name=name,
            type=of_type,
            description=self._description(values, place, name),
            required=False,
            deprecated=flag(values, "deprecated", place),
            personal=personal or of_type.is_secret,
            money=money,
            read_only=read_only,
            write_only=write_only,
            place=place,
        )

    def _description(self, values: dict[str, Any], place: str, name: str) -> str:
        return self._document.description(values, place, f"{words_of(name)}.")

    # Across schemas

    def _check(self) -> None:
        """Refuse unions whose alternatives are not told apart, and objects that never end."""
        for schema in self.found.values():
            if not isinstance(schema, UnionSchema):
                continue
            for name in schema.schemas:
                alternative = self.found.get(name)
                if not isinstance(alternative, ObjectSchema):
                    refuse(schema.place, f"{name} is no object schema")
                if schema.discriminator not in {member.name for member in alternative.properties}:
                    refuse(
                        schema.place,
                        f"{name} has no property {schema.discriminator!r}, which tells the alternatives apart",
                    )
        for name, schema in self.found.items():
            if name in _reachable(name, self._required_objects):
                refuse(schema.place, "the schema requires itself, so no value of it ends")

    def _required_objects(self, name: str) -> list[str]:
        schema = self.found[name]
        if not isinstance(schema, ObjectSchema):
            return []
        members = [member for member in schema.properties if member.required and not member.type.is_nullable]
        return [member.type.schema for member in members if member.type.schema in self.found]


def _type_of_all(values: list[object]) -> str | None:
    """Return the type of some values; None if they have several, or one that cannot be limited to a few."""
    types = {TYPES_OF_VALUES.get(type(value)) for value in values}
    return types.pop() if len(types) == 1 else None


def _marks(values: dict[str, Any], of_type: Type, place: str) -> tuple[bool, bool]:
    """Return whether a property is personal data, and whether it is money."""
    personal, money = flag(values, "x-personal-data", place), flag(values, "x-money", place)
    if personal and of_type.kind is not Kind.STRING:
        refuse(f"{place} > x-personal-data", "only a string can be personal data")
    if money and of_type.kind is not Kind.NUMBER:
        refuse(f"{place} > x-money", "only a number can be money")
    return personal, money


def _entries(values: dict[str, Any], key: str, place: str) -> list[tuple[str, Any]]:
    return named(values[key], f"{place} > {key}") if values.get(key) else []


def _reachable(start: str, successors: Callable[[str], list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = successors(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += successors(name)
    return found
