"""Faults on purpose, as the package's own client meets them: over HTTP and without a socket."""

from __future__ import annotations

import json
import math
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest

from order_capture_client import (
    ApiClient,
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    CheckoutApi,
    CheckoutRequest,
    ItemRequest,
    MayHaveBeenCreatedError,
    RetryPolicy,
    ServiceException,
    TooManyRequestsException,
    UnprocessableEntityException,
)
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.sandbox import Sandbox
from test.samples import ARGUMENTS, OPERATIONS
from test.sandbox_contract import BASE, Shop, cart
from test.sockets.test_sandbox_server import port, raw_request, sandbox_threads

CART = CheckoutRequest(
    shopping_type="ONLINE",
    channel="WEBAPP",
    language_code="sv",
    items=[ItemRequest(item_no="00263850", quantity=2)],
)
QUICK = RetryPolicy(base=0.001, base_when_busy=0.001)
NO_RETRIES = replace(QUICK, attempts=1)
DROPPED = Failure(Phase.SENT, FailureKind.CONNECTION, "the sandbox dropped the connection")

Plan = Callable[[Sandbox], None]


@dataclass
class World:
    """A sandbox that never really waits, and a client of it."""

    sandbox: Sandbox
    api: CheckoutApi
    slept: list[float]


@pytest.fixture(params=["over HTTP", "without a socket"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    slept: list[float] = []
    with Sandbox(sleep=slept.append) as sandbox:
        configuration = sandbox.configuration(user="anna")
        configuration.retry_policy = QUICK
        with ApiClient(configuration, transport=None if request.param == "over HTTP" else sandbox) as client:
            yield World(sandbox, CheckoutApi(client), slept)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def nobody(sandbox: Sandbox, path: str = "/se/checkouts/user") -> int | None:
    """The status of an answer to a caller without credentials; None for a dropped connection."""
    response = sandbox.handle(Request("GET", "http://x", BASE + path, {}))
    return response.status if isinstance(response, Response) else None


@pytest.mark.parametrize(
    ("plan", "kinds", "outcome", "created"),
    [
        pytest.param(lambda s: s.fail_next(503), (ServiceException, MayHaveBeenCreatedError), "unknown", 0, id="503"),
        pytest.param(lambda s: s.fail_next(500), (ServiceException, MayHaveBeenCreatedError), "unknown", 0, id="500"),
        pytest.param(lambda s: s.fail_next(422), (UnprocessableEntityException,), "rejected", 0, id="422"),
        pytest.param(lambda s: s.fail_next(429, times=3), (TooManyRequestsException,), "rejected", 0, id="429 thrice"),
        pytest.param(
            lambda s: s.drop_next(), (ApiConnectionError, MayHaveBeenCreatedError), "unknown", 0, id="drop before"
        ),
        pytest.param(
            lambda s: s.drop_next(after_work=True),
            (ApiConnectionError, MayHaveBeenCreatedError),
            "unknown",
            1,
            id="drop after",
        ),
    ],
)
def test_a_create_fails_once(
    world: World, plan: Plan, kinds: tuple[type[ApiException], ...], outcome: str, created: int
) -> None:
    plan(world.sandbox)
    with pytest.raises(ApiException) as caught:
        world.api.create_checkout("se", CART)
    assert all(isinstance(caught.value, kind) for kind in kinds)
    assert isinstance(caught.value, MayHaveBeenCreatedError) == (outcome == "unknown")
    assert caught.value.outcome == outcome
    assert len(world.sandbox.checkouts()) == created

    assert world.api.create_checkout("se", CART).resource_id == world.sandbox.checkouts()[created]


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(lambda s: s.fail_next(429, retry_after=0, times=2), id="429 twice"),
        pytest.param(lambda s: s.delay_next(30), id="delay"),
        pytest.param(lambda s: s.fail_next(operation="create_existing_order_checkout"), id="other operation"),
    ],
)
def test_a_create_survives(world: World, plan: Plan) -> None:
    plan(world.sandbox)
    assert world.sandbox.checkouts() == []
    assert [world.api.create_checkout("se", CART).resource_id] == world.sandbox.checkouts()


@pytest.mark.parametrize(
    ("plan", "survived"),
    [
        pytest.param(lambda s: s.fail_next(503, retry_after=0, times=2), True, id="503 twice"),
        pytest.param(lambda s: s.fail_next(503, retry_after=0, times=3), False, id="503 thrice"),
        pytest.param(lambda s: s.fail_next(500), True, id="500"),
        pytest.param(lambda s: s.fail_next(500, times=2), False, id="500 twice"),
        pytest.param(lambda s: s.drop_next(times=2), True, id="drop before, twice"),
        pytest.param(lambda s: s.drop_next(after_work=True, times=2), True, id="drop after, twice"),
        pytest.param(lambda s: s.drop_next(times=3), False, id="drop thrice"),
        pytest.param(lambda s: (s.fail_next(502), s.drop_next()), True, id="502, then drop"),
    ],
)
def test_a_read_survives_what_it_may(world: World, plan: Plan, survived: bool) -> None:
    checkout_id = world.api.create_checkout("se", CART).resource_id
    assert checkout_id is not None
    plan(world.sandbox)
    if survived:
        assert world.api.get_order(checkout_id, "se").checkout_id == checkout_id
    else:
        with pytest.raises(ApiException):
            world.api.get_order(checkout_id, "se")
    assert world.api.get_order(checkout_id, "se", _request_timeout=5).checkout_id == checkout_id


def test_an_error_says_what_it_was_told_to(world: World) -> None:
    world.sandbox.fail_next(503, retry_after=7)
    with pytest.raises(ServiceException) as caught:
        world.api.create_checkout("se", CART)
    error = caught.value
    assert (error.status, error.reason, error.retry_after, error.error_code) == (503, "Service Unavailable", 7, 503)
    assert error.request_id
    assert error.data is not None
    assert error.data.title == "Service Unavailable"


def test_a_delay_takes_the_seconds_that_it_was_given(world: World) -> None:
    world.sandbox.delay_next(2.5, times=2)
    for _ in range(3):
        world.api.create_checkout("se", CART)
    assert world.slept == [2.5, 2.5]


def test_a_create_is_done_before_its_answer_is_delayed_beyond_the_timeout() -> None:
    asleep, awake = threading.Event(), threading.Event()

    def sleep(_: float) -> None:
        asleep.set()
        awake.wait(10)

    with Sandbox(sleep=sleep) as shop, ApiClient(shop.configuration()) as client:
        shop.delay_next(60)
        with pytest.raises(ApiTimeoutError) as caught:
            CheckoutApi(client).create_checkout("se", CART, _request_timeout=0.2)
        assert isinstance(caught.value, MayHaveBeenCreatedError)
        assert caught.value.outcome == "unknown"
        assert asleep.wait(10)
        assert len(shop.checkouts()) == 1
        awake.set()


def test_a_read_times_out_and_closing_does_not_wait_for_its_delay(sandbox: Sandbox) -> None:
    sandbox.delay_next(60)
    with ApiClient(sandbox.configuration()) as client, pytest.raises(ApiTimeoutError) as caught:
        CheckoutApi(client).get_user_contacts("se", _request_timeout=0.05)
    assert not isinstance(caught.value, MayHaveBeenCreatedError)
    sandbox.close()
    assert sandbox_threads() == []


def test_a_delay_really_passes_unless_told_otherwise(sandbox: Sandbox) -> None:
    sandbox.delay_next(0.03)
    begin = time.monotonic()
    assert nobody(sandbox) == 419
    assert time.monotonic() - begin > 0.02
    assert nobody(sandbox) == 419


def test_closing_during_a_delay_drops_the_answer() -> None:
    shop = Sandbox(sleep=lambda _: shop.close())
    shop.delay_next(60)
    assert nobody(shop) is None


@pytest.mark.parametrize("after_work", [False, True])
def test_a_dropped_connection_ends_in_order(sandbox: Sandbox, after_work: bool) -> None:
    body = json.dumps(cart()).encode()
    request = raw_request(sandbox, f"Content-Length: {len(body)}", body=body)
    with socket.create_connection(("127.0.0.1", port(sandbox)), timeout=10) as connection:
        connection.sendall(request)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 201 ")
        sandbox.drop_next(after_work=after_work)
        connection.sendall(request)
        assert connection.recv(65_536) == b""  # an end, where a reset would raise
    assert len(sandbox.checkouts()) == 1 + after_work


def test_without_a_socket_a_drop_is_a_failure_that_was_sent(sandbox: Sandbox) -> None:
    sandbox.drop_next()
    assert sandbox.handle(Request("GET", "http://x", f"{BASE}/se/checkouts/user", {})) == DROPPED


def test_every_operation_has_its_own_faults(world: World) -> None:
    world.api.api_client.configuration.retry_policy = NO_RETRIES
    for number, name in enumerate(OPERATIONS):
        world.sandbox.fail_next(450 + number, operation=name)
    for number, name in reversed(list(enumerate(OPERATIONS))):
        with pytest.raises(ApiException) as caught:
            getattr(world.api, name)(**ARGUMENTS[name])
        assert caught.value.status == 450 + number
    assert world.sandbox.checkouts() == []


def test_faults_are_used_up_in_order(sandbox: Sandbox) -> None:
    sandbox.fail_next(503, times=2, operation="get_user_contacts")
    sandbox.fail_next(500)
    sandbox.drop_next(operation="get_user_contacts")
    order = "/se/checkouts/c1/order"
    assert [nobody(sandbox, path) for path in (order, order)] == [500, 419]
    assert [nobody(sandbox) for _ in range(4)] == [503, 503, None, 419]


def test_cleared_faults_are_gone(sandbox: Sandbox) -> None:
    sandbox.fail_next(times=5)
    assert nobody(sandbox) == 503
    sandbox.drop_next()
    sandbox.delay_next(60)
    sandbox.clear_faults()
    assert nobody(sandbox) == 419


def test_a_request_for_nothing_uses_up_no_fault(sandbox: Sandbox) -> None:
    sandbox.fail_next()
    assert [nobody(sandbox, path) for path in ("/se/nowhere", "/se/checkouts", "")] == [404, 405, 404]
    assert nobody(sandbox) == 503


def test_threads_count_together(sandbox: Sandbox) -> None:
    sandbox.fail_next(times=100)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: nobody(sandbox), range(300)))
    assert (statuses.count(503), statuses.count(419)) == (100, 200)


@pytest.mark.parametrize("status", [400, 404, 419, 422, 500, 503, 504])
def test_declared_statuses_are_answered_as_declared(status: int) -> None:
    with Shop() as shop:
        shop.sandbox.fail_next(status, retry_after=1)
        answer = shop.call("POST", "/se/checkouts", cart())
    assert (answer.status, answer.headers["Retry-After"]) == (status, "1")


@pytest.mark.parametrize("status", [400, 402, 403, 408, 409, 418, 429, 451, 499, 500, 502, 599])
def test_any_error_status_can_be_had(sandbox: Sandbox, status: int) -> None:
    sandbox.fail_next(status)
    response = sandbox.handle(Request("GET", "http://x", f"{BASE}/se/checkouts/user", {}))
    assert isinstance(response, Response)
    assert response.status == status
    assert response.reason
    assert "Retry-After" not in response.headers
    document: dict[str, Any] = json.loads(response.body)
    assert (document["errorCode"], document["title"]) == (status, response.reason)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (lambda s: s.fail_next(399), "status: a number from 400 to 599"),
        (lambda s: s.fail_next(600), "status: a number from 400 to 599"),
        (lambda s: s.fail_next(503.5), "status: a number from 400 to 599"),
        (lambda s: s.fail_next(retry_after=-1), "retry_after: a whole number"),
        (lambda s: s.fail_next(retry_after=0.5), "retry_after: a whole number"),
        (lambda s: s.fail_next(times=0), "times: a whole number of at least 1"),
        (lambda s: s.drop_next(times=-1), "times: a whole number of at least 1"),
        (lambda s: s.drop_next(times=True), "times: a whole number of at least 1"),
        (lambda s: s.delay_next(-1), "seconds: a number of at least 0"),
        (lambda s: s.delay_next(math.nan), "seconds: a number of at least 0"),
        (lambda s: s.delay_next(math.inf), "seconds: a number of at least 0"),
        (lambda s: s.fail_next(operation="create"), f"operation: one of {', '.join(OPERATIONS)} is expected"),
        (lambda s: s.drop_next(operation=""), "operation: one of create_checkout, "),
        (lambda s: s.delay_next(1, operation="handle"), "operation: one of create_checkout, "),
    ],
)
def test_what_makes_no_sense_is_refused(sandbox: Sandbox, plan: Plan, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        plan(sandbox)
    assert nobody(sandbox) == 419
