"""On a real Dask cluster of two workers: one that is lost takes its tasks along, and Dask runs them again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("distributed", reason="tox -e dask runs it")

from distributed import Client, LocalCluster

from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.bulk import create_checkouts
from order_capture_client.bulk._attempt import Attempt
from order_capture_client.bulk._dask import BATCH, CLAIMS, Ticket
from order_capture_client.bulk._remote import pack, perform
from test.bulk.server import Slow, cart, serving
from test.faults.size import LARGE
from test.proof.test_bulk_executors import token

ROWS, REPEATS = (400, 10) if LARGE else (200, 1)

pytestmark = [
    pytest.mark.xdist_group("machine"),
    # Dask and its dependencies warn about their own code.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning:distributed"),
]


@pytest.fixture
def client() -> Iterator[Any]:
    # A new cluster each time: one whose worker was killed may take its time to have two of them again.
    with LocalCluster(n_workers=2, threads_per_worker=4, dashboard_address=None) as cluster, Client(cluster) as client:
        yield client


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_a_worker_that_is_killed_makes_no_row_twice_and_loses_none(client: Any, repeat: int) -> None:
    names = [f"row-{index}" for index in range(ROWS)]
    server, truth = serving(Slow(0.05))
    with server, ApiClient(Configuration(**server.settings, access_token=token)) as api_client:
        results = create_checkouts(
            CheckoutApi(api_client),
            "se",
            ((name, cart(name)) for name in names),
            executor=client.get_executor(),
            max_workers=32,  # many more than the eight threads, so that tasks wait in the workers, too
            progress=False,
        )
        outcomes = []
        for outcome in results:
            outcomes.append(outcome)
            if len(outcomes) == ROWS // 3:
                os.kill(next(iter(client.run(os.getpid).values())), 9)

    assert truth.twice() == []
    assert sorted(str(outcome.key) for outcome in outcomes) == sorted(names)
    assert {outcome.status for outcome in outcomes} <= {"created", "unknown"}
    in_doubt = [outcome for outcome in outcomes if outcome.status == "unknown"]
    assert 0 < len(in_doubt) <= 32
    assert {outcome.error for outcome in in_doubt} == {
        "its worker was lost, and whether it was sent is not known; the checkout may exist already"
    }
    for outcome in outcomes:
        if outcome.status == "created":
            assert truth.applied[str(outcome.key)] == [outcome.resource_id]
    created = sum(bool(truth.applied[str(outcome.key)]) for outcome in in_doubt)
    print(f"{ROWS} rows, one of two workers killed: {len(in_doubt)} in doubt, of which {created} were created")


def test_a_ticket_is_good_for_one_sending(client: Any) -> None:
    server, truth = serving()
    with server, ApiClient(Configuration(**server.settings, access_token=token)) as api_client:
        session = pack(CheckoutApi(api_client))
        body = b'{"shoppingType":"ONLINE","channel":"WEBAPP","languageCode":"sv","items":[],"cartCheckSum":"a"}'
        told = [
            client.submit(perform, session, Attempt("se", body, ticket=Ticket("run", number)), pure=False)
            .result()
            .status
            for number in (1, 1, 2)
        ]
    assert told == ["created", "unknown", "created"]
    assert len(truth.applied["a"]) == 2


def test_the_scheduler_forgets_tickets_that_nobody_will_use(client: Any) -> None:
    rows = 2 * BATCH + 10
    server, _ = serving()
    with server, ApiClient(Configuration(**server.settings, access_token=token)) as api_client:
        before = set(client.get_metadata([CLAIMS], default={}))
        results = create_checkouts(
            CheckoutApi(api_client), "se", [cart("a")] * rows, executor=client.get_executor(), progress=False
        )
        assert results.summary().created == rows
        (run,) = set(client.get_metadata([CLAIMS])) - before
        kept = client.get_metadata([CLAIMS, run])
    assert kept["0"] == 0
    assert sum(len(batch) for batch in kept.values() if batch) <= BATCH + 10
