"""The parts of a model that tools read: the signature of its constructor, and the descriptions of its fields.

Both are made when they are first asked for. Importing the models does nothing for them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from order_capture_client._model.marks import TakesAnyField
from order_capture_client._model.types import UnknownValue

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

_MODELS = f"{__name__.partition('.')[0]}.models."


def show_signature(model: type[Model]) -> None:
    """Show Python names, and types as a reader writes them, in the signature of a model without an `__init__` of its own."""
    if not model.__pydantic_custom_init__:
        model.__signature__ = _SIGNATURE  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]


class DescribedFields(property):
    """The `model_fields` of models, with the descriptions of the contract."""

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        model: type[Model] = type(instance) if owner is None else owner  # pyright: ignore[reportAssignmentType]
        _describe(model)
        return BaseModel.__dict__["model_fields"].__get__(instance, owner)


class _LazySignature:
    def __get__(self, instance: object, owner: type[Model]) -> inspect.Signature:
        if instance is not None:  # of a subclass that can be called
            raise AttributeError("__signature__")
        return _signature(owner)


_SIGNATURE = _LazySignature()


class _Parameter(inspect.Parameter):
    """A parameter whose text shows the type without its marks; `annotation` is the type with them."""

    def __str__(self) -> str:
        default = "" if self.default is self.empty else f" = {self.default!r}"
        return f"{self.name}: {type_text(self.annotation)}{default}"


@cache
def _signature(model: type[Model]) -> inspect.Signature:
    named: list[inspect.Parameter] = [
        _Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_default(field), annotation=field.rebuild_annotation())
        for name, field in model.__pydantic_fields__.items()
    ]
    if issubclass(model, TakesAnyField):
        named.append(inspect.Parameter("additional_properties", inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(named)


def _default(field: FieldInfo) -> Any:
    if field.is_required():
        return inspect.Parameter.empty
    return field.default if field.default_factory is None else ...


def type_text(annotation: Any) -> str:
    """Return a type as a reader writes it: `list[ItemRequest] | None`."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_text(parts[0])
    if origin is Literal:  # the texts of an enum that stands next to it
        return "str" if all(isinstance(part, str) for part in parts) else repr(annotation).removeprefix("typing.")
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(type_text(part) for part in parts))
    if origin is not None and parts:
        return f"{origin.__name__}[{', '.join(map(type_text, parts))}]"
    if annotation is UnknownValue:
        return "str"
    if annotation is type(None):
        return "None"
    return annotation.__name__ if isinstance(annotation, type) else repr(annotation).removeprefix("typing.")


@cache
def _describe(model: type[Model]) -> None:
    """Describe each field of the contract by its docstring."""
    for kind in model.__mro__:
        if not kind.__module__.startswith(_MODELS):
            continue
        for name, text in _docstrings(kind.__module__).get(kind.__name__, {}).items():
            field = model.__pydantic_fields__.get(name)
            if field is not None and field.description is None:
                field.description = text


@cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """Return the docstrings of fields by class and name; Python keeps them in the source alone."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:  # a program that was packed without sources
        return {}
    return {node.name: dict(_documented(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _documented(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in zip(node.body, node.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                yield name, inspect.cleandoc(doc)
            case _:
                pass
