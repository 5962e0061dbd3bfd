"""Models, enums, operations and the contract match the facts file exactly."""

from __future__ import annotations

import importlib
import json
import re
import types
import typing
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

import pytest
import yaml
from pydantic import BaseModel

from order_capture_client._model.types import UnknownValue
from test.paths import DATA, ROOT

FACTS: dict[str, Any] = json.loads((DATA / "order-capture.openapi.json").read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = FACTS["components"]["schemas"]
OBJECTS = [name for name, schema in SCHEMAS.items() if schema["type"] == "object"]
ENUMS = [name for name, schema in SCHEMAS.items() if "enum" in schema]
PROPERTIES = [(name, wire_name) for name in OBJECTS for wire_name in SCHEMAS[name]["properties"]]
OPERATIONS = [(path, method) for path, methods in FACTS["paths"].items() for method in methods]

IRREGULAR = {"useSOPCreateOrder": "use_sop_create_order", "marketCSCEnabled": "market_csc_enabled"}
"""The two names that do not follow the rule of `python_name`."""


# Names and types, by the rules of the contract


def python_name(wire_name: str) -> str:
    """Snake case at each boundary from a lower-case letter or digit to an upper-case letter."""
    return IRREGULAR.get(wire_name) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wire_name).lower()


def due_type(schema: dict[str, Any]) -> Any:
    """The Python type of a property: a plain type, a list or dict of one, or a class of the package."""
    match schema:
        case {"$ref": _}:
            return class_of(referred(schema))
        case {"type": "array", "items": items}:
            return list[due_type(items)]  # type: ignore[misc]
        case {"type": "object", "additionalProperties": values}:
            return dict[str, due_type(values)]  # type: ignore[misc]
        case {"type": "string", "format": "date-time"}:
            return datetime
        case {"type": kind}:
            return {"string": str, "number": Decimal, "integer": int, "boolean": bool}[kind]
    raise AssertionError(f"no type for {schema}")


def found_type(annotation: Any) -> Any:
    """Return the type of an annotation, without `None`, pydantic extras and the `str` of an open enum."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return found_type(arguments[0])
    if origin is list:
        return list[found_type(arguments[0])]  # type: ignore[misc]
    if origin is dict:
        return dict[arguments[0], found_type(arguments[1])]  # type: ignore[valid-type, misc]
    if origin in (typing.Union, types.UnionType):
        (found,) = [found_type(argument) for argument in without_text_beside_enum(arguments)]
        return found
    return annotation


def without_text_beside_enum(arguments: tuple[Any, ...]) -> list[Any]:
    """The members of a union that count: not `None`, and not the text that stands for an enum's values."""
    members = [argument for argument in arguments if argument is not type(None)]
    enums = [member for member in members if isinstance(member, type) and issubclass(member, Enum)]
    texts = [member for member in members if member in (str, UnknownValue) or get_origin(member) is typing.Literal]
    literals = [value for text in texts for value in get_args(text)]
    if len(enums) == 1 and len(members) == 1 + len(texts) and literals in ([], [item.value for item in enums[0]]):
        return enums
    return members


def class_of(schema_name: str) -> Any:
    """The class of a schema, from the module that is named after it."""
    module = importlib.import_module(f"order_capture_client.models.{python_name(schema_name)}")
    return getattr(module, schema_name)


def example(schema: dict[str, Any]) -> Any:
    """A JSON value for a property."""
    match schema:
        case {"$ref": _}:
            target = SCHEMAS[referred(schema)]
            return target["enum"][0] if "enum" in target else example_object(target)
        case {"type": "array", "items": items}:
            return [example(items)]
        case {"type": "object", "additionalProperties": values}:
            return {"key": example(values)}
        case {"format": "date-time"}:
            return "2026-01-02T03:04:05Z"
        case {"type": kind}:
            return {"string": "text", "number": 19.9, "integer": 2, "boolean": True}[kind]
    raise AssertionError(f"no example for {schema}")


def example_object(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON object with the required properties only."""
    return {name: example(schema["properties"][name]) for name in schema.get("required", ())}


def as_read(value: Any) -> Any:
    """A value that a model gives, as JSON has it."""
    match value:
        case BaseModel():
            return json.loads(value.model_dump_json(by_alias=True, exclude_none=True))
        case list():
            return [as_read(item) for item in value]
        case dict():
            return {key: as_read(item) for key, item in value.items()}
        case Decimal():
            return float(value)
        case datetime():
            return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        case Enum():
            return value.value
    return value


# How much there is


@pytest.mark.parametrize(("what", "count"), [(OBJECTS, 95), (ENUMS, 22), (PROPERTIES, 780), (OPERATIONS, 9)])
def test_the_facts_are_complete(what: list[Any], count: int) -> None:
    assert len(what) == count


def test_there_is_one_model_per_object_schema() -> None:
    assert sorted(public_classes(BaseModel)) == sorted(OBJECTS)


def test_there_is_one_enum_per_enum_schema() -> None:
    assert sorted(public_classes(Enum)) == sorted(ENUMS)


def test_there_are_no_other_properties() -> None:
    assert sum(len(class_of(name).model_fields) for name in OBJECTS) == len(PROPERTIES)


def public_classes(base: type) -> Iterator[str]:
    """The names of the package's models or enums, as they are exported."""
    models = importlib.import_module("order_capture_client.models")
    for name in models.__all__:
        value = getattr(models, name)
        if isinstance(value, type) and issubclass(value, base):
            yield name


# Models and enums


@pytest.mark.parametrize("schema_name", [*OBJECTS, *ENUMS])
def test_a_class_is_exported_from_the_package_and_from_models(schema_name: str) -> None:
    exporters = ("order_capture_client", "order_capture_client.models")
    exported = [getattr(importlib.import_module(exporter), schema_name) for exporter in exporters]
    assert exported == [class_of(schema_name)] * 2


@pytest.mark.parametrize("schema_name", ENUMS)
def test_an_enum_has_the_values_in_order(schema_name: str) -> None:
    assert [member.value for member in class_of(schema_name)] == SCHEMAS[schema_name]["enum"]


@pytest.mark.parametrize("schema_name", OBJECTS)
def test_a_model_has_the_properties_in_order(schema_name: str) -> None:
    fields = class_of(schema_name).model_fields
    assert [field.alias or name for name, field in fields.items()] == list(SCHEMAS[schema_name]["properties"])


@pytest.mark.parametrize("schema_name", OBJECTS)
def test_properties_have_their_python_names(schema_name: str) -> None:
    names = {name: field.alias or name for name, field in class_of(schema_name).model_fields.items()}
    assert names == {python_name(wire_name): wire_name for wire_name in properties(schema_name)}


@pytest.mark.parametrize("schema_name", OBJECTS)
def test_properties_have_their_types(schema_name: str) -> None:
    types_ = {name: found_type(field.annotation) for name, field in class_of(schema_name).model_fields.items()}
    assert types_ == {python_name(name): due_type(schema) for name, schema in properties(schema_name).items()}


@pytest.mark.parametrize("schema_name", OBJECTS)
def test_only_required_properties_are_required(schema_name: str) -> None:
    fields = class_of(schema_name).model_fields
    assert {name for name, field in fields.items() if field.is_required()} == set(
        map(python_name, required(schema_name))
    )


@pytest.mark.parametrize("schema_name", OBJECTS)
def test_optional_properties_are_none_when_they_are_absent(schema_name: str) -> None:
    model = class_of(schema_name)(**example_object(SCHEMAS[schema_name]))
    optional = [python_name(name) for name in properties(schema_name) if name not in required(schema_name)]
    assert {name: getattr(model, name) for name in optional} == dict.fromkeys(optional)


@pytest.mark.parametrize("schema_name", [name for name in OBJECTS if SCHEMAS[name].get("required")])
def test_required_properties_are_missed_by_name(schema_name: str) -> None:
    refusals = {name: refusal_without(schema_name, name) for name in required(schema_name)}
    named = {name: re.search(rf"\b({name}|{python_name(name)})\b", text) for name, text in refusals.items()}
    assert [(name, refusals[name]) for name, match in named.items() if match is None] == []


@pytest.mark.parametrize("schema_name", OBJECTS)
@pytest.mark.parametrize("spelling", [str, python_name], ids=["wire name", "python name"])
def test_properties_are_accepted_by_either_name(schema_name: str, spelling: typing.Callable[[str], str]) -> None:
    read, given = {}, {}
    for wire_name, schema in properties(schema_name).items():
        value = example(schema)
        if schema.get("format") == "date-time":
            value = datetime.fromisoformat(value.replace("Z", "+00:00"))
        values = example_object(SCHEMAS[schema_name]) | {wire_name: value}
        model = class_of(schema_name)(**{spelling(name): value for name, value in values.items()})
        read[wire_name], given[wire_name] = as_read(getattr(model, python_name(wire_name))), as_read(value)
    assert read == given


@pytest.mark.parametrize("schema_name", OBJECTS)
def test_properties_are_read_from_json_and_written_under_their_wire_names(schema_name: str) -> None:
    documents = {
        wire_name: example_object(SCHEMAS[schema_name]) | {wire_name: example(schema)}
        for wire_name, schema in properties(schema_name).items()
    }
    read = {name: class_of(schema_name).from_json(json.dumps(document)) for name, document in documents.items()}
    assert {name: json.loads(model.to_json()) for name, model in read.items()} == documents


def properties(schema_name: str) -> dict[str, Any]:
    """Return the properties of an object schema by their wire names."""
    return dict(SCHEMAS[schema_name]["properties"])


def required(schema_name: str) -> list[str]:
    """Return the wire names of the required properties."""
    return list(SCHEMAS[schema_name].get("required", ()))


def refusal_without(schema_name: str, wire_name: str) -> str:
    """Return the message that refuses a model without one of its required properties; it is empty if none is raised."""
    values = example_object(SCHEMAS[schema_name])
    del values[wire_name]
    try:
        class_of(schema_name)(**values)
    except ValueError as refusal:
        return str(refusal)
    return ""


# Operations


def facts_of(path: str, method: str) -> dict[str, Any]:
    """An operation as the facts have it."""
    return dict(FACTS["paths"][path][method])


def body_schema(content: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a body with any content type."""
    (media,) = content["content"].values()
    return dict(media["schema"])


def referred(schema: dict[str, Any]) -> str:
    """The name of the schema that is referred to."""
    return str(schema["$ref"].rpartition("/")[2])


@cache
def operation(path: str, method: str) -> Any:
    """Our row for an operation, under its name in capitals."""
    operations = importlib.import_module("order_capture_client.api.operations")
    return getattr(operations, operation_name(path, method).upper())


def operation_name(path: str, method: str) -> str:
    """The method's name, as the generator makes it: `getIGiftOrder` is `get_i_gift_order`."""
    operation_id = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", "_", facts_of(path, method)["operationId"])
    return python_name(operation_id)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_has_its_name_method_and_path(path: str, method: str) -> None:
    row = operation(path, method)
    assert (row.name, row.method, row.path) == (operation_name(path, method), method.upper(), path)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_has_its_statuses(path: str, method: str) -> None:
    success, *errors = map(int, facts_of(path, method)["responses"])
    row = operation(path, method)
    assert (row.success, row.errors) == (success, frozenset(errors))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_has_its_models(path: str, method: str) -> None:
    facts, row = facts_of(path, method), operation(path, method)
    success, *errors = facts["responses"].values()
    assert row.result() is class_of(referred(body_schema(success)))
    assert {class_of(referred(body_schema(error))) for error in errors} == {row.error()}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_has_its_parameters_in_order(path: str, method: str) -> None:
    found = [(item.name, item.place.value, item.required) for item in operation(path, method).parameters]
    assert found == [(python_name(name), place, required) for name, place, required, _ in due_parameters(path, method)]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_a_parameter_has_its_model_and_its_wire_name(path: str, method: str) -> None:
    for item, (name, place, _, schema) in zip(
        operation(path, method).parameters, due_parameters(path, method), strict=True
    ):
        assert (item.model and item.model()) is (class_of(referred(schema)) if "$ref" in schema else None)
        assert item.wire_name == ("" if place == "body" else name)


def due_parameters(path: str, method: str) -> list[tuple[str, str, bool, dict[str, Any]]]:
    """Name, place, whether it is required, and schema of each parameter; the body is the last."""
    facts = facts_of(path, method)
    found = [(item["name"], item["in"], item["required"], item["schema"]) for item in facts["parameters"]]
    if "requestBody" in facts:
        schema = body_schema(facts["requestBody"])
        found.append((referred(schema), "body", facts["requestBody"]["required"], schema))
    return found


def test_there_are_no_other_operations() -> None:
    operations = importlib.import_module("order_capture_client.api.operations")
    core = importlib.import_module("order_capture_client._core.operation")
    rows = [name for name, value in vars(operations).items() if isinstance(value, core.Operation)]
    assert sorted(rows) == sorted(operation_name(path, method).upper() for path, method in OPERATIONS)


# The contract

WORDS = ("description", "summary", "example")
"""Our additions to the facts, besides extensions."""


def facts_only(value: Any, *, are_names: bool = False) -> Any:
    """Return the facts of a part of a contract. Keys that are names, as in `properties`, are not additions."""
    if isinstance(value, list):
        return [facts_only(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: facts_only(item, are_names=key in ("properties", "schemas", "paths", "responses") and not are_names)
        for key, item in value.items()
        if are_names or not (key in WORDS or key.startswith("x-"))
    }


@pytest.fixture(scope="module")
def contract() -> Any:
    """Our contract, descriptions and all."""
    return yaml.safe_load((ROOT / "contract" / "openapi.yaml").read_text(encoding="utf-8"))


def test_properties_named_like_our_words_are_facts() -> None:
    schema = {"properties": {"description": {"type": "string", "description": "ours"}}, "description": "ours"}
    assert facts_only(schema) == {"properties": {"description": {"type": "string"}}}


@pytest.mark.parametrize("part", FACTS)
def test_the_contract_holds_exactly_the_facts(contract: Any, part: str) -> None:
    """Compared as text, so that the order of keys counts."""
    assert json.dumps(facts_only(contract[part]), indent=1) == json.dumps(facts_only(FACTS[part]), indent=1)


def test_the_contract_has_no_other_parts(contract: Any) -> None:
    assert list(facts_only(contract)) == list(FACTS)


def test_the_contract_names_the_servers_as_the_facts_do(contract: Any) -> None:
    assert contract["servers"] == FACTS["servers"]
