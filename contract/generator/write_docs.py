"""Writes the reference pages: one for the operations, one per schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contract.generator.decide import PACKAGE, snake_case
from contract.generator.facts import Example, ExampleList, ExampleMap, ExampleObject, Kind, Type
from contract.generator.layout import Brackets, Expression, call, import_lines, laid_out, prefixed, quoted
from contract.generator.plan import EnumPlan, FieldPlan, ModelPlan, OperationPlan, ParameterPlan, Plan

HEADER = "<!-- Generated from contract/openapi.yaml by contract/generate.py; change those. -->"

EXAMPLE_VALUES = {"retailUnit": "se", "zipcode": "25185"}
"""Values of parameters in examples; that of any other is taken from the environment."""

EXAMPLE_VARIABLES = {("UpdateUser", "oldUser"): "OLD_USER"}
"""Properties whose value in an operation's example is taken from the environment: the service has to know it."""

DOCUMENTED_TYPES = {
    Kind.STRING: "str",
    Kind.DATE_TIME: "datetime",
    Kind.INTEGER: "int",
    Kind.NUMBER: "Decimal",
    Kind.BOOLEAN: "bool",
}

SECURITY_KINDS = {"apiKey": "Api Key", "http": "Bearer"}

API_LIST = "[[Back to API list]](../README.md#documentation-for-api-endpoints)"
MODEL_LIST = "[[Back to Model list]](../README.md#documentation-for-models)"
README = "[[Back to README]](../README.md)"


def doc_files(plan: Plan) -> dict[str, str]:
    """Gives the text of each page by its path."""
    files = {f"docs/{plan.api_class}.md": _text(_api_page(plan))}
    for schema in plan.schemas.values():
        page = _model_page(schema, plan) if isinstance(schema, ModelPlan) else _enum_page(schema, plan)
        files[f"docs/{schema.name}.md"] = _text(page)
    return files


def _text(lines: Iterable[str]) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


# Operations


def _api_page(plan: Plan) -> Iterator[str]:
    yield f"# {PACKAGE}.{plan.api_class}"
    yield from ("", plan.api_doc)
    yield from ("", f"All URIs are relative to *{plan.servers[0].url}*", "")
    yield "Method | HTTP request | Description"
    yield "------------- | ------------- | -------------"
    for operation in plan.operations:
        link = f"[**{operation.name}**]({plan.api_class}.md#{operation.name})"
        yield f"{link} | **{operation.method}** {operation.path} | {_cell(operation.summary)}"
    yield ""
    yield "Each method has two more forms: `x_with_http_info` gives an `ApiResponse` with status and headers as well, and"
    yield "`x_without_preload_content` the raw answer. A declared error status raises its exception, which carries the"
    yield f"service's [{plan.operations[0].error}]({plan.operations[0].error}.md) in `.data`."
    for operation in plan.operations:
        yield from ("", "", *_operation_section(operation, plan))


def _operation_section(operation: OperationPlan, plan: Plan) -> Iterator[str]:
    names = [item.name if item.required else f"{item.name}={item.name}" for item in operation.parameters]
    yield f"# **{operation.name}**"
    yield f"> {operation.result} {operation.name}({', '.join(names)})"
    yield from ("", operation.description, "", "### Example", "")
    for scheme in plan.security:
        yield f"* {SECURITY_KINDS[scheme.kind]} Authentication ({scheme.name}):"
    yield from ("", *_code(_operation_example(operation, plan)))
    yield from ("", "### Parameters", "")
    yield "Name | Type | Description | Notes"
    yield "------------- | ------------- | ------------- | -------------"
    for parameter in operation.parameters:
        of_type = _link(parameter.model) if parameter.model else "**str**"
        notes = "" if parameter.required else "[optional]"
        yield f"**{parameter.name}** | {of_type} | {_cell(parameter.doc)} | {notes}".rstrip()
    yield from ("", "### Return type", "", _link(operation.result), "", "### Authorization", "")
    yield ", ".join(f"[{scheme.name}](../README.md#{scheme.name})" for scheme in plan.security)
    has_body = any(parameter.place == "BODY" for parameter in operation.parameters)
    yield from ("", "### HTTP request headers", "")
    yield f" - **Content-Type**: {'application/json' if has_body else 'Not defined'}"
    yield f" - **Accept**: {', '.join(operation.accept)}"
    yield from ("", "### HTTP response details", "")
    yield "| Status code | Description | Response headers |"
    yield "|-------------|-------------|------------------|"
    for status, description in operation.responses:
        yield f"| **{status}** | {_cell(description)} | - |"
    yield from ("", f"[[Back to top]](#) {API_LIST} {MODEL_LIST} {README}")


def _operation_example(operation: OperationPlan, plan: Plan) -> Iterator[str]:
    yield from ("import os", "", f"import {PACKAGE}", "")
    yield f"configuration = {PACKAGE}.Configuration("
    yield '    host=os.environ["ORDER_CAPTURE_HOST"],'
    yield '    api_key={"Client-Id": os.environ["ORDER_CAPTURE_CLIENT_ID"]},'
    yield '    access_token=os.environ["ORDER_CAPTURE_ACCESS_TOKEN"],'
    yield ")"
    yield from ("", f"with {PACKAGE}.ApiClient(configuration) as api_client:")
    yield f"    {plan.api_module} = {PACKAGE}.{plan.api_class}(api_client)"
    for parameter in operation.parameters:
        if parameter.example:
            example = _expression(parameter.example, f"{PACKAGE}.", EXAMPLE_VARIABLES)
            yield from laid_out(prefixed(f"{parameter.name} = ", example), 4)
    yield "    try:"
    arguments = [_argument(parameter) for parameter in operation.parameters]
    yield from laid_out(call(f"result = {plan.api_module}.{operation.name}", arguments), 8)
    yield "        print(result.to_str())"
    yield f"    except {PACKAGE}.ApiException as error:"
    yield "        print(error)"


def _argument(parameter: ParameterPlan) -> str:
    if parameter.model:
        value = parameter.name
    elif parameter.wire_name in EXAMPLE_VALUES:
        value = quoted(EXAMPLE_VALUES[parameter.wire_name])
    else:
        value = f'os.environ["{parameter.name.upper()}"]'
    return value if parameter.required else f"{parameter.name}={value}"


# Schemas


def _model_page(model: ModelPlan, plan: Plan) -> Iterator[str]:
    yield from (f"# {model.name}", "", model.doc, "", "## Properties", "")
    yield "Name | Type | Description | Notes"
    yield "------------ | ------------- | ------------- | -------------"
    for field in model.fields:
        yield f"**{field.name}** | {_documented_type(field.type)} | {_cell(field.doc)} | {_notes(field)}".rstrip()
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


def _enum_page(enum: EnumPlan, plan: Plan) -> Iterator[str]:
    yield from (f"# {enum.name}", "", enum.doc, "", "## Enum", "")
    for name, value in enum.members:
        yield f"* `{name}` (value: `{quoted(value)}`)"
    yield ""
    yield "A member equals its value, and a value may be given in its place. An answer may hold a value that is not listed"
    yield "here; it stays a `str`."
    yield from _used_in(enum, plan)
    yield from ("", f"{MODEL_LIST} {API_LIST} {README}")


def _used_in(schema: ModelPlan | EnumPlan, plan: Plan) -> Iterator[str]:
    if not schema.used_in:
        return
    yield from ("", "## Used in", "")
    for user in schema.used_in:
        model, _, field = user.partition(".")
        yield f"* [{model}]({model}.md): `{field}`" if field else f"* [{user}]({plan.api_class}.md#{user})"


def _documented_type(of_type: Type) -> str:
    if of_type.kind is Kind.SCHEMA:
        return _link(of_type.schema)
    if of_type.items is None:
        return f"**{DOCUMENTED_TYPES[of_type.kind]}**"
    items = of_type.items.schema or DOCUMENTED_TYPES[of_type.items.kind]
    whole = f"list[{items}]" if of_type.kind is Kind.LIST else f"dict[str, {items}]"
    return _link(of_type.items.schema, whole) if of_type.items.schema else f"**{whole}**"


def _notes(field: FieldPlan) -> str:
    notes = {
        "[optional]": not field.required,
        "[personal data]": field.personal,
        "[money]": field.money,
        "[deprecated]": field.deprecated,
    }
    return " ".join(note for note, applies in notes.items() if applies)


def _link(schema: str, text: str = "") -> str:
    return f"[**{text or schema}**]({schema}.md)"


def _cell(text: str) -> str:
    """Gives text that does not end a table's cell."""
    return text.replace("|", "\\|")


# Examples


def _model_example(model: ModelPlan, example: Example) -> Iterator[str]:
    variable = snake_case(model.name)
    yield from import_lines(PACKAGE, sorted(set(_models_in(example)), key=str.lower))
    yield ""
    yield from laid_out(prefixed(f"{variable} = ", _expression(example)))
    yield f"print({variable})"
    yield from ("", f"text = {variable}.to_json()", "print(text)")
    yield f"assert {model.name}.from_json(text) == {variable}"


def _expression(
    example: Example, package: str = "", variables: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Expression:
    """Gives Python that builds an example, models by keyword, with some values from environment variables."""
    if isinstance(example, ExampleList):
        return Brackets("[", tuple(_expression(item, package, variables) for item in example.items), "]")
    if isinstance(example, ExampleMap):
        entries = ((key, _expression(item, package, variables)) for key, item in example.entries)
        return Brackets("{", tuple(prefixed(f"{quoted(key)}: ", item) for key, item in entries), "}")
    if isinstance(example, ExampleObject):
        arguments: list[Expression] = []
        for name, item in example.values:
            variable = variables.get((example.schema, name))
            value = _expression(item, package, variables) if variable is None else f'os.environ["{variable}"]'
            arguments.append(prefixed(f"{snake_case(name)}=", value))
        return call(f"{package}{example.schema}", arguments)
    return quoted(example) if isinstance(example, str) else repr(example)


def _models_in(example: Example) -> Iterator[str]:
    """Gives the names of the models that an example is made of."""
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
