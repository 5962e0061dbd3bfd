"""The types of dicts match the models: `types.py`."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest
from typing_extensions import is_typeddict

from order_capture_client import models, types
from order_capture_client._model.base import Model
from order_capture_client._model.fields import fields_of
from test.samples import OPERATIONS

DICTS: dict[str, Any] = {name: value for name, value in vars(types).items() if is_typeddict(value)}
SENT = [name.removesuffix("WireDict") for name in DICTS if name.endswith("WireDict")]
IN_BODIES = [name for name in SENT if name != "Checkout"]


def model_of(name: str) -> type[Model]:
    model: type[Model] = getattr(models, name)
    return model


def test_there_are_two_for_each_model_that_a_request_can_hold() -> None:
    roots = {
        parameter.model() for operation in OPERATIONS.values() for parameter in operation.parameters if parameter.model
    }
    assert {model.__name__ for model in roots} <= set(SENT)
    held = {field.model.__name__ for name in IN_BODIES for field in fields_of(model_of(name)).values() if field.model}
    assert held <= set(SENT)
    assert set(DICTS) == {f"{name}{suffix}" for name in SENT for suffix in ("Dict", "WireDict")}


@pytest.mark.parametrize("name", IN_BODIES)
def test_the_keys_are_the_names_of_the_fields(name: str) -> None:
    fields = fields_of(model_of(name)).values()
    assert [*DICTS[f"{name}Dict"].__annotations__] == [field.name for field in fields]
    assert [*DICTS[f"{name}WireDict"].__annotations__] == [field.wire_name for field in fields]


def test_those_of_the_query_are_the_names_of_fields_without_objects_and_lists() -> None:
    flat = [field for field in fields_of(models.Checkout).values() if not field.model and not field.is_list]
    assert [*types.CheckoutDict.__annotations__] == [field.name for field in flat]
    assert [*types.CheckoutWireDict.__annotations__] == [field.wire_name for field in flat]


@pytest.mark.parametrize("name", SENT)
def test_the_required_keys_are_the_required_fields(name: str) -> None:
    required = {key for key, field in model_of(name).model_fields.items() if field.is_required()}
    assert DICTS[f"{name}Dict"].__required_keys__ == required
    assert DICTS[f"{name}WireDict"].__required_keys__ == {fields_of(model_of(name))[key].wire_name for key in required}


@pytest.mark.parametrize("name", sorted(DICTS))
def test_each_is_documented_and_its_types_can_be_looked_up(name: str) -> None:
    spelling = "wire names" if name.endswith("WireDict") else "Python names"
    assert spelling in DICTS[name].__doc__
    assert get_type_hints(DICTS[name]).keys() == DICTS[name].__annotations__.keys()
