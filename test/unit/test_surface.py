"""The public surface is that of a client made by OpenAPI Generator, except for the differences listed here.

`data/openapi_generator_surface.json` is that client's surface; the script next to it created the list.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fnmatch import fnmatchcase
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter
from typing_extensions import is_typeddict

from order_capture_client._model.types import UnknownValue
from test.paths import DATA

SURFACE: dict[str, Any] = json.loads((DATA / "openapi_generator_surface.json").read_text(encoding="utf-8"))

REFUSED = "Inner machinery is refused by name, with its replacement: a call is three steps and one socket."

REFUSED_NAME = "Inner machinery, or of a scheme that the contract does not have: refused by name."

DIFFERENT_ON_PURPOSE = {
    "*: float | int": "Numbers are Decimal: an amount is exact in and out.",
    "*.CheckoutApi.*: options by position": "Options are keywords: no dozen of positions to get wrong.",
    "order_capture_client.api_client.ApiClient.NATIVE_TYPES_MAPPING": REFUSED,
    "order_capture_client.api_client.ApiClient.PRIMITIVE_TYPES": REFUSED,
    "order_capture_client.api_client.ApiClient.call_api": REFUSED,
    "order_capture_client.api_client.ApiClient.deserialize": REFUSED,
    "order_capture_client.api_client.ApiClient.explode_query_object": REFUSED,
    "order_capture_client.api_client.ApiClient.files_parameters": REFUSED,
    "order_capture_client.api_client.ApiClient.param_serialize": REFUSED,
    "order_capture_client.api_client.ApiClient.parameters_to_tuples": REFUSED,
    "order_capture_client.api_client.ApiClient.parameters_to_url_query": REFUSED,
    "order_capture_client.api_client.ApiClient.response_deserialize": REFUSED,
    "order_capture_client.api_client.ApiClient.sanitize_for_serialization": REFUSED,
    "order_capture_client.api_client.ApiClient.select_header_accept": REFUSED,
    "order_capture_client.api_client.ApiClient.select_header_content_type": REFUSED,
    "order_capture_client.api_client.ApiClient.update_params_for_auth": REFUSED,
    "order_capture_client.api_client.ApiClient().rest_client": REFUSED,
    "order_capture_client.api_client.RequestSerialized": REFUSED_NAME,
    "order_capture_client.api.checkout_api.RequestSerialized": REFUSED_NAME,
    "order_capture_client.configuration.BasicAuthSetting": REFUSED_NAME,
    "order_capture_client.configuration.BearerFormatAuthSetting": REFUSED_NAME,
    "order_capture_client.configuration.GenericAuthSetting": REFUSED_NAME,
    "order_capture_client.configuration.HTTPSignatureAuthSetting": REFUSED_NAME,
    "order_capture_client.configuration.JSON_SCHEMA_VALIDATION_KEYWORDS": REFUSED_NAME,
    "order_capture_client.configuration.OAuth2AuthSetting": REFUSED_NAME,
    "order_capture_client.rest.RESTClientObject": REFUSED_NAME,
    "order_capture_client.rest.RESTClientObject[.:(]*": "RESTClientObject is refused by name.",
    "order_capture_client.rest.RESTResponse": REFUSED_NAME,
    "order_capture_client.rest.RESTResponse[.:(]*": "RESTResponse is refused by name.",
    "order_capture_client.rest.SUPPORTED_SOCKS_PROXIES": REFUSED_NAME,
    "order_capture_client.rest.contenttype_matches": REFUSED_NAME,
    "order_capture_client.rest.is_socks_proxy_url": REFUSED_NAME,
    "order_capture_client.api_response.ApiResponse: bases": "A frozen dataclass: it carries, it does not validate.",
    "order_capture_client.api_response.ApiResponse.model_config": "Not a pydantic model: nothing to configure.",
}
"""Names or patterns of entries, each with its reason. Every entry that a line covers must differ in fact."""

Difference = str | None
"""Return the difference in words, or None."""


@dataclass(frozen=True)
class Entry:
    """One thing that the generated client offers, and how to find out whether ours does."""

    name: str
    difference: Callable[[], Difference]

    def found(self) -> Difference:
        """The difference, where a name that is not there is one, too."""
        try:
            return self.difference()
        except (AttributeError, ImportError, KeyError) as error:
            return f"not there: {type(error).__name__}: {error}"


# The list, entry by entry


def entries() -> Iterator[Entry]:
    """Everything on the list, each name once."""
    for module in SURFACE["modules"]:
        yield Entry(module, partial(same_module, module))
    yield Entry("from order_capture_client import *", same_star)
    for module, names in SURFACE["exports"].items():
        for name, origin in names.items():
            yield Entry(f"{module}.{name}", partial(same_object, f"{module}.{name}", origin))
    for path, text in SURFACE["constants"].items():
        yield Entry(path, partial(same_constant, path, text))
    for path, keys in SURFACE["typed_dicts"].items():
        yield Entry(path, partial(same_typed_dict, path, keys))
    for path, signature in SURFACE["functions"].items():
        yield Entry(path, partial(same_call, path, signature))
    for path, shape in SURFACE["classes"].items():
        yield from class_entries(path, shape)
    for path, fields in SURFACE["models"].items():
        yield Entry(f"{path}: bases", partial(same_bases, path, ["BaseModel"]))
        yield from member_entries(path, SURFACE["model_methods"])
        yield from (Entry(*field_entry(path, name, row)) for name, row in fields.items())
    for path, values in SURFACE["enums"].items():
        yield Entry(f"{path}: bases", partial(same_bases, path, ["str", "Enum"]))
        yield from member_entries(path, SURFACE["enum_methods"])
        yield from (Entry(f"{path}.{name}", partial(same_member, path, name, value)) for name, value in values.items())


def class_entries(path: str, shape: dict[str, Any]) -> Iterator[Entry]:
    """The entries of a class that is neither a model nor an enum."""
    yield Entry(f"{path}: bases", partial(same_bases, path, shape["bases"]))
    yield Entry(path, partial(same_call, path, shape["signature"]))
    yield from member_entries(path, shape)
    for name in shape.get("instance", ()):
        yield Entry(f"{path}().{name}", partial(same_instance_attribute, path, name))


def member_entries(path: str, shape: dict[str, Any]) -> Iterator[Entry]:
    """Return the methods, properties and attributes of a class."""
    for name, signature in shape.get("methods", {}).items():
        yield Entry(f"{path}.{name}", partial(same_method, path, name, signature))
        if "_host_index" in signature:
            yield Entry(f"{path}.{name}: options by position", partial(same_positions, path, name, signature))
    for kind in ("classmethods", "staticmethods"):
        for name, signature in shape.get(kind, {}).items():
            yield Entry(f"{path}.{name}", partial(same_classmethod, path, name, signature))
    for name, access in shape.get("properties", {}).items():
        yield Entry(f"{path}.{name}", partial(same_property, path, name, access))
    for name in shape.get("attributes", {}):
        yield Entry(f"{path}.{name}", partial(same_attribute, path, name))


def field_entry(path: str, name: str, row: str) -> tuple[str, Callable[[], Difference]]:
    """One field of a model; its type is part of the entry's name, for rules about types."""
    presence, wire_name, type_name = row.replace(": ", " ", 1).split(" ", 2)
    return f"{path}.{name}: {type_name}", partial(
        same_field, path, name, wire_name, type_name, is_required=presence == "required"
    )


# How each kind of entry is compared


def same_module(path: str) -> Difference:
    return None if isinstance(importlib.import_module(path), types.ModuleType) else "not a module"


def same_star() -> Difference:
    missing = set(SURFACE["all"]) - set(importlib.import_module("order_capture_client").__all__)
    return f"not in __all__: {', '.join(sorted(missing))}" if missing else None


def same_object(path: str, origin: str) -> Difference:
    return None if resolve(path) is resolve(origin) else f"is not {origin}"


def same_constant(path: str, text: str) -> Difference:
    value = resolve(path)
    if text in ("type", "TypeVar", "str"):
        kinds: dict[str, bool] = {
            "type": isinstance(value, type) or get_origin(value) is not None,
            "TypeVar": isinstance(value, TypeVar),
            "str": isinstance(value, str),
        }
        return None if kinds[text] else f"is {value!r}"
    return None if value == ast.literal_eval(text) else f"is {value!r}"


def same_typed_dict(path: str, keys: list[str]) -> Difference:
    ours = resolve(path)
    if not is_typeddict(ours):
        return "is not a TypedDict"
    missing = set(keys) - set(ours.__annotations__)
    return f"lacks {', '.join(sorted(missing))}" if missing else None


def same_call(path: str, signature: str) -> Difference:
    ours = resolve(path)
    if signature == "(*args)":  # a plain exception, for which Python knows no signature
        return None if ours("message", "more").args == ("message", "more") else "does not keep its arguments"
    return refused_calls(ours, signature) if callable(ours) else "cannot be called"


def same_method(path: str, name: str, signature: str) -> Difference:
    return refused_calls(partial(getattr(resolve(path), name), None), keyword_options(signature))


def same_positions(path: str, name: str, signature: str) -> Difference:
    return refused_calls(partial(getattr(resolve(path), name), None), signature)


def same_classmethod(path: str, name: str, signature: str) -> Difference:
    method = inspect.getattr_static(resolve(path), name)
    if not isinstance(method, (classmethod, staticmethod)):
        return "cannot be called on the class"
    return refused_calls(getattr(resolve(path), name), signature)


def same_property(path: str, name: str, access: str) -> Difference:
    ours = inspect.getattr_static(resolve(path), name)
    if callable(ours):
        return "is a method"
    return "cannot be set" if access == "settable" and isinstance(ours, property) and not ours.fset else None


def same_attribute(path: str, name: str) -> Difference:
    getattr(resolve(path), name)
    return None


def same_instance_attribute(path: str, name: str) -> Difference:
    with_instance(path, lambda instance: getattr(instance, name))
    return None


def same_bases(path: str, bases: list[str]) -> Difference:
    missing = set(bases) - {base.__name__ for base in resolve(path).__mro__}
    return f"is no {', '.join(sorted(missing))}" if missing else None


def same_member(path: str, name: str, value: str) -> Difference:
    ours = resolve(path).__members__[name]
    return None if ours.value == ours == value else f"is {ours.value!r}"


def same_field(path: str, name: str, wire_name: str, type_name: str, *, is_required: bool) -> Difference:
    field = resolve(path).model_fields[name]
    ours = (field.alias or name, field.is_required(), base_type(field.annotation))
    theirs = (wire_name, is_required, type_name)
    return None if ours == theirs else f"wire name, required, type: {ours} instead of {theirs}"


# Signatures


def refused_calls(ours: Callable[..., object], theirs: str) -> Difference:
    """Return the calls that the generated signature allows and ours refuses."""
    parameters = our_parameters(ours)
    positions = [parameter for parameter in parameters.values() if parameter.kind in BY_POSITION]
    for position, (name, kind, has_default) in enumerate(their_parameters(theirs)):
        if name not in parameters:
            return f"takes no {name}"
        parameter = parameters.pop(name)
        if kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and positions[position : position + 1] != [parameter]:
            return f"takes {name} not as positional argument {position + 1}"
        if parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
            return f"takes {name} by position only"
        if has_default and parameter.default is parameter.empty:
            return f"requires {name}"
    required = [name for name, parameter in parameters.items() if is_required_parameter(parameter)]
    return f"requires also {', '.join(required)}" if required else None


BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def our_parameters(ours: Callable[..., object]) -> dict[str, inspect.Parameter]:
    """Our parameters by name; `**options: Unpack[Options]` counts as the keywords that it names."""
    found: dict[str, inspect.Parameter] = {}
    for name, parameter in inspect.signature(ours).parameters.items():
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            found[name] = parameter
        elif unpacked := re.fullmatch(r"(?:\w+\.)?Unpack\[(\w+)\]", str(parameter.annotation)):
            options = imported(ours.func if isinstance(ours, partial) else ours, unpacked[1])
            found |= {key: option(key, key in options.__required_keys__) for key in options.__annotations__}
    return found


def imported(function: Any, name: str) -> Any:
    """Return the object of a name in a function's module, even if only type checkers import it."""
    module = inspect.getmodule(function)
    assert module is not None
    if hasattr(module, name):
        return getattr(module, name)
    for statement in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(statement, ast.ImportFrom) and name in [alias.name for alias in statement.names]:
            return getattr(importlib.import_module(statement.module or ""), name)
    raise AttributeError(f"{module.__name__} does not know {name}")


def option(name: str, is_required: bool) -> inspect.Parameter:
    """A key of a TypedDict as a keyword parameter."""
    default = inspect.Parameter.empty if is_required else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)


def is_required_parameter(parameter: inspect.Parameter) -> bool:
    return parameter.default is parameter.empty and parameter.kind is not inspect.Parameter.VAR_POSITIONAL


def their_parameters(signature: str) -> Iterator[tuple[str, Any, bool]]:
    """Name, kind, and whether there is a default, of each parameter of a recorded signature."""
    (function,) = ast.parse(f"def f{signature}: ...").body
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args
    first_default = len(arguments.args) - len(arguments.defaults)
    for position, argument in enumerate(arguments.args):
        yield argument.arg, inspect.Parameter.POSITIONAL_OR_KEYWORD, position >= first_default
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield argument.arg, inspect.Parameter.KEYWORD_ONLY, default is not None


def keyword_options(signature: str) -> str:
    """The signature with its options, the parameters with an underscore, as keywords only."""
    return signature.replace(", _request_timeout", ", *, _request_timeout", 1)


# Our package


def resolve(path: str) -> Any:
    """The object at a dotted path: the longest importable module, then attributes."""
    if path in SURFACE["modules"]:
        return importlib.import_module(path)
    parent, _, name = path.rpartition(".")
    return getattr(resolve(parent), name)


def with_instance(path: str, read: Callable[[Any], object]) -> None:
    """Read from an instance, made as the list was made."""
    cls = resolve(path)
    name = path.rpartition(".")[2]
    answer = SimpleNamespace(status=200, reason="OK", headers={}, data=b"")
    if name in ("ApiClient", "CheckoutApi", "RESTClientObject"):
        configuration = resolve("order_capture_client.configuration.Configuration")()
        if name == "RESTClientObject":
            read(cls(configuration))
            return
        with resolve("order_capture_client.api_client.ApiClient")(configuration) as client:
            read(client if name == "ApiClient" else cls(client))
    elif name == "ApiResponse":
        read(cls(status_code=200, data=None, raw_data=b""))
    elif name == "RESTResponse":
        read(cls(answer))
    else:
        read(cls() if name in ("ApiException", "Configuration") else cls("message"))


def base_type(annotation: object) -> str:
    """The Python type without `Optional`, pydantic extras and the text that an open enum allows besides."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return base_type(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return union_type([argument for argument in arguments if argument is not type(None)])
    if origin in (list, dict):
        return f"{origin.__name__}[{', '.join(base_type(argument) for argument in arguments)}]"
    if isinstance(annotation, type):
        return annotation.__name__
    return str(annotation)


def union_type(arguments: list[Any]) -> str:
    """A union's type: the enum, where it is an enum or text."""
    enums = [argument for argument in arguments if isinstance(argument, type) and issubclass(argument, Enum)]
    rest = [argument for argument in arguments if argument not in enums]
    if len(enums) == 1 and all(
        argument in (str, UnknownValue) or get_origin(argument) is typing.Literal for argument in rest
    ):
        return enums[0].__name__
    return " | ".join(base_type(argument) for argument in arguments)


def reasons(name: str) -> list[str]:
    """The lines of the table that cover an entry."""
    return [pattern for pattern in DIFFERENT_ON_PURPOSE if fnmatchcase(name, pattern)]


def place_of(name: str) -> str:
    """Return the class of an entry, or its module: the tests are per place, since there are thousands of entries."""
    in_class = re.search(r"\.([A-Z]\w*)", name)
    return in_class[1] if in_class else ".".join(re.findall(r"[a-z_]+", name)[:2])


ENTRIES = list(entries())
SAME = [entry for entry in ENTRIES if not reasons(entry.name)]
DIFFERENT = [entry for entry in ENTRIES if reasons(entry.name)]
PLACES: dict[str, list[Entry]] = {}
for entry in SAME:
    PLACES.setdefault(place_of(entry.name), []).append(entry)


@pytest.mark.parametrize("place", PLACES)
def test_every_entry_is_as_in_the_generated_client(place: str) -> None:
    found = {entry.name: entry.found() for entry in PLACES[place]}
    assert {name: difference for name, difference in found.items() if difference} == {}


@pytest.mark.parametrize("pattern", DIFFERENT_ON_PURPOSE)
def test_every_entry_of_the_table_differs_in_fact(pattern: str) -> None:
    covered = [entry for entry in DIFFERENT if fnmatchcase(entry.name, pattern)]
    assert [entry.name for entry in covered if entry.found() is None] == []


@pytest.mark.parametrize("pattern", DIFFERENT_ON_PURPOSE)
def test_every_line_of_the_table_covers_an_entry(pattern: str) -> None:
    assert any(fnmatchcase(entry.name, pattern) for entry in ENTRIES)


def test_no_entry_is_covered_twice() -> None:
    assert [entry.name for entry in ENTRIES if len(reasons(entry.name)) > 1] == []


def test_every_entry_has_a_name_of_its_own() -> None:
    names = [entry.name for entry in ENTRIES]
    assert sorted(names) == sorted(set(names))


# The meaning of the table

MACHINERY = [
    entry.name.rpartition(".")[2] for entry in DIFFERENT if DIFFERENT_ON_PURPOSE[reasons(entry.name)[0]] is REFUSED
]
OPTIONS = ("_request_timeout", "_request_auth", "_content_type", "_headers", "_host_index")
NUMBERS = [
    (path, name)
    for path, fields in SURFACE["models"].items()
    for name, row in fields.items()
    if row.endswith(": float | int")
]


@pytest.mark.parametrize("name", MACHINERY)
def test_inner_machinery_is_refused_by_name_with_its_replacement(name: str) -> None:
    from order_capture_client import ApiClient, OpenApiException

    with ApiClient() as client, pytest.raises(OpenApiException, match=rf"\b{name} is not offered: \w+"):
        getattr(client, name)


@pytest.mark.parametrize("path", [path for path, reason in DIFFERENT_ON_PURPOSE.items() if reason is REFUSED_NAME])
def test_a_name_that_is_not_offered_is_refused_with_its_replacement(path: str) -> None:
    module, _, name = path.rpartition(".")
    with pytest.raises(ImportError, match=rf"\b{name} is not offered: \w+"):
        getattr(importlib.import_module(module), name)


@pytest.mark.parametrize(("path", "name"), NUMBERS)
def test_numbers_are_decimal(path: str, name: str) -> None:
    assert base_type(resolve(path).model_fields[name].annotation) == Decimal.__name__


@pytest.mark.parametrize("name", SURFACE["classes"]["order_capture_client.api.checkout_api.CheckoutApi"]["methods"])
def test_options_are_keywords_only(name: str) -> None:
    from order_capture_client import CheckoutApi

    kinds = {option: our_parameters(getattr(CheckoutApi, name))[option].kind for option in OPTIONS}
    assert kinds == dict.fromkeys(OPTIONS, inspect.Parameter.KEYWORD_ONLY)


def test_a_response_is_a_frozen_value() -> None:
    from order_capture_client import ApiResponse

    response = ApiResponse(status_code=200, headers={"Date": "now"}, data="data", raw_data=b"data")
    with pytest.raises(AttributeError):
        response.status_code = 500  # type: ignore[misc]
    assert (response.status_code, response.data, response.raw_data) == (200, "data", b"data")


# Models accept the same input as a generated client's models


@pytest.mark.parametrize("path", SURFACE["models"], ids=lambda path: path.rpartition(".")[2])
def test_a_model_takes_both_spellings(path: str) -> None:
    model: type[BaseModel] = resolve(path)
    values = {name: example(model.model_fields[name].annotation) for name in SURFACE["models"][path]}
    by_wire_name = {model.model_fields[name].alias or name: value for name, value in values.items()}
    assert model(**by_wire_name) == model(**values)


@pytest.mark.parametrize("path", SURFACE["enums"], ids=lambda path: path.rpartition(".")[2])
def test_an_enum_has_no_other_members(path: str) -> None:
    assert {member.name: member.value for member in resolve(path)} == SURFACE["enums"][path]


def example(annotation: Any) -> Any:
    """Some value of a field's type."""
    name = base_type(annotation)
    if name.startswith(("list[", "dict[")):
        return [] if name.startswith("list[") else {}
    plain: dict[str, object] = {
        "str": "text",
        "int": 1,
        "bool": True,
        "Decimal": Decimal("19.90"),
        "datetime": datetime.fromisoformat("2026-01-02T03:04:05+00:00"),
    }
    if name in plain:
        return plain[name]
    cls: Any = resolve(f"order_capture_client.models.{name}")
    if issubclass(cls, Enum):
        return next(iter(cls)).value
    required = {key: example(field.annotation) for key, field in cls.model_fields.items() if field.is_required()}
    return TypeAdapter(cls).validate_python(required)
