"""User code next to a call that forks, in both clients: the call in the parent keeps its outcome."""

from __future__ import annotations

import logging
import os
from typing import Any

import pytest

from test.samples import CHECKOUT_ID
from test.unit.test_user_code import BOTH, Filter, Handler, Service, Sync, configuration

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork()"),
    pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning"),
]


def forking(*_: object) -> str:
    if (child := os.fork()) == 0:
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    return "token-of-fork"


@BOTH
@pytest.mark.parametrize("name", ["access_token", "token_key", "on_drift", "refresh_api_key_hook"])
def test_a_callback_may_fork(kind: type[Sync], name: str) -> None:
    settings: dict[str, Any] = {"access_token": lambda: "token"} | {name: forking}

    assert kind(Service(), configuration(**settings)).create() == CHECKOUT_ID


@BOTH
@pytest.mark.parametrize("made", [Filter, Handler])
def test_a_logger_may_fork(kind: type[Sync], made: type[Filter] | type[Handler]) -> None:
    logger = logging.getLogger("order_capture_client")
    given = made(forking)
    logger.addFilter(given) if isinstance(given, Filter) else logger.addHandler(given)
    try:
        assert kind(Service(), configuration()).create() == CHECKOUT_ID
    finally:
        logger.removeFilter(given) if isinstance(given, Filter) else logger.removeHandler(given)


@BOTH
def test_a_transport_may_fork(kind: type[Sync]) -> None:
    class Forks(Service):
        def handle(self, request: Any) -> Any:
            forking()
            return super().handle(request)

    assert kind(Forks(), configuration()).create() == CHECKOUT_ID
