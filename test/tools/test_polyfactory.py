"""polyfactory builds models for tests."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

import order_capture_client.models
from order_capture_client._model.base import Model

factories = pytest.importorskip(
    "polyfactory.factories.pydantic_factory", reason="the extra `tools` is not installed: polyfactory"
)

NOW = datetime.now(timezone.utc)
GIVEN: dict[str, dict[str, Any]] = {"ErrorDetails": {"timestamp": NOW}, "User": {"updated": NOW}}
"""Fields that polyfactory has no value for: its date-times have no offset."""

MODELS: list[type[Model]] = [
    kind
    for name in dir(order_capture_client.models)
    if isinstance(kind := getattr(order_capture_client.models, name), type) and issubclass(kind, Model)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_can_be_built(model: type[Model]) -> None:
    made = factories.ModelFactory.create_factory(model).build(**GIVEN.get(model.__name__, {}))

    assert type(made).from_json(made.to_json()) is not None
