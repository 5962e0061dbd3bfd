"""Names that are imported when they are first asked for, by programs and by editors."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import jedi
import pytest

import order_capture_client
from order_capture_client import models, types
from order_capture_client._lazy import LazyModule, aliases

PROJECT = jedi.Project(Path(order_capture_client.__file__).parent.parent)

LAZY = [
    "order_capture_client",
    "order_capture_client.aio.api",
    "order_capture_client.api",
    "order_capture_client.models",
]


@pytest.fixture(scope="module")
def _cache_of_jedi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the parsed modules in a folder of their own: a file of the shared one may be half written by another process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jedi.settings, "cache_directory", str(tmp_path_factory.mktemp("jedi")))
        yield


@pytest.mark.parametrize("package", LAZY)
def test_every_name_of_a_lazy_package_leads_to_what_it_names(package: str) -> None:
    module = importlib.import_module(package)

    assert module.__all__ == sorted(set(module.__all__))
    assert set(module.__all__) <= set(dir(module))
    assert [name for name in module.__all__ if getattr(module, name) is None] == []


def test_the_package_exports_what_models_exports() -> None:
    assert set(vars(models)["__all__"]) < set(vars(order_capture_client)["__all__"])
    assert order_capture_client.ItemRequest is models.ItemRequest


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'order_capture_client.models' has no attribute 'Nonsense'$"):
        getattr(models, "Nonsense")  # noqa: B009 # type checkers know that it is not there


def test_a_star_import_takes_every_exported_name() -> None:
    names: dict[str, object] = {}
    exec("from order_capture_client import *", names)

    assert names.keys() >= set(vars(order_capture_client)["__all__"])


def test_an_alias_may_have_another_name_where_it_is_defined() -> None:
    find = aliases("some.module", {"Number": "decimal:Decimal", "Path": "pathlib"}, {"Old": "use New"})

    assert (find("Number").__name__, find("Path").__name__) == ("Decimal", "Path")  # type: ignore[attr-defined]
    with pytest.raises(ImportError, match=r"^some\.module\.Old is not offered: use New$"):
        find("Old")
    with pytest.raises(AttributeError, match=r"^module 'some\.module' has no attribute 'Other'$"):
        find("Other")


@pytest.mark.usefixtures("_cache_of_jedi")
@pytest.mark.parametrize(
    ("source", "completed"),
    [
        ("from order_capture_client import ItemReq", "ItemRequest"),
        ("from order_capture_client import ApiValueE", "ApiValueError"),
        ("from order_capture_client.models import CheckoutSt", "CheckoutState"),
        ("from order_capture_client.api import CheckoutA", "CheckoutApi"),
        ("from order_capture_client.aio.api import CheckoutA", "CheckoutApi"),
        ("import order_capture_client\norder_capture_client.CheckoutA", "CheckoutApi"),
        ("import order_capture_client as client\nclient.exceptio", "exceptions"),
        (
            "from order_capture_client import CheckoutApi\nCheckoutApi().create_checkout_wi",
            "create_checkout_with_http_info",
        ),
    ],
)
def test_jedi_completes_it(source: str, completed: str) -> None:
    lines = source.splitlines()
    script = jedi.Script(source, project=PROJECT, environment=jedi.InterpreterEnvironment())

    assert completed in [found.name for found in script.complete(len(lines), len(lines[-1]))]


def test_the_types_of_inputs_are_made_when_they_are_first_asked_for() -> None:
    assert types.UpdateUserInput == models.UpdateUser | types.UpdateUserDict | types.UpdateUserWireDict
    assert "UpdateUserInput" in dir(types)
    for name in ("UpdateUser", "NonsenseInput", "ItemRequestInput"):
        with pytest.raises(AttributeError, match=rf"^module 'order_capture_client\.types' has no attribute '{name}'$"):
            getattr(types, name)


def test_a_lazy_module_has_the_names_of_the_module() -> None:
    module = LazyModule("decimal")

    assert module.Decimal is Decimal
    with pytest.raises(AttributeError, match="has no attribute 'Other'"):
        _ = module.Other
