"""Bulk runs from threads, against servers on loopback that know the truth."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiClient, ApiValueError, CheckoutApi, Configuration
from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client.bulk import (
    OrderOutcome,
    Outcome,
    Progress,
    _schedule,
    create_checkouts,
    get_orders,
    read_journal,
)
from order_capture_client.sandbox import Sandbox
from test.bulk.runs import NAMES, PAIRS, Accepts, endless
from test.bulk.server import ByName, Slow, cart, error, good, lost, serving
from test.faults.server import FaultServer
from test.samples import CART, answer


def api_of(settings: dict[str, Any], **changed: Any) -> CheckoutApi:
    return CheckoutApi(ApiClient(Configuration(**{"access_token": "token", **settings, **changed})))


def by_key(outcomes: list[Outcome]) -> dict[str | None, Outcome]:
    assert len({outcome.key for outcome in outcomes}) == len(outcomes)
    return {outcome.key: outcome for outcome in outcomes}


def test_each_row_becomes_one_checkout_and_its_outcome_names_it() -> None:
    server, truth = serving()
    with server:
        api = api_of(server.settings)
        outcomes = by_key(list(create_checkouts(api, "se", PAIRS, progress=False)))
        api.api_client.close()

    assert outcomes.keys() == set(NAMES)
    for index, name in enumerate(NAMES):
        outcome = outcomes[name]
        assert (outcome.index, outcome.status, outcome.error, outcome.attempts) == (index, "created", None, 1)
        assert [outcome.resource_id] == truth.applied[name]
        assert outcome.elapsed > 0


MIXED: dict[str, list[Any]] = {
    "row-1": [error("422 Unprocessable")],
    "row-2": [error("429 Too Many Requests", "Retry-After: 0"), good],
    "row-3": [error("503 Service Unavailable", "Retry-After: 0")],
    "row-4": [lost],
    "row-5": [error("408 Request Timeout")],
    "row-6": [error("500 Internal Server Error")],
    "row-7": [error("404 Not Found")],
    "row-8": [lambda line: line.whole(b"<html>", status="200 OK", content_type="text/html")],
}
STATUSES = {
    "row-1": "rejected",
    "row-3": "unknown",
    "row-4": "unknown",
    "row-5": "unknown",
    "row-6": "unknown",
    "row-7": "rejected",
    "row-8": "unknown",
}


def mixed() -> dict[str, list[Any]]:
    return {name: list(plays) for name, plays in MIXED.items()}


def test_nothing_is_sent_again_that_may_have_been_created_and_a_second_run_sends_nothing(tmp_path: Path) -> None:
    server, truth = serving(ByName(mixed()))
    journal = tmp_path / "run.sqlite"
    with server:
        api = api_of(server.settings)
        first = by_key(list(create_checkouts(api, "se", PAIRS, journal=journal, progress=False)))
        sent = truth.creates
        results = create_checkouts(api, "se", PAIRS, journal=journal, progress=False)
        second = by_key(list(results))
        api.api_client.close()

    expected = {name: STATUSES.get(name, "created") for name in NAMES}
    assert {name: outcome.status for name, outcome in first.items()} == expected
    assert {name: outcome.status for name, outcome in second.items()} == expected
    assert truth.twice() == []
    assert (sent, truth.creates) == (21, 21)  # 20 and the one after the 429
    assert results.summary().resumed == 20
    for name, outcome in second.items():
        assert outcome.resource_id == first[str(name)].resource_id


def test_rows_in_doubt_are_sent_again_when_asked_for(tmp_path: Path) -> None:
    server, truth = serving(ByName(mixed()))
    journal = tmp_path / "run.sqlite"
    with server:
        api = api_of(server.settings)
        list(create_checkouts(api, "se", PAIRS, journal=journal, progress=False))
        again = by_key(list(create_checkouts(api, "se", PAIRS, journal=journal, resend_unknown=True, progress=False)))
        api.api_client.close()

    assert Counter(outcome.status for outcome in again.values()) == {"created": 18, "rejected": 2}
    assert truth.twice() == ["row-4"]


@pytest.mark.parametrize(
    "second", [error("401 Unauthorized"), error("429 Too Many Requests"), error("422 Unprocessable")]
)
def test_a_row_in_doubt_that_is_sent_again_in_vain_stays_in_doubt(tmp_path: Path, second: Any) -> None:
    server, truth = serving(ByName({"row-0": [lost, second]}))
    journal = tmp_path / "run.sqlite"
    outcomes: list[Outcome] = []
    with server:
        api = api_of(server.settings)
        for resend_unknown in (False, True, False):
            results = create_checkouts(
                api,
                "se",
                PAIRS[:1],
                journal=journal,
                resend_unknown=resend_unknown,
                attempts=1,
                progress=False,
            )
            outcomes += results
        api.api_client.close()

    assert [outcome.status for outcome in outcomes] == [
        "unknown"
    ] * 3  # the first attempt may have created it, regardless of the second
    assert truth.creates == 2
    assert truth.twice() == []
    assert str(outcomes[-1].error).startswith("still in doubt; sent again, it ended with: ")


def test_a_row_that_could_not_be_sent_is_created_by_a_later_run(tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    server, truth = serving()
    with server:
        # Each token works; but the first run has none to give.
        api = api_of(server.settings, access_token=refuse)
        results = create_checkouts(api, "se", PAIRS[:2], journal=journal, attempts=1, progress=False)
        assert [outcome.status for outcome in results] == ["not_sent", "not_sent"]
        assert truth.creates == 0
        later = api_of(server.settings)
        assert create_checkouts(later, "se", PAIRS[:2], journal=journal, progress=False).summary().created == 2
        api.api_client.close()
        later.api_client.close()
    assert truth.twice() == []


def refuse() -> str:
    raise ValueError("no token today")


def test_one_retry_after_slows_every_worker() -> None:
    server, truth = serving(ByName({"row-0": [error("429 Too Many Requests", "Retry-After: 1"), good]}))
    with server:
        api = api_of(server.settings)
        start = time.monotonic()
        assert create_checkouts(api, "se", PAIRS, progress=False).summary().created == 20
        assert time.monotonic() - start >= 1.0
        api.api_client.close()
    assert truth.creates == 21


def test_an_unbounded_input_is_taken_as_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_schedule, "MAX_OUTCOME_DELAY", 0.0)  # otherwise, rows are taken as long as calls end meanwhile
    taken = 0

    def endless() -> Iterator[tuple[int, dict[str, Any]]]:
        nonlocal taken
        while True:
            taken += 1
            yield taken, cart(str(taken))

    server, truth = serving()
    with server:
        api = api_of(server.settings)
        results = create_checkouts(api, "se", endless(), max_workers=3, progress=False)
        for _, outcome in zip(range(50), results, strict=False):
            assert outcome.ok
        results.close()
        left = list(results)
        api.api_client.close()
    assert taken <= 50 + 2 * 3
    assert 50 + len(left) == truth.creates


def test_closing_early_records_what_is_in_flight(tmp_path: Path) -> None:
    server, truth = serving(Slow(0.05))
    journal = tmp_path / "run.sqlite"
    with server:
        api = api_of(server.settings)
        with create_checkouts(api, "se", PAIRS, journal=journal, max_workers=4, progress=False) as results:
            first = next(results)
        left = list(results)
        summary = results.summary()
        api.api_client.close()

    assert (summary.stopped, summary.finished) == ("closed", True)
    assert summary.created == 1 + len(left) == truth.creates
    assert {outcome.key for outcome in read_journal(journal)} == {first.key, *(outcome.key for outcome in left)}


def test_results_that_nobody_iterates_send_nothing_and_give_the_journal_free(tmp_path: Path) -> None:
    server, truth = serving()
    journal = tmp_path / "run.sqlite"
    with server:
        api = api_of(server.settings)
        create_checkouts(api, "se", PAIRS, journal=journal, progress=False)
        with create_checkouts(api, "se", PAIRS, journal=journal, progress=False):
            pass
        assert read_journal(journal) == []
        api.api_client.close()
    assert truth.creates == 0


def test_a_run_that_is_left_in_the_midst_is_told_and_gives_the_journal_free(tmp_path: Path) -> None:
    server, _ = serving()
    with server:
        api = api_of(server.settings)
        with ThreadPoolExecutor(1) as executor:
            journal = tmp_path / "run.sqlite"
            held = [
                create_checkouts(api, "se", PAIRS, journal=journal, executor=executor, max_workers=1, progress=False)
            ]
            next(held[0])
            executor.submit(int).result()  # all rows in flight have ended, so nothing else holds the results
            with pytest.warns(ResourceWarning, match="not iterated to its end, and not closed: <"):
                held.clear()
            assert [outcome.status for outcome in read_journal(journal)] == ["created"] * 2
        api.api_client.close()


@pytest.mark.parametrize("has_journal", [False, True], ids=["without a journal", "with a journal"])
def test_outcomes_and_failed_run_what_nobody_has_begun(tmp_path: Path, has_journal: bool) -> None:
    journal = tmp_path / "run.sqlite" if has_journal else None
    server, _ = serving(ByName(mixed()))
    with server:
        api = api_of(server.settings)
        results = create_checkouts(api, "se", PAIRS, journal=journal, progress=False)
        failed = results.failed()
        assert sorted(str(outcome.key) for outcome in failed) == sorted(STATUSES)
        assert results.summary().rows == 20
        assert len(results.outcomes()) == (20 if has_journal else 0)  # without one, they were given already
        api.api_client.close()


def test_failed_gives_what_is_left_without_a_journal_and_all_with_one(tmp_path: Path) -> None:
    server, _ = serving()
    pairs: list[tuple[str, dict[str, Any]]] = [("a", {}), ("b", {}), ("c", {})]
    with server:
        api = api_of(server.settings)
        without = create_checkouts(api, "se", pairs, progress=False)
        with_one = create_checkouts(api, "se", pairs, journal=tmp_path / "run.sqlite", progress=False)
        next(without)
        next(with_one)
        assert [outcome.key for outcome in without.failed()] == ["b", "c"]
        assert [outcome.key for outcome in with_one.failed()] == ["a"]
        assert [outcome.key for outcome in with_one] == ["b", "c"]
        assert [outcome.key for outcome in with_one.failed()] == ["a", "b", "c"]
        api.api_client.close()


def test_a_changed_request_under_a_done_key_ends_the_run_after_those_in_flight(tmp_path: Path) -> None:
    server, truth = serving()
    journal = tmp_path / "run.sqlite"
    with server:
        api = api_of(server.settings)
        list(create_checkouts(api, "se", PAIRS[:1], journal=journal, progress=False))
        changed = [*PAIRS[1:3], ("row-0", cart("changed")), *PAIRS[3:]]
        told: list[Outcome] = []
        with pytest.raises(ApiValueError, match="key 'row-0' differs from the request that the journal has"):
            told.extend(create_checkouts(api, "se", changed, journal=journal, max_workers=4, progress=False))
        list(create_checkouts(api, "se", PAIRS, journal=journal, progress=False))  # the journal is free again
        api.api_client.close()
    assert truth.twice() == []
    assert "changed" not in truth.applied


def test_what_the_requests_raise_comes_after_the_outcomes_in_flight() -> None:
    def broken() -> Iterator[Any]:
        yield from PAIRS[:3]
        raise ZeroDivisionError

    server, _ = serving()
    told: list[str] = []
    with server:
        api = api_of(server.settings)
        results = create_checkouts(api, "se", broken(), progress=False)
        with pytest.raises(ZeroDivisionError):
            told.extend(outcome.status for outcome in results)
        api.api_client.close()
    assert told == ["created"] * 3
    assert results.summary().stopped == "ZeroDivisionError while taking a row"


def test_options_reach_every_call() -> None:
    server, truth = serving()
    with server:
        api = api_of(server.settings)
        list(create_checkouts(api, "se", PAIRS[:3], progress=False, _headers={"X-Batch": "7"}))
        api.api_client.close()
    assert [seen.headers["x-batch"] for seen in truth.seen] == ["7"] * 3


@pytest.mark.parametrize("own_threads", [True, False])
def test_calls_are_made_as_the_tenant_that_runs_the_batch(own_threads: bool) -> None:
    tenant: ContextVar[str] = ContextVar("tenant", default="nobody")
    with FaultServer() as server, ThreadPoolExecutor(2) as executor:
        settings = server.settings | {"access_token": lambda: f"of-{tenant.get()}", "token_key": tenant.get}
        with ApiClient(Configuration(**settings)) as client:
            for name in ("anna", "bertil"):
                context = copy_context()
                context.run(tenant.set, name)
                context.run(
                    lambda: list(
                        create_checkouts(
                            CheckoutApi(client),
                            "se",
                            PAIRS[:4],
                            progress=False,
                            executor=None if own_threads else executor,
                        )
                    )
                )

    sent = [seen.headers["authorization"] for seen in server.truth.seen]
    assert sent == ["Bearer of-anna"] * 4 + ["Bearer of-bertil"] * 4


# Progress


def test_progress_is_told_after_each_row_and_at_the_end(tmp_path: Path) -> None:
    told: list[Progress] = []
    server, _ = serving(ByName(mixed()))
    with server:
        api = api_of(server.settings)
        list(create_checkouts(api, "se", [*PAIRS, ("bad", {})], progress=told.append))
        api.api_client.close()
    assert [progress.settled for progress in told] == [*range(1, 22), 21]
    assert [progress.finished for progress in told] == [False] * 21 + [True]
    last = told[-1]
    assert (last.created, last.failed, last.in_doubt, last.total, last.seconds_left) == (13, 3, 5, 21, 0.0)
    assert last.rate > 0


# Reads


def test_orders_are_read() -> None:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        api = CheckoutApi(client)
        created = [outcome.resource_id for outcome in create_checkouts(api, "se", [CART] * 5, progress=False)]
        ids = [checkout_id or "" for checkout_id in created]
        sandbox.fail_next(503, times=3, operation="get_order", retry_after=0)
        sandbox.drop_next(times=2, operation="get_order")
        results = get_orders(api, "se", [*ids, "missing", "a/b"], max_workers=2, progress=False)
        outcomes = by_key([*results])
        summary = results.summary()

    for checkout_id in ids:
        outcome: Any = outcomes[checkout_id]
        assert (outcome.status, outcome.resource_id, outcome.order.checkout_id) == ("read", checkout_id, checkout_id)
    assert sum(outcome.attempts for outcome in outcomes.values()) == 6 + 5
    assert outcomes["missing"].status == "rejected"
    invalid = outcomes[None]
    assert isinstance(invalid, OrderOutcome)
    assert (invalid.status, invalid.index, invalid.resource_id, invalid.order) == ("invalid", 6, None, None)
    assert (summary.read, summary.rejected, summary.invalid, summary.ok) == (5, 1, 1, False)


def test_the_outcome_of_a_read_shows_no_order() -> None:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        api = CheckoutApi(client)
        (created,) = create_checkouts(api, "se", [CART], progress=False)
        (outcome,) = get_orders(api, "se", [str(created.resource_id)], progress=False)
    assert outcome.order is not None
    assert "CheckoutDto" not in repr(outcome)


# Ctrl-C

INTERRUPTED = """
import sys
import time
from order_capture_client import ApiClient, CheckoutApi, Configuration
from order_capture_client.bulk import create_checkouts
from test.bulk.server import cart
with ApiClient(Configuration(host=sys.argv[1], access_token="token")) as client:
    results = create_checkouts(
        CheckoutApi(client), "se", [(f"row-{i}", cart(f"row-{i}")) for i in range(1000)],
        journal=sys.argv[2], max_workers=4, progress=False,
    )
    seen = 0
    try:
        for outcome in results:
            seen += 1
            if seen == 10:
                print("ten", flush=True)
            time.sleep(float(sys.argv[3]))
    except KeyboardInterrupt:
        print("interrupted", seen, len(list(results)), flush=True)
        raise
"""


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
@pytest.mark.parametrize("seconds", [0.0, 0.05], ids=["while it waits", "between two rows"])
def test_an_interrupt_ends_what_is_in_flight_and_prints_the_summary(tmp_path: Path, seconds: float) -> None:
    journal = tmp_path / "run.sqlite"
    server, truth = serving(Slow(0.05))
    with server:
        command = [sys.executable, "-c", INTERRUPTED, server.settings["host"], str(journal), str(seconds)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ten\n"
            child.send_signal(signal.SIGINT)
            told, errors = child.communicate(timeout=30)
    word, seen, left = told.split()
    assert word == "interrupted"
    assert "stopped early: interrupted" in errors
    assert f"{truth.creates} rows in " in errors
    assert errors.rstrip().endswith("KeyboardInterrupt")
    # The rows in flight ended, and nothing is in doubt.
    assert 10 <= int(seen) + int(left) == truth.creates < 1000
    assert [outcome.status for outcome in read_journal(journal)] == ["created"] * truth.creates


def test_a_second_interrupt_does_not_wait() -> None:
    blocked = threading.Event()

    class Blocking:
        def handle(self, request: Request) -> Response | Failure:
            blocked.wait(10)
            return answer("create_checkout", 201)

    def interrupt() -> None:
        for _ in range(2):
            time.sleep(0.1)
            os.kill(os.getpid(), signal.SIGINT)

    with ApiClient(Configuration(access_token="token"), transport=Blocking()) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, progress=False)
        thread = threading.Thread(target=interrupt)
        thread.start()
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            next(results)
        assert time.monotonic() - start < 5
        thread.join()
        assert results.stopped == "interrupted"
        blocked.set()
        results.close()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


class Waiting:
    """Requests of which all but some never come; Ctrl-C is pressed once somebody waits for them.

    Args:
        number: How many come.
        wait: Waits for the next one.
    """

    def __init__(self, number: int, wait: Callable[[], object] = lambda: threading.Event().wait(10)) -> None:
        self._number = number
        self._wait = wait
        self.seen: list[str] = []

    def __iter__(self) -> Iterator[Any]:
        yield from PAIRS[: self._number]
        threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
        try:
            self._wait()
        finally:
            self.seen.append("left")


def test_an_interrupt_while_a_row_is_awaited_does_not_wait_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "run.sqlite"
    server, truth = serving(Slow(1.0))
    requests = Waiting(4)
    with server:
        api = api_of(server.settings)
        results = create_checkouts(api, "se", requests, journal=journal, progress=False)
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            list(results)
        assert time.monotonic() - start < 5
        api.api_client.close()
    assert requests.seen == ["left"]
    assert "4 created\nstopped early: interrupted" in capsys.readouterr().err
    assert len(list(results)) == 4 == truth.creates
    assert [outcome.status for outcome in read_journal(journal)] == ["created"] * 4
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_ends_a_run_and_the_run_that_gives_its_rows_in_good_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        api = CheckoutApi(client)
        inner = create_checkouts(api, "se", Waiting(3), max_workers=1, progress=False)
        outer = create_checkouts(api, "se", ((outcome.key, CART) for outcome in inner), progress=False)
        with pytest.raises(KeyboardInterrupt), outer:
            list(outer)
    told = capsys.readouterr().err
    for results in (inner, outer):
        assert results.summary().finished
        assert results.stopped == "interrupted"
        assert f"{results.summary()}\n" in told
    assert outer.summary().created > 0


def test_an_interrupt_while_a_run_waits_is_not_taken_by_the_run_that_gives_its_rows() -> None:
    class Interrupts(Accepts):
        def handle(self, request: Request) -> Response | Failure:
            if threading.current_thread() in outer_threads:
                os.kill(os.getpid(), signal.SIGINT)
            return super().handle(request)

    outer_threads: set[threading.Thread] = set()
    with (
        ApiClient(Configuration(access_token="token"), transport=Interrupts(500, "token")) as client,
        ThreadPoolExecutor(1, initializer=lambda: outer_threads.add(threading.current_thread())) as executor,
    ):
        api = CheckoutApi(client)
        inner = create_checkouts(api, "se", PAIRS, max_workers=1, progress=False)
        rows = ((outcome.key, CART) for outcome in inner)
        outer = create_checkouts(api, "se", rows, executor=executor, max_workers=1, progress=False)
        with pytest.raises(KeyboardInterrupt):
            list(outer)
        assert (inner.stopped, outer.stopped) == (None, "interrupted")
        assert outer.summary().finished
        inner.close()


def test_another_thread_may_close_a_run_that_is_iterated(tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    server, truth = serving(Slow(0.02))
    with server, ThreadPoolExecutor(1) as other:
        api = api_of(server.settings)
        for _ in range(10):
            results = create_checkouts(api, "se", endless(), max_workers=4, progress=False, journal=journal)
            outcomes = [next(results)]
            closing = other.submit(results.close)
            outcomes += results
            closing.result()
            assert results.stopped == "closed"
            assert len({outcome.index for outcome in outcomes}) == len(outcomes)
        api.api_client.close()
    assert [outcome.status for outcome in read_journal(journal)] == ["created"] * truth.creates


def test_closing_does_not_wait_for_the_end_of_a_pause() -> None:
    server, _ = serving(ByName({"row-0": [error("429 Too Many Requests", "Retry-After: 60")]}))
    with server, ThreadPoolExecutor(1) as other:
        api = api_of(server.settings)
        results = create_checkouts(api, "se", PAIRS, max_workers=1, progress=False)
        iterated = other.submit(list, results)
        while not results.progress.elapsed > 0.3:
            time.sleep(0.01)
        start = time.monotonic()
        results.close()
        assert time.monotonic() - start < 5
        assert [outcome.status for outcome in [*iterated.result(), *results]] == ["rejected"]
        api.api_client.close()


def test_several_threads_may_share_the_outcomes_of_a_run() -> None:
    server, truth = serving(Slow(0.003))
    rows = [(f"row-{index}", cart(f"row-{index}")) for index in range(200)]
    with server, ThreadPoolExecutor(4) as others:
        api = api_of(server.settings)
        results = create_checkouts(api, "se", rows, max_workers=16, progress=False)
        shares = [others.submit(list[Outcome], results) for _ in range(4)]
        told = [outcome for share in shares for outcome in share.result()]
        api.api_client.close()
    assert sorted(outcome.index for outcome in told) == list(range(200))
    assert truth.creates == 200


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_a_signal_handler_may_close_the_run() -> None:
    server, _ = serving(Slow(0.02))
    before = signal.signal(signal.SIGTERM, lambda number, frame: results.close())
    try:
        with server:
            api = api_of(server.settings)
            for _ in range(10):
                results = create_checkouts(api, "se", endless(), max_workers=4, progress=False)
                next(results)
                threading.Timer(0.02, os.kill, [os.getpid(), signal.SIGTERM]).start()
                list(results)
                assert results.summary().finished
                assert results.stopped == "closed"
            api.api_client.close()
    finally:
        signal.signal(signal.SIGTERM, before)
