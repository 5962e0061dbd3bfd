"""Writes `openapi_generator_surface.json`: the public surface of a client made by OpenAPI Generator from our contract.

How the list was made, with Java 17 and the folder `<generated>` outside this repository:

    python -m pip install openapi-generator-cli==7.26.0 "pydantic>=2.11" "urllib3>=2.7" "python-dateutil>=2.8.2"
    openapi-generator-cli generate -g python --package-name order_capture_client \
        -i test/data/order-capture.openapi.json -o <generated>
    PYTHONPATH=<generated> python test/data/openapi_generator_surface.py

What is public: every name without a leading underscore that the package itself defines, and every such name that
another of its modules imports (`order_capture_client.rest.ApiException`). Names that a module merely imports from
elsewhere (`json`, `Optional`, `BaseModel`) are not. Signatures are without `self`, `cls` and annotations; a default
that is not a plain value is `...`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

PACKAGE = "order_capture_client"
TARGET = Path(__file__).with_suffix(".json")
GENERATOR = "openapi-generator-cli 7.26.0 generate -g python --package-name order_capture_client"

Names = dict[str, Any]


def main() -> None:
    """Read the package that is on the path and write the list beside this file."""
    modules = {name: importlib.import_module(name) for name in sorted(module_names())}
    if "OpenAPI Generator" not in (modules[PACKAGE].__doc__ or ""):
        raise SystemExit(f"{PACKAGE} on the path was not made by OpenAPI Generator")
    TARGET.write_text(json.dumps(surface(modules), indent=1) + "\n", encoding="utf-8", newline="\n")


def surface(modules: dict[str, types.ModuleType]) -> Names:
    """The whole list, one section per kind of name."""
    found: Names = {"generator": GENERATOR, "modules": list(modules), "all": sorted(modules[PACKAGE].__all__)}
    sections = ("constants", "typed_dicts", "functions", "classes", "models", "model_methods", "enums", "enum_methods")
    found |= {section: {} for section in (*sections, "exports")}
    for module_name, module in modules.items():
        defined, imported = top_level_names(module)
        for name in sorted(defined):
            add(found, f"{module_name}.{name}", getattr(module, name))
        if imported:
            found["exports"][module_name] = dict(sorted(imported.items()))
    for path, instance in instances(modules):
        found["classes"][path]["instance"] = sorted(name for name in vars(instance) if is_public(name))
    return found


def add(found: Names, path: str, value: object) -> None:
    """Put one name into its section."""
    if typing.is_typeddict(value):
        found["typed_dicts"][path] = list(value.__annotations__)
    elif isinstance(value, types.FunctionType):
        found["functions"][path] = signature(value)
    elif is_own_class(value):
        add_class(found, path, value)
    else:
        found["constants"][path] = constant(path, value)


def add_class(found: Names, path: str, cls: type) -> None:
    """Put one class into its section."""
    if issubclass(cls, Enum):
        found["enums"][path] = {member.name: member.value for member in cls}
        same_for_all(found["enum_methods"], cls)
    elif ".models." in path and issubclass(cls, BaseModel):
        found["models"][path] = {name: field(cls, name) for name in cls.model_fields}
        same_for_all(found["model_methods"], cls)
    else:
        builtin = issubclass(cls, Exception) and not isinstance(cls.__init__, types.FunctionType)
        found["classes"][path] = {
            "bases": [base.__name__ for base in cls.__bases__ if base is not object],
            "signature": "(*args)" if builtin else signature(cls),
            **members(cls),
        }


def same_for_all(methods: Names, cls: type) -> None:
    """What all models have, or all enums, is kept once."""
    found = members(cls)
    if methods and methods != found:
        raise SystemExit(f"the methods of {cls.__name__} differ from those of its kin")
    methods.update(found)


def members(cls: type) -> Names:
    """What the class itself defines, by kind; kinds that it has none of are left out."""
    kinds: dict[str, Names] = {
        "methods": {},
        "classmethods": {},
        "staticmethods": {},
        "properties": {},
        "attributes": {},
    }
    fields = cls.model_fields if issubclass(cls, BaseModel) else ()
    for name, value in sorted(vars(cls).items()):
        if not is_public(name) or name in fields or (issubclass(cls, Enum) and name in cls.__members__):
            continue
        if isinstance(value, property):
            kinds["properties"][name] = "settable" if value.fset else "read-only"
        elif isinstance(value, classmethod):
            kinds["classmethods"][name] = signature(value.__func__, bound=True)
        elif isinstance(value, staticmethod):
            kinds["staticmethods"][name] = signature(value.__func__)
        elif callable(value):
            kinds["methods"][name] = signature(value, bound=True)
        else:
            kinds["attributes"][name] = type(value).__name__
    return {kind: names for kind, names in kinds.items() if names}


def instances(modules: dict[str, types.ModuleType]) -> Iterator[tuple[str, object]]:
    """One instance of each class whose instances carry attributes of their own."""
    api_client, exceptions, rest = (modules[f"{PACKAGE}.{name}"] for name in ("api_client", "exceptions", "rest"))
    configuration = modules[f"{PACKAGE}.configuration"].Configuration()
    yield f"{PACKAGE}.configuration.Configuration", configuration
    yield f"{PACKAGE}.api_client.ApiClient", api_client.ApiClient(configuration)
    yield f"{PACKAGE}.api.checkout_api.CheckoutApi", modules[f"{PACKAGE}.api.checkout_api"].CheckoutApi()
    yield f"{PACKAGE}.rest.RESTClientObject", rest.RESTClientObject(configuration)
    answer = types.SimpleNamespace(status=200, reason="OK", headers={}, data=b"")
    yield f"{PACKAGE}.rest.RESTResponse", rest.RESTResponse(answer)
    yield f"{PACKAGE}.api_response.ApiResponse", api_client.ApiResponse(status_code=200, data=None, raw_data=b"")
    yield f"{PACKAGE}.exceptions.ApiException", exceptions.ApiException()
    for name in ("ApiTypeError", "ApiValueError", "ApiAttributeError", "ApiKeyError"):
        yield f"{PACKAGE}.exceptions.{name}", getattr(exceptions, name)("message")


def module_names() -> Iterator[str]:
    """Every module of the package."""
    package = importlib.import_module(PACKAGE)
    yield PACKAGE
    yield from (module.name for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."))


def top_level_names(module: types.ModuleType) -> tuple[set[str], dict[str, str]]:
    """The public names that a module defines, and those that it imports from its own package, with their origin."""
    defined: set[str] = set()
    imported: dict[str, str] = {}
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
            defined.add(statement.name)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            defined |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(PACKAGE):
            imported |= {alias.asname or alias.name: f"{statement.module}.{alias.name}" for alias in statement.names}
    defined = {name for name in defined if is_public(name) or name == "__version__"}
    return defined, {name: origin for name, origin in imported.items() if is_public(name)}


def signature(function: Callable[..., object], bound: bool = False) -> str:
    """The parameters as they are written in Python: names, order, kinds and plain defaults."""
    parameters = list(inspect.signature(function).parameters.values())[1 if bound else 0 :]
    plain = [
        parameter.replace(
            annotation=parameter.empty,
            default=parameter.empty if parameter.default is parameter.empty else Shown(parameter.default),
        )
        for parameter in parameters
    ]
    return str(inspect.Signature(plain))


class Shown:
    """A default as it is shown in a signature."""

    def __init__(self, value: object) -> None:
        self.text = simple(value) or "..."

    def __repr__(self) -> str:
        return self.text


def field(model: type[BaseModel], name: str) -> str:
    """One field in a line: presence, name on the wire, type."""
    info = model.model_fields[name]
    presence = "required" if info.is_required() else "optional"
    return f"{presence} {info.alias or name}: {base_type(info.annotation)}"


def base_type(annotation: object) -> str:
    """The Python type without `Optional`, strictness and other pydantic extras."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return base_type(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return " | ".join(base_type(argument) for argument in arguments if argument is not type(None))
    if origin in (list, dict):
        return f"{origin.__name__}[{', '.join(base_type(argument) for argument in arguments)}]"
    if annotation in (str, int, float, bool, datetime) or is_own_class(annotation):
        return annotation.__name__
    raise SystemExit(f"cannot name the type {annotation!r}")


def constant(path: str, value: object) -> str:
    """A plain value as it is; what stands for a type says so; the version is each package's own."""
    if isinstance(value, type) or typing.get_origin(value) is not None:
        return "type"
    return (None if path.endswith(".__version__") else simple(value)) or type(value).__name__


def simple(value: object) -> str | None:
    """The text of a plain value, or nothing; collections are sorted where they have no order."""
    if value is None or isinstance(value, (bool, int)):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, (set, frozenset)) and all(isinstance(item, str) for item in value):
        return "{" + ", ".join(json.dumps(item) for item in sorted(value)) + "}"
    return None


def is_own_class(value: object) -> typing.TypeGuard[type]:
    """Whether a value is a class that this package defines, and not another's under a name of its own."""
    return isinstance(value, type) and value.__module__.startswith(PACKAGE)


def is_public(name: str) -> bool:
    """Whether a name has no leading underscore."""
    return not name.startswith("_")


if __name__ == "__main__":
    main()
