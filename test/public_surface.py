"""The public surface as text: one line per name, so that a change of it shows up as a diff.

`python -m test.public_surface` prints it; redirect that into `test/data/public_surface.txt` when the change is made on
purpose, and write it into the changelog.
"""

from __future__ import annotations

import enum
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType, UnionType
from typing import Any, TypeGuard, get_args, get_origin

from pydantic import BaseModel
from typing_extensions import is_typeddict

from order_capture_client._model.base import Model
from order_capture_client._model.types import WireEnum

SNAPSHOT = Path(__file__).parent / "data" / "public_surface.txt"

MODULES = (
    "order_capture_client",
    "order_capture_client.aio",
    "order_capture_client.aio.api",
    "order_capture_client.aio.api.checkout_api",
    "order_capture_client.aio.api_client",
    "order_capture_client.aio.rest",
    "order_capture_client.amount",
    "order_capture_client.api",
    "order_capture_client.api.checkout_api",
    "order_capture_client.api.operations",
    "order_capture_client.api.prepare_checkout_api",
    "order_capture_client.api_client",
    "order_capture_client.api_response",
    "order_capture_client.bulk",
    "order_capture_client.bulk.aio",
    "order_capture_client.bulk.api",
    "order_capture_client.bulk.input",
    "order_capture_client.bulk.outcome",
    "order_capture_client.bulk.progress",
    "order_capture_client.bulk.results",
    "order_capture_client.configuration",
    "order_capture_client.drift",
    "order_capture_client.exceptions",
    "order_capture_client.field_types",
    "order_capture_client.hooks",
    "order_capture_client.models",
    "order_capture_client.otel",
    "order_capture_client.prepared_request",
    "order_capture_client.rest",
    "order_capture_client.sandbox",
    "order_capture_client.sandbox.checkout",
    "order_capture_client.sandbox.pricing",
    "order_capture_client.sandbox.sandbox",
    "order_capture_client.testing",
    "order_capture_client.transport",
    "order_capture_client.types",
)
"""The modules that users import from; names in other modules may move without notice."""


def surface() -> Iterator[str]:
    """Yield every public name with its target, and, once for each target, its signature, fields, members or keys."""
    shown: set[int] = set()
    kinds = {id(getattr(module, name)) for module in modules() for name in exported(module)}
    for kind in (Model, WireEnum):
        yield f"# every {kind.__name__}"
        yield from members(kind, kinds)
    for module in modules():
        yield f"# {module.__name__}"
        for name in sorted(exported(module)):
            value = getattr(module, name)
            yield f"{name}: {brief(value)}"
            if is_class(value) and id(value) not in shown and is_ours(value):
                shown.add(id(value))
                yield from (f"    {line}" for line in members(value, kinds))


def modules() -> list[ModuleType]:
    """Return the public modules, imported."""
    return [importlib.import_module(name) for name in MODULES]


def exported(module: ModuleType) -> set[str]:
    """Return the names that a module promises: its `__all__`, or all that it defines itself."""
    names = (name for name in dir(module) if not name.startswith("_"))
    return set(getattr(module, "__all__", ())) or {
        name
        for name in names
        if getattr(getattr(module, name), "__module__", None) == module.__name__ or name.endswith("Input")
    }


def functions(module: ModuleType) -> Iterator[FunctionType]:
    """Yield the functions that a module exports, and the methods of the classes that it exports."""
    for value in (getattr(module, name) for name in sorted(exported(module))):
        if inspect.isfunction(value):
            yield value
        elif is_class(value) and is_ours(value):
            names = {name for kind in value.__mro__ if is_ours(kind) for name in vars(kind)}
            found = (function_of(inspect.getattr_static(value, name)) for name in sorted(names))
            yield from (method for method in found if inspect.isfunction(method) and is_ours(method))


def function_of(value: Any) -> Any:
    """Return the function behind a method or a property, or the value as it is."""
    if isinstance(value, (classmethod, staticmethod)):
        return value.__func__
    return value.fget if isinstance(value, property) else value


def is_ours(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).startswith("order_capture_client")


def is_class(value: Any) -> TypeGuard[type]:
    return isinstance(value, type) and get_origin(value) is None  # an alias of a generic is a type to Python 3.10


def brief(value: Any) -> str:
    """Return the meaning of a name in one line."""
    if inspect.ismodule(value):
        return "module"
    if is_class(value):
        bases = [base.__name__ for base in value.__mro__[1:-1] if base.__module__ in (*MODULES, "builtins", "enum")]
        return (
            f"class {value.__name__}({', '.join(name for name in bases if name != 'ReprEnum')})"  # new in Python 3.11
        )
    if inspect.isfunction(value):
        return str(inspect.signature(value))
    if isinstance(value, UnionType) and all("._" not in kind.__module__ for kind in get_args(value)):
        return " | ".join(kind.__name__ for kind in get_args(value))
    return "value"


def members(kind: type, public: set[int]) -> Iterator[str]:
    """Yield the attributes of a class, except those that it inherits from another public class."""
    if is_typeddict(kind):
        required: frozenset[str] = kind.__required_keys__  # type: ignore[attr-defined]
        yield f"keys {', '.join(f'{key}' if key in required else f'{key}?' for key in kind.__annotations__)}"
        return
    if issubclass(kind, enum.Enum):
        yield from (f"{member.name} = {member.value!r}" for member in kind)
    if issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield f"{name}: {field.alias}{'' if field.is_required() else '?'}"
    elif "__init__" in vars(kind) and not getattr(kind, "_is_protocol", False):
        yield f"__init__{inspect.signature(kind.__init__)}"
    own = [base for base in kind.__mro__ if is_ours(base) and (base is kind or id(base) not in public)]
    if kind not in (Model, WireEnum):
        own = [base for base in own if base not in (*Model.__mro__, *WireEnum.__mro__)]  # shown once
    elsewhere = {name for base in kind.__mro__ if is_ours(base) and base not in own for name in vars(base)}
    for name in sorted({name for base in own for name in vars(base)}):
        if name in elsewhere and inspect.ismemberdescriptor(vars(kind).get(name)):
            continue  # Python 3.10 gives a dataclass the slots of its base once more
        yield from member(kind, name)


def member(kind: type, name: str) -> Iterator[str]:
    """Yield the line of one attribute; of private and special ones only those that make a context or an iterator."""
    value = inspect.getattr_static(kind, name)
    if name.startswith("_") and name not in {"__enter__", "__exit__", "__aenter__", "__aexit__", "__iter__"}:
        return
    if isinstance(value, (classmethod, staticmethod)):
        value = value.__func__
    if inspect.isfunction(value):
        yield f"{name}{inspect.signature(value)}"
    elif not isinstance(value, enum.Enum):
        yield f"{name}: {'property' if isinstance(value, property) else 'attribute'}"


if __name__ == "__main__":
    print(*surface(), sep="\n")
