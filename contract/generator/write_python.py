"""Writes the generated modules of the package."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from contract.generator.decide import HAND_WRITTEN_EXPORTS, PACKAGE
from contract.generator.layout import (
    Brackets,
    Expression,
    attribute_docstring,
    call,
    docstring,
    fits,
    import_lines,
    laid_out,
    quoted,
    summary,
    wrapped,
)
from contract.generator.plan import EnumPlan, FieldPlan, Import, ModelPlan, OperationPlan, ParameterPlan, Plan


@dataclass(frozen=True, slots=True)
class Flavour:
    """What sets the sync and the async methods apart."""

    package: str
    """Where `api` and `api_client` are."""
    define: str
    wait: str
    """Put before a call."""


SYNC = Flavour(PACKAGE, "def ", "")
ASYNC = Flavour(f"{PACKAGE}.aio", "async def ", "await ")

HEADER = "# Generated from contract/openapi.yaml by contract/generate.py; change those."

SUBMODULES = ("api", "api_client", "api_response", "configuration", "exceptions", "models", "rest", "sandbox", "types")
"""Modules that are attributes of the package without being imported, as in generated clients."""


def python_files(plan: Plan) -> dict[str, str]:
    """Gives the text of each module by its path."""
    files = {
        f"{PACKAGE}/__init__.py": _package(plan),
        f"{PACKAGE}/_contract.py": _service(plan),
        f"{PACKAGE}/aio/api/__init__.py": _api_package(plan, ASYNC),
        f"{PACKAGE}/aio/api/{plan.api_module}.py": _api(plan, ASYNC),
        f"{PACKAGE}/api/__init__.py": _api_package(plan, SYNC),
        f"{PACKAGE}/api/operations.py": _operations(plan),
        f"{PACKAGE}/api/{plan.api_module}.py": _api(plan, SYNC),
        f"{PACKAGE}/models/__init__.py": _models_package(plan),
        f"{PACKAGE}/types.py": _text(_types(plan)),
    }
    for schema in plan.schemas.values():
        lines = _model(schema) if isinstance(schema, ModelPlan) else _enum(schema)
        files[f"{PACKAGE}/models/{schema.module}.py"] = _text(lines)
    return files


def _text(lines: Iterable[str]) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


# Models


def _model(plan: ModelPlan) -> Iterator[str]:
    yield from (f'"""{summary(plan.doc)[0]}"""', "")
    yield from _imports(plan.imports)
    yield from ("", "", f"class {plan.name}({', '.join(plan.bases)}):")
    yield from docstring(plan.doc, 4)
    yield ""
    for field in plan.fields:
        yield from _field(field)


def _field(plan: FieldPlan) -> Iterator[str]:
    default = "" if plan.required else " = None"
    declaration: Expression = f"{plan.name}: {plan.annotation}{default}"
    if plan.alias:
        arguments = (plan.annotation, f"Field(alias={quoted(plan.alias)})")
        declaration = Brackets(f"{plan.name}: Annotated[", arguments, f"]{default}")
    yield from laid_out(declaration, 4)
    yield from attribute_docstring(plan.doc, 4)


def _enum(plan: EnumPlan) -> Iterator[str]:
    imports = {Import(f"{PACKAGE}._model.types", "WireEnum")}
    if plan.value_alias:
        imports |= {Import("typing", name) for name in ("Annotated", "Literal", "TypeAlias")}
        imports.add(Import(f"{PACKAGE}._model.types", "OPEN"))
    yield from (f'"""{summary(plan.doc)[0]}"""', "")
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
    head, values = f"{plan.value_alias}: TypeAlias = Annotated[", tuple(quoted(value) for _, value in plan.members)
    types = Brackets(f"{plan.name} | Literal[", values, "]")
    if fits(types, 4, ","):
        lines = laid_out(Brackets(head, (types, "OPEN"), "]"))
    else:  # an operator stands at the start of a line where its right side takes several
        literal = laid_out(Brackets("| Literal[", values, "]"), 4, ",", spread=True)
        lines = [head, f"    {plan.name}", *literal, "    OPEN,", "]"]
    return [*lines, f'"""Member of `{plan.name}`, or its text; other text is refused when it is sent."""']


def _types(plan: Plan) -> Iterator[str]:
    yield from ('"""Types of what a request accepts: dicts in place of models, and the inputs of the methods."""', "")
    dicts = [spelling for spellings in plan.dicts.values() for spelling in spellings]
    imports = {item for spelling in dicts for item in spelling.imports}
    imports |= {Import("typing", "TYPE_CHECKING"), Import("typing", "TypeAlias"), Import(f"{PACKAGE}._lazy", "inputs")}
    yield from _imports(imports)
    for spelling in dicts:
        yield from ("", "", f"class {spelling.name}(TypedDict, total=False):")
        yield from (*docstring(spelling.doc, 4), "")
        yield from (f"    {name}: {of_type}" for name, of_type in spelling.keys)
    yield ""
    yield from _inputs(plan)


def _inputs(plan: Plan) -> Iterator[str]:
    arguments = {parameter.model for operation in plan.operations for parameter in operation.parameters}
    names = sorted(name for name in arguments if name)
    yield from ("", "if TYPE_CHECKING:")
    yield from (f"    from {PACKAGE}.models.{plan.schemas[name].module} import {name}" for name in names)
    for name in names:
        head, forms = f"{name}Input: TypeAlias = ", " | ".join([name, *(form.name for form in plan.dicts[name])])
        yield ""
        yield from [f"    {head}{forms}"] if fits(head + forms, 4) else [f"    {head}(", f"        {forms}", "    )"]
        yield f'    """`{name}`, or a dict with either spelling of its names."""'
    yield from ("", "else:  # imports a model when its type is first asked for")
    yield from laid_out(call("__getattr__, __dir__ = inputs", ("__name__", *map(quoted, names))), 4)


def _imports(imports: Iterable[Import]) -> Iterator[str]:
    """Gives import lines: standard library, pydantic, and ours, each with its names in order."""
    previous = None
    for (module, _), items in groupby(sorted(imports, key=_import_order), _import_line):
        group = _import_group(module)
        if previous not in (None, group):
            yield ""
        previous = group
        yield from import_lines(module, [item.name for item in items])


def _import_line(item: Import) -> tuple[str, str]:
    """Gives what is the same for names on one line: the module, and no other name if it is `X as X`."""
    return item.module, item.name if " as " in item.name else ""


def _import_order(item: Import) -> tuple[int, str, int, str]:
    kind = 0 if item.name.isupper() else 1 if item.name[0].isupper() else 2  # a constant, a class, a function
    return _import_group(item.module), item.module, kind, item.name.lower()


def _import_group(module: str) -> int:
    if module.startswith(PACKAGE):
        return 2
    return 1 if module in ("pydantic", "typing_extensions", "urllib3") else 0


# Lazy packages


def _models_package(plan: Plan) -> str:
    doc = "The models, one module each, imported when first asked for; hand-written mixins are in `_behaviour`."
    return _lazy_package(f"{PACKAGE}.models", doc, {schema.module: (name,) for name, schema in plan.schemas.items()})


def _api_package(plan: Plan, flavour: Flavour) -> str:
    doc = "The operations, as rows of data and as methods." if flavour is SYNC else "The operations, to be awaited."
    return _lazy_package(f"{flavour.package}.api", doc, {plan.api_module: (plan.api_class,)})


def _package(plan: Plan) -> str:
    exports = {"_version": ("__version__",), f"api.{plan.api_module}": (plan.api_class,), "exceptions": plan.exceptions}
    for name, module in HAND_WRITTEN_EXPORTS.items():
        exports[module] = (*exports.get(module, ()), name)
    doc = "Client for the checkout operations of Order Capture; names are imported on first use."
    return _lazy_package(PACKAGE, doc, exports, SUBMODULES, reexport="models")


def _lazy_package(
    package: str,
    doc: str,
    exports: dict[str, tuple[str, ...]],
    submodules: tuple[str, ...] = (),
    reexport: str | None = None,
) -> str:
    """Return a package that imports each name from its module when the name is first asked for."""
    lines = [f'"""{doc}"""', "", f"from {PACKAGE}._lazy import TYPE_CHECKING, attach"]
    lines += ["", "if TYPE_CHECKING:"]
    lines += [f"    from {package} import {name} as {name}" for name in submodules]
    for module, names in sorted(exports.items()):
        for name in sorted(names, key=str.lower):
            lines += [f"    {line}" for line in import_lines(f"{package}.{module}", [f"{name} as {name}"], 4)]
    lines += [f"    from {package}.{reexport} import *  # noqa: F403"] if reexport else []
    lines += ["", "if not TYPE_CHECKING:  # otherwise, type checkers would take any name"]
    lines += ["    __getattr__, __dir__, __all__ = attach(", "        __name__,", "        {"]
    lines += [f"            {line}" for module, names in sorted(exports.items()) for line in _export(module, names)]
    lines += ["        },"]
    lines += laid_out(Brackets("submodules=(", tuple(map(quoted, submodules)), ")"), 8, ",") if submodules else []
    lines += [f"        reexport={quoted(reexport)},"] if reexport else []
    return _text([*lines, "    )"])


def _export(module: str, names: tuple[str, ...]) -> list[str]:
    """Return the entry of a module: its names, separated by spaces, on as many lines as they need."""
    texts = [quoted(line) for line in textwrap.wrap(" ".join(sorted(names)), 96)]
    if len(texts) == 1:
        return [f"{quoted(module)}: {texts[0]},"]
    return [f"{quoted(module)}: (", *(f'    {text[:-1]} "' for text in texts[:-1]), f"    {texts[-1]}", "),"]


# Operations


def _service(plan: Plan) -> str:
    lines = ['"""Version and servers of the contract."""', "", f"CONTRACT_VERSION = {quoted(plan.version)}", ""]
    lines += ["SERVERS = ("]
    lines += [f"    ({quoted(server.url)}, {quoted(server.description)})," for server in plan.servers]
    lines += [")", '"""Address and description, in the order that `server_index` counts."""']
    return _text(lines)


def _operations(plan: Plan) -> str:
    lines = ['"""The operations of the contract, a row each."""', "", "from __future__ import annotations", ""]
    lines += [f"from {PACKAGE} import models"]
    lines += import_lines(f"{PACKAGE}._core.operation", ["Operation", "Parameter", "Place", "Repeat"])
    for operation in plan.operations:
        lines += ["", *_row(operation)]
    return _text(lines)


def _row(plan: OperationPlan) -> list[str]:
    parameters: list[Expression] = []
    for parameter in plan.parameters:
        arguments = [quoted(parameter.name), f"Place.{parameter.place}"]
        arguments += [quoted(parameter.wire_name)] if parameter.wire_name else []
        arguments += [] if parameter.required else ["required=False"]
        arguments += [f"reserved=({', '.join(map(quoted, parameter.reserved))},)"] if parameter.reserved else []
        arguments += [f"model=lambda: models.{parameter.model}"] if parameter.model else []
        parameters.append(call("Parameter", arguments))
    return [
        f"{plan.constant}: Operation[models.{plan.result}] = Operation(",
        f'    name="{plan.name}",',
        f'    method="{plan.method}",',
        f'    path="{plan.path}",',
        *laid_out(Brackets("parameters=(", tuple(parameters), ")"), 4, ",", spread=True),
        f"    repeat=Repeat.{plan.repeat},",
        f"    success={plan.success},",
        f"    errors=frozenset({{{', '.join(map(str, plan.errors))}}}),",
        f"    result=lambda: models.{plan.result},",
        f"    error=lambda: models.{plan.error},",
        *([f"    creates={quoted(plan.creates)},"] if plan.creates else []),
        *([f"    echoes={quoted(plan.echoes)},"] if plan.echoes else []),
        ")",
    ]


def _api(plan: Plan, flavour: Flavour) -> str:
    lines = [f'"""{plan.api_doc}"""', "", "from __future__ import annotations", "", *_api_imports(plan, flavour)]
    lines += ["", "", f"class {plan.api_class}:", f'    """{plan.api_doc}', ""]
    lines += wrapped(
        "Each operation has three forms: `x` returns the model of the answer, `x_with_http_info` an `ApiResponse` "
        "with status and headers as well, and `x_without_preload_content` the raw response.",
        4,
    )
    lines += ['    """', "", "    def __init__(self, api_client: ApiClient | None = None) -> None:"]
    lines += ["        refuse_mixed(api_client, ApiClient)"]
    lines += ["        self.api_client: ApiClient = ApiClient.get_default() if api_client is None else api_client"]
    for operation in plan.operations:
        lines += ["", *_methods(operation, flavour)]
    return _text(lines)


def _api_imports(plan: Plan, flavour: Flavour) -> list[str]:
    arguments = {parameter.model for operation in plan.operations for parameter in operation.parameters}
    models = sorted({model for model in arguments if model} | {operation.result for operation in plan.operations})
    needed = {Import(f"{PACKAGE}.api.operations", operation.constant) for operation in plan.operations}
    needed |= {Import(f"{flavour.package}.api_client", name) for name in ("ApiClient", "CallOptions")}
    needed |= {
        Import("typing_extensions", "Unpack"),
        Import(PACKAGE, "models"),
        Import(f"{PACKAGE}._compat", "REFUSED_API_NAMES"),
        Import(f"{PACKAGE}._lazy", "LazyModule"),
        Import(f"{PACKAGE}._lazy", "aliases"),
        Import(f"{PACKAGE}.api_client", "refuse_mixed"),
        Import(f"{PACKAGE}.api_response", "ApiResponse"),
        Import(f"{PACKAGE}.rest", "RESTResponseType"),
    }
    homes = tuple(f'{quoted(name)}: "{PACKAGE}.models"' for name in models)
    elsewhere = call("__getattr__ = aliases", ("__name__", Brackets("{", homes, "}"), "REFUSED_API_NAMES"))
    return [
        "from typing import TYPE_CHECKING",
        "",
        *_imports(needed),
        "",
        "if TYPE_CHECKING:",
        f"    from {PACKAGE} import types",
        "else:",
        f'    types = LazyModule("{PACKAGE}.types")  # imported when the hints of a method are resolved',
        *laid_out(elsewhere, 4, spread=True),
    ]


def _methods(plan: OperationPlan, flavour: Flavour) -> Iterator[str]:
    yield from _signature(plan.name, plan, f"models.{plan.result}", flavour)
    yield from _method_docstring(plan)
    yield from _delegation("call", plan, flavour, ".data")
    yield ""
    yield from _signature(f"{plan.name}_with_http_info", plan, f"ApiResponse[models.{plan.result}]", flavour)
    yield f'        """Call `{plan.name}` and return status and headers with the data."""'
    yield from _delegation("call", plan, flavour)
    yield ""
    yield from _signature(f"{plan.name}_without_preload_content", plan, "RESTResponseType", flavour)
    yield f'        """Call `{plan.name}` and return the raw response; an error status raises nothing."""'
    yield from _delegation("call_without_preload_content", plan, flavour)


def _signature(name: str, plan: OperationPlan, result: str, flavour: Flavour) -> list[str]:
    arguments = ("self", *map(_argument, plan.parameters), "**options: Unpack[CallOptions]")
    return laid_out(Brackets(f"{flavour.define}{name}(", arguments, f") -> {result}:"), 4)


def _argument(plan: ParameterPlan) -> str:
    argument = f"{plan.name}: {' | '.join(plan.forms)}{'' if plan.required else ' | None = None'}"
    return argument if fits(argument, 8, ",") else argument.replace(" | ", "\n        | ")


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


def _delegation(function: str, plan: OperationPlan, flavour: Flavour, tail: str = "") -> list[str]:
    names = "".join(f"{parameter.name}, " for parameter in plan.parameters)
    arguments = f"({names.rstrip() if len(plan.parameters) == 1 else names.removesuffix(', ')})"
    arguments_of_call = (plan.constant, arguments, "options")
    if flavour.wait and tail:
        head = f"answer = {flavour.wait}self.api_client.{function}("
        return [*laid_out(Brackets(head, arguments_of_call, ")"), 8), f"        return answer{tail}"]
    head = f"return {flavour.wait}self.api_client.{function}("
    return laid_out(Brackets(head, arguments_of_call, f"){tail}"), 8)
