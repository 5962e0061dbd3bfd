"""Every fault, for every operation, on fresh and on reused connections: the policy's table, row by row."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration, RetryPolicy, Timeouts
from order_capture_client._core.operation import Operation, Repeat
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    ApiValueError,
    MayHaveBeenUpdatedError,
)
from test.faults import matrix
from test.faults.catalogue import FAULTS, LARGEST_ERROR_BODY, Fault
from test.faults.driver import DRIVERS
from test.faults.matrix import QUICK, Strikes, call_once
from test.faults.policy import Row, error_of_status, expected
from test.faults.server import FaultServer, Line, Seen
from test.faults.size import LARGE
from test.samples import ARGUMENTS, ONE_OF_EACH, OPERATIONS

EACH_CLASS = pytest.mark.parametrize("operation", ONE_OF_EACH.values(), ids=lambda row: row.name)
EVERY_ONE = pytest.mark.parametrize(
    "operation", OPERATIONS.values() if LARGE else ONE_OF_EACH.values(), ids=lambda row: row.name
)
"""Every operation; in the small size one of each class, as in the matrix itself."""
EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS.values(), ids=DRIVERS)
BY_NAME = {fault.name: fault for fault in FAULTS}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_each_call_ends_as_the_policy_has_it_and_the_next_one_does_not_notice(fault: Fault) -> None:
    assert matrix.run(matrix.cases_of(fault)) == []


# Faults that no server can play


def _nobody_listens() -> Iterator[str]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"


def _nobody_accepts() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as sock:
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(sock.getsockname())
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        for one in waiting:
            one.close()


@EVERY_ONE
@EACH_DRIVER
@pytest.mark.parametrize(
    ("address", "error"),
    [(_nobody_listens, ApiConnectionError), (_nobody_accepts, ApiTimeoutError)],
    ids=["refused", "not accepted"],
)
def test_a_connection_that_is_not_made_is_tried_again_and_nothing_was_sent(
    driver: Any, operation: Operation[Any], address: Callable[[], Iterator[str]], error: type[ApiException]
) -> None:
    where = address()
    made = driver(Configuration(host=next(where), retry_policy=QUICK, timeouts=Timeouts(connect=0.05, total=10)))
    with pytest.raises(error) as raised:
        made.call(operation.name, ARGUMENTS[operation.name])
    made.close()
    next(where, None)

    assert (raised.value.outcome, raised.value.attempts) == ("not_sent", 5)


@EACH_CLASS
@EACH_DRIVER
def test_a_host_without_address_is_tried_again_and_nothing_was_sent(
    driver: Any, operation: Operation[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*arguments: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    made = driver(Configuration(host="https://order-capture.test", proxy="", retry_policy=QUICK))
    with pytest.raises(ApiConnectionError) as raised:
        made.call(operation.name, ARGUMENTS[operation.name])
    made.close()

    assert (raised.value.outcome, raised.value.attempts) == ("not_sent", 5)


@EVERY_ONE
def test_a_closed_client_sends_nothing(operation: Operation[Any]) -> None:
    with FaultServer() as server:
        made = DRIVERS["sync"](Configuration(**server.settings))
        made.close()
        with pytest.raises(ApiValueError, match="closed"):
            made.call(operation.name, ARGUMENTS[operation.name])

    assert server.truth.seen == []


# Credentials that are refused


class _Tokens:
    """A provider that returns another token each time, or always the same one."""

    def __init__(self, *, new: bool) -> None:
        self.asked = 0
        self._new = new

    def __call__(self) -> str:
        self.asked += 1
        return f"token-{self.asked if self._new else 1}"


@EVERY_ONE
@EACH_DRIVER
@pytest.mark.parametrize("status", [401, 419])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "each time"])
@pytest.mark.parametrize("token", ["text", "a provider", "a provider that gives the same"])
@pytest.mark.parametrize("opted_in", [False, True], ids=["", "opted in"])
def test_a_refused_token_is_refreshed_once(
    driver: Any, operation: Operation[Any], status: int, lasting: bool, token: str, opted_in: bool
) -> None:
    provider = _Tokens(new=token == "a provider")
    policy = RetryPolicy(base=0.001, replay_writes_after_refresh=opted_in)
    fault = BY_NAME[f"status {status}"]
    end = expected(
        fault.row,
        operation,
        fault.error,
        lasting=lasting,
        can_refresh=token == "a provider",
        refreshes_writes=opted_in,
    )
    with FaultServer(Strikes(fault, None if lasting else 1)) as server:
        settings = {**server.settings, "access_token": "t" if token == "text" else provider, "retry_policy": policy}
        made = driver(Configuration(**settings))
        result = call_once(made, server, operation.name)
        made.close()

    assert [seen.headers["authorization"] for seen in result.seen] == [
        "Bearer t" if token == "text" else f"Bearer token-{number}" for number in range(1, end.attempts + 1)
    ]
    assert type(result.error) is (type(None) if end.error is None else end.error)
    assert getattr(result.error, "outcome", None) == end.outcome
    assert len(result.ids) == (1 if end.error is None else 0)


# Doubt stays


_THEN = {**{status: f"status {status}" for status in (400, 401, 404, 410, 419, 422, 429)}, 0: "accept then close"}


class _First:
    """Lets one fault strike the first request, and another one those that follow."""

    def __init__(self, first: Fault, then: Fault) -> None:
        self._faults = iter(itertools.chain([first], itertools.repeat(then)))
        self._lock = threading.Lock()

    def connection(self) -> None:
        return None

    def request(self, seen: Seen) -> Fault:
        with self._lock:
            return next(self._faults)


@EACH_DRIVER
@pytest.mark.parametrize(
    "first", ["close before the status line", "status 503", "status 408", "close inside the body"], ids=str
)
@pytest.mark.parametrize("then", [400, 401, 404, 410, 422, 429])
def test_an_update_that_may_have_been_done_is_not_called_refused_because_its_replay_is(
    driver: Any, first: str, then: int
) -> None:
    with FaultServer(_First(BY_NAME[first], BY_NAME[f"status {then}"])) as server:
        made = driver(Configuration(**server.settings, retry_policy=QUICK))
        result = call_once(made, server, "update_user")
        made.close()

    assert isinstance(result.error, error_of_status(then))
    assert isinstance(result.error, MayHaveBeenUpdatedError)
    assert result.error.outcome in ("unknown", "applied")
    assert result.error.applied in (None, True)


@EACH_DRIVER
def test_a_create_that_was_refused_stays_rejected_when_its_retries_are_not_sent(driver: Any) -> None:
    def refuse_and_leave(line: Line) -> None:
        line.send(line.whole(b"", "Connection: close", status="429 Slow down"))
        server.plan = Strikes(BY_NAME["close inside the TLS handshake"])
        line.end()

    with FaultServer(Strikes(Fault("", Row.TOO_MANY, refuse_and_leave, works=False)), tls=True) as server:
        made = driver(Configuration(**server.settings, retry_policy=QUICK))
        result = call_once(made, server, "create_checkout")
        made.close()

    assert isinstance(result.error, ApiConnectionError)
    assert (result.error.outcome, result.error.attempts, len(result.ids)) == ("rejected", 6, 0)


# Connections that have been idle


@EVERY_ONE
@EACH_DRIVER
def test_a_connection_that_was_idle_for_long_is_not_used_for_what_must_not_be_sent_twice(
    driver: Any, operation: Operation[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("order_capture_client._core.exchange.LONGEST_IDLE", 0.0)
    with FaultServer() as server:
        made = driver(Configuration(**server.settings))
        first, second = (call_once(made, server, name) for name in ("get_order", operation.name))
        made.close()

    reused = first.seen[0].connection == second.seen[0].connection
    assert reused is (operation.repeat is not Repeat.ONCE)


@EVERY_ONE
@EACH_DRIVER
def test_a_connection_that_the_server_closed_while_it_was_idle_costs_nothing(
    driver: Any, operation: Operation[Any]
) -> None:
    def answer_and_end(line: Line) -> None:
        line.send(line.good)
        line.end()

    with FaultServer(Strikes(Fault("", Row.FINE, answer_and_end), 1)) as server:
        made = driver(Configuration(**server.settings, retry_policy=RetryPolicy(attempts=1)))
        first = call_once(made, server, "get_order")
        assert server.wait_until_ended(first.seen[0].connection)
        second = call_once(made, server, operation.name)
        made.close()

    assert (first.error, second.error, len(second.seen)) == (None, None, 1)


# Raw answers


_STATUSES = [fault for fault in FAULTS if fault.name.startswith("status ") and not fault.least and not fault.total]
_CUT = ("cut short", "reset in the body")
_GARBLED = ("unknown coding", "not gzip", "double gzip")


@EACH_CLASS
@pytest.mark.parametrize("fault", _STATUSES, ids=str)
def test_a_raw_answer_of_an_error_status_is_given_and_not_raised(operation: Operation[Any], fault: Fault) -> None:
    end = expected(fault.row, operation, fault.error, lasting=True, may_retry=fault.may_retry)
    with (
        FaultServer(Strikes(fault)) as server,
        ApiClient(Configuration(**server.settings, retry_policy=QUICK)) as client,
    ):
        raw = getattr(CheckoutApi(client), f"{operation.name}_without_preload_content")
        if fault.name.endswith(_CUT):
            with pytest.raises(fault.error):
                raw(**ARGUMENTS[operation.name])
        else:
            answer = raw(**ARGUMENTS[operation.name])
            assert answer.status == fault.status
            body = answer.read()
            assert len(body) <= LARGEST_ERROR_BODY
            if fault.name.endswith(_GARBLED):
                assert body == b"{}"  # as it came

    assert len(server.truth.seen) == end.attempts
