"""Runs against servers on loopback that know the truth, from threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from urllib3 import HTTPHeaderDict

from order_capture_client import AccessToken, ApiClient, ApiValueError, CheckoutApi, CheckoutRequest, Configuration
from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client.bulk import (
    OrderOutcome,
    Outcome,
    Progress,
    Summary,
    create_checkouts,
    get_orders,
    read_journal,
)
from order_capture_client.bulk._journal import Journal
from order_capture_client.bulk._rows import Row
from order_capture_client.sandbox import Sandbox
from test.bulk.server import ByName, Slow, cart, error, good, lost, serving
from test.samples import CART, answer

NAMES = [f"row-{index}" for index in range(20)]
PAIRS = [(name, cart(name)) for name in NAMES]


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


def test_a_run_that_came_to_its_end_was_not_stopped_by_being_closed() -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        with create_checkouts(CheckoutApi(client), "se", PAIRS, progress=False) as results:
            assert len(list(results)) == 20
        results.close()
    assert results.stopped is None
    assert results.summary().ok
    assert list(results) == []


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
    ] * 3  # the first sending may have created it, whatever became of the second
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


class Tokens:
    """A provider whose tokens count up."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self) -> AccessToken:
        self.given += 1
        return AccessToken(f"token-{self.given}", time.time() + 3600)


class Accepts:
    """A transport that refuses all tokens but one."""

    def __init__(self, status: int, token: str) -> None:
        self._status = status
        self._token = f"Bearer {token}"
        self.requests = 0

    def handle(self, request: Request) -> Response | Failure:
        self.requests += 1
        accepted = request.headers.get("Authorization") == self._token
        return answer("create_checkout", 201) if accepted else Response(self._status)


@pytest.mark.parametrize("status", [401, 419])
def test_a_fresh_token_is_fetched_once_and_the_run_goes_on(status: int) -> None:
    tokens = Tokens()
    transport = Accepts(status, "token-2")
    with ApiClient(Configuration(access_token=tokens), transport=transport) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, progress=False)
        assert results.summary().created == 20
    assert tokens.given == 2
    assert 21 <= transport.requests <= 28  # each of the first eight may have met the old one


@pytest.mark.parametrize("status", [401, 419])
def test_refused_credentials_stop_the_run(status: int, tmp_path: Path) -> None:
    transport = Accepts(status, "another")
    journal = tmp_path / "run.sqlite"
    with ApiClient(Configuration(access_token=Tokens()), transport=transport) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, journal=journal, max_workers=2, progress=False)
        outcomes = list(results)
        assert {outcome.status for outcome in outcomes} == {"rejected"}
        assert len(outcomes) <= 4
        assert results.stopped is not None
        assert results.stopped.startswith("the credentials are refused")
        assert not results.summary().ok
    with ApiClient(Configuration(access_token="another"), transport=transport) as client:
        later = create_checkouts(CheckoutApi(client), "se", PAIRS, journal=journal, progress=False)
        assert later.summary() == Summary(created=20, seconds=later.summary().seconds, finished=True)


def test_one_retry_after_slows_every_worker() -> None:
    server, truth = serving(ByName({"row-0": [error("429 Too Many Requests", "Retry-After: 1"), good]}))
    with server:
        api = api_of(server.settings)
        start = time.monotonic()
        assert create_checkouts(api, "se", PAIRS, progress=False).summary().created == 20
        assert time.monotonic() - start >= 1.0
        api.api_client.close()
    assert truth.creates == 21


def test_an_unbounded_input_is_taken_as_it_is_needed() -> None:
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
            executor.submit(int).result()  # what is in flight has ended, so nobody else holds the results
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
        with pytest.raises(ApiValueError, match="key 'row-0' is not what the journal has"):
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


def test_a_journal_that_cannot_be_written_ends_the_run_and_loses_no_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Row] = []
    end = Journal.end

    def fail_at_the_fifth(self: Journal, row: Row, outcome: Outcome, http: int | None = None) -> None:
        ended.append(row)
        if len(ended) == 5:
            raise OSError("disk full")
        end(self, row, outcome, http)

    monkeypatch.setattr(Journal, "end", fail_at_the_fifth)
    journal = tmp_path / "run.sqlite"
    told: list[Outcome] = []
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        api = CheckoutApi(client)
        results = create_checkouts(api, "se", PAIRS, journal=journal, max_workers=2, progress=False)
        with pytest.raises(OSError, match="disk full"):
            told.extend(results)
        monkeypatch.undo()
        later = {
            outcome.key: outcome for outcome in create_checkouts(api, "se", PAIRS, journal=journal, progress=False)
        }

    assert results.stopped == "OSError while writing the journal"
    assert {outcome.status for outcome in told} == {"created"}
    assert 5 <= len(told) <= 7
    assert later[ended[4].key].status == "unknown"  # its outcome was told, but not written
    assert Counter(outcome.status for outcome in later.values()) == {"created": 19, "unknown": 1}


def test_nothing_of_a_body_or_an_answer_is_in_the_journal_or_in_the_outcomes(tmp_path: Path) -> None:
    canary = "Astrid-Canary"
    problem = f'{{"message": "{canary}", "errorCode": 7}}'.encode()

    class Echo:
        def handle(self, request: Request) -> Response | Failure:
            assert canary.encode() in (request.body or b"")
            return Response(422, HTTPHeaderDict({"Content-Type": "application/problem+json"}), problem, canary)

    address = {"address": {"city": canary}}
    requests = [("a", {**CART, "familyCardNo": canary}), ("b", {**CART, "languageCode": [canary]}), ("c", address)]
    journal = tmp_path / "run.sqlite"
    with ApiClient(Configuration(access_token="token"), transport=Echo()) as client:
        outcomes = list(create_checkouts(CheckoutApi(client), "se", requests, journal=journal, progress=False))

    assert sorted(outcome.status for outcome in outcomes) == ["invalid", "invalid", "rejected"]
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"UnprocessableEntityException" in content  # a control
    assert canary.encode() not in content
    assert canary not in repr(outcomes)


def test_memory_does_not_grow_with_the_rows() -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        api = CheckoutApi(client)
        peaks: list[int] = []
        for rows in (100, 100, 1000, 1000):
            tracemalloc.start()
            for _ in create_checkouts(api, "se", (CART for _ in range(rows)), progress=False):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    # 900 outcomes alone are more. Python's own table of names may grow once, in the midst of any run, by two megabytes.
    assert min(peaks[2:]) < peaks[1] + 100_000


def test_an_executor_that_is_given_is_used_and_left_as_it_is() -> None:
    threads: set[str] = set()

    class Watching(Accepts):
        def handle(self, request: Request) -> Response | Failure:
            threads.add(threading.current_thread().name.partition("_")[0])
            return super().handle(request)

    with (
        ApiClient(Configuration(access_token="token"), transport=Watching(500, "token")) as client,
        ThreadPoolExecutor(2, "given") as executor,
    ):
        api = CheckoutApi(client)
        assert create_checkouts(api, "se", PAIRS, executor=executor, progress=False).summary().created == 20
        assert executor.submit(int).result() == 0
    assert threads == {"given"}


def test_an_executor_that_takes_no_more_ends_the_run() -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        executor = ThreadPoolExecutor(1)
        executor.shutdown()
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, executor=executor, progress=False)
        assert [outcome.status for outcome in results] == ["not_sent"]
        assert results.stopped == "the executor takes no more rows (RuntimeError)"


def test_a_transport_that_raises_leaves_its_row_in_doubt() -> None:
    class Broken:
        def handle(self, request: Request) -> Response | Failure:
            raise ZeroDivisionError

    with ApiClient(Configuration(access_token="token"), transport=Broken()) as client:
        (outcome,) = create_checkouts(CheckoutApi(client), "se", [CART], progress=False)
    assert (outcome.status, outcome.error) == ("unknown", "ZeroDivisionError")


class Odd:
    """A service that names what it created in its own way."""

    def handle(self, request: Request) -> Response | Failure:
        return Response(201, HTTPHeaderDict(), b'{"resourceId": 17, "new": "field"}')


@pytest.mark.parametrize("strict", [False, True])
def test_an_id_is_not_lost_to_drift_and_is_a_text(strict: bool, tmp_path: Path) -> None:
    configuration = Configuration(access_token="token", strict_responses=strict)
    journal = tmp_path / "run.sqlite"
    with ApiClient(configuration, transport=Odd()) as client:
        (outcome,) = create_checkouts(CheckoutApi(client), "se", [CART], journal=journal, progress=False)
    assert (outcome.status, outcome.resource_id) == ("created", "17")
    assert (outcome.error is None) is not strict
    (known,) = read_journal(journal)
    assert known == outcome


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"max_workers": 0}, "max_workers: a whole number of at least 1"),
        ({"max_workers": True}, "max_workers"),
        ({"attempts": 0}, "attempts: a whole number of at least 1"),
        ({"longest_wait": -1}, "longest_wait: a number of seconds"),
        ({"retail_unit": "s e"}, "retail_unit"),
        ({"requests": "text"}, "requests: a list or another iterable"),
        ({"requests": CART}, "requests: a list or another iterable"),
        ({"requests": CheckoutRequest.from_dict(CART)}, "requests: a list or another iterable"),
        ({"requests": 5}, "requests: a list or another iterable"),
        ({"_request_timeout": -1}, "_request_timeout"),
        ({"_retry_policy": None}, "_retry_policy: the run decides"),
        ({"executor": object()}, "executor: a concurrent.futures.Executor expected"),
        ({"resend_unknown": "no"}, "resend_unknown: true or false"),
        ({"total": "5"}, "total: a whole number of at least 0"),
        ({"total": -1}, "total: a whole number of at least 0"),
        ({"progress": 3}, "progress: true, false or a function"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_at_once(arguments: dict[str, Any], words: str) -> None:
    with ApiClient(Configuration(access_token="token")) as client, pytest.raises(ApiValueError, match=words):
        create_checkouts(**{"api": CheckoutApi(client), "retail_unit": "se", "requests": [], **arguments})


@pytest.mark.parametrize("kind", ["pandas", "polars", "polars, lazy"])
def test_a_frame_is_refused_with_what_to_do(kind: str) -> None:
    import pandas
    import polars

    frames = {
        "pandas": pandas.DataFrame({"a": [1]}),
        "polars": polars.DataFrame({"a": [1]}),
        "polars, lazy": polars.LazyFrame({"a": [1]}),  # which warns where somebody looks at its columns
    }
    requests: Any = frames[kind]
    with ApiClient(Configuration(access_token="token")) as client, pytest.raises(ApiValueError, match="requests_from"):
        create_checkouts(CheckoutApi(client), "se", requests, progress=False)


def test_options_reach_every_call() -> None:
    server, truth = serving()
    with server:
        api = api_of(server.settings)
        list(create_checkouts(api, "se", PAIRS[:3], progress=False, _headers={"X-Batch": "7"}))
        api.api_client.close()
    assert [seen.headers["x-batch"] for seen in truth.seen] == ["7"] * 3


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


@pytest.mark.parametrize(("given", "total"), [(None, None), (40, 40)])
def test_the_total_of_a_lazy_input_may_be_told(given: int | None, total: int | None) -> None:
    told: list[Progress] = []
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        list(create_checkouts(CheckoutApi(client), "se", iter(PAIRS), total=given, progress=told.append))
    assert {progress.total for progress in told} == {total}


def test_progress_that_fails_loses_no_outcome() -> None:
    def fail(progress: Progress) -> None:
        if progress.settled == 2:
            raise ZeroDivisionError

    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, progress=fail)
        outcomes = [next(results)]
        with pytest.raises(ZeroDivisionError):
            next(results)
        outcomes += results
    assert sorted(outcome.index for outcome in outcomes) == list(range(20))


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
    # What was in flight ended, and nothing is in doubt.
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


def test_an_interrupt_between_two_rows_prints_the_summary_at_the_end_of_the_with_block(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def loop(api: CheckoutApi) -> None:
        with create_checkouts(api, "se", PAIRS, progress=False) as results:
            next(results)
            raise KeyboardInterrupt

    client = ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token"))
    with client, pytest.raises(KeyboardInterrupt):
        loop(CheckoutApi(client))
    assert "stopped early: interrupted" in capsys.readouterr().err


@pytest.mark.parametrize("handler", [signal.SIG_IGN, lambda number, frame: None], ids=["ignored", "of another library"])
def test_a_handler_that_somebody_set_is_left_alone(handler: Callable[..., object]) -> None:
    before = signal.signal(signal.SIGINT, handler)
    try:
        with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
            list(create_checkouts(CheckoutApi(client), "se", PAIRS, progress=False))
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_run_that_is_iterated_heeds_the_interrupt_and_not_one_that_was_left() -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        api = CheckoutApi(client)
        left = create_checkouts(api, "se", PAIRS, progress=False)
        next(left)
        with create_checkouts(api, "se", PAIRS, progress=False) as iterated:
            next(iterated)
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        assert (left.stopped, iterated.stopped) == (None, "interrupted")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        left.close()


def test_a_run_may_be_driven_by_any_thread() -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, progress=False)
        with ThreadPoolExecutor(1) as other, warnings.catch_warnings():
            assert other.submit(results.summary).result().created == 20


def endless() -> Iterator[tuple[int, dict[str, Any]]]:
    for number in count():
        yield number, cart(f"row-{number}")


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


def test_progress_may_close_the_run() -> None:
    def close(progress: Progress) -> None:
        if progress.settled == 3:
            results.close()

    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        results = create_checkouts(CheckoutApi(client), "se", endless(), max_workers=2, progress=close)
        outcomes = list(results)
    assert 3 <= len(outcomes) <= 8
    assert results.stopped == "closed"


def test_what_gives_the_rows_may_close_the_run() -> None:
    def some() -> Iterator[tuple[int, dict[str, Any]]]:
        for number, request in endless():
            if number == 3:
                results.close()
            yield number, request

    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        results = create_checkouts(CheckoutApi(client), "se", some(), max_workers=2, progress=False)
        outcomes = list(results)
    assert sorted(outcome.index for outcome in outcomes) == [0, 1, 2, 3]
    assert results.stopped == "closed"


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


@pytest.mark.parametrize(("checked", "status"), [(True, "invalid"), (False, "created")])
def test_known_rules_are_checked_if_the_client_checks_them(checked: bool, status: str) -> None:
    two_lines_of_one_article = {**CART, "items": CART["items"] * 2}
    transport = Accepts(500, "token")
    with ApiClient(Configuration(access_token="token"), transport=transport) as client:
        client.client_side_validation = checked
        [outcome] = create_checkouts(CheckoutApi(client), "se", [two_lines_of_one_article], progress=False)

    assert (outcome.status, transport.requests) == (status, int(not checked))
