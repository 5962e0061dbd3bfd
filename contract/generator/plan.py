"""What is to be written, as values; `decide` makes them."""

from __future__ import annotations

from dataclasses import dataclass

from contract.generator.facts import Example, Member, SecurityScheme, Server, Type


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """One imported name."""

    module: str
    name: str
    """`X as X` if it is imported for others to find it there."""


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
    personal: bool
    money: bool
    deprecated: bool
    imports: frozenset[Import]
    """What annotation and alias need."""


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """One object schema as a class in a module of its own."""

    name: str
    module: str
    doc: str
    bases: tuple[str, ...]
    fields: tuple[FieldPlan, ...]
    members: tuple[Member, ...]
    """What its mixin adds."""
    imports: frozenset[Import]
    example: Example | None
    used_in: tuple[str, ...]
    """Fields, as `Class.field`, and operations that use it."""


@dataclass(frozen=True, slots=True)
class DictPlan:
    """The dict that may be given in place of a model, in one spelling of its names."""

    name: str
    doc: str
    keys: tuple[tuple[str, str], ...]
    """Names and types."""
    imports: frozenset[Import]


@dataclass(frozen=True, slots=True)
class EnumPlan:
    """One enum schema as a class in a module of its own."""

    name: str
    module: str
    doc: str
    members: tuple[tuple[str, str], ...]
    """Names and values."""
    value_alias: str | None
    """Name of the type that requests use, if a request uses this enum."""
    used_in: tuple[str, ...]


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
    forms: tuple[str, ...]
    """Types that are taken, one or the other: an alias in `types` for a model and its dicts, or `str`."""
    required: bool
    doc: str
    reserved: tuple[str, ...]
    """Values that a path does not take."""
    example: Example | None
    """Of the model."""


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
    parameters: tuple[ParameterPlan, ...]
    result: str
    error: str
    success: int
    errors: tuple[int, ...]
    raises: tuple[tuple[str, str], ...]
    """Exceptions and when they are raised."""
    responses: tuple[tuple[int, str], ...]
    """Every declared status with its description."""
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
class Plan:
    """All that is written."""

    version: str
    servers: tuple[Server, ...]
    security: tuple[SecurityScheme, ...]
    api_class: str
    api_module: str
    api_doc: str
    operations: tuple[OperationPlan, ...]
    """By name."""
    schemas: dict[str, ModelPlan | EnumPlan]
    dicts: dict[str, tuple[DictPlan, ...]]
    """By the name of the schema, in both spellings; each after those that it holds."""
    exceptions: tuple[str, ...]
