"""The public surface changes on purpose only: names, signatures and the import paths that users have."""

from __future__ import annotations

import ast
import difflib
import importlib
import json
import typing
from contextlib import closing

import pydantic
import pytest

from order_capture_client import ApiClient, CheckoutApi, aio, models, types
from order_capture_client.sandbox import Sandbox
from test import documentation, public_surface

GENERATED = documentation.ROOT / "test" / "data" / "openapi_generator_surface.json"

DOCUMENTED_PATHS = (
    "order_capture_client.rest.Adapter.send",
    "order_capture_client.aio.ApiClient",
    "order_capture_client.aio.CheckoutApi",
    "order_capture_client.bulk.create_checkouts",
    "order_capture_client.bulk.get_orders",
    "order_capture_client.bulk.read_journal",
    "order_capture_client.bulk.requests_from_file",
    "order_capture_client.bulk.requests_from_frame",
    "order_capture_client.bulk.to_frame",
    "order_capture_client.sandbox.Sandbox",
    "order_capture_client.types.CheckoutRequestDict",
    "order_capture_client.types.ItemRequestDict",
)
"""Names that README and docs tell users to import or to patch, besides the package's own."""

CART: types.CheckoutRequestWireDict = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv", "items": []}


def test_the_surface_is_the_recorded_one() -> None:
    recorded = public_surface.SNAPSHOT.read_text(encoding="utf-8").splitlines()
    found = [line for text in public_surface.surface() for line in text.splitlines()]
    difference = "\n".join(difflib.unified_diff(recorded, found, "recorded", "found", lineterm="", n=0))
    assert not difference, f"record it on purpose, with `python -m test.public_surface`:\n{difference}"


def test_every_public_module_is_recorded() -> None:
    package = documentation.ROOT / "order_capture_client"
    names = {".".join(path.relative_to(package.parent).with_suffix("").parts) for path in package.rglob("*.py")}
    modules = {name.removesuffix(".__init__") for name in names if not name.endswith(".__main__")}
    public = {name for name in modules if "._" not in name and not name.startswith("order_capture_client.models.")}
    assert public == set(public_surface.MODULES)


@pytest.mark.parametrize("path", DOCUMENTED_PATHS)
def test_a_documented_path_leads_somewhere(path: str) -> None:
    assert reach(path) is not None


def test_whatever_the_documentation_imports_is_recorded() -> None:
    known = {line.removeprefix("# ") for line in public_surface.SNAPSHOT.read_text(encoding="utf-8").splitlines()}
    imported = {
        node.module
        for block in documentation.blocks()
        for node in ast.walk(ast.parse(block.source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("order_capture_client")
    }
    assert imported
    assert imported <= known


def test_every_module_of_a_generated_client_can_be_imported() -> None:
    modules = json.loads(GENERATED.read_text(encoding="utf-8"))["modules"]
    assert [name for name in modules if importlib.import_module(name).__name__ != name] == []


@pytest.mark.parametrize("name", public_surface.MODULES)
def test_the_hints_of_every_public_function_and_method_can_be_resolved(name: str) -> None:
    for function in public_surface.functions(importlib.import_module(name)):
        assert typing.get_type_hints(function).keys() == function.__annotations__.keys(), function


def test_hints_are_resolved_to_what_they_name() -> None:
    hints = typing.get_type_hints(CheckoutApi.create_checkout)
    assert hints["checkout_request"] == types.CheckoutRequestInput
    assert (hints["retail_unit"], hints["return"]) == (str, models.CreateResource)
    assert typing.get_type_hints(aio.CheckoutApi.get_order)["return"] is models.CheckoutDto


def test_pydantic_can_validate_the_arguments_of_a_method() -> None:
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        create = pydantic.validate_call(CheckoutApi(client).create_checkout)
        item: types.ItemRequestWireDict = {"itemNo": "10098949", "quantity": 1}
        assert create("se", {**CART, "items": [item]}).resource_id
        with pytest.raises(pydantic.ValidationError, match="Input should be a valid string"):
            create(1, CART)  # type: ignore[arg-type]


def reach(path: str) -> object:
    """Return the object that a dotted path names."""
    module_name = next(name for name in sorted(public_surface.MODULES, key=len, reverse=True) if path.startswith(name))
    found: object = importlib.import_module(module_name)
    for part in path.removeprefix(module_name).strip(".").split("."):
        found = getattr(found, part)
    return found
