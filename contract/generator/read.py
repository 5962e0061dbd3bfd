"""Reads the contract, and what generated code leans on, and refuses what the generator does not support."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeGuard

import yaml

from contract.generator.facts import (
    Body,
    Contract,
    ContractError,
    EnumSchema,
    Example,
    ExampleList,
    ExampleMap,
    ExampleObject,
    HandWritten,
    Kind,
    Member,
    ObjectSchema,
    Operation,
    Parameter,
    Property,
    Response,
    Schema,
    SecurityScheme,
    Server,
    Type,
    refuse,
)

METHODS = ("get", "post", "put", "patch")
REPEATS = {"get": "safe", "put": "replayable", "post": "once", "patch": "once"}
"""What a second sending does, unless `x-repeat` says it."""
REFERENCE = "#/components/schemas/"


# The hand-written side


def read_hand_written(package: Path) -> HandWritten:
    """Read which exceptions and mixins a package has, without importing it."""
    sources = [(package / module).read_text(encoding="utf-8") for module in ("_input_errors.py", "exceptions.py")]
    nodes = [node for source in sources for node in ast.parse(source).body]
    classes = [node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    mixins = sorted((package / "models" / "_behaviour").glob("*.py"))
    behaviours = {path.stem: tuple(_members(path)) for path in mixins if not path.stem.startswith("_")}
    return HandWritten(tuple(classes), behaviours)


def _members(path: Path) -> Iterator[Member]:
    """Gives the public methods and properties of a mixin, in their order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    mixins = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Behaviour"))
    for node in (node for mixin in mixins for node in mixin.body):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
            names = ", ".join(argument.arg for argument in (*node.args.args[1:], *node.args.kwonlyargs))
            doc = (ast.get_docstring(node) or "").partition("\n\n")[0]
            yield Member(node.name if "property" in decorators else f"{node.name}({names})", " ".join(doc.split()))


# The contract


def read_contract(path: Path) -> Contract:
    """Reads a contract.

    Raises:
        ContractError: It holds something that is not supported.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except yaml.YAMLError as error:
        raise ContractError(f"{path.name}: not valid YAML: {error}") from None
    root = _mapping(document, "contract", "openapi info servers security tags paths components")
    if not str(root["openapi"]).startswith("3.0."):
        refuse("openapi", f"version {root['openapi']} is not supported, only 3.0")
    components = _mapping(root["components"], "components", "securitySchemes schemas")
    schemas = {name: _schema(name, value) for name, value in _named(components["schemas"], "components > schemas")}
    tag, tag_description = _tag(root["tags"])
    operations = tuple(_operations(root["paths"], tag))
    _check_references(operations, schemas)
    return Contract(
        version=_text(_mapping(root["info"], "info", "title description version"), "version", "info"),
        servers=tuple(_servers(root["servers"])),
        security=tuple(_security(root["security"], components["securitySchemes"])),
        tag=tag,
        tag_description=tag_description,
        operations=operations,
        schemas=schemas,
        examples=dict(_examples(components["schemas"], schemas)),
    )


class _Loader(yaml.SafeLoader):
    """Refuses a key that is given twice, of which YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in names:
                refuse(f"line {key.start_mark.line + 1}", f"{key.value!r} is given twice")
            names.add(str(key.value))
        return super().construct_mapping(node, deep)


def _servers(value: object) -> Iterator[Server]:
    for position, server in enumerate(_list(value, "servers")):
        place = f"servers > {position}"
        values = _mapping(server, place, "url description")
        yield Server(_text(values, "url", place), _text(values, "description", place))


def _security(requirements: object, schemes: object) -> Iterator[SecurityScheme]:
    named = _named(schemes, "components > securitySchemes")
    given, alternatives = _list(requirements, "security"), _alternatives(name for name, _ in named)
    if len(given) != len(alternatives) or any(alternative not in given for alternative in alternatives):
        refuse("security", "only every scheme as an alternative of its own is supported")
    for name, value in named:
        place = f"components > securitySchemes > {name}"
        if not _is_mapping(value):
            refuse(place, "a mapping is expected")
        kind = _text(value, "type", place)
        if kind == "apiKey" and value.get("in") == "header":
            _mapping(value, place, "type description name in")
        elif kind == "http" and value.get("scheme") == "bearer":
            _mapping(value, place, "type description scheme")
        else:
            refuse(place, "only an API key in a header and a bearer token are supported")
        yield SecurityScheme(name, kind)


def _alternatives(names: Iterable[str]) -> list[dict[str, list[str]]]:
    return [{name: []} for name in names]


def _tag(tags: object) -> tuple[str, str]:
    first, *others = _list(tags, "tags")
    if others:
        refuse("tags > 1", "only one tag is supported, for one API class")
    _mapping(first, "tags > 0", "name description")
    return _text(first, "name", "tags > 0"), _description(first, "tags > 0")


# Operations


def _operations(paths: object, tag: str) -> Iterator[Operation]:
    for path, methods in _named(paths, "paths"):
        for method, value in _named(methods, f"paths > {path}"):
            place = f"paths > {path} > {method}"
            if method not in METHODS:
                refuse(place, f"not supported; methods are {', '.join(METHODS)}")
            yield _operation(path, method, value, tag, place)


def _operation(path: str, method: str, value: object, tag: str, place: str) -> Operation:
    required = "tags summary description operationId parameters responses"
    values = _mapping(value, place, required, "requestBody x-repeat x-creates x-echoes x-reserved")
    if values["tags"] != [tag]:
        refuse(f"{place} > tags", f"only the tag {tag} is supported")
    reserved = _reserved(values.get("x-reserved"), f"{place} > x-reserved")
    parameters = tuple(
        _parameter(parameter, reserved, f"{place} > parameters > {position}")
        for position, parameter in enumerate(_list(values["parameters"], f"{place} > parameters"))
    )
    in_path = [parameter.name for parameter in parameters if parameter.location == "path"]
    if sorted(re.findall(r"{(\w+)}", path)) != sorted(in_path):
        refuse(f"{place} > parameters", f"those in the path are {', '.join(in_path)}, which does not fit it")
    for name in reserved.keys() - set(in_path):
        refuse(f"{place} > x-reserved > {name}", "no parameter in the path has this name")
    repeat = _text({"x-repeat": REPEATS[method], **values}, "x-repeat", place)
    if repeat not in REPEATS.values():
        refuse(f"{place} > x-repeat", "one of safe, replayable, once expected")
    successes, errors = _responses(values["responses"], f"{place} > responses")
    return Operation(
        operation_id=_text(values, "operationId", place),
        method=method.upper(),
        path=path,
        summary=_words(values, "summary", place),
        description=_description(values, place),
        parameters=parameters,
        body=_body(values["requestBody"], f"{place} > requestBody") if "requestBody" in values else None,
        success=successes,
        errors=errors,
        repeat=repeat,
        creates=_text(values, "x-creates", place) if "x-creates" in values else "",
        echoes=_text(values, "x-echoes", place) if "x-echoes" in values else "",
        place=place,
    )


def _reserved(value: object, place: str) -> dict[str, tuple[str, ...]]:
    """Return the reserved values of each path parameter."""
    if value is None:
        return {}
    reserved: dict[str, tuple[str, ...]] = {}
    for name, values in _named(value, place):
        texts = _list(values, f"{place} > {name}")
        for text in texts:
            if not isinstance(text, str):
                refuse(f"{place} > {name}", f"{text!r} is not text; YES, NO and numbers need quotes in YAML")
        reserved[name] = tuple(texts)
    return reserved


def _parameter(value: object, reserved: dict[str, tuple[str, ...]], place: str) -> Parameter:
    values = _mapping(value, place, "name in description required schema", "x-personal-data")
    location = _text(values, "in", place)
    if location not in ("path", "query"):
        refuse(f"{place} > in", f"a parameter in {location} is not supported")
    of_type = _type(values["schema"], f"{place} > schema")
    supported = (Kind.STRING,) if location == "path" else (Kind.STRING, Kind.SCHEMA)
    if of_type.kind not in supported:
        refuse(f"{place} > schema", f"a {of_type.kind.value} in {location} is not supported")
    required = _flag(values, "required", place)
    if location == "path" and not required:
        refuse(f"{place} > required", "a parameter in the path is always required")
    return Parameter(
        name=_text(values, "name", place),
        location=location,
        type=of_type,
        description=_description(values, place),
        required=required,
        personal=_flag(values, "x-personal-data", place),
        reserved=reserved.get(_text(values, "name", place), ()) if location == "path" else (),
        place=place,
    )


def _body(value: object, place: str) -> Body:
    values = _mapping(value, place, "description required content")
    if not _flag(values, "required", place):
        refuse(f"{place} > required", "an optional body is not supported")
    content_type, schema = _content(values["content"], f"{place} > content")
    if content_type != "application/json":
        refuse(f"{place} > content > {content_type}", "only application/json is supported")
    return Body(schema, _description(values, place), place)


def _responses(value: object, place: str) -> tuple[Response, tuple[Response, ...]]:
    responses = [_response(status, response, f"{place} > {status}") for status, response in _named(value, place)]
    successes = [response for response in responses if response.status // 100 == 2]
    errors = tuple(response for response in responses if response.status // 100 != 2)
    if len(successes) != 1:
        refuse(place, f"exactly one 2xx is supported, not {len(successes)}")
    for error in errors:
        if error.schema != errors[0].schema:
            refuse(error.place, f"errors of different schemas are not supported: {errors[0].schema}, {error.schema}")
    if not errors:
        refuse(place, "an operation without declared errors is not supported")
    return successes[0], errors


def _response(status: str, value: object, place: str) -> Response:
    if not re.fullmatch(r"[245]\d\d", status):
        refuse(place, "only statuses 2xx, 4xx and 5xx are supported")
    values = _mapping(value, place, "description content")
    content_type, schema = _content(values["content"], f"{place} > content")
    supported = ["application/json"] if status.startswith("2") else ["application/json", "application/problem+json"]
    if content_type not in supported:
        refuse(f"{place} > content > {content_type}", f"only {' and '.join(supported)} are supported here")
    return Response(int(status), _description(values, place), content_type, schema, place)


def _content(value: object, place: str) -> tuple[str, str]:
    contents = _named(value, place)
    if len(contents) != 1:
        refuse(place, "exactly one content type is supported")
    (content_type, media), place = contents[0], f"{place} > {contents[0][0]}"
    of_type = _type(_mapping(media, place, "schema")["schema"], f"{place} > schema")
    if of_type.kind is not Kind.SCHEMA:
        refuse(f"{place} > schema", "only a reference to a schema is supported")
    return content_type, of_type.schema


# Schemas

SCALARS = {
    ("string", None): Kind.STRING,
    ("string", "date-time"): Kind.DATE_TIME,
    ("integer", None): Kind.INTEGER,
    ("integer", "int32"): Kind.INTEGER,
    ("integer", "int64"): Kind.INTEGER,
    ("number", None): Kind.NUMBER,
    ("boolean", None): Kind.BOOLEAN,
}


def _schema(name: str, value: object) -> Schema:
    place = f"components > schemas > {name}"
    if _is_mapping(value) and "enum" in value:
        return _enum(name, value, place)
    values = _mapping(value, place, "description type properties", "required deprecated example")
    if values["type"] != "object":
        refuse(f"{place} > type", f"a schema is an object or an enum, not {values['type']}")
    required = _list(values["required"], f"{place} > required") if "required" in values else []
    properties = _named(values["properties"], f"{place} > properties")
    for name_required in required:
        if name_required not in [key for key, _ in properties]:
            refuse(f"{place} > required", f"there is no property {name_required!r}")
    return ObjectSchema(
        name=name,
        description=_description(values, place),
        deprecated=_flag(values, "deprecated", place),
        properties=tuple(
            _property(key, item, key in required, f"{place} > properties > {key}") for key, item in properties
        ),
        place=place,
    )


def _enum(name: str, value: object, place: str) -> EnumSchema:
    values = _mapping(value, place, "description type enum")
    if values["type"] != "string":
        refuse(f"{place} > type", "an enum of anything but strings is not supported")
    members = _list(values["enum"], f"{place} > enum")
    for member in members:
        if not isinstance(member, str) or members.count(member) > 1:
            refuse(f"{place} > enum", f"{member!r} is not a text of its own; YES, NO and numbers need quotes in YAML")
    return EnumSchema(name, _description(values, place), tuple(members), place)


def _property(name: str, value: object, required: bool, place: str) -> Property:
    if not _is_mapping(value):
        refuse(place, "a mapping is expected")
    marks = {key: value[key] for key in ("description", "deprecated", "x-personal-data", "x-money") if key in value}
    of_type = _type({key: item for key, item in value.items() if key not in marks}, place)
    _mapping(marks, place, "description", "deprecated x-personal-data x-money")
    personal, money = _flag(marks, "x-personal-data", place), _flag(marks, "x-money", place)
    if personal and of_type.kind is not Kind.STRING:
        refuse(f"{place} > x-personal-data", "only a string can be personal data")
    if money and of_type.kind is not Kind.NUMBER:
        refuse(f"{place} > x-money", "only a number can be money")
    return Property(
        name=name,
        type=of_type,
        description=_description(marks, place),
        required=required,
        deprecated=_flag(marks, "deprecated", place),
        personal=personal,
        money=money,
        place=place,
    )


def _type(value: object, place: str) -> Type:
    if not _is_mapping(value):
        refuse(place, "a mapping is expected")
    if "$ref" in value:
        reference = _text(_mapping(value, place, "$ref"), "$ref", place)
        if not reference.startswith(REFERENCE):
            refuse(f"{place} > $ref", f"only references to {REFERENCE} are supported")
        return Type(Kind.SCHEMA, reference.removeprefix(REFERENCE))
    kind = str(value.get("type"))
    if kind == "array":
        items = _type(_mapping(value, place, "type items")["items"], f"{place} > items")
        return Type(Kind.LIST, items=_of_one_level(items, f"{place} > items"))
    if kind == "object":
        if "properties" in value:
            refuse(place, "an inline object is not supported; give it a schema of its own")
        place_within = f"{place} > additionalProperties"
        items = _type(_mapping(value, place, "type additionalProperties")["additionalProperties"], place_within)
        return Type(Kind.MAP, items=_of_one_level(items, place_within))
    values = _mapping(value, place, "type", "format")
    if (kind, values.get("format")) not in SCALARS:
        refuse(place, f"type {kind} with format {values.get('format')} is not supported")
    return Type(SCALARS[kind, values.get("format")])


def _of_one_level(items: Type, place: str) -> Type:
    if items.items is not None:
        refuse(place, "a list or map within a list or map is not supported")
    return items


# Across the contract


def _check_references(operations: tuple[Operation, ...], schemas: dict[str, Schema]) -> None:
    for schema in schemas.values():
        for member in schema.properties if isinstance(schema, ObjectSchema) else ():
            if (target := member.type.schema_within) and target not in schemas:
                refuse(member.place, f"there is no schema {target}")
    for operation in operations:
        uses = [(response.schema, response.place) for response in (operation.success, *operation.errors)]
        uses += [(item.type.schema, item.place) for item in operation.parameters if item.type.schema]
        uses += [(operation.body.schema, operation.body.place)] if operation.body else []
        for target, place in uses:
            if not isinstance(schemas.get(target), ObjectSchema):
                refuse(place, f"there is no object schema {target}")


def _examples(documents: object, schemas: dict[str, Schema]) -> Iterator[tuple[str, Example]]:
    for name, document in _named(documents, "components > schemas"):
        if "example" in document:
            place = f"{schemas[name].place} > example"
            yield name, _example(document["example"], Type(Kind.SCHEMA, name), schemas, place)


def _example(value: object, of_type: Type, schemas: dict[str, Schema], place: str) -> Example:
    """Reads an example of a type, and refuses what the type does not allow or Python has no short form for."""
    if of_type.kind is Kind.SCHEMA:
        schema = schemas[of_type.schema]
        if isinstance(schema, ObjectSchema):
            return _example_object(value, schema, schemas, place)
        if value not in schema.values:
            refuse(place, f"{value!r} is not a value of {schema.name}")
        return str(value)
    if of_type.items is not None and of_type.kind is Kind.LIST:
        items = enumerate(_list(value, place))
        return ExampleList(tuple(_example(item, of_type.items, schemas, f"{place} > {at}") for at, item in items))
    if of_type.items is not None:
        entries = _named(value, place)
        return ExampleMap(
            tuple((key, _example(item, of_type.items, schemas, f"{place} > {key}")) for key, item in entries)
        )
    for kind, scalar in ((Kind.STRING, str), (Kind.BOOLEAN, bool), (Kind.INTEGER, int)):
        if of_type.kind is kind and isinstance(value, scalar) and type(value) is scalar:
            return value
    return refuse(place, f"{value!r} is not supported as an example of type {of_type.kind.value}")


def _example_object(value: object, schema: ObjectSchema, schemas: dict[str, Schema], place: str) -> ExampleObject:
    values, members = _named(value, place), {member.name: member for member in schema.properties}
    for name, _ in values:
        if name not in members:
            refuse(f"{place} > {name}", f"{schema.name} has no such property")
    for member in schema.properties:
        if member.required and member.name not in dict(values):
            refuse(place, f"{member.name}, which {schema.name} requires, is missing")
    examples = ((name, _example(item, members[name].type, schemas, f"{place} > {name}")) for name, item in values)
    return ExampleObject(schema.name, tuple(examples))


# Values of a mapping


def _is_mapping(value: object) -> TypeGuard[dict[Any, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _mapping(value: object, place: str, required: str, optional: str = "") -> dict[str, Any]:
    """Gives a mapping that has the required keys, and perhaps the optional ones, but no others."""
    if not _is_mapping(value):
        refuse(place, "a mapping is expected")
    for key in value:
        if key not in required.split() + optional.split():
            refuse(f"{place} > {key}", "not supported")
    for key in required.split():
        if key not in value:
            refuse(place, f"{key!r} is missing")
    return value


def _named(value: object, place: str) -> list[tuple[str, Any]]:
    """Gives the entries of a mapping whose keys are names."""
    if not _is_mapping(value) or not value:
        refuse(place, "a mapping with at least one entry is expected")
    for key in value:
        if not isinstance(key, str):
            refuse(f"{place} > {key}", "a key has to be text; numbers, YES and NO need quotes in YAML")
    return list(value.items())


def _list(value: object, place: str) -> list[Any]:
    if not _is_list(value) or not value:
        refuse(place, "a list with at least one entry is expected")
    return value


def _text(values: dict[str, Any], key: str, place: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value:
        refuse(f"{place} > {key}", "text is expected")
    return value


def _words(values: dict[str, Any], key: str, place: str) -> str:
    """Gives text that can stand in a docstring as it is."""
    text = _text(values, key, place)
    if not text.isprintable() or re.search(r'\\|"""|"$', text) or text != " ".join(text.split()):
        refuse(f"{place} > {key}", "backslashes, line breaks, double spaces and final quotes are not supported")
    return text


def _description(values: dict[str, Any], place: str) -> str:
    text = _words(values, "description", place)
    if not text.endswith((".", ")")):
        refuse(f"{place} > description", "a description is a sentence, with a full stop")
    return text


def _flag(values: dict[str, Any], key: str, place: str) -> bool:
    value = values.get(key, False)
    if not isinstance(value, bool):
        refuse(f"{place} > {key}", "true or false is expected")
    return value
