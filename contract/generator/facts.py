"""The facts of a contract, as values; `read` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NoReturn, TypeAlias


class ContractError(Exception):
    """The contract contains something that the generator does not support; the message names the place."""


def refuse(place: str, message: str) -> NoReturn:
    """Raise the error for a place such as `components > schemas > Item`."""
    raise ContractError(f"{place}: {message}")


class Kind(Enum):
    """The kind of a value."""

    STRING = "string"
    DATE = "date"
    DATE_TIME = "date-time"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    JSON = "any JSON value"
    SCHEMA = "schema"
    LIST = "list"
    MAP = "map"


Limit: TypeAlias = str | int | bool | tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value."""

    kind: Kind
    schema: str = ""
    """Name of the schema that is referred to."""
    items: Type | None = None
    """Type of a list's items or of a map's values."""
    is_nullable: bool = False
    limits: tuple[tuple[str, Limit], ...] = ()
    """Keywords of the package's `Limits`."""
    is_secret: bool = False
    """Whether the value is masked when it is shown, as `format: password` asks for."""
    notes: tuple[str, ...] = ()
    """Facts that only documentation states, such as a default or a format."""

    @property
    def schema_within(self) -> str:
        """Name of the schema that the value, or its items, refer to."""
        return self.schema if self.items is None else self.items.schema_within

    @property
    def bare(self) -> Type:
        """The type without limits and notes, at any depth."""
        items = None if self.items is None else self.items.bare
        return replace(self, items=items, limits=(), notes=())


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
    read_only: bool
    """Whether only answers have it."""
    write_only: bool
    """Whether only requests have it."""
    place: str


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """A schema with properties."""

    name: str
    description: str
    deprecated: bool
    properties: tuple[Property, ...]
    others: Type | None
    """Type of properties of any other name, where the schema allows them."""
    place: str


@dataclass(frozen=True, slots=True)
class EnumSchema:
    """A schema that lists texts."""

    name: str
    description: str
    values: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class UnionSchema:
    """One of several object schemas, told apart by a property."""

    name: str
    description: str
    discriminator: str
    """Wire name of the property that tells them apart."""
    alternatives: tuple[tuple[str, str], ...]
    """Values of the property, and the schema that each stands for."""
    place: str

    @property
    def schemas(self) -> tuple[str, ...]:
        """The names of the alternatives, each once."""
        return tuple(dict.fromkeys(schema for _, schema in self.alternatives))


Schema: TypeAlias = ObjectSchema | EnumSchema | UnionSchema


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


Example: TypeAlias = ExampleObject | ExampleList | ExampleMap | str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in path, query or headers."""

    name: str
    location: str
    type: Type
    description: str
    required: bool
    personal: bool
    reserved: tuple[str, ...]
    """Values that the path does not take here, from `x-reserved` of the operation."""
    explode: bool
    """Whether each item of a list has the name of its own in the query."""
    place: str


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request."""

    type: Type
    description: str
    required: bool
    place: str


@dataclass(frozen=True, slots=True)
class Response:
    """One of the answers of an operation."""

    status: str
    """A number, a range such as `4XX`, or `default`."""
    description: str
    content_type: str
    """Empty if there is no body."""
    type: Type | None
    """None if there is no body."""
    headers: tuple[tuple[str, str], ...]
    """Names and descriptions."""
    place: str

    @property
    def digit(self) -> str:
        """First digit of the status, or `d` for `default`."""
        return self.status[0]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    operation_id: str
    method: str
    path: str
    tags: tuple[str, ...]
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    successes: tuple[Response, ...]
    """With at most one type of body."""
    others: tuple[Response, ...]
    """Errors, redirects and, unless it stands for the success, the default."""
    repeat: str
    """`safe`, `replayable` or `once`: the effect of a second sending."""
    creates: str
    """Wire name of the property in a successful answer that names a new resource; empty if there is none."""
    echoes: str
    """Wire name of a path parameter that a successful answer repeats; empty if there is none."""
    place: str

    @property
    def result(self) -> Type | None:
        """Type of a successful answer; None if no answer has a body."""
        return next((success.type for success in self.successes if success.type is not None), None)


@dataclass(frozen=True, slots=True)
class Tag:
    """A group of operations, which becomes an API class."""

    name: str
    description: str
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
    header: str
    """Name of the header that carries it."""


@dataclass(frozen=True, slots=True)
class Contract:
    """All facts of the contract, references resolved to existing schemas."""

    version: str
    servers: tuple[Server, ...]
    security: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    """Those that have operations."""
    operations: tuple[Operation, ...]
    schemas: dict[str, Schema]
    examples: dict[str, Example]
    """Examples of object schemas, by name."""
    warnings: tuple[str, ...] = field(default=())
    """Gaps of the contract, such as a missing description, each with its place."""


@dataclass(frozen=True, slots=True)
class Member:
    """A public method or property of a mixin."""

    signature: str
    """Name, and the arguments of a method."""
    doc: str
    """First paragraph of its docstring."""


@dataclass(frozen=True, slots=True)
class HandWritten:
    """The names that generated code takes from hand-written modules."""

    exceptions: tuple[str, ...]
    """Exception classes of `exceptions.py`, in their order."""
    behaviours: Mapping[str, tuple[Member, ...]]
    """The members of the mixins in `models/_behaviour`, by module."""
