"""Plans the classes of the schemas, and the dicts that may be given in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

from contract.generator.annotations import (
    MARKS,
    TYPES,
    dict_annotation,
    field_leaf,
    limit_notes,
    nullable,
    typed,
    with_limits,
)
from contract.generator.facts import (
    Contract,
    EnumSchema,
    HandWritten,
    Kind,
    ObjectSchema,
    Operation,
    Property,
    Schema,
    Type,
    UnionSchema,
    refuse,
)
from contract.generator.names import (
    DICT_SUFFIXES,
    PACKAGE,
    camel_case,
    check_apart,
    member_name,
    snake_case,
    value_alias,
)
from contract.generator.plan import Annotation, DictPlan, EnumPlan, FieldPlan, Import, ModelPlan, SchemaPlan, UnionPlan


@dataclass(frozen=True, slots=True)
class Uses:
    """The places where schemas are used: in requests, in answers, and by whom."""

    sent: frozenset[str]
    """Schemas that a request can contain; in the address, those without objects and lists."""
    received: frozenset[str]
    in_bodies: frozenset[str]
    """Schemas that a body can hold."""
    roots: frozenset[str]
    """Object schemas that are arguments themselves, or items of one."""
    users: dict[str, tuple[str, ...]]
    """Operations, and fields as `Class.field`, by schema."""
    homes: dict[str, str]
    """Modules by schema; those that refer to each other in a circle share one."""


def uses_of(contract: Contract) -> Uses:
    """Return where each schema is used."""
    bodies = [operation.body.type.schema_within for operation in contract.operations if operation.body]
    parameters = [item.type.schema_within for operation in contract.operations for item in operation.parameters]
    in_bodies = _reachable(bodies, contract)
    received = _reachable(_answered(contract), contract)
    return Uses(
        sent=in_bodies | _in_queries(parameters, contract),
        received=received,
        in_bodies=in_bodies,
        roots=frozenset(
            name
            for name in (*bodies, *parameters)
            if isinstance(contract.schemas.get(name), (ObjectSchema, UnionSchema))
        ),
        users=_users(contract),
        homes=_homes(contract),
    )


def _in_queries(parameters: list[str], contract: Contract) -> frozenset[str]:
    """Return the schemas of parameters, and those of the fields that have a place in an address."""
    queries = frozenset(name for name in parameters if name)
    members = {member.type.schema for name in queries for member in _flat_members(contract.schemas[name], contract)}
    return queries | (members & contract.schemas.keys())


def _answered(contract: Contract) -> Iterator[str]:
    """Return the schemas of answers."""
    for operation in contract.operations:
        answers = (*operation.successes, *operation.others)
        yield from (answer.type.schema_within for answer in answers if answer.type is not None)


def plan_schemas(contract: Contract, hand_written: HandWritten, uses: Uses) -> dict[str, SchemaPlan]:
    """Return the class, or alias, of each schema.

    Raises:
        ContractError: A name that Python needs is taken.
    """
    return {name: _plan(schema, contract, hand_written, uses) for name, schema in contract.schemas.items()}


def circles(uses: Uses) -> dict[str, tuple[str, ...]]:
    """Return the schemas that share a module, by the module."""
    modules = dict.fromkeys(uses.homes.values())
    groups = {module: tuple(name for name, home in uses.homes.items() if home == module) for module in modules}
    return {module: group for module, group in groups.items() if len(group) > 1}


# Dependencies


def referred_to(schema: Schema) -> dict[str, Property | None]:
    """Return the schemas that a schema refers to, and the property that does."""
    if isinstance(schema, EnumSchema):
        return {}
    if isinstance(schema, UnionSchema):
        return dict.fromkeys(schema.schemas)
    found: dict[str, Property | None] = {
        member.type.schema_within: member for member in schema.properties if member.type.schema_within
    }
    if schema.others is not None and schema.others.schema_within:
        found.setdefault(schema.others.schema_within, None)
    return found


def _reachable(names: Iterable[str], contract: Contract) -> frozenset[str]:
    waiting = [name for name in names if name]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(referred_to(contract.schemas[name]))
    return frozenset(found)


def _homes(contract: Contract) -> dict[str, str]:
    """Return the module of each schema; one for all schemas that refer to each other in a circle."""
    reached = {name: _reachable(referred_to(schema), contract) for name, schema in contract.schemas.items()}
    return {
        name: snake_case(
            next(other for other in contract.schemas if other == name or _are_a_circle(name, other, reached))
        )
        for name in contract.schemas
    }


def _are_a_circle(name: str, other: str, reached: dict[str, frozenset[str]]) -> bool:
    return other in reached[name] and name in reached[other]


def _users(contract: Contract) -> dict[str, tuple[str, ...]]:
    users: dict[str, dict[str, None]] = {name: {} for name in contract.schemas}
    for operation in contract.operations:
        for of_type in _types_of(operation):
            if of_type.schema_within:
                users[of_type.schema_within][snake_case(operation.operation_id)] = None
    for schema in contract.schemas.values():
        for name, user in _references(schema):
            users[name][user] = None
    return {name: tuple(found) for name, found in users.items()}


def _types_of(operation: Operation) -> Iterator[Type]:
    yield from (item.type for item in (*operation.successes, *operation.others) if item.type is not None)
    yield from (item.type for item in operation.parameters)
    yield from [operation.body.type] if operation.body else []


def _references(schema: Schema) -> Iterator[tuple[str, str]]:
    """Return the schemas that a schema refers to, and the field, or the schema itself, that does."""
    if isinstance(schema, UnionSchema):
        yield from ((name, schema.name) for name in schema.schemas)
    for member in schema.properties if isinstance(schema, ObjectSchema) else ():
        if member.type.schema_within:
            yield member.type.schema_within, f"{schema.name}.{snake_case(member.name)}"


# Classes


def _plan(schema: Schema, contract: Contract, hand_written: HandWritten, uses: Uses) -> SchemaPlan:
    if isinstance(schema, EnumSchema):
        return _enum(schema, contract, uses)
    if isinstance(schema, UnionSchema):
        return _union(schema, uses)
    return _model(schema, contract, hand_written, uses)


def _enum(schema: EnumSchema, contract: Contract, uses: Uses) -> EnumPlan:
    alias = value_alias(schema.name)
    if alias in contract.schemas:
        refuse(schema.place, f"{alias} is taken, the name of the type for values of this enum")
    return EnumPlan(
        name=schema.name,
        module=snake_case(schema.name),
        home=uses.homes[schema.name],
        doc=schema.description,
        members=tuple((member_name(value), value) for value in schema.values),
        value_alias=alias,
        used_in=uses.users[schema.name],
    )


def _union(schema: UnionSchema, uses: Uses) -> UnionPlan:
    home = uses.homes[schema.name]
    others = {
        Import(f"{PACKAGE}.models.{uses.homes[name]}", name) for name in schema.schemas if uses.homes[name] != home
    }
    return UnionPlan(
        name=schema.name,
        module=snake_case(schema.name),
        home=home,
        doc=schema.description,
        discriminator=schema.discriminator,
        field=snake_case(schema.discriminator),
        alternatives=schema.alternatives,
        imports=frozenset(
            {Import("typing", "Annotated"), Import("typing", "TypeAlias"), Import(MARKS, "OneOf"), *others}
        ),
        used_in=uses.users[schema.name],
    )


def _model(schema: ObjectSchema, contract: Contract, hand_written: HandWritten, uses: Uses) -> ModelPlan:
    module = snake_case(schema.name)
    base = Import(f"{PACKAGE}._model.base", "Model")
    if schema.others is not None:
        base = Import(f"{PACKAGE}._model.open_model", "OpenModel")
    bases = [base]
    if module in hand_written.behaviours:
        bases.insert(0, Import(f"{PACKAGE}.models._behaviour.{module}", f"{schema.name}Behaviour"))
    writer = _Fields(schema, contract, uses)
    fields = tuple(writer.field(member) for member in schema.properties)
    others = None
    if schema.others is not None and schema.others.kind is not Kind.JSON:
        others = writer.others(schema.others)
    return ModelPlan(
        name=schema.name,
        module=module,
        home=uses.homes[schema.name],
        doc=_with_deprecation(_with_python_names(schema.description, schema), schema.deprecated),
        bases=tuple(base.name for base in bases),
        fields=fields,
        others=None if others is None else others.text,
        members=hand_written.behaviours.get(module, ()),
        imports=frozenset(bases).union(
            *(field.imports for field in fields), () if others is None else {*others.imports, _TYPE_CHECKING}
        ),
        example=contract.examples.get(schema.name),
        used_in=uses.users[schema.name],
    )


_TYPE_CHECKING = Import("typing", "TYPE_CHECKING")


@dataclass(frozen=True, slots=True)
class _Fields:
    """Plans the fields of one schema."""

    schema: ObjectSchema
    contract: Contract
    uses: Uses

    def field(self, member: Property) -> FieldPlan:
        """Return the field of a property."""
        name = snake_case(member.name)
        made = self.annotation(member.type, member)
        if member.read_only and self.schema.name in self.uses.sent:
            made = with_limits(made, (("is_read_only", True),))
        required = self._is_required(member)
        made = _or_none(made, member.type, required=required)
        text, imports = made.text, set(made.imports)
        if self._is_defined_later(member.type.schema_within):
            text = f'"{text}"'  # Python 3.10 resolves no quotes within brackets
        alias = None if camel_case(name) == member.name else member.name
        if alias:
            imports |= {Import("typing", "Annotated"), Import("pydantic", "Field")}
        return FieldPlan(
            name=name,
            wire_name=member.name,
            annotation=text,
            alias=alias,
            required=required,
            doc=self._doc(member),
            type=member.type,
            notes=tuple(self._notes(member, required)),
            imports=frozenset(imports),
        )

    def annotation(self, of_type: Type, member: Property | None = None) -> Annotation:
        """Return the annotation of a value that is there."""

        def leaf(of: Type) -> Annotation:
            return self._reference(of.schema) if of.kind is Kind.SCHEMA else _plain(of, member)

        return typed(of_type, leaf)

    def others(self, of_type: Type) -> Annotation:
        """Return the annotation of the fields of any name."""
        made = nullable(self.annotation(of_type), of_type)
        text = f"dict[str, {made.text}]"
        return Annotation(f'"{text}"' if self._is_defined_later(of_type.schema_within) else text, made.imports)

    def _reference(self, name: str) -> Annotation:
        home = self.uses.homes[name]
        module = f"{PACKAGE}.models.{home}"
        if isinstance(self.contract.schemas[name], EnumSchema):
            # Generated clients have the enum itself in this module.
            alias = value_alias(name)
            return Annotation(alias, frozenset({Import(module, f"{name} as {name}"), Import(module, alias)}))
        is_here = home == self.uses.homes[self.schema.name]
        return Annotation(name, frozenset() if is_here else frozenset({Import(module, name)}))

    def _is_defined_later(self, name: str) -> bool:
        """Return whether a schema is in the same module, where the class may not exist yet."""
        return bool(name) and self.uses.homes[name] == self.uses.homes[self.schema.name]

    def _is_required(self, member: Property) -> bool:
        """Return whether a value is required in every direction that the schema travels."""
        one_way = (member.read_only and self.schema.name in self.uses.sent) or (
            member.write_only and self.schema.name in self.uses.received
        )
        return member.required and not one_way

    def _doc(self, member: Property) -> str:
        notes = limit_notes(member.type)
        notes += ["Only in answers."] if member.read_only else []
        notes += ["Only in requests."] if member.write_only else []
        text = _with_deprecation(_with_python_names(member.description, self.schema), member.deprecated)
        return " ".join([text, *notes])

    def _notes(self, member: Property, required: bool) -> Iterator[str]:
        notes = {
            "optional": not required,
            "nullable": member.type.is_nullable,
            "read only": member.read_only,
            "write only": member.write_only,
            "personal data": member.personal,
            "money": member.money,
            "deprecated": member.deprecated,
        }
        yield from (note for note, applies in notes.items() if applies)


def _or_none(made: Annotation, of_type: Type, *, required: bool) -> Annotation:
    """Return the annotation of a value that may be missing, null or both; null needs a mark if it may be missing."""
    if required and not of_type.is_nullable:
        return made
    text = f"{made.text} | None"
    if required or not of_type.is_nullable or of_type.kind is Kind.JSON:
        return Annotation(text, made.imports)
    marks = {Import("typing", "Annotated"), Import(MARKS, "NULLABLE")}
    return Annotation(f"Annotated[{text}, NULLABLE]", made.imports | marks)


def _plain(of_type: Type, member: Property | None) -> Annotation:
    """Return the annotation of a plain value, masked or as money where the property says so."""
    if member is not None and member.money:
        return Annotation("Money", frozenset({Import(TYPES, "Money")}))
    made = field_leaf(of_type)
    if member is not None and (member.personal or of_type.is_secret):
        return Annotation(f"Personal[{made.text}]", made.imports | {Import(TYPES, "Personal")})
    return made


def _with_python_names(text: str, schema: ObjectSchema) -> str:
    """Return a description that speaks of the schema's other properties by their Python names."""
    names = {f"`{member.name}`": f"`{snake_case(member.name)}`" for member in schema.properties}
    return re.sub(r"`\w+`", lambda match: names.get(match[0], match[0]), text)


def _with_deprecation(text: str, deprecated: bool) -> str:
    return f"{text} Deprecated." if deprecated and "deprecated" not in text.lower() else text


# Dicts


def plan_dicts(contract: Contract, uses: Uses) -> dict[str, tuple[DictPlan, ...]]:
    """Return the dicts that may be given in place of models; each after those that it holds, where that is possible.

    Raises:
        ContractError: A name that Python needs is taken.
    """
    order = [contract.schemas[name] for name in _ordered(contract)]
    sent = [schema for schema in order if isinstance(schema, ObjectSchema) and schema.name in uses.sent]
    dicts: dict[str, tuple[DictPlan, ...]] = {}
    for schema in sent:
        properties = schema.properties if schema.name in uses.in_bodies else _flat_members(schema, contract)
        shown = replace(schema, properties=tuple(member for member in properties if not member.read_only))
        dicts[schema.name] = tuple(_dict(shown, suffix, contract, uses, set(dicts)) for suffix in DICT_SUFFIXES)
    return dicts


def _ordered(contract: Contract) -> list[str]:
    """Return all schemas, each after those that it refers to; circles in the order of the contract."""
    reached = {name: _reachable(referred_to(schema), contract) for name, schema in contract.schemas.items()}
    graph = {
        name: sorted(other for other in referred_to(schema) if other != name and name not in reached[other])
        for name, schema in contract.schemas.items()
    }
    return list(TopologicalSorter(graph).static_order())


def _flat_members(schema: Schema, contract: Contract) -> list[Property]:
    """Return the properties that have a place in an address: no lists, maps and objects."""
    return [
        member
        for member in (schema.properties if isinstance(schema, ObjectSchema) else ())
        if member.type.items is None
        and not isinstance(contract.schemas.get(member.type.schema), (ObjectSchema, UnionSchema))
    ]


def _dict(schema: ObjectSchema, suffix: str, contract: Contract, uses: Uses, defined: set[str]) -> DictPlan:
    has_python_names = suffix == DICT_SUFFIXES[0]
    of_names = "Python names" if has_python_names else "wire names"
    name = f"{schema.name}{suffix}"
    if name in contract.schemas:
        refuse(schema.place, f"{name} is taken, the name of the type for dicts with {of_names}")
    keys = [snake_case(member.name) if has_python_names else member.name for member in schema.properties]
    values: list[Annotation] = []
    for member in schema.properties:
        made = dict_annotation(member.type, suffix, contract.schemas, uses.homes)
        is_defined = _dicts_within(member.type, contract.schemas) <= defined
        values.append(_dict_value(made, member, is_defined=is_defined))
    places = (member.place for member in schema.properties)
    check_apart(zip(keys, places, strict=True), frozenset({"bool", "float", "int", "str"}))
    return DictPlan(
        name=name,
        doc=f"`{schema.name}` as a dict with {of_names}; see the model for their meaning.",
        keys=tuple(zip(keys, (value.text for value in values), strict=True)),
        imports=frozenset({Import("typing_extensions", "TypedDict")}).union(*(value.imports for value in values)),
    )


def _dict_value(made: Annotation, member: Property, *, is_defined: bool) -> Annotation:
    """Return the annotation of a key, from that of a value that is there."""
    text = made.text if member.required and not member.type.is_nullable else f"{made.text} | None"
    if not is_defined:
        text = f'"{text}"'
    if not member.required:
        return Annotation(text, made.imports)
    return Annotation(f"Required[{text}]", made.imports | {Import("typing_extensions", "Required")})


def _dicts_within(of_type: Type, schemas: dict[str, Schema]) -> set[str]:
    """Return the schemas whose dicts an annotation names."""
    schema = schemas.get(of_type.schema_within)
    if isinstance(schema, UnionSchema):
        return set(schema.schemas)
    return {schema.name} if isinstance(schema, ObjectSchema) else set()
