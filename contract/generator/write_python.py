"""Write the modules of the package: models, dicts, and packages with lazy names. The formatter breaks lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from contract.generator.annotations import dict_names, quoted
from contract.generator.names import HAND_WRITTEN_EXPORTS, INPUT_SUFFIX, PACKAGE
from contract.generator.plan import DictPlan, EnumPlan, FieldPlan, Import, ModelPlan, Plan, SchemaPlan, UnionPlan
from contract.generator.text import attribute_docstring, docstring, module_docstring
from contract.generator.write_operations import (
    ASYNC,
    SYNC,
    Flavour,
    api_module,
    contract_module,
    operations_module,
    prepare_module,
)

HEADER = "# Generated from contract/openapi.yaml by contract/generate.py; change those."

SUBMODULES = (
    "api",
    "api_client",
    "api_response",
    "configuration",
    "exceptions",
    "models",
    "rest",
    "sandbox",
    "testing",
    "transport",
    "types",
)
"""Modules that are attributes of the package without being imported, as in generated clients."""


def python_files(plan: Plan) -> dict[str, str]:
    """Return the text of each module by its path."""
    files = {
        "__init__": _package(plan),
        "_contract": contract_module(plan),
        "aio/api/__init__": _api_package(plan, ASYNC),
        "api/__init__": _api_package(plan, SYNC),
        "api/operations": operations_module(plan),
        "models/__init__": _models_package(plan),
        "types": _types(plan),
    }
    for api in plan.apis:
        files |= {f"api/{api.module}": api_module(api, SYNC), f"aio/api/{api.module}": api_module(api, ASYNC)}
        files[f"api/{api.prepare_module}"] = prepare_module(api)
    for schema in plan.schemas.values():
        files[f"models/{schema.module}"] = _schema_module(schema, plan)
    return {f"{PACKAGE}/{path}.py": _text(lines) for path, lines in files.items()}


def _text(lines: Iterable[str]) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


def import_lines(imports: Iterable[Import]) -> Iterator[str]:
    """Return an import for each name; the formatter joins and orders them."""
    yield from (f"from {item.module} import {item.name}" for item in sorted(set(imports)))


# Models


def _schema_module(schema: SchemaPlan, plan: Plan) -> Iterator[str]:
    yield from (module_docstring(schema.doc), "")
    if schema.home != schema.module:
        yield f"from {PACKAGE}.models.{schema.home} import {schema.name} as {schema.name}"
    elif schema.module in plan.circles:
        yield from _circle([plan.schemas[name] for name in plan.circles[schema.module]])
    elif isinstance(schema, EnumPlan):
        yield from _enum(schema)
    else:
        yield from import_lines(schema.imports)
        yield ""
        yield from _model(schema) if isinstance(schema, ModelPlan) else _union(schema)


def _circle(schemas: list[SchemaPlan]) -> Iterator[str]:
    """Write schemas that refer to each other: models, the aliases of several, and then the code that needs those."""
    models = [schema for schema in schemas if isinstance(schema, ModelPlan)]
    unions = [schema for schema in schemas if isinstance(schema, UnionPlan)]
    both: list[ModelPlan | UnionPlan] = [*models, *unions]
    yield from import_lines(item for schema in both for item in schema.imports)
    for text in (*map(_model, models), *map(_union, unions)):
        yield ""
        yield from text
    yield ""
    yield from (f"{model.name}.model_rebuild()" for model in models)


def _model(plan: ModelPlan) -> Iterator[str]:
    yield f"class {plan.name}({', '.join(plan.bases)}):"
    yield from docstring(plan.doc, 4)
    yield ""
    for field in plan.fields:
        yield from _field(field)
    if plan.others is not None:
        yield "    if not TYPE_CHECKING:  # type checkers would take it for a field"
        yield f"        __pydantic_extra__: {plan.others}"


def _field(plan: FieldPlan) -> Iterator[str]:
    default = "" if plan.required else " = None"
    annotation = plan.annotation
    if plan.alias:
        annotation = f"Annotated[{annotation}, Field(alias={quoted(plan.alias)})]"
    yield f"    {plan.name}: {annotation}{default}"
    yield from attribute_docstring(plan.doc, 4)


def _union(plan: UnionPlan) -> Iterator[str]:
    models = " | ".join(dict.fromkeys(model for _, model in plan.alternatives))
    by_value = ", ".join(f"{quoted(value)}: {model}" for value, model in plan.alternatives)
    mark = f"OneOf({quoted(plan.discriminator)}, {quoted(plan.field)}, {{{by_value}}})"
    yield f"{plan.name}: TypeAlias = Annotated[{models}, {mark}]"
    yield from attribute_docstring(plan.doc, 0)


def _enum(plan: EnumPlan) -> Iterator[str]:
    imports = {Import("typing", name) for name in ("Annotated", "Literal", "TypeAlias")}
    imports |= {Import(f"{PACKAGE}._model.types", name) for name in ("OPEN", "UnknownValue", "WireEnum")}
    yield from import_lines(imports)
    yield from ("", f"class {plan.name}(WireEnum):")
    yield from docstring(plan.doc, 4)
    yield ""
    yield from (f"    {name} = {quoted(value)}" for name, value in plan.members)
    values = ", ".join(quoted(value) for _, value in plan.members)
    yield from ("", f"{plan.value_alias}: TypeAlias = Annotated[{plan.name} | Literal[{values}] | UnknownValue, OPEN]")
    yield f'"""Member of `{plan.name}`, or its text; answers may have other text, which is refused when it is sent."""'


# Dicts


def _types(plan: Plan) -> Iterator[str]:
    yield from ('"""Types of what a request accepts: dicts in place of models, and the inputs of the methods."""', "")
    dicts = [spelling for spellings in plan.dicts.values() for spelling in spellings]
    inputs = [plan.schemas[name] for name in sorted(_names_of_arguments(plan))]
    yield from import_lines(_imports_of_types(dicts, inputs))
    models = [schema for schema in inputs if not isinstance(schema, EnumPlan)]
    if models:
        yield from (f"from {PACKAGE}._lazy import inputs", "from typing import TYPE_CHECKING, TypeAlias")
    for spelling in dicts:
        yield from _dict(spelling)
    if models:
        yield ""
        yield from _inputs(models)


def _imports_of_types(dicts: list[DictPlan], inputs: list[SchemaPlan]) -> set[Import]:
    exported = {_exported(schema) for schema in inputs if isinstance(schema, EnumPlan)}
    hidden = {Import(item.module, item.name.partition(" ")[0]) for item in exported}
    return {item for spelling in dicts for item in spelling.imports} - hidden | exported


def _dict(plan: DictPlan) -> Iterator[str]:
    yield from ("", f"class {plan.name}(TypedDict, total=False):")
    yield from (*docstring(plan.doc, 4), "")
    yield from (f"    {name}: {of_type}" for name, of_type in plan.keys)


def _names_of_arguments(plan: Plan) -> set[str]:
    """Return the schemas that methods take, also as items of a list."""
    parameters = [parameter for operation in plan.operations for parameter in operation.parameters]
    return {name for parameter in parameters if (name := parameter.documented.schema_within)}


def _exported(schema: EnumPlan) -> Import:
    """Return the import of the type for an enum's values, which others find here, too."""
    return Import(f"{PACKAGE}.models.{schema.home}", f"{schema.value_alias} as {schema.value_alias}")


def _inputs(schemas: list[ModelPlan | UnionPlan]) -> Iterator[str]:
    yield "if TYPE_CHECKING:"
    yield from (f"    from {PACKAGE}.models.{schema.home} import {schema.name}" for schema in schemas)
    for schema in schemas:
        forms = [schema.name, *(name for model in _alternatives(schema) for name in dict_names(model))]
        yield ""
        yield f"    {schema.name}{INPUT_SUFFIX}: TypeAlias = {' | '.join(forms)}"
        yield f'    """`{schema.name}`, or a dict with either spelling of its names."""'
    yield from ("", "else:  # imports a model when its type is first asked for")
    yield f"    __getattr__, __dir__ = inputs({', '.join(['__name__', *_input_arguments(schemas)])})"


def _input_arguments(schemas: list[ModelPlan | UnionPlan]) -> list[str]:
    arguments = [quoted(schema.name) for schema in schemas if isinstance(schema, ModelPlan)]
    unions = [schema for schema in schemas if isinstance(schema, UnionPlan)]
    if unions:
        entries = (f"{quoted(union.name)}: ({', '.join(map(quoted, _alternatives(union)))},)" for union in unions)
        arguments.append(f"unions={{{', '.join(entries)}}}")
    return arguments


def _alternatives(schema: ModelPlan | UnionPlan) -> list[str]:
    """Return the models that a schema may be."""
    return (
        [schema.name]
        if isinstance(schema, ModelPlan)
        else list(dict.fromkeys(model for _, model in schema.alternatives))
    )


# Lazy packages


def _models_package(plan: Plan) -> Iterator[str]:
    doc = "The models, one module each, imported when first asked for; hand-written mixins are in `_behaviour`."
    return _lazy_package(f"{PACKAGE}.models", doc, {schema.module: (name,) for name, schema in plan.schemas.items()})


def _api_package(plan: Plan, flavour: Flavour) -> Iterator[str]:
    doc = "The operations, as rows of data and as methods." if flavour is SYNC else "The operations, to be awaited."
    exports: dict[str, tuple[str, ...]] = {api.module: (api.name,) for api in plan.apis}
    if flavour is SYNC:
        exports |= {api.prepare_module: (api.prepare_name,) for api in plan.apis}
    return _lazy_package(f"{flavour.package}.api", doc, exports)


def _package(plan: Plan) -> Iterator[str]:
    exports = {"_version": ("__version__",), "exceptions": plan.exceptions}
    exports |= {f"api.{api.module}": (api.name,) for api in plan.apis}
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
) -> Iterator[str]:
    """Write a package that imports each name from its module when the name is first asked for."""
    yield from (f'"""{doc}"""', "", f"from {PACKAGE}._lazy import TYPE_CHECKING, attach", "", "if TYPE_CHECKING:")
    yield from (f"    from {package} import {name} as {name}" for name in submodules)
    for module, names in sorted(exports.items()):
        yield from (f"    from {package}.{module} import {name} as {name}" for name in sorted(names, key=str.lower))
    if reexport:
        yield f"    from {package}.{reexport} import *  # noqa: F403"
    yield from ("", "if not TYPE_CHECKING:  # otherwise, type checkers would take any name")
    yield from ("    __getattr__, __dir__, __all__ = attach(", "        __name__,", "        {")
    yield from (f"            {_export(module, names)}," for module, names in sorted(exports.items()))
    yield "        },"
    if submodules:
        yield f"        submodules=({', '.join(map(quoted, submodules))}),"
    if reexport:
        yield f"        reexport={quoted(reexport)},"
    yield "    )"


def _export(module: str, names: tuple[str, ...]) -> str:
    """Return the entry of a module: its names, separated by spaces, on as many lines as they need."""
    texts = [quoted(line) for line in textwrap.wrap(" ".join(sorted(names)), 96)]
    lines = [f'{text[:-1]} "' for text in texts[:-1]] + texts[-1:]
    return f"{quoted(module)}: {lines[0] if len(lines) == 1 else '(' + ' '.join(lines) + ')'}"
