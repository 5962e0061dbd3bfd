"""Writes the generated modules of the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from contract.generator.decide import PACKAGE, EnumPlan, FieldPlan, Import, ModelPlan, OperationPlan, Plan
from contract.generator.layout import (
    Brackets,
    Expression,
    attribute_docstring,
    call,
    docstring,
    import_lines,
    laid_out,
    quoted,
    wrapped,
)

HEADER = "# Generated from contract/openapi.yaml by contract/generate.py; change those."

API_NAMES = ("ApiResponse", "ApiClient", "Configuration")
"""Hand-written classes that the package exports; each has a module of its own."""

SUBMODULES = ("api", "api_client", "api_response", "configuration", "exceptions", "models", "rest", "sandbox")
"""Modules that are attributes of the package without being imported, as in generated clients."""


def python_files(plan: Plan) -> dict[str, str]:
    """Gives the text of each module by its path."""
    files = {
        f"{PACKAGE}/__init__.py": _package(plan),
        f"{PACKAGE}/_core/service.py": _service(plan),
        f"{PACKAGE}/api/__init__.py": _api_package(plan),
        f"{PACKAGE}/api/operations.py": _operations(plan),
        f"{PACKAGE}/api/{plan.api_module}.py": _api(plan),
        f"{PACKAGE}/models/__init__.py": _models_package(plan),
    }
    for schema in plan.schemas.values():
        lines = _model(schema) if isinstance(schema, ModelPlan) else _enum(schema)
        files[f"{PACKAGE}/models/{schema.module}.py"] = _text(lines)
    return files


def _text(lines: Iterable[str]) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


# Models


def _model(plan: ModelPlan) -> Iterator[str]:
    yield ""
    yield from _imports(plan.imports)
    yield from ("", "", f"class {plan.name}({', '.join(plan.bases)}):")
    yield from docstring(plan.doc, 4)
    yield ""
    for field in plan.fields:
        yield from _field(field)


def _field(plan: FieldPlan) -> Iterator[str]:
    annotation: Expression = plan.annotation
    if plan.alias:
        annotation = Brackets("Annotated[", (plan.annotation, f'Field(alias="{plan.alias}")'), "]")
    default = "" if plan.required else " = None"
    if isinstance(annotation, Brackets):
        annotation = Brackets(f"{plan.name}: {annotation.head}", annotation.items, f"]{default}")
    else:
        annotation = f"{plan.name}: {annotation}{default}"
    yield from laid_out(annotation, 4)
    yield from attribute_docstring(plan.doc, 4)


def _enum(plan: EnumPlan) -> Iterator[str]:
    imports = {Import(f"{PACKAGE}.models._types", "WireEnum")}
    if plan.value_alias:
        imports |= {Import("typing", name) for name in ("Annotated", "Literal", "TypeAlias")}
        imports.add(Import(f"{PACKAGE}.models._types", "OPEN"))
    yield ""
    yield from _imports(imports)
    yield from ("", "", f"class {plan.name}(WireEnum):")
    yield from docstring(plan.doc, 4)
    yield ""
    for name, value in plan.members:
        yield f"    {name} = {quoted(value)}"
    if plan.value_alias:
        yield from ("", "")
        yield from _value_alias(plan)


def _value_alias(plan: EnumPlan) -> list[str]:
    values = tuple(quoted(value) for _, value in plan.members)
    head, types = f"{plan.value_alias}: TypeAlias = Annotated[", Brackets(f"{plan.name} | Literal[", values, "]")
    lines = laid_out(Brackets(head, (types, "OPEN"), "]"))
    if f"    {plan.name} | Literal[" in lines:
        # An operator comes to stand at the start of a line where its right side takes several.
        literal = laid_out(Brackets("| Literal[", values, "],"), 4, spread=True)
        lines = [head, f"    {plan.name}", *literal, "    OPEN,", "]"]
    return [*lines, f'"""Member of `{plan.name}`, or its text; other text is refused when it is sent."""']


def _imports(imports: Iterable[Import]) -> Iterator[str]:
    """Gives import lines: standard library, pydantic, and ours, each with its names in order."""
    previous = None
    for module, names in groupby(sorted(imports, key=_import_order), lambda item: item.module):
        group = _import_group(module)
        if previous not in (None, group):
            yield ""
        previous = group
        yield from import_lines(module, [item.name for item in names])


def _import_order(item: Import) -> tuple[int, str, bool, str]:
    return _import_group(item.module), item.module, not item.name.isupper(), item.name.lower()


def _import_group(module: str) -> int:
    if module.startswith(PACKAGE):
        return 2
    return 1 if module in ("pydantic", "typing_extensions", "urllib3") else 0


# Lazy packages


def _models_package(plan: Plan) -> str:
    modules = {name: f"{PACKAGE}.models.{schema.module}" for name, schema in plan.schemas.items()}
    doc = "The models, a module each; a module is imported when its model is first asked for."
    return _lazy_package(doc, modules)


def _api_package(plan: Plan) -> str:
    doc = "The operations, as rows of data and as methods."
    return _lazy_package(doc, {plan.api_class: f"{PACKAGE}.api.{plan.api_module}"})


def _package(plan: Plan) -> str:
    modules = {plan.api_class: f"{PACKAGE}.api.{plan.api_module}"}
    modules |= {"ApiResponse": f"{PACKAGE}.api_response"}
    modules |= {"ApiClient": f"{PACKAGE}.api_client"}
    modules |= {"Configuration": f"{PACKAGE}.configuration"}
    modules |= dict.fromkeys(plan.exceptions, f"{PACKAGE}.exceptions")
    modules |= dict.fromkeys(plan.schemas, f"{PACKAGE}.models")
    doc = "Client for the checkout operations of Order Capture; what it exports is imported when first asked for."
    return _lazy_package(doc, modules, SUBMODULES, version=True)


def _lazy_package(doc: str, modules: dict[str, str], submodules: tuple[str, ...] = (), *, version: bool = False) -> str:
    return _text(
        [f'"""{doc}"""', "", *_lazy_imports(modules, submodules, version), "", *_lazy_code(modules, submodules)]
    )


def _lazy_imports(modules: dict[str, str], submodules: tuple[str, ...], version: bool) -> Iterator[str]:
    exports = [*sorted(modules), *(["__version__"] if version else [])]
    yield "from importlib import import_module"
    if version:
        yield from ("", f"from {PACKAGE}._version import __version__ as __version__")
    yield from ("", "TYPE_CHECKING = False  # importing it from typing would take longer than all the rest", "")
    yield "if TYPE_CHECKING:"
    for name in submodules:
        yield f"    from {PACKAGE} import {name} as {name}"
    for name, module in sorted(modules.items(), key=lambda item: (item[1], item[0].lower())):
        yield from (f"    {line}" for line in import_lines(module, [f"{name} as {name}"], 4))
    yield ""
    yield from laid_out(Brackets("__all__ = [", tuple(quoted(name) for name in exports), "]"), spread=True)


def _lazy_code(modules: dict[str, str], submodules: tuple[str, ...]) -> Iterator[str]:
    places = tuple(f"{quoted(name)}: {quoted(module)}" for name, module in modules.items())
    yield from laid_out(Brackets("_MODULES = {", places, "}"), spread=True)
    if submodules:
        yield from laid_out(Brackets("_SUBMODULES = {", tuple(quoted(name) for name in submodules), "}"))
    yield from ("", "if not TYPE_CHECKING:  # checkers are to find misspelt names", "")
    yield "    def __getattr__(name: str) -> object:"
    if submodules:
        yield "        if name in _SUBMODULES:"
        yield '            return import_module(f"{__name__}.{name}")'
    yield "        if name not in _MODULES:"
    yield '            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")'
    yield "        value = globals()[name] = getattr(import_module(_MODULES[name]), name)"
    yield "        return value"
    yield ""
    yield "    def __dir__() -> list[str]:"
    yield f"        return sorted({{*globals(), *_MODULES{', *_SUBMODULES' if submodules else ''}}})"


# Operations


def _service(plan: Plan) -> str:
    servers = tuple(f"({quoted(server.url)}, {quoted(server.description)})" for server in plan.servers)
    lines = ['"""The service, as the contract names it."""', ""]
    lines += [f"CONTRACT_VERSION = {quoted(plan.version)}", '"""Version of the contract."""', ""]
    lines += laid_out(Brackets("SERVERS: tuple[tuple[str, str], ...] = (", servers, ")"), spread=True)
    lines += ['"""Address and name of each server, in the order of the contract."""']
    return _text(lines)


def _operations(plan: Plan) -> str:
    lines = ['"""The operations of the contract, a row each."""', "", "from __future__ import annotations", ""]
    lines += [f"from {PACKAGE} import models"]
    lines += import_lines(f"{PACKAGE}._core.wire", ["Operation", "Parameter", "Place", "Repeat"])
    for operation in plan.operations:
        lines += ["", *_row(operation)]
    return _text(lines)


def _row(plan: OperationPlan) -> list[str]:
    parameters: list[Expression] = []
    for parameter in plan.parameters:
        arguments = [quoted(parameter.name), f"Place.{parameter.place}"]
        arguments += [quoted(parameter.wire_name)] if parameter.wire_name else []
        arguments += [] if parameter.required else ["required=False"]
        arguments += [f"model=lambda: models.{parameter.model}"] if parameter.model else []
        parameters.append(call("Parameter", arguments))
    return [
        f"{plan.constant}: Operation[models.{plan.result}] = Operation(",
        f'    name="{plan.name}",',
        f'    method="{plan.method}",',
        f'    path="{plan.path}",',
        *laid_out(Brackets("parameters=(", tuple(parameters), "),"), 4, spread=True),
        f"    repeat=Repeat.{plan.repeat},",
        f"    success={plan.success},",
        f"    errors=frozenset({{{', '.join(map(str, plan.errors))}}}),",
        f"    result=lambda: models.{plan.result},",
        f"    error=lambda: models.{plan.error},",
        ")",
    ]


def _api(plan: Plan) -> str:
    arguments = {parameter.model for operation in plan.operations for parameter in operation.parameters}
    used = {model for model in arguments if model} | {operation.result for operation in plan.operations}
    checked = {Import("collections.abc", "Mapping"), Import("typing_extensions", "Unpack")}
    checked |= {Import("urllib3", "BaseHTTPResponse"), Import(f"{PACKAGE}.api_response", "ApiResponse")}
    checked |= {Import(f"{PACKAGE}.models.{plan.schemas[name].module}", name) for name in used}
    lines = [f'"""{plan.api_doc}"""', "", "from __future__ import annotations", ""]
    lines += ["from typing import TYPE_CHECKING, Any", ""]
    lines += import_lines(f"{PACKAGE}.api.operations", [operation.constant for operation in plan.operations])
    lines += [f"from {PACKAGE}.api_client import ApiClient, CallOptions", "", "if TYPE_CHECKING:"]
    lines += [f"    {line}".rstrip() for line in _imports(checked)]
    lines += ["", "", f"class {plan.api_class}:"]
    lines += [f'    """{plan.api_doc}', ""]
    lines += wrapped(
        "Each operation has three forms: `x` gives the model of the answer, `x_with_http_info` gives an "
        "`ApiResponse` with status and headers as well, and `x_without_preload_content` the raw answer.",
        4,
    )
    lines += ['    """', "", "    def __init__(self, api_client: ApiClient | None = None) -> None:"]
    lines += ["        self.api_client = ApiClient.get_default() if api_client is None else api_client"]
    for operation in plan.operations:
        lines += ["", *_methods(operation)]
    return _text(lines)


def _methods(plan: OperationPlan) -> Iterator[str]:
    yield from _signature(plan.name, plan, plan.result)
    yield from _method_docstring(plan)
    yield from _delegation("call", plan, ".data")
    yield ""
    yield from _signature(f"{plan.name}_with_http_info", plan, f"ApiResponse[{plan.result}]")
    yield f'        """Does what `{plan.name}` does, and gives status and headers with the data."""'
    yield from _delegation("call", plan)
    yield ""
    yield from _signature(f"{plan.name}_without_preload_content", plan, "BaseHTTPResponse")
    yield f'        """Does what `{plan.name}` does, but gives the raw answer; an error status is not raised."""'
    yield from _delegation("call_without_preload_content", plan)


def _signature(name: str, plan: OperationPlan, result: str) -> list[str]:
    arguments = ["self"]
    for parameter in plan.parameters:
        of_type = f"{parameter.model} | Mapping[str, Any]" if parameter.model else "str"
        arguments.append(
            f"{parameter.name}: {of_type}" if parameter.required else f"{parameter.name}: {of_type} | None = None"
        )
    arguments.append("**options: Unpack[CallOptions]")
    return laid_out(Brackets(f"def {name}(", tuple(arguments), f") -> {result}:"), 4)


def _method_docstring(plan: OperationPlan) -> Iterator[str]:
    yield from wrapped(f'"""{plan.summary}.', 8)
    yield ""
    yield from wrapped(plan.description, 8)
    yield from ("", "        Args:")
    for parameter in plan.parameters:
        yield from wrapped(f"{parameter.name}: {parameter.doc}", 12, hanging=4)
    yield "            **options: See `CallOptions`."
    yield from ("", "        Raises:")
    for exception, when in plan.raises:
        yield from wrapped(f"{exception}: {when}", 12, hanging=4)
    yield '        """'


def _delegation(function: str, plan: OperationPlan, tail: str = "") -> list[str]:
    names = [parameter.name for parameter in plan.parameters]
    arguments = Brackets("(", tuple(names), ",)" if len(names) == 1 else ")")
    return laid_out(
        Brackets(f"return self.api_client.{function}(", (plan.constant, arguments, "options"), f"){tail}"), 8
    )
