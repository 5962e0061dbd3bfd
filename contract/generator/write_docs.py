"""Write the reference pages: one for each API class, one per schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contract.generator.annotations import dict_names, quoted
from contract.generator.facts import Example, ExampleList, ExampleMap, ExampleObject, Kind, Type
from contract.generator.names import PACKAGE, snake_case
from contract.generator.plan import (
    ApiPlan,
    EnumPlan,
    FieldPlan,
    ModelPlan,
    OperationPlan,
    ParameterPlan,
    Plan,
    SchemaPlan,
    UnionPlan,
)

HEADER = "<!-- Generated from contract/openapi.yaml by contract/generate.py; change those. -->"

EXAMPLE_VALUES = {"retailUnit": "se", "zipcode": "25185"}
"""Values of parameters in examples; that of any other is taken from the environment."""

EXAMPLE_VARIABLES = {("UpdateUser", "oldUser"): "OLD_USER"}
"""Properties whose value in an operation's example is taken from the environment: the service has to know it."""

DOCUMENTED_TYPES = {
    Kind.STRING: "str",
    Kind.DATE: "date",
    Kind.DATE_TIME: "datetime",
    Kind.INTEGER: "int",
    Kind.NUMBER: "Decimal",
    Kind.BOOLEAN: "bool",
    Kind.JSON: "Any",
}

EXAMPLE_EXPRESSIONS = {
    Kind.STRING: 'os.environ["{}"]',
    Kind.DATE: '"2026-01-02"',
    Kind.DATE_TIME: '"2026-01-02T03:04:05Z"',
    Kind.INTEGER: "1",
    Kind.NUMBER: "1",
    Kind.BOOLEAN: "True",
    Kind.JSON: "None",
}
"""Expressions of values in examples."""

SECURITY_KINDS = {"apiKey": "Api Key", "http": "Bearer"}

API_LIST = "[[Back to API list]](../README.md#documentation-for-api-endpoints)"
MODEL_LIST = "[[Back to Model list]](../README.md#documentation-for-models)"
README = "[[Back to README]](../README.md)"


def doc_files(plan: Plan) -> dict[str, str]:
    """Return the text of each page by its path; the formatter lays out the code in it."""
    files = {f"docs/{api.name}.md": _text(_api_page(api, plan)) for api in plan.apis}
    for schema in plan.schemas.values():
        files[f"docs/{schema.name}.md"] = _text(_schema_page(schema, plan))
    return files


def _schema_page(schema: SchemaPlan, plan: Plan) -> Iterator[str]:
    if isinstance(schema, ModelPlan):
        return _model_page(schema, plan)
    return _enum_page(schema, plan) if isinstance(schema, EnumPlan) else _union_page(schema, plan)


def _text(lines: Iterable[str]) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


# Operations


def _api_page(api: ApiPlan, plan: Plan) -> Iterator[str]:
    yield f"# {PACKAGE}.{api.name}"
    yield from ("", api.doc)
    yield from ("", f"All URIs are relative to *{plan.servers[0].url}*", "")
    yield "Method | HTTP request | Description"
    yield "------------- | ------------- | -------------"
    for operation in api.operations:
        link = f"[**{operation.name}**]({api.name}.md#{operation.name})"
        yield f"{link} | **{operation.method}** {operation.path} | {_cell(operation.summary)}"
    yield ""
    yield "Each method has two more forms: `x_with_http_info` gives an `ApiResponse` with status and headers as well, and"
    yield "`x_without_preload_content` the raw answer. `prepare.x` checks the input without sending, and returns the request as a"
    yield "`PreparedRequest`. A declared error status raises its exception, which carries the"
    errors = dict.fromkeys(error for operation in api.operations for error in _errors(operation))
    links = " or ".join(f"[{error}]({error}.md)" for error in errors)
    yield f"service's {links} in `.data`." if links else "service's answer in `.body`."
    for operation in api.operations:
        yield from ("", "", *_operation_section(operation, api, plan))


def _errors(operation: OperationPlan) -> Iterator[str]:
    yield from [operation.error] if operation.error else []
    yield from (model for _, model in operation.error_by_status)


def _operation_section(operation: OperationPlan, api: ApiPlan, plan: Plan) -> Iterator[str]:
    names = [item.name if item.required else f"{item.name}={item.name}" for item in operation.parameters]
    result = "None" if operation.documented is None else _type_text(operation.documented)
    yield f"# **{operation.name}**"
    yield f"> {result} {operation.name}({', '.join(names)})"
    yield from ("", operation.description)
    if operation.is_deprecated:
        yield from ("", "Deprecated.")
    yield from ("", "### Example", "")
    for scheme in plan.security:
        yield f"* {SECURITY_KINDS[scheme.kind]} Authentication ({scheme.name}):"
    yield from ("", *_code(_operation_example(operation, api)))
    yield from ("", "### Parameters", "")
    yield from _parameters(operation)
    yield from ("", "### Return type", "", _returned(operation))
    yield from ("", "### Authorization", "")
    yield ", ".join(f"[{scheme.name}](../README.md#{scheme.name})" for scheme in plan.security) or "None"
    yield from _http_details(operation)
    yield from ("", f"[[Back to top]](#) {API_LIST} {MODEL_LIST} {README}")


def _parameters(operation: OperationPlan) -> Iterator[str]:
    if operation.parameters:
        yield "Name | Type | Description | Notes"
        yield "------------- | ------------- | ------------- | -------------"
    else:
        yield "This endpoint does not need any parameter."
    for parameter in operation.parameters:
        notes = "" if parameter.required else "[optional]"
        of_type = _documented_type(parameter.documented)
        yield f"**{parameter.name}** | {of_type} | {_cell(parameter.doc)} | {notes}".rstrip()


def _returned(operation: OperationPlan) -> str:
    if operation.documented is None:
        return "void (empty response body)"
    return _documented_type(operation.documented) + (", or None" if operation.may_be_empty else "")


def _http_details(operation: OperationPlan) -> Iterator[str]:
    has_body = any(parameter.place == "BODY" for parameter in operation.parameters)
    yield from ("", "### HTTP request headers", "")
    yield f" - **Content-Type**: {'application/json' if has_body else 'Not defined'}"
    yield f" - **Accept**: {', '.join(operation.accept) or 'Not defined'}"
    yield from ("", "### HTTP response details", "")
    yield "| Status code | Description | Response headers |"
    yield "|-------------|-------------|------------------|"
    for response in operation.responses:
        headers = "<br>".join(f"{name}: {_cell(description)}" for name, description in response.headers)
        yield f"| **{response.status}** | {_cell(response.description)} | {headers or '-'} |"


def _operation_example(operation: OperationPlan, api: ApiPlan) -> Iterator[str]:
    yield from ("import os", "", f"import {PACKAGE}", "")
    yield f"configuration = {PACKAGE}.Configuration("
    yield '    host=os.environ["ORDER_CAPTURE_HOST"],'
    yield '    api_key={"Client-Id": os.environ["ORDER_CAPTURE_CLIENT_ID"]},'
    yield '    access_token=os.environ["ORDER_CAPTURE_ACCESS_TOKEN"],'
    yield ")"
    yield from ("", f"with {PACKAGE}.ApiClient(configuration) as api_client:")
    yield f"    {api.module} = {PACKAGE}.{api.name}(api_client)"
    for parameter in operation.parameters:
        if parameter.example is not None:
            example = _expression(parameter.example, f"{PACKAGE}.", EXAMPLE_VARIABLES)
            yield f"    {parameter.name} = {example}"
    yield "    try:"
    call = f"{api.module}.{operation.name}({', '.join(_argument(parameter) for parameter in operation.parameters)})"
    if operation.documented is None:
        yield f"        {call}"
    else:
        yield f"        result = {call}"
        is_model = operation.documented.kind is Kind.SCHEMA and operation.hint.text.endswith(
            operation.documented.schema
        )
        yield "        print(result.to_str())" if is_model else "        print(result)"
    yield f"    except {PACKAGE}.ApiException as error:"
    yield "        print(error)"


def _argument(parameter: ParameterPlan) -> str:
    if parameter.example is not None:
        value = parameter.name
    elif parameter.wire_name in EXAMPLE_VALUES:
        value = quoted(EXAMPLE_VALUES[parameter.wire_name])
    else:
        value = _example_value(parameter.documented, parameter.name)
    return value if parameter.required else f"{parameter.name}={value}"


def _example_value(of_type: Type, name: str) -> str:
    if of_type.items is None:
        return EXAMPLE_EXPRESSIONS[of_type.kind].format(name.upper())
    inner = _example_value(of_type.items, name)
    return f"[{inner}]" if of_type.kind is Kind.LIST else f'{{"key": {inner}}}'


# Schemas


def _model_page(model: ModelPlan, plan: Plan) -> Iterator[str]:
    yield from (f"# {model.name}", "", model.doc, "", "## Properties", "")
    yield "Name | Type | Description | Notes"
    yield "------------ | ------------- | ------------- | -------------"
    for field in model.fields:
        yield f"**{field.name}** | {_documented_type(field.type)} | {_cell(field.doc)} | {_notes(field)}".rstrip()
    if "OpenModel" in model.bases:
        yield "**additional_properties** | **dict[str, Any]** | Properties of any other name. | [optional]"
    if model.members:
        yield from ("", "## What it does", "")
        for member in model.members:
            yield f"* `{member.signature}`: {member.doc}"
    yield from _used_in(model, plan)
    if forms := plan.dicts.get(model.name, ()):
        yield from ("", "## As a dict", "")
        yield from ("A request takes a dict in its place, with the names of one of these types:", "")
        yield from (f"* `{PACKAGE}.types.{form.name}`" for form in forms)
    if model.example is not None:
        yield from ("", "## Example", "", *_code(_model_example(model, model.example)))
    yield from ("", f"{MODEL_LIST} {API_LIST} {README}")


def _union_page(union: UnionPlan, plan: Plan) -> Iterator[str]:
    yield from (f"# {union.name}", "", union.doc, "", "## One of", "")
    yield f"`{union.discriminator}` tells them apart."
    yield from ("", "Value | Type", "------------ | -------------")
    for value, model in union.alternatives:
        yield f"`{_cell(value)}` | {_link(model)}"
    yield ""
    yield "An answer may hold a value that is not listed here; what comes with it stays a `dict`."
    yield from _used_in(union, plan)
    forms = [name for model in dict.fromkeys(model for _, model in union.alternatives) for name in dict_names(model)]
    if any(model in plan.dicts for _, model in union.alternatives):
        yield from ("", "## As a dict", "")
        yield from ("A request takes a dict in its place, with the names of one of these types:", "")
        yield from (f"* `{PACKAGE}.types.{form}`" for form in forms)
    yield from ("", f"{MODEL_LIST} {API_LIST} {README}")


def _enum_page(enum: EnumPlan, plan: Plan) -> Iterator[str]:
    yield from (f"# {enum.name}", "", enum.doc, "", "## Enum", "")
    for name, value in enum.members:
        yield f"* `{name}` (value: `{quoted(value)}`)"
    yield ""
    yield "A member equals its value, and a value may be given in its place. An answer may hold a value that is not listed"
    yield "here; it stays a `str`."
    yield from _used_in(enum, plan)
    yield from ("", f"{MODEL_LIST} {API_LIST} {README}")


def _used_in(schema: SchemaPlan, plan: Plan) -> Iterator[str]:
    if not schema.used_in:
        return
    yield from ("", "## Used in", "")
    for user in schema.used_in:
        model, _, field = user.partition(".")
        if field or model in plan.schemas:
            yield f"* [{model}]({model}.md): `{field}`" if field else f"* [{model}]({model}.md)"
        else:
            yield f"* [{user}]({plan.api_of(user).name}.md#{user})"


def _documented_type(of_type: Type) -> str:
    within = of_type.schema_within
    return _link(within, _type_text(of_type)) if within else f"**{_type_text(of_type)}**"


def _type_text(of_type: Type) -> str:
    if of_type.items is None:
        return of_type.schema or DOCUMENTED_TYPES[of_type.kind]
    items = _type_text(of_type.items)
    return f"list[{items}]" if of_type.kind is Kind.LIST else f"dict[str, {items}]"


def _notes(field: FieldPlan) -> str:
    return " ".join(f"[{note}]" for note in field.notes)


def _link(schema: str, text: str = "") -> str:
    return f"[**{text or schema}**]({schema}.md)"


def _cell(text: str) -> str:
    """Return text that does not end a table's cell."""
    return text.replace("|", "\\|")


# Examples


def _model_example(model: ModelPlan, example: Example) -> Iterator[str]:
    variable = snake_case(model.name)
    yield f"from {PACKAGE} import {', '.join(sorted(set(_models_in(example)), key=str.lower))}"
    yield ""
    yield f"{variable} = {_expression(example)}"
    yield f"print({variable})"
    yield from ("", f"text = {variable}.to_json()", "print(text)")
    yield f"assert {model.name}.from_json(text) == {variable}"


def _expression(
    example: Example, package: str = "", variables: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> str:
    """Return Python that builds an example, models by keyword, with some values from environment variables."""
    if isinstance(example, ExampleList):
        return f"[{', '.join(_expression(item, package, variables) for item in example.items)}]"
    if isinstance(example, ExampleMap):
        entries = (f"{quoted(key)}: {_expression(item, package, variables)}" for key, item in example.entries)
        return f"{{{', '.join(entries)}}}"
    if isinstance(example, ExampleObject):
        arguments: list[str] = []
        for name, item in example.values:
            variable = variables.get((example.schema, name))
            value = _expression(item, package, variables) if variable is None else f'os.environ["{variable}"]'
            arguments.append(f"{snake_case(name)}={value}")
        return f"{package}{example.schema}({', '.join(arguments)})"
    return quoted(example) if isinstance(example, str) else repr(example)


def _models_in(example: Example) -> Iterator[str]:
    """Return the names of the models that an example is made of."""
    if isinstance(example, ExampleObject):
        yield example.schema
        parts = [item for _, item in example.values]
    elif isinstance(example, ExampleMap):
        parts = [item for _, item in example.entries]
    else:
        parts = list(example.items) if isinstance(example, ExampleList) else []
    for part in parts:
        yield from _models_in(part)


def _code(lines: Iterable[str]) -> Iterator[str]:
    yield "```python"
    yield from lines
    yield "```"
