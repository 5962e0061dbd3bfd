"""Decides what everything is called and typed in Python, and refuses what cannot be."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from contract.generator.facts import (
    Body,
    Contract,
    EnumSchema,
    Example,
    HandWritten,
    Kind,
    ObjectSchema,
    Operation,
    Parameter,
    Property,
    Type,
    refuse,
)
from contract.generator.plan import (
    DictPlan,
    EnumPlan,
    FieldPlan,
    Import,
    ModelPlan,
    OperationPlan,
    ParameterPlan,
    Plan,
)

PACKAGE = "order_capture_client"

MODEL_ATTRIBUTES = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_dict",
        "from_json",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "to_dict",
        "to_json",
        "to_str",
        "update_forward_refs",
        "validate",
    }
)
"""What every model has already: a field of such a name would hide it."""

HAND_WRITTEN_EXPORTS = {
    "AccessToken": "configuration",
    "Amount": "amount",
    "ApiClient": "api_client",
    "ApiResponse": "api_response",
    "CallOptions": "api_client",
    "Configuration": "configuration",
    "Drift": "drift",
    "DriftKind": "drift",
    "DriftReport": "drift",
    "RetryPolicy": "configuration",
    "Timeouts": "configuration",
    "TokenProvider": "configuration",
}
"""What the package exports from its hand-written modules, beside the exceptions."""

MODULE_NAMES = frozenset(
    {
        "Annotated",
        "Any",
        "Boolean",
        "DateTime",
        "Decimal",
        "Field",
        "Integer",
        "Literal",
        "Mapping",
        "Model",
        "Money",
        "Number",
        "Open",
        "Personal",
        "RESTResponseType",
        "Required",
        "Sequence",
        "TypeAlias",
        "TypedDict",
        "Unpack",
        "WireEnum",
    }
)
"""What generated modules import: a schema of such a name would hide it."""

ANNOTATION_NAMES = frozenset({"dict", "list", "str"})
"""Builtins in annotations: a field of such a name would change what the fields below it mean."""

DICT_TYPES = {
    Kind.STRING: ("str", ()),
    Kind.DATE_TIME: ("datetime | str", (Import("datetime", "datetime"),)),
    Kind.INTEGER: ("int", ()),
    Kind.NUMBER: ("Decimal | float", (Import("decimal", "Decimal"),)),
    Kind.BOOLEAN: ("bool", ()),
}
"""What may be given in a dict, and what that imports."""

DICT_SUFFIXES = ("Dict", "WireDict")
"""What the type of a model's dict is called after the model: with Python names, and with wire names."""

STATUS_EXCEPTIONS = {
    400: "BadRequestException",
    401: "UnauthorizedException",
    403: "ForbiddenException",
    404: "NotFoundException",
    409: "ConflictException",
    410: "GoneException",
    419: "AuthenticationTimeoutException",
    422: "UnprocessableEntityException",
    429: "TooManyRequestsException",
}
"""The exception of a status, as `exceptions.exception_for_status` has it; 5xx is `ServiceException`."""

SCALAR_TYPES = {
    Kind.STRING: "str",
    Kind.DATE_TIME: "DateTime",
    Kind.INTEGER: "Integer",
    Kind.NUMBER: "Number",
    Kind.BOOLEAN: "Boolean",
}
"""Names from `_model/types.py`, but for `str`."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the plan of one schema depends on beside the schema."""

    contract: Contract
    hand_written: HandWritten
    sent_only: frozenset[str]
    """Schemas that requests use and answers never do."""
    sent: dict[str, ObjectSchema]
    """Object schemas that a request can hold, with what can be sent of them; each after those that it holds."""
    used_in: dict[str, tuple[str, ...]]
    """Operations and fields that use a schema."""


def decide(contract: Contract, hand_written: HandWritten) -> Plan:
    """Plans the package.

    Raises:
        ContractError: Something has no name or no place in Python.
    """
    _check_circles(contract)
    _check_names(contract, hand_written)
    context = _Context(contract, hand_written, _sent_only(contract), _sent(contract), _uses(contract))
    operations = [_operation(operation, contract) for operation in contract.operations]
    return Plan(
        version=contract.version,
        servers=contract.servers,
        security=contract.security,
        api_class=f"{contract.tag}Api",
        api_module=snake_case(f"{contract.tag}Api"),
        api_doc=contract.tag_description,
        operations=tuple(sorted(operations, key=lambda plan: plan.name)),
        schemas={
            name: _model(schema, context) if isinstance(schema, ObjectSchema) else _enum(schema, context)
            for name, schema in contract.schemas.items()
        },
        dicts={name: tuple(_dicts(schema, context)) for name, schema in context.sent.items()},
        exceptions=hand_written.exceptions,
    )


# Names


def snake_case(name: str) -> str:
    """Gives the Python name as OpenAPI Generator makes it.

    An underscore comes at each boundary from lower to upper case, and before the last of several capitals if at
    least two small letters follow: `oc_pupid` for `ocPUPId`, but `use_sop_create_order` for `useSOPCreateOrder`.
    """
    name = re.sub(r"([A-Z]+)([A-Z][a-z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z\d])([A-Z])", r"\1_\2", name).replace("-", "_").lower()


def camel_case(name: str) -> str:
    """Gives the wire name as the models' base class derives it from a Python name."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _check_names(contract: Contract, hand_written: HandWritten) -> None:
    schemas = contract.schemas.values()
    modules = {snake_case(schema.name) for schema in schemas if isinstance(schema, ObjectSchema)}
    for module in sorted(hand_written.behaviours.keys() - modules):
        refuse(f"models/_behaviour/{module}.py", "belongs to no object schema")
    taken = MODULE_NAMES.union(HAND_WRITTEN_EXPORTS, hand_written.exceptions, {f"{contract.tag}Api"})
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", contract.tag):
        refuse("tags > 0 > name", "not usable in the name of a class")
    for schema in schemas:
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", schema.name) or keyword.iskeyword(schema.name):
            refuse(schema.place, "not usable as the name of a class")
        if schema.name in taken:
            refuse(schema.place, "would hide something else of that name in Python")
    _check_apart(((snake_case(schema.name), schema.place) for schema in schemas), frozenset())
    for schema in schemas:
        if isinstance(schema, EnumSchema):
            _check_apart(
                ((_member_name(value), f"{schema.place} > enum") for value in schema.values), frozenset({"MRO"})
            )
        else:
            names = ((snake_case(member.name), member.place) for member in schema.properties)
            _check_apart(names, MODEL_ATTRIBUTES | ANNOTATION_NAMES)
    operations = ((snake_case(operation.operation_id), operation.place) for operation in contract.operations)
    _check_apart(operations, frozenset({"api_client"}))
    for operation in contract.operations:
        _check_apart(_argument_names(operation), frozenset({"self", "options"}))


def _check_apart(names: Iterable[tuple[str, str]], taken: frozenset[str]) -> None:
    """Refuses names that Python does not take, or that are given twice."""
    places: dict[str, str] = {}
    for name, place in names:
        if not name.isidentifier() or name.startswith("_") or keyword.iskeyword(name):
            refuse(place, f"{name!r} is not usable as a name in Python")
        if name in taken:
            refuse(place, f"{name!r} would hide something else of that name in Python")
        if name in places:
            refuse(place, f"{name!r} is also the Python name of {places[name]}")
        places[name] = place


def _argument_names(operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        yield snake_case(parameter.name), parameter.place
    if operation.body:
        yield snake_case(operation.body.schema), operation.body.place


def _member_name(value: str) -> str:
    return snake_case(value).upper()


# Directions and dependencies


def _check_circles(contract: Contract) -> None:
    """Refuses schemas that refer to each other: their modules could not import each other."""
    graph = {name: _schemas_within(name, contract) - {name} for name in contract.schemas}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        refuse(contract.schemas[circle[0]].place, f"schemas that refer to each other: {', '.join(circle)}")


def _schemas_within(name: str, contract: Contract) -> set[str]:
    schema = contract.schemas[name]
    if isinstance(schema, EnumSchema):
        return set()
    return {member.type.schema_within for member in schema.properties if member.type.schema_within}


def _sent_only(contract: Contract) -> frozenset[str]:
    """Gives the schemas that requests use and answers never do."""
    sent = {operation.body.schema for operation in contract.operations if operation.body}
    sent |= {item.type.schema for operation in contract.operations for item in operation.parameters if item.type.schema}
    received = {
        response.schema for operation in contract.operations for response in (operation.success, *operation.errors)
    }
    return frozenset(_reachable(sent, contract) - _reachable(received, contract))


def _sent(contract: Contract) -> dict[str, ObjectSchema]:
    """Gives the object schemas that a request can hold; in the address, that is what holds no objects and lists."""
    bodies = _reachable({operation.body.schema for operation in contract.operations if operation.body}, contract)
    parameters = [parameter for operation in contract.operations for parameter in operation.parameters]
    queries = {parameter.type.schema for parameter in parameters if parameter.type.schema} - bodies
    order = TopologicalSorter({name: sorted(_schemas_within(name, contract) - {name}) for name in contract.schemas})
    schemas = [contract.schemas[name] for name in order.static_order()]
    return {
        schema.name: schema if schema.name in bodies else replace(schema, properties=tuple(_flat(schema, contract)))
        for schema in schemas
        if isinstance(schema, ObjectSchema) and schema.name in bodies | queries
    }


def _flat(schema: ObjectSchema, contract: Contract) -> Iterator[Property]:
    for member in schema.properties:
        within = contract.schemas.get(member.type.schema_within)
        if member.type.items is None and not isinstance(within, ObjectSchema):
            yield member


def _reachable(names: set[str], contract: Contract) -> set[str]:
    reached: set[str] = set()
    while names:
        reached |= names
        names = {inner for name in names for inner in _schemas_within(name, contract)} - reached
    return reached


def _uses(contract: Contract) -> dict[str, tuple[str, ...]]:
    """Gives for each schema the operations and fields that use it."""
    uses: dict[str, list[str]] = {name: [] for name in contract.schemas}
    for operation in contract.operations:
        in_parameters = [parameter.type.schema for parameter in operation.parameters if parameter.type.schema]
        in_body = [operation.body.schema] if operation.body else []
        in_answers = [operation.success.schema, operation.errors[0].schema]
        for name in dict.fromkeys([*in_parameters, *in_body, *in_answers]):
            uses[name].append(snake_case(operation.operation_id))
    for schema in contract.schemas.values():
        for member in schema.properties if isinstance(schema, ObjectSchema) else ():
            if member.type.schema_within:
                uses[member.type.schema_within].append(f"{schema.name}.{snake_case(member.name)}")
    return {name: tuple(users) for name, users in uses.items()}


# Schemas


def _enum(schema: EnumSchema, context: _Context) -> EnumPlan:
    users = {user.partition(".")[0] for user in context.used_in[schema.name]}
    alias = _value_alias(schema.name) if users & (context.sent_only | context.sent.keys()) else None
    if alias in context.contract.schemas:
        refuse(schema.place, f"{alias} is taken, the name of the type for its values in requests")
    return EnumPlan(
        name=schema.name,
        module=snake_case(schema.name),
        doc=schema.description,
        members=tuple((_member_name(value), value) for value in schema.values),
        value_alias=alias,
        used_in=context.used_in[schema.name],
    )


def _value_alias(enum: str) -> str:
    return f"{enum}Value"


def _model(schema: ObjectSchema, context: _Context) -> ModelPlan:
    module = snake_case(schema.name)
    bases = [Import(f"{PACKAGE}._model.base", "Model")]
    if module in context.hand_written.behaviours:
        bases.insert(0, Import(f"{PACKAGE}.models._behaviour.{module}", f"{schema.name}Behaviour"))
    fields = tuple(_field(member, schema, context) for member in schema.properties)
    return ModelPlan(
        name=schema.name,
        module=module,
        doc=_with_deprecation(_with_python_names(schema.description, schema), schema.deprecated),
        bases=tuple(base.name for base in bases),
        fields=fields,
        members=context.hand_written.behaviours.get(module, ()),
        imports=frozenset(bases).union(*(field.imports for field in fields)),
        example=context.contract.examples.get(schema.name),
        used_in=context.used_in[schema.name],
    )


def _field(member: Property, schema: ObjectSchema, context: _Context) -> FieldPlan:
    name = snake_case(member.name)
    annotation, imports = _annotation(member.type, member, schema, context)
    if not member.required:
        annotation = f"{annotation} | None"
    if member.type.schema_within == schema.name:
        annotation = f'"{annotation}"'  # the class does not exist yet; Python 3.10 resolves no quotes within brackets
    needs_alias = camel_case(name) != member.name
    if needs_alias:
        imports |= {Import("typing", "Annotated"), Import("pydantic", "Field")}
    return FieldPlan(
        name=name,
        wire_name=member.name,
        annotation=annotation,
        alias=member.name if needs_alias else None,
        required=member.required,
        doc=_with_deprecation(_with_python_names(member.description, schema), member.deprecated),
        type=member.type,
        personal=member.personal,
        money=member.money,
        deprecated=member.deprecated,
        imports=imports,
    )


def _annotation(
    of_type: Type, member: Property, schema: ObjectSchema, context: _Context
) -> tuple[str, frozenset[Import]]:
    """Gives the type of a property, or of its items, as Python, and what that imports."""
    if of_type.items is not None:
        items, imports = _annotation(of_type.items, member, schema, context)
        return (f"list[{items}]" if of_type.kind is Kind.LIST else f"dict[str, {items}]"), imports
    types_module = f"{PACKAGE}._model.types"
    if of_type.kind is not Kind.SCHEMA:
        name = "Money" if member.money else SCALAR_TYPES[of_type.kind]
        if member.personal:
            return f"Personal[{name}]", frozenset({Import(types_module, "Personal")})
        return name, frozenset() if name == "str" else frozenset({Import(types_module, name)})
    name = of_type.schema
    if name == schema.name:
        if member.type.items is None:
            refuse(member.place, "a schema may hold lists or maps of itself, but not itself")
        return name, frozenset()
    module = f"{PACKAGE}.models.{snake_case(name)}"
    if isinstance(context.contract.schemas[name], ObjectSchema):
        return name, frozenset({Import(module, name)})
    if schema.name in context.sent_only:
        # Generated clients have the enum itself in this module.
        return _value_alias(name), frozenset({Import(module, f"{name} as {name}"), Import(module, _value_alias(name))})
    return f"Open[{name}]", frozenset({Import(module, name), Import(types_module, "Open")})


def _dicts(schema: ObjectSchema, context: _Context) -> Iterator[DictPlan]:
    """Plans the types of the dicts that may be given in place of a model: with Python names, and with wire names."""
    for suffix, of_names in zip(DICT_SUFFIXES, ("Python names", "wire names"), strict=True):
        keys: list[tuple[str, str]] = []
        imports = {Import("typing_extensions", "TypedDict")}
        for member in schema.properties:
            of_type, needed = _dict_type(member.type, suffix, context)
            imports |= needed
            if member.required:
                imports.add(Import("typing_extensions", "Required"))
            of_type = f"Required[{of_type}]" if member.required else f"{of_type} | None"
            if member.type.schema_within == schema.name:
                of_type = f'"{of_type}"'  # the class does not exist yet
            keys.append((snake_case(member.name) if suffix == DICT_SUFFIXES[0] else member.name, of_type))
        places = zip((name for name, _ in keys), (member.place for member in schema.properties), strict=True)
        _check_apart(places, frozenset({"bool", "float", "int", "str"}))
        name = f"{schema.name}{suffix}"
        if name in context.contract.schemas:
            refuse(schema.place, f"{name} is taken, the name of the type for dicts with {of_names}")
        doc = f"`{schema.name}` as a dict with {of_names}; see the model for their meaning."
        yield DictPlan(name=name, doc=doc, keys=tuple(keys), imports=frozenset(imports))


def _dict_type(of_type: Type, suffix: str, context: _Context) -> tuple[str, frozenset[Import]]:
    """Gives the type of a dict's value, or of its items, as Python, and what that imports."""
    if of_type.items is not None:
        items, imports = _dict_type(of_type.items, suffix, context)
        if of_type.kind is Kind.LIST:
            return f"Sequence[{items}]", imports | {Import("collections.abc", "Sequence")}
        return f"Mapping[str, {items}]", imports | {Import("collections.abc", "Mapping")}
    if of_type.kind is not Kind.SCHEMA:
        name, needed = DICT_TYPES[of_type.kind]
        return name, frozenset(needed)
    name, module = of_type.schema, f"{PACKAGE}.models.{snake_case(of_type.schema)}"
    if isinstance(context.contract.schemas[name], ObjectSchema):
        return f"{name} | {name}{suffix}", frozenset({Import(module, name)})
    return _value_alias(name), frozenset({Import(module, _value_alias(name))})


def _with_python_names(text: str, schema: ObjectSchema) -> str:
    """Gives a description that speaks of the schema's other properties by their Python names."""
    names = {f"`{member.name}`": f"`{snake_case(member.name)}`" for member in schema.properties}
    return re.sub(r"`\w+`", lambda match: names.get(match[0], match[0]), text)


def _with_deprecation(text: str, deprecated: bool) -> str:
    return f"{text} Deprecated." if deprecated and "deprecated" not in text.lower() else text


# Operations


def _operation(operation: Operation, contract: Contract) -> OperationPlan:
    answered = _property_names(contract.schemas[operation.success.schema])
    if operation.creates and operation.repeat == "safe":
        refuse(f"{operation.place} > x-creates", "an operation that creates something is not safe to repeat")
    if operation.creates and operation.creates not in answered:
        refuse(f"{operation.place} > x-creates", f"{operation.success.schema} has no property {operation.creates!r}")
    if operation.echoes and operation.echoes not in answered:
        refuse(f"{operation.place} > x-echoes", f"{operation.success.schema} has no property {operation.echoes!r}")
    if operation.echoes and operation.echoes not in {item.name for item in operation.parameters}:
        refuse(f"{operation.place} > x-echoes", f"there is no parameter {operation.echoes!r}")
    errors = tuple(sorted(error.status for error in operation.errors))
    answers = sorted((operation.success, *operation.errors), key=lambda response: response.status)
    return OperationPlan(
        name=snake_case(operation.operation_id),
        method=operation.method,
        path=operation.path,
        repeat=operation.repeat.upper(),
        summary=operation.summary.rstrip("."),
        description=operation.description,
        parameters=tuple(_parameters(operation, contract)),
        result=operation.success.schema,
        error=operation.errors[0].schema,
        success=operation.success.status,
        errors=errors,
        raises=tuple(_raises(operation)),
        responses=tuple((answer.status, answer.description) for answer in answers),
        accept=tuple(sorted({answer.content_type for answer in answers})),
        creates=snake_case(operation.creates) or None,
        echoes=snake_case(operation.echoes) or None,
    )


def _property_names(schema: ObjectSchema | EnumSchema) -> set[str]:
    return {member.name for member in schema.properties} if isinstance(schema, ObjectSchema) else set()


def _parameters(operation: Operation, contract: Contract) -> Iterator[ParameterPlan]:
    """Plans the arguments as OpenAPI Generator orders them: the body after the others, the optional ones last."""
    plans = [_parameter(parameter, contract) for parameter in operation.parameters]
    if operation.body:
        plans.append(_body(operation.body, contract))
    yield from sorted(plans, key=lambda plan: not plan.required)


def _parameter(parameter: Parameter, contract: Contract) -> ParameterPlan:
    model = parameter.type.schema
    in_address = "travels in the address, so it ends up in the logs of proxies and servers."
    doc = parameter.description
    if model:
        doc += f" A model, or a dict with either spelling of the names. All of it {in_address}"
        doc += " A nested object or list in it is refused."
    elif parameter.personal:
        doc += f" Personal data that {in_address}"
    return ParameterPlan(
        name=snake_case(parameter.name),
        wire_name=parameter.name,
        place=parameter.location.upper(),
        model=model or None,
        forms=_forms(model, contract) if model else ("str",),
        required=parameter.required,
        doc=doc,
        reserved=parameter.reserved,
        example=_required_example(model, contract) if model else None,
    )


def _body(body: Body, contract: Contract) -> ParameterPlan:
    return ParameterPlan(
        name=snake_case(body.schema),
        wire_name="",
        place="BODY",
        model=body.schema,
        forms=_forms(body.schema, contract),
        required=True,
        doc=f"{body.description} A model, or a dict with either spelling of the names.",
        reserved=(),
        example=_required_example(body.schema, contract),
    )


def _forms(model: str, contract: Contract) -> tuple[str, ...]:
    alias = f"{model}Input"
    if alias in contract.schemas:
        refuse(contract.schemas[model].place, f"{alias} is taken, the name of the type for a model or its dicts")
    return (f"types.{alias}",)


def _required_example(schema: str, contract: Contract) -> Example:
    if schema not in contract.examples:
        refuse(contract.schemas[schema].place, "an example is missing, which the page of the operations needs")
    return contract.examples[schema]


def _raises(operation: Operation) -> Iterator[tuple[str, str]]:
    yield "ApiValueError", "The input does not fit; nothing was sent."
    for error in operation.errors:
        if error.status in STATUS_EXCEPTIONS:
            yield STATUS_EXCEPTIONS[error.status], error.description
    if failures := [f"{error.status}: {error.description}" for error in operation.errors if error.status // 100 == 5]:
        yield "ServiceException", " ".join(failures)
    if operation.creates:
        yield "MayHaveBeenCreatedError", "The outcome is unknown, and the resource may have been created."
    elif operation.repeat != "safe":
        yield "MayHaveBeenUpdatedError", "The outcome is unknown, and the change may have been made."
    yield "ApiException", "Any other failure of the call."
