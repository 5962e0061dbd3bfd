"""The names of Python: made from those of the contract, and refused where Python has no room for them."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator

from contract.generator.facts import (
    Contract,
    EnumSchema,
    HandWritten,
    ObjectSchema,
    Operation,
    Schema,
    UnionSchema,
    refuse,
)

PACKAGE = "order_capture_client"

MODEL_ATTRIBUTES = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_answer",
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
        "mro",
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
"""Attributes of every model: a field of such a name would hide one."""

OPEN_MODEL_ATTRIBUTES = frozenset({"additional_properties"})
"""The same for models that take fields of any name."""

HAND_WRITTEN_EXPORTS = {
    "AccessToken": "configuration",
    "Amount": "amount",
    "ApiClient": "api_client",
    "ApiResponse": "api_response",
    "AttemptInfo": "hooks",
    "CallInfo": "hooks",
    "CallOptions": "api_client",
    "Checked": "field_types",
    "Configuration": "configuration",
    "Drift": "drift",
    "DriftKind": "drift",
    "DriftReport": "drift",
    "PreparedRequest": "prepared_request",
    "FromAnswer": "field_types",
    "Problem": "exceptions",
    "RetryPolicy": "configuration",
    "Timeouts": "configuration",
    "TokenProvider": "configuration",
}
"""Exports of the package from its hand-written modules, apart from the exceptions."""

MODULE_NAMES = frozenset(
    {
        "Annotated",
        "Any",
        "Boolean",
        "Date",
        "DateTime",
        "Decimal",
        "Field",
        "Integer",
        "Json",
        "Limits",
        "Literal",
        "Mapping",
        "Model",
        "Money",
        "Number",
        "OneOf",
        "OpenModel",
        "Personal",
        "RESTResponseType",
        "Required",
        "Sequence",
        "TypeAlias",
        "TypedDict",
        "UnknownValue",
        "Unpack",
        "WireEnum",
    }
)
"""Imports of generated modules: a schema of such a name would hide one."""

ANNOTATION_NAMES = frozenset({"dict", "list", "str"})
"""Names in annotations: a field of such a name would change the meaning of the fields below it."""

DICT_SUFFIXES = ("Dict", "WireDict")
"""Ends of the names of a model's dicts: with Python names, and with wire names."""

PREPARE = "Prepare"
"""Start of the name for the class that prepares the requests of an API class."""

INPUT_SUFFIX = "Input"
"""End of the name for a model or its dicts."""


_NONE: frozenset[str] = frozenset()


def snake_case(name: str) -> str:
    """Return the Python name as OpenAPI Generator makes it.

    An underscore comes at each boundary from lower to upper case, and before the last of several capitals if at
    least two small letters follow: `oc_pupid` for `ocPUPId`, but `use_sop_create_order` for `useSOPCreateOrder`.
    """
    name = re.sub(r"([A-Z]+)([A-Z][a-z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z\d])([A-Z])", r"\1_\2", name).replace("-", "_").lower()


def argument_name(name: str) -> str:
    """Return the Python name of a parameter, whose wire name may have any characters."""
    return re.sub(r"\W+", "_", snake_case(name)).rstrip("_")


def camel_case(name: str) -> str:
    """Return the wire name as the models' base class derives it from a Python name."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def class_name(tag: str) -> str:
    """Return the name of a tag's API class."""
    words = [word for word in re.split(r"[^A-Za-z\d]+", tag) if word]
    return "".join(word[0].upper() + word[1:] for word in words) + "Api"


def member_name(value: str) -> str:
    """Return the name of an enum's member: the value's, or one that says that it is a value."""
    name = re.sub(r"\W+", "_", snake_case(value)).upper().strip("_")
    if not name:
        return "EMPTY" if not value else "VALUE"
    return f"VALUE_{name}" if name[0].isdigit() else name


def value_alias(enum: str) -> str:
    """Return the name of the type that fields have for an enum."""
    return f"{enum}Value"


def check_names(contract: Contract, hand_written: HandWritten) -> None:
    """Refuse names that Python does not take, that hide something, or that are given twice.

    Raises:
        ContractError: There is one; the message states its place.
    """
    schemas = contract.schemas.values()
    modules = {snake_case(schema.name) for schema in schemas if isinstance(schema, ObjectSchema)}
    for module in sorted(hand_written.behaviours.keys() - modules):
        refuse(f"models/_behaviour/{module}.py", "belongs to no object schema")
    taken = MODULE_NAMES.union(HAND_WRITTEN_EXPORTS, hand_written.exceptions, _api_classes(contract))
    for schema in schemas:
        _check_schema(schema, taken)
    check_apart(((snake_case(schema.name), schema.place) for schema in schemas), frozenset())
    operations = ((snake_case(operation.operation_id), operation.place) for operation in contract.operations)
    check_apart(operations, frozenset({"api_client", "prepare"}))
    for operation in contract.operations:
        check_apart(_arguments(operation), frozenset({"self", "options"}))


def _api_classes(contract: Contract) -> list[str]:
    """Return the names of the API classes and of those that prepare requests, after a check that Python takes them."""
    classes = [(class_name(tag.name), f"{tag.place} > name") for tag in contract.tags]
    for name, place in classes:
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) or name == "Api":
            refuse(place, "not usable in the name of a class")
    classes += [(f"{PREPARE}{name}", place) for name, place in classes]
    check_apart(((snake_case(name), place) for name, place in classes), frozenset({"operations"}))
    return [name for name, _ in classes]


def _check_schema(schema: Schema, taken: frozenset[str]) -> None:
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", schema.name) or keyword.iskeyword(schema.name):
        refuse(schema.place, "not usable as the name of a class")
    if schema.name in taken:
        refuse(schema.place, "would hide something else of that name in Python")
    if isinstance(schema, EnumSchema):
        members = ((member_name(value), f"{schema.place} > enum") for value in schema.values)
        check_apart(members, frozenset({"MRO"}))
    elif isinstance(schema, ObjectSchema):
        attributes = MODEL_ATTRIBUTES | ANNOTATION_NAMES | (OPEN_MODEL_ATTRIBUTES if schema.others else _NONE)
        check_apart(((snake_case(member.name), member.place) for member in schema.properties), attributes)


def check_apart(names: Iterable[tuple[str, str]], taken: frozenset[str]) -> None:
    """Refuse names that Python does not take, or that are given twice.

    Raises:
        ContractError: There is one; the message states its place.
    """
    places: dict[str, str] = {}
    for name, place in names:
        if not name.isidentifier() or name.startswith("_") or keyword.iskeyword(name):
            refuse(place, f"{name!r} is not usable as a name in Python")
        if name in taken:
            refuse(place, f"{name!r} would hide something else of that name in Python")
        if name in places:
            refuse(place, f"{name!r} is also the Python name of {places[name]}")
        places[name] = place


def _arguments(operation: Operation) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        yield argument_name(parameter.name), parameter.place
    if operation.body:
        yield body_name(operation), operation.body.place


def body_name(operation: Operation) -> str:
    """Return the name of the argument for a body: that of its schema, if it refers to one."""
    assert operation.body is not None
    return snake_case(operation.body.type.schema_within) or "body"


def is_class(schema: object) -> bool:
    """Return whether a schema becomes a class with fields, or one of several."""
    return isinstance(schema, (ObjectSchema, UnionSchema))
