"""freezegun and time-machine move the clocks of client, sandbox and mock alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import datetime
from typing import Any

import pytest

from order_capture_client import AccessToken, ApiClient, CheckoutApi
from order_capture_client.sandbox import Sandbox
from order_capture_client.testing import MockService, make_request

Freeze = Callable[[str], AbstractContextManager[Any]]


def by_freezegun(moment: str) -> AbstractContextManager[Any]:
    freezegun = pytest.importorskip("freezegun", reason="the extra `tools` is not installed: freezegun")
    frozen: AbstractContextManager[Any] = freezegun.freeze_time(moment)
    return frozen


def by_time_machine(moment: str) -> AbstractContextManager[Any]:
    time_machine = pytest.importorskip("time_machine", reason="the extra `tools` is not installed: time-machine")
    frozen: AbstractContextManager[Any] = time_machine.travel(datetime.fromisoformat(f"{moment}+00:00"), tick=False)
    return frozen


BOTH = pytest.mark.parametrize("freeze", [by_freezegun, by_time_machine])


@BOTH
def test_a_client_of_a_mock_asks_for_a_token_when_the_last_one_has_expired(freeze: Freeze) -> None:
    asked: list[float] = []

    def provider() -> AccessToken:
        asked.append(time.time())
        return AccessToken("t", expires_on=time.time() + 3600)

    service = MockService()
    service.reply("get_order", times=3)
    with service.client(access_token=provider) as client:
        api = CheckoutApi(client)
        for moment in ("2030-01-01 10:00", "2030-01-01 10:30", "2030-01-01 12:00"):
            with freeze(moment):
                api.get_order("1", "se")

    assert [seconds - asked[0] for seconds in asked] == [0, 7200]


@BOTH
def test_a_checkout_of_the_sandbox_expires(freeze: Freeze) -> None:
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        api = CheckoutApi(client)
        with freeze("2030-01-01 10:00"):
            checkout_id = str(api.create_checkout("se", make_request()).resource_id)
            assert api.get_order(checkout_id, "se").state == "INITIATED"
        with freeze("2030-01-02 10:01"):
            assert api.get_order(checkout_id, "se").state == "EXPIRED"
