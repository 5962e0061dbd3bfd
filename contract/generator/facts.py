"""What the contract says, as values; `read` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn


class ContractError(Exception):
    """The contract holds something that the generator does not support; the message names the place."""


def refuse(place: str, message: str) -> NoReturn:
    """Raises the error for a place such as `components > schemas > Item`."""
    raise ContractError(f"{place}: {message}")


class Kind(Enum):
    """What a value is."""

    STRING = "string"
    DATE_TIME = "date-time"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    SCHEMA = "schema"
    LIST = "list"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a property or parameter."""

    kind: Kind
    schema: str = ""
    """Name of the schema that is referred to."""
    items: Type | None = None
    """Type of a list's items or of a map's values."""

    @property
    def schema_within(self) -> str:
        """Name of the schema that the value, or its items, refer to."""
        return self.schema if self.items is None else self.items.schema_within


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an object schema."""

    name: str
    type: Type
    description: str
    required: bool
    deprecated: bool
    personal: bool
    money: bool
    place: str


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """A schema with properties."""

    name: str
    description: str
    deprecated: bool
    properties: tuple[Property, ...]
    place: str


@dataclass(frozen=True, slots=True)
class EnumSchema:
    """A schema that lists texts."""

    name: str
    description: str
    values: tuple[str, ...]
    place: str


Schema = ObjectSchema | EnumSchema


@dataclass(frozen=True, slots=True)
class ExampleObject:
    """An example of an object schema."""

    schema: str
    values: tuple[tuple[str, Example], ...]


@dataclass(frozen=True, slots=True)
class ExampleList:
    """An example of a list."""

    items: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class ExampleMap:
    """An example of a map."""

    entries: tuple[tuple[str, Example], ...]


Example = ExampleObject | ExampleList | ExampleMap | str | int | bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in path or query."""

    name: str
    location: str
    type: Type
    description: str
    required: bool
    personal: bool
    reserved: tuple[str, ...]
    """Values that the path does not take here, from `x-reserved` of the operation."""
    place: str


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request."""

    schema: str
    description: str
    place: str


@dataclass(frozen=True, slots=True)
class Response:
    """One of the answers of an operation."""

    status: int
    description: str
    content_type: str
    schema: str
    place: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with exactly one kind of success."""

    operation_id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    success: Response
    errors: tuple[Response, ...]
    repeat: str
    """`safe`, `replayable` or `once`: what a second sending does."""
    creates: str
    """Wire name of the property in a successful answer that names a new resource; empty if there is none."""
    echoes: str
    """Wire name of a path parameter that a successful answer repeats; empty if there is none."""
    place: str


@dataclass(frozen=True, slots=True)
class Server:
    """One of the places where the service runs."""

    url: str
    description: str


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to say who calls."""

    name: str
    kind: str
    """`apiKey` or `http`."""


@dataclass(frozen=True, slots=True)
class Contract:
    """All that the contract says, references resolved to existing schemas."""

    version: str
    servers: tuple[Server, ...]
    security: tuple[SecurityScheme, ...]
    tag: str
    tag_description: str
    operations: tuple[Operation, ...]
    schemas: dict[str, Schema]
    examples: dict[str, Example]
    """Examples of object schemas, by name."""


@dataclass(frozen=True, slots=True)
class Member:
    """A public method or property of a mixin."""

    signature: str
    """Name, and the arguments of a method."""
    doc: str
    """First paragraph of its docstring."""


@dataclass(frozen=True, slots=True)
class HandWritten:
    """What generated code takes from hand-written modules."""

    exceptions: tuple[str, ...]
    """Exception classes of `exceptions.py`, in their order."""
    behaviours: Mapping[str, tuple[Member, ...]]
    """What the mixins in `models/_behaviour` have, by module."""
