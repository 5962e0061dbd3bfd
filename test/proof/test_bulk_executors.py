"""The same input has the same outcomes, wherever the calls are made."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

import pytest

from order_capture_client import AccessToken, ApiClient, ApiTypeError, ApiValueError, CheckoutApi, Configuration
from order_capture_client._core.options import CallOptions
from order_capture_client.bulk import _remote, create_checkouts, get_orders
from order_capture_client.bulk._attempt import Attempt
from order_capture_client.bulk._dask import BATCH, Tickets
from order_capture_client.bulk._remote import Direct, pack, perform
from order_capture_client.sandbox import Sandbox
from test.bulk.server import ByName, cart, error, good, lost, serving
from test.samples import CART

pytestmark = [
    pytest.mark.xdist_group("machine"),
    pytest.mark.filterwarnings(
        "ignore:This process .* is multi-threaded:DeprecationWarning"
    ),  # the executor that forks, and the reason to skip it
    # Dask and its dependencies warn about their own code.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning:distributed"),
]


@contextmanager
def threads() -> Iterator[Executor | None]:
    yield None


@contextmanager
def processes(method: str) -> Iterator[Executor]:
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as executor:
        yield executor


@contextmanager
def loky() -> Iterator[Executor]:
    from loky import ProcessPoolExecutor as LokyExecutor

    executor = LokyExecutor(2)
    yield executor
    executor.shutdown(kill_workers=True)


@contextmanager
def dask() -> Iterator[Executor]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor()


OPENED: dict[str, Callable[[], AbstractContextManager[Executor | None]]] = {
    "threads": threads,
    **{method: partial(processes, method) for method in multiprocessing.get_all_start_methods()},
    "loky": loky,
    **({"dask": dask} if find_spec("distributed") else {}),  # tox -e dask has it
}


@pytest.fixture(scope="module", params=OPENED)
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    with OPENED[request.param]() as opened:
        yield opened


def plan() -> ByName:
    return ByName(
        {
            "row-1": [error("422 Unprocessable")],
            "row-2": [error("429 Too Many Requests", "Retry-After: 0"), good],
            "row-3": [error("503 Service Unavailable", "Retry-After: 0")],
            "row-4": [lost],
            "row-5": [error("404 Not Found")],
        }
    )


def token() -> AccessToken:
    return AccessToken("token", float("inf"))


EXPECTED = {
    "row-1": ("rejected", 1),
    "row-2": ("created", 2),
    "row-3": ("unknown", 1),
    "row-4": ("unknown", 1),
    "row-5": ("rejected", 1),
    "bad": ("invalid", 0),
    "again": ("created", 1),
}


def test_the_same_input_has_the_same_outcomes(executor: Executor | None) -> None:
    names = [f"row-{index}" for index in range(40)]
    requests: list[Any] = [(name, cart(name)) for name in names]
    requests[10:10] = [("bad", {}), ("again", cart("again"))]
    server, truth = serving(plan())
    with server, ApiClient(Configuration(**server.settings, access_token=token)) as client:
        api = CheckoutApi(client)
        results = create_checkouts(api, "se", requests, executor=executor, max_workers=4, progress=False)
        outcomes = {outcome.key: outcome for outcome in results}

    assert {key: (outcome.status, outcome.attempts) for key, outcome in outcomes.items()} == {
        **dict.fromkeys(names, ("created", 1)),
        **EXPECTED,
    }
    for key, outcome in outcomes.items():
        created = truth.applied.get(str(key), [])
        assert len(created) <= 1
        if outcome.status == "created":
            assert [outcome.resource_id] == created
    errors = {key: outcome.error for key, outcome in outcomes.items() if outcome.error}
    assert sorted(map(str, errors)) == ["bad", "row-1", "row-3", "row-4", "row-5"]
    assert str(errors["row-1"]).startswith("422 UnprocessableEntityException: create_checkout POST")
    assert str(errors["row-4"]).startswith("MayHaveBeenCreatedDespiteApiConnectionError: create_checkout POST")


def test_forty_equal_rows_are_forty_checkouts_on_few_connections_and_can_be_read(executor: Executor | None) -> None:
    server, truth = serving()
    with server, ApiClient(Configuration(**server.settings, access_token=token)) as client:
        results = create_checkouts(
            CheckoutApi(client), "se", [cart("same")] * 40, executor=executor, max_workers=4, progress=False
        )
        ids = [outcome.resource_id for outcome in results]
    assert sorted(map(str, ids)) == sorted(truth.applied["same"])
    assert len(truth.applied["same"]) == 40
    assert len({seen.connection for seen in truth.seen}) <= 4  # one for each thread of each worker


def test_orders_come_back_from_everywhere(executor: Executor | None) -> None:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        api = CheckoutApi(client)
        ids = [str(outcome.resource_id) for outcome in create_checkouts(api, "se", [CART] * 5, progress=False)]
        read = list(get_orders(api, "se", ids, executor=executor, max_workers=4, progress=False))
    assert sorted(str(outcome.order and outcome.order.checkout_id) for outcome in read) == sorted(ids)


def test_a_process_that_dies_leaves_its_rows_in_doubt_and_ends_the_run() -> None:
    server, _ = serving(ByName({"row-7": [lambda line: line.hang()]}))
    killed = threading.Event()
    with (
        server,
        processes("spawn") as executor,
        ApiClient(Configuration(**server.settings, access_token=token)) as client,
    ):
        pids = {executor.submit(os.getpid).result() for _ in range(4)}
        requests = [(f"row-{index}", cart(f"row-{index}")) for index in range(20)]
        results = create_checkouts(
            CheckoutApi(client), "se", requests, executor=executor, max_workers=2, progress=False
        )
        outcomes = []
        for outcome in results:
            outcomes.append(outcome)
            if len(outcomes) == 19 and not killed.is_set():
                killed.set()
                for pid in pids:
                    os.kill(pid, 9)
    (doubtful,) = [outcome for outcome in outcomes if outcome.key == "row-7"]
    assert doubtful.status == "unknown"
    assert doubtful.error == "its worker was lost (BrokenProcessPool), and may have sent it"
    assert [outcome.status for outcome in outcomes].count("created") == 19


def ignores_interrupts() -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_an_interrupt_of_the_terminal_does_not_reach_what_a_worker_has_in_flight() -> None:
    server, _ = serving()
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    with server, ApiClient(Configuration(**server.settings, access_token=token)) as client, pool:
        assert not pool.submit(ignores_interrupts).result()
        requests = [cart(str(index)) for index in range(4)]
        assert create_checkouts(CheckoutApi(client), "se", requests, executor=pool, progress=False).summary().ok
        assert pool.submit(ignores_interrupts).result()
    assert not ignores_interrupts()


# Packing


def with_text(**changed: Any) -> CheckoutApi:
    return CheckoutApi(ApiClient(Configuration(access_token="s3cret", **changed)))


def test_credentials_that_would_not_arrive_are_told_before_anything_is_sent() -> None:
    with processes("spawn") as executor, pytest.raises(ApiValueError, match="access_token would not reach other proc"):
        create_checkouts(with_text(), "se", [CART], executor=executor, progress=False)


def test_credentials_travel_as_they_are_if_the_configuration_says_so() -> None:
    assert b"s3cret" in pack(with_text(pickle_credentials=True)).settings
    assert "s3cret" not in repr(pack(with_text(pickle_credentials=True)))


def test_what_cannot_be_packed_is_told() -> None:
    import ssl

    with Sandbox() as sandbox, pytest.raises(ApiValueError, match="api: cannot be sent to other processes"):
        pack(CheckoutApi(ApiClient(transport=sandbox)))
    with pytest.raises(ApiTypeError, match="ssl_context: cannot be pickled"):
        pack(CheckoutApi(ApiClient(Configuration(ssl_context=ssl.create_default_context()))))


def test_options_that_cannot_be_packed_are_told_before_anything_is_sent() -> None:
    headers = MappingProxyType({"X-Name": "Astrid"})
    message = r"^options: cannot be sent to other processes \(TypeError\); use plain dicts, texts and numbers$"
    with processes("spawn") as executor, pytest.raises(ApiValueError, match=message):
        create_checkouts(
            CheckoutApi(ApiClient(Configuration(access_token=token))),
            "se",
            [CART],
            executor=executor,
            progress=False,
            _headers=headers,
        )


def test_options_that_cannot_be_packed_are_fine_for_threads() -> None:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        headers = MappingProxyType({"X-Name": "Astrid"})
        assert create_checkouts(CheckoutApi(client), "se", [CART], progress=False, _headers=headers).summary().ok


def test_a_session_is_unpacked_once_in_a_process_and_small() -> None:
    api = CheckoutApi(ApiClient(Configuration(access_token=token)))
    first, second = pack(api), pack(api)
    assert pickle.loads(pickle.dumps(first)).api() is second.api() is not api
    assert len(pickle.dumps(first)) < 10_000
    assert Direct(api).api() is api


def test_a_provider_of_a_notebook_travels_with_cloudpickle(monkeypatch: pytest.MonkeyPatch) -> None:
    api = CheckoutApi(ApiClient(Configuration(access_token=lambda: "token")))
    assert pack(api).api().api_client.configuration.access_token is not None
    monkeypatch.setattr(_remote, "importlib", None)  # as where it is not installed
    monkeypatch.setattr(_remote, "_pickler", lambda: pickle)
    with pytest.raises(ApiValueError, match="cannot be sent to other processes"):
        pack(api)


def test_a_task_shows_no_body_and_no_headers() -> None:
    shown = repr(Attempt("se", b"Astrid", options={"_headers": {"X-Name": "Astrid"}}))
    assert "Astrid" not in shown


def test_an_api_that_cannot_be_unpacked_leaves_the_row_unsent() -> None:
    class Broken:
        def api(self) -> CheckoutApi:
            raise ZeroDivisionError

    told = perform(Broken(), Attempt("se", b"{}"))
    assert (told.status, told.error) == ("not_sent", "the worker cannot begin: ZeroDivisionError")


@pytest.mark.parametrize(
    ("is_closed", "options", "error", "final"),
    [
        (True, {}, "the client is closed; make a new ApiClient", True),
        (False, {"_headers": {"X-Name": "a\nb"}}, "_headers", True),
        (False, {}, "ApiConnectionError: create_checkout POST", False),
    ],
)
def test_an_attempt_that_was_not_sent_tells_whether_another_may_go_better(
    is_closed: bool, options: CallOptions, error: str, final: bool
) -> None:
    with ApiClient(Configuration(host="http://127.0.0.1:1", access_token=token)) as client:
        if is_closed:
            client.close()
        told = perform(Direct(CheckoutApi(client)), Attempt("se", json.dumps(CART).encode(), options=options))
    assert (told.status, told.final) == ("not_sent", final)
    assert str(told.error).startswith(error)


def test_tickets_are_forgotten_in_batches_once_all_of_a_batch_are_back() -> None:
    tickets = Tickets()
    first = tickets.issue()
    others = [tickets.issue() for _ in range(3 * BATCH - 1)]
    assert {ticket.number for ticket in [first, *others]} == set(range(3 * BATCH))
    assert {ticket.forget for ticket in others} == {()}  # the first one is still out
    for ticket in [first, *others]:
        tickets.take_back(ticket)
    assert tickets.issue().forget == (0, 1, 2)
    assert tickets.issue().forget == ()


def test_threads_of_a_given_executor_share_the_client() -> None:
    sandbox = Sandbox()
    with ApiClient(sandbox.configuration(), transport=sandbox) as client, ThreadPoolExecutor(2) as executor:
        results = create_checkouts(CheckoutApi(client), "se", [CART] * 3, executor=executor, progress=False)
        assert results.summary().created == 3
    sandbox.close()
