"""The Python of the package, as values; `names`, `schemas` and `operations` make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from contract.generator.facts import Example, Member, SecurityScheme, Server, Type
from contract.generator.names import PREPARE


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """One imported name."""

    module: str
    name: str
    """`X as X` if it is imported for others to find it there."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """The text of an annotation, and the imports that it needs."""

    text: str
    imports: frozenset[Import] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of a model."""

    name: str
    wire_name: str
    annotation: str
    """Without the alias."""
    alias: str | None
    """The wire name, where camel case does not give it."""
    required: bool
    doc: str
    type: Type
    notes: tuple[str, ...]
    """Short facts for the page, such as `optional`."""
    imports: frozenset[Import]
    """Of annotation and alias."""


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """One object schema as a class."""

    name: str
    module: str
    home: str
    """The module that defines it; another one than its own where schemas refer to each other in a circle."""
    doc: str
    bases: tuple[str, ...]
    fields: tuple[FieldPlan, ...]
    others: str | None
    """Annotation of fields of any name, where the schema allows them."""
    members: tuple[Member, ...]
    """Of its mixin."""
    imports: frozenset[Import]
    example: Example
    """Of the contract; None if it gives none."""
    used_in: tuple[str, ...]
    """Fields, as `Class.field`, and operations that use it."""


@dataclass(frozen=True, slots=True)
class UnionPlan:
    """One of several models, as an alias."""

    name: str
    module: str
    home: str
    doc: str
    discriminator: str
    """Wire name of the property that tells the models apart."""
    field: str
    """Its Python name."""
    alternatives: tuple[tuple[str, str], ...]
    """Values of the property, and the class that each stands for."""
    imports: frozenset[Import]
    used_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnumPlan:
    """One enum schema as a class."""

    name: str
    module: str
    home: str
    doc: str
    members: tuple[tuple[str, str], ...]
    """Names and values."""
    value_alias: str
    """Name of the type that requests use, if a request uses this enum."""
    used_in: tuple[str, ...]


SchemaPlan: TypeAlias = ModelPlan | UnionPlan | EnumPlan


@dataclass(frozen=True, slots=True)
class DictPlan:
    """The dict that may be given in place of a model, in one spelling of its names."""

    name: str
    doc: str
    keys: tuple[tuple[str, str], ...]
    """Names and types."""
    imports: frozenset[Import]


@dataclass(frozen=True, slots=True)
class ParameterPlan:
    """One argument of an operation."""

    name: str
    wire_name: str
    """Empty for a body."""
    place: str
    """Name of a member of `Place`."""
    model: str | None
    """Class of a body, or of a query parameter that is an object."""
    of: Annotation | None
    """Type of any other value but text, as it stands in the row."""
    hint: Annotation
    """Types that the methods take."""
    documented: Type
    required: bool
    explode: bool
    doc: str
    reserved: tuple[str, ...]
    """Values that a path does not take."""
    example: Example
    """Of the model, or of the type."""
    personal: bool = False
    """Whether it is personal data or a secret."""


@dataclass(frozen=True, slots=True)
class ResponsePlan:
    """One declared answer, for the page."""

    status: str
    description: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OperationPlan:
    """One operation as a row of data and three methods."""

    name: str
    method: str
    path: str
    repeat: str
    """Name of a member of `Repeat`."""
    summary: str
    description: str
    is_deprecated: bool
    parameters: tuple[ParameterPlan, ...]
    result: Annotation | None
    """Type of a successful answer, as it stands in the row; None if no answer has a body."""
    hint: Annotation
    """Type that the methods return."""
    documented: Type | None
    """The same for the page."""
    may_be_empty: bool
    success: int
    error: str | None
    """Class of error bodies."""
    error_by_status: tuple[tuple[int, str], ...]
    """Statuses whose error bodies are of another class."""
    errors: tuple[int, ...]
    raises: tuple[tuple[str, str], ...]
    """Exceptions and when they are raised."""
    responses: tuple[ResponsePlan, ...]
    accept: tuple[str, ...]
    """Content types of the answers."""
    creates: str | None
    """Field of the answer that names a new resource."""
    echoes: str | None
    """Argument that the answer repeats."""

    @property
    def constant(self) -> str:
        """Name of the row."""
        return self.name.upper()


@dataclass(frozen=True, slots=True)
class ApiPlan:
    """The operations of a tag as a class."""

    name: str
    module: str
    doc: str
    operations: tuple[OperationPlan, ...]
    """By name."""

    @property
    def prepare_name(self) -> str:
        """Name of the class that prepares its requests."""
        return f"{PREPARE}{self.name}"

    @property
    def prepare_module(self) -> str:
        """Module of that class."""
        return f"{PREPARE.lower()}_{self.module}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is written."""

    version: str
    servers: tuple[Server, ...]
    security: tuple[SecurityScheme, ...]
    apis: tuple[ApiPlan, ...]
    operations: tuple[OperationPlan, ...]
    """Of all tags, by name."""
    schemas: dict[str, SchemaPlan]
    circles: dict[str, tuple[str, ...]]
    """Schemas that share a module, by the module."""
    dicts: dict[str, tuple[DictPlan, ...]]
    """By the name of the schema, in both spellings; each after those that it holds."""
    exceptions: tuple[str, ...]

    def api_of(self, operation: str) -> ApiPlan:
        """Return the first class that has an operation."""
        return next(api for api in self.apis if any(item.name == operation for item in api.operations))
