"""Drift as a value, and how it is reported: `drift.py` and `log_drift` of `_core/log.py`."""

from __future__ import annotations

import copy
import inspect
import logging
import pickle
from dataclasses import FrozenInstanceError, fields
from typing import Any, get_args

import pytest

import order_capture_client
from order_capture_client import drift
from order_capture_client._core.log import log_drift
from order_capture_client.api.operations import GET_ORDER
from order_capture_client.drift import Drift, DriftKind, DriftReport

CANARY = "canary-7f3a"
DRIFT = (Drift((CANARY,), "unknown_field"), Drift(("items", 2, CANARY), "unknown_field"), Drift(("state",), "null"))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("state",), "state"),
        (("items", 2, "quantity"), "items[2].quantity"),
        (("items", 2, "fees", 0), "items[2].fees[0]"),
        (("a" * 80,), "a" * 80),
        (("a" * 81,), "a" * 80 + "..."),
        (("b" * 2_000_000, 1), "b" * 80 + "...[1]"),
    ],
)
def test_a_place_is_short_text(path: tuple[str | int, ...], place: str) -> None:
    made = Drift(path, "null")

    assert (made.place, str(made)) == (place, f"{place}: null")


def test_drift_without_a_place_is_its_kind() -> None:
    assert str(Drift((), "more")) == "more"


@pytest.mark.parametrize("made", [DRIFT[0], DriftReport("get_order", 200, DRIFT, "r-1")])
def test_they_are_values(made: Any) -> None:
    assert copy.copy(made) == made == pickle.loads(pickle.dumps(made))
    assert len({made, copy.deepcopy(made)}) == 1
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(made)[0].name, None)


@pytest.mark.parametrize("name", ["Drift", "DriftKind", "DriftReport"])
def test_they_are_exported(name: str) -> None:
    assert (
        getattr(order_capture_client, name)
        is {"Drift": Drift, "DriftKind": DriftKind, "DriftReport": DriftReport}[name]
    )
    assert name in vars(order_capture_client)["__all__"]


def test_every_kind_is_explained() -> None:
    assert [kind for kind in get_args(DriftKind) if f"`{kind}`" not in inspect.getsource(drift)] == []


# The log


def test_the_log_counts_kinds_and_names_no_place(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        log_drift(GET_ORDER, DRIFT)

    (record,) = caplog.records
    assert (record.name, record.levelname) == ("order_capture_client", "INFO")
    assert record.getMessage() == (
        "get_order GET /{retailUnit}/checkouts/{checkoutId}/order: the answer differs from the contract: "
        "unknown_field 2, null 1"
    )
