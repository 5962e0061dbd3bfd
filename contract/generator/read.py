"""Read the contract and the names in hand-written modules; refuse contracts that the generator does not support."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from contract.generator.document import (
    Document,
    flag,
    is_mapping,
    listed,
    mapping,
    mapping_at,
    named,
    one_of,
    text_at,
    words_of,
)
from contract.generator.examples import read_examples
from contract.generator.facts import (
    Body,
    Contract,
    HandWritten,
    Kind,
    Member,
    ObjectSchema,
    Operation,
    Parameter,
    Response,
    SecurityScheme,
    Server,
    Tag,
    Type,
    UnionSchema,
    refuse,
)
from contract.generator.read_schemas import Schemas
from contract.generator.read_types import described

REPEATS = {
    "get": "safe",
    "head": "safe",
    "put": "replayable",
    "delete": "replayable",
    "post": "once",
    "patch": "once",
}
"""Methods, and the effect of a second sending, unless `x-repeat` states it."""

PATH_KEYS = ("parameters", "summary", "description")
"""Keys of a path that are no methods."""

IGNORED_HEADERS = ("accept", "authorization", "content-type")
"""Header parameters that OpenAPI has readers ignore."""

TRANSPORT_HEADERS = ("connection", "content-length", "cookie", "expect", "host", "te", "trailer", "transfer-encoding")
CLIENT_HEADERS = {
    **dict.fromkeys((*TRANSPORT_HEADERS, "upgrade"), "is set by the transport"),
    "user-agent": "is set by the client; callers choose it with ApiClient.user_agent",
    "x-client-id": "holds credentials, which the Configuration has",
}
"""Header parameters that would frame a request or speak for the client, with the reason why they are refused."""

ROOT_KEYS = "info servers security tags components jsonSchemaDialect"
COMPONENTS = "securitySchemes schemas parameters responses requestBodies headers links"


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
    """Return the public methods and properties of a mixin, in their order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    mixins = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Behaviour")]
    functions = [node for mixin in mixins for node in mixin.body if isinstance(node, ast.FunctionDef)]
    yield from (_member(function) for function in functions if not function.name.startswith("_"))


def _member(function: ast.FunctionDef) -> Member:
    decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
    names = ", ".join(argument.arg for argument in (*function.args.args[1:], *function.args.kwonlyargs))
    doc = (ast.get_docstring(function) or "").partition("\n\n")[0]
    return Member(function.name if "property" in decorators else f"{function.name}({names})", " ".join(doc.split()))


# The contract


def read_contract(path: Path) -> Contract:
    """Return the facts of a contract.

    Raises:
        ContractError: It contains something that is not supported.
    """
    document = Document(path)
    root = mapping(document.root, "contract", "openapi info servers paths", ROOT_KEYS)
    if not re.match(r"3\.[01]\b", str(root["openapi"])):
        refuse("openapi", f"version {root['openapi']} is not supported, only 3.0 and 3.1")
    components = mapping(root.get("components") or {}, "components", "", COMPONENTS)
    schemas = Schemas(document)
    operations = tuple(_operations(document, schemas))
    examples = read_examples(document, schemas.found)
    for name in _sent_objects(operations, schemas):
        if name not in examples:
            document.warn(schemas.found[name].place, "an example is missing, which the page of the operations shows")
    info = mapping(root["info"], "info", "version", "title description contact license termsOfService")
    return Contract(
        version=str(info["version"]),
        servers=tuple(_servers(document, root["servers"])),
        security=tuple(_security(root.get("security"), components.get("securitySchemes"))),
        tags=tuple(_tags(document, root.get("tags"), operations)),
        operations=operations,
        schemas=schemas.found,
        examples=examples,
        warnings=tuple(document.warnings),
    )


def _sent_objects(operations: Iterable[Operation], schemas: Schemas) -> Iterator[str]:
    """Return the object schemas that are arguments of operations."""
    for operation in operations:
        types = [item.type for item in operation.parameters] + ([operation.body.type] if operation.body else [])
        yield from (of.schema for of in types if isinstance(schemas.found.get(of.schema), ObjectSchema))


def _servers(document: Document, value: object) -> Iterator[Server]:
    for position, server in enumerate(listed(value, "servers")):
        place = f"servers > {position}"
        values = mapping(server, place, "url", "description")
        yield Server(text_at(values, "url", place), document.text(values, "description", place, f"server {position}"))


def _security(requirements: object, schemes: object) -> Iterator[SecurityScheme]:
    if not requirements and not schemes:
        return
    found = named(schemes, "components > securitySchemes")
    given = listed(requirements, "security")
    alternatives: list[dict[str, list[str]]] = [{name: []} for name, _ in found]
    if len(given) != len(alternatives) or any(alternative not in given for alternative in alternatives):
        refuse("security", "only every scheme as an alternative of its own is supported")
    yield from (_scheme(name, value, f"components > securitySchemes > {name}") for name, value in found)


def _scheme(name: str, value: object, place: str) -> SecurityScheme:
    values = mapping_at(value, place)
    kind = text_at(values, "type", place)
    if kind == "apiKey" and values.get("in") == "header":
        mapping(values, place, "type name in", "description")
        return SecurityScheme(name, kind, text_at(values, "name", place))
    if kind == "http" and values.get("scheme") == "bearer":
        mapping(values, place, "type scheme", "description bearerFormat")
        return SecurityScheme(name, kind, "Authorization")
    return refuse(place, "only an API key in a header and a bearer token are supported")


def _tags(document: Document, value: object, operations: Iterable[Operation]) -> Iterator[Tag]:
    """Return the tags that operations have; the declared ones first, in their order."""
    places = {tag: operation.place for operation in reversed([*operations]) for tag in operation.tags}
    used = dict.fromkeys(tag for operation in operations for tag in operation.tags)
    declared = {tag.name: tag for tag in _declared_tags(document, value)}
    yield from (tag for name, tag in declared.items() if name in used)
    for name in used:
        if name not in declared:
            document.warn(f"{places[name]} > tags", f"the tag {name} is not described in the contract")
            yield Tag(name, f"{words_of(name)}.", f"tags > {name}")


def _declared_tags(document: Document, value: object) -> Iterator[Tag]:
    for position, item in enumerate(listed(value, "tags") if value else []):
        place = f"tags > {position}"
        values = mapping(item, place, "name", "description")
        name = text_at(values, "name", place)
        yield Tag(name, document.description(values, place, f"{words_of(name)}."), place)


# Operations


def _operations(document: Document, schemas: Schemas) -> Iterator[Operation]:
    for path, item in named(document.root["paths"], "paths"):
        if is_mapping(item) and "$ref" in item:
            refuse(f"paths > {path} > $ref", "a path elsewhere is not supported")
        entries = named(item, f"paths > {path}")
        shared = next((value for key, value in entries if key == "parameters"), None)
        for method, value in entries:
            place = f"paths > {path} > {method}"
            if method in REPEATS:
                yield _Reader(document, schemas, place).operation(path, method, value, shared)
            elif method not in PATH_KEYS and not method.startswith("x-"):
                refuse(place, f"not supported; methods are {', '.join(REPEATS)}")


class _Reader:
    """Read one operation.

    Args:
        document: The contract.
        schemas: Its schemas; inline ones are added.
        place: Place of the operation.
    """

    def __init__(self, document: Document, schemas: Schemas, place: str) -> None:
        self._document = document
        self._schemas = schemas
        self._place = place
        self._prefix = ""
        self._refused_headers = CLIENT_HEADERS | dict.fromkeys(_credential_headers(document), "holds credentials")

    def operation(self, path: str, method: str, value: object, shared: object) -> Operation:
        """Return the facts of the operation.

        Args:
            path: Its path.
            method: Its method, in lower case.
            value: Its object in the contract.
            shared: The parameters of all operations at this path.
        """
        place = self._place
        optional = "tags summary description deprecated parameters requestBody"
        values = mapping(value, place, "operationId responses", f"{optional} x-repeat x-creates x-echoes x-reserved")
        operation_id = text_at(values, "operationId", place)
        self._prefix = operation_id[0].upper() + operation_id[1:]
        reserved = _reserved(values.get("x-reserved"), f"{place} > x-reserved")
        parameters = tuple(self._parameters(path, shared, values.get("parameters"), reserved))
        body = self._body(values["requestBody"]) if "requestBody" in values else None
        successes, others = self._responses(values["responses"], f"{place} > responses")
        return Operation(
            operation_id=operation_id,
            method=method.upper(),
            path=path,
            tags=tuple(listed(values["tags"], f"{place} > tags")) if values.get("tags") else ("Default",),
            summary=self._document.text(values, "summary", place, words_of(operation_id)),
            description=self._document.description(values, place, f"{words_of(operation_id)}."),
            deprecated=flag(values, "deprecated", place),
            parameters=parameters,
            body=body,
            successes=successes,
            others=others,
            repeat=one_of(
                values.get("x-repeat", REPEATS[method]), f"{place} > x-repeat", ("safe", "replayable", "once")
            ),
            creates=text_at(values, "x-creates", place) if "x-creates" in values else "",
            echoes=text_at(values, "x-echoes", place) if "x-echoes" in values else "",
            place=place,
        )

    # Parameters

    def _parameters(
        self, path: str, shared: object, own: object, reserved: dict[str, tuple[str, ...]]
    ) -> Iterator[Parameter]:
        """Return the parameters of the path and of the operation, which wins where both have one."""
        found: dict[tuple[str, str], Parameter] = {}
        for place, items in ((self._place.rpartition(" > ")[0], shared), (self._place, own)):
            for position, item in enumerate(listed(items, f"{place} > parameters") if items else []):
                at = f"{place} > parameters > {position}"
                parameter = self._parameter(item, reserved, at)
                if parameter is not None:
                    found[parameter.location, parameter.name] = parameter
        in_path = [name for location, name in found if location == "path"]
        if sorted(re.findall(r"{([^{}]+)}", path)) != sorted(in_path):
            refuse(f"{self._place} > parameters", f"those in the path are {', '.join(in_path)}, which does not fit it")
        for name in reserved.keys() - set(in_path):
            refuse(f"{self._place} > x-reserved > {name}", "no parameter in the path has this name")
        yield from found.values()

    def _parameter(self, value: object, reserved: dict[str, tuple[str, ...]], at: str) -> Parameter | None:
        value, place = self._document.resolved(value, at, "parameters")
        optional = "description required deprecated style explode allowEmptyValue x-personal-data"
        values = mapping(value, place, "name in schema", optional)
        name, location = text_at(values, "name", place), text_at(values, "in", place)
        if location not in ("path", "query", "header"):
            refuse(f"{place} > in", f"a parameter in {location} is not supported")
        if location == "header" and name.lower() in IGNORED_HEADERS:
            return None
        if location == "header" and name.lower() in self._refused_headers:
            refuse(f"{place} > name", f"{name} {self._refused_headers[name.lower()]}")
        class_name = self._named(name) if place == at else _class_name(place)
        of_type = self._schemas.type_of(
            described(values["schema"], values.get("description")), f"{place} > schema", class_name
        )
        self._check_parameter(of_type, location, place)
        _check_style(values, location, place)
        description = self._document.description(values, place, f"{words_of(name)}.")
        description += _deprecation(values, description, place)
        return Parameter(
            name=name,
            location=location,
            type=of_type,
            description=description,
            required=flag(values, "required", place),
            personal=flag(values, "x-personal-data", place) or of_type.is_secret,
            reserved=reserved.get(name, ()) if location == "path" else (),
            explode=self._explode(values, of_type, location, place),
            place=place if place == at else at,
        )

    def _explode(self, values: dict[str, Any], of_type: Type, location: str, place: str) -> bool:
        explode = flag(values, "explode", place, default=location == "query")
        if of_type.kind is Kind.SCHEMA and self._is_object(of_type) and not explode:
            refuse(f"{place} > explode", "an object as one text is not supported")
        return explode

    def _check_parameter(self, of_type: Type, location: str, place: str) -> None:
        within = of_type if of_type.items is None else of_type.items
        is_object = self._is_object(within) or within.kind is Kind.JSON or of_type.kind is Kind.MAP
        if is_object and (location != "query" or within is not of_type or within.kind is not Kind.SCHEMA):
            refuse(f"{place} > schema", f"a {_kind_of_object(of_type)} in {location} is not supported")
        if isinstance(self._schemas.found.get(of_type.schema), UnionSchema):
            refuse(f"{place} > schema", f"one of several schemas in {location} is not supported")

    def _is_object(self, of_type: Type) -> bool:
        return self._schemas.is_object(of_type)

    def _named(self, name: str) -> str:
        return self._prefix + _class_name(name)

    # Bodies

    def _body(self, value: object) -> Body:
        at = f"{self._place} > requestBody"
        values, place = self._document.resolved(value, at, "requestBodies")
        values = mapping(values, place, "content", "description required")
        _, of_type = self._content(
            values, f"{place} > content", f"{self._prefix}Request" if place == at else _class_name(place)
        )
        if of_type is None:
            refuse(f"{place} > content", "a body without a schema is not supported")
        return Body(
            type=of_type,
            description=self._document.description(values, place, "The body of the request."),
            required=flag(values, "required", place),
            place=place,
        )

    def _content(self, holder: dict[str, Any], place: str, name: str) -> tuple[str, Type | None]:
        """Return the content type that is JSON, and its schema."""
        kinds = named(holder["content"], place)
        json = [
            (kind, item) for kind, item in kinds if re.fullmatch(r"application/([\w.+-]+\+)?json(;.*)?|\*/\*", kind)
        ]
        if not json:
            refuse(f"{place} > {kinds[0][0]}", "only application/json and types that end in +json are supported")
        types: list[Type | None] = []
        for kind, item in json:
            values = mapping(item, f"{place} > {kind}", "", "schema encoding")
            schema = described(values.get("schema"), holder.get("description"))
            types.append(None if schema is None else self._schemas.type_of(schema, f"{place} > {kind} > schema", name))
            if types[-1] != types[0]:
                refuse(f"{place} > {kind}", "another schema than that of the other content types is not supported")
        return json[0][0].partition(";")[0], types[0]

    def _responses(self, value: object, place: str) -> tuple[tuple[Response, ...], tuple[Response, ...]]:
        if not is_mapping(value) or not value:
            refuse(place, "a mapping with at least one entry is expected")
        found: list[Response] = []
        for status, item in value.items():
            text = str(status)
            if text.startswith("x-"):
                continue
            if isinstance(status, bool) or not re.fullmatch(r"[2-5](\d\d|XX)|default", text):
                refuse(f"{place} > {text}", "only statuses 2xx, 3xx, 4xx and 5xx, and default, are supported")
            found.append(self._response(text, item, f"{place} > {text}"))
        successes = _successes(found, place)
        return tuple(successes), tuple(response for response in found if response not in successes)

    def _response(self, status: str, value: object, at: str) -> Response:
        values, place = self._document.resolved(value, at, "responses")
        values = mapping(values, place, "", "description content headers links")
        is_error = status[0] in "45d"
        content_type, of_type = "", None
        if values.get("content"):
            name = f"{self._prefix}{status[0].upper() + status[1:].lower()}Response"
            name = name if place == at else f"{_class_name(place).removesuffix('Response')}Response"
            content_type, of_type = self._response_content(values, f"{place} > content", name, is_error)
        headers = [
            self._header(name, item, f"{place} > headers > {name}") for name, item in _entries(values, "headers", place)
        ]
        return Response(
            status=status,
            description=self._document.description(values, place, f"Status {status}."),
            content_type=content_type,
            type=of_type,
            headers=tuple(headers),
            place=at,
        )

    def _response_content(
        self, values: dict[str, Any], place: str, name: str, is_error: bool
    ) -> tuple[str, Type | None]:
        """Return the content of an answer; an error without JSON is only text."""
        kinds = [kind for kind, _ in named(values["content"], place)]
        if is_error and not any("json" in kind or kind == "*/*" for kind in kinds):
            return kinds[0], None
        return self._content(values, place, name)

    def _header(self, name: str, value: object, at: str) -> tuple[str, str]:
        values, place = self._document.resolved(value, at, "headers")
        mapping(values, place, "", "description required deprecated schema style explode content")
        return name, self._document.description(values, place, f"{words_of(name)}.")


def _deprecation(values: dict[str, Any], description: str, place: str) -> str:
    """Return words for a deprecated parameter whose description does not say it."""
    return " Deprecated." if flag(values, "deprecated", place) and "deprecated" not in description.lower() else ""


def _credential_headers(document: Document) -> Iterator[str]:
    """Return the headers of the contract's security schemes, in lower case."""
    components: dict[str, Any] = document.root.get("components") or {}
    schemes: dict[str, Any] = components.get("securitySchemes") or {}
    for scheme in schemes.values():
        if is_mapping(scheme) and scheme.get("in") == "header":
            yield str(scheme.get("name")).lower()


def _kind_of_object(of_type: Type) -> str:
    if of_type.kind is Kind.LIST:
        return "list of objects"
    return "schema" if of_type.schema else of_type.kind.value


def _check_style(values: dict[str, Any], location: str, place: str) -> None:
    style = "form" if location == "query" else "simple"
    if values.get("style", style) != style:
        refuse(f"{place} > style", f"in {location}, only {style} is supported")
    if location == "path" and not flag(values, "required", place):
        refuse(f"{place} > required", "a parameter in the path is always required")


def _successes(found: list[Response], place: str) -> list[Response]:
    """Return the successful answers, which have one type; a default is one where no 2xx is declared."""
    by_digit: defaultdict[str, list[Response]] = defaultdict(list)
    for response in found:
        by_digit[response.digit].append(response)
    successes = by_digit["2"] or by_digit["d"]
    if not successes and not by_digit["3"]:
        refuse(place, "a 2xx or default is expected")
    typed = [(response.type.bare, response.place) for response in successes if response.type is not None]
    for bare, other_place in typed:
        if bare != typed[0][0]:
            refuse(other_place, "successful answers of different types are not supported")
    return successes


def _class_name(name: str) -> str:
    """Return the name of a class after a parameter, or after the component at a place."""
    words = [word for word in re.split(r"[^A-Za-z\d]+", name.rpartition(" > ")[2]) if word]
    return "".join(word[0].upper() + word[1:] for word in words)


def _entries(values: dict[str, Any], key: str, place: str) -> list[tuple[str, Any]]:
    return named(values[key], f"{place} > {key}") if values.get(key) else []


def _reserved(value: object, place: str) -> dict[str, tuple[str, ...]]:
    """Return the reserved values of each path parameter."""
    if value is None:
        return {}
    reserved: dict[str, tuple[str, ...]] = {}
    for name, values in named(value, place):
        texts = listed(values, f"{place} > {name}")
        for text in texts:
            if not isinstance(text, str):
                refuse(f"{place} > {name}", f"{text!r} is not text; YES, NO and numbers need quotes in YAML")
        reserved[name] = tuple(texts)
    return reserved
