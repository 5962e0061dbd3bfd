"""Pickles made by the code of commit 563a239, before modules were moved: each loads as the value that it was made of."""

from __future__ import annotations

import base64
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import AccessToken, ApiClient, ApiResponse, Configuration, RetryPolicy, Timeouts, aio
from order_capture_client.drift import Drift, DriftReport
from order_capture_client.exceptions import (
    ApiException,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    DriftedResponseError,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
    NotFoundException,
    ServiceException,
)
from order_capture_client.models import Channel, CheckoutDto, CheckoutRequest, ErrorDetails
from test.samples import CART, CHECKOUT_ID, sample

PICKLES: dict[str, str] = json.loads((Path(__file__).parents[1] / "data" / "pickles.json").read_text("utf-8"))


def is_configured(loaded: Any) -> bool:
    configuration: Configuration = loaded
    return (
        configuration.host == "https://api.example.com/ordercaptureapi"
        and configuration.api_key == {"Client-Id": "id"}
        and configuration.timeouts == Timeouts(total=30)
        and configuration.retry_policy == RetryPolicy(attempts=5)
    )


def is_a_client(kind: type[ApiClient] | type[aio.ApiClient]) -> Callable[[Any], bool]:
    def check(loaded: Any) -> bool:
        return (
            type(loaded) is kind
            and loaded.configuration.api_key == {"Client-Id": "id"}
            and loaded.default_headers["X-Shop"] == "a"
            and not loaded._transport.is_open
        )

    return check


def is_the_error(kind: type[ApiException], outcome: str, mixin: type[Exception] | None = None) -> Callable[[Any], bool]:
    def check(loaded: Any) -> bool:
        return isinstance(loaded, kind) and isinstance(loaded, mixin or kind) and loaded.outcome == outcome

    return check


def is_drifted(loaded: Any) -> bool:
    return (
        isinstance(loaded, ApiResponse)
        and loaded.data.items == "x"
        and {str(drift.path[0]) for drift in loaded.drift} == {"future", "items"}
        and loaded.data.to_dict()["future"][1] is None
    )


EXPECTED: dict[str, Callable[[Any], bool]] = {
    "Configuration": is_configured,
    "Configuration without secrets": lambda loaded: loaded.dropped_credentials == ("access_token",),
    "ApiClient": is_a_client(ApiClient),
    "aio.ApiClient": is_a_client(aio.ApiClient),
    "ApiClient of a sandbox": lambda loaded: loaded.configuration.access_token().count(".") == 1,
    "RetryPolicy": lambda loaded: loaded == RetryPolicy(attempts=7),
    "Timeouts": lambda loaded: loaded == Timeouts(total=3),
    "AccessToken": lambda loaded: loaded == AccessToken("t", 1.0),
    "ApiResponse": lambda loaded: loaded.data.checkout_id == CHECKOUT_ID and loaded.drift == (),
    "ApiResponse that differs": is_drifted,
    "Drift": lambda loaded: loaded == Drift(("items",), "wrong_type"),
    "DriftReport": lambda loaded: loaded == DriftReport("get_order", 200, (Drift(("items",), "wrong_type"),), "r"),
    "NotFoundException": is_the_error(NotFoundException, "rejected"),
    "MayHaveBeenCreatedError": is_the_error(ApiTimeoutError, "unknown", MayHaveBeenCreatedError),
    "MayHaveBeenUpdatedError": is_the_error(ServiceException, "unknown", MayHaveBeenUpdatedError),
    "DriftedResponseError": is_the_error(DriftedResponseError, "applied"),
    "ApiValueError": lambda loaded: isinstance(loaded, ApiValueError) and str(loaded) == "a: b",
    "ApiTypeError": lambda loaded: isinstance(loaded, ApiTypeError) and str(loaded) == "a: b",
    "CheckoutRequest": lambda loaded: loaded == CheckoutRequest.from_dict(CART),
    "CheckoutDto": lambda loaded: loaded == CheckoutDto.from_json(sample("get_checkout", 200)),
    "ErrorDetails": lambda loaded: loaded == ErrorDetails.from_json(sample("get_order", 404)),
    "Channel": lambda loaded: loaded is Channel.WEBAPP,
}


def test_every_pickle_has_a_check() -> None:
    assert PICKLES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", PICKLES)
def test_an_old_pickle_loads(name: str) -> None:
    loaded = pickle.loads(base64.b64decode(PICKLES[name]))

    assert EXPECTED[name](loaded), repr(loaded)
