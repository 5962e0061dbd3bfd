"""Many checkouts at once, without a socket: arguments, progress, who closes a run, and threads."""

from __future__ import annotations

import signal
import threading
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from urllib3 import HTTPHeaderDict

from order_capture_client import AccessToken, ApiClient, ApiValueError, CheckoutApi, CheckoutRequest, Configuration
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.bulk import (
    Outcome,
    Progress,
    Summary,
    _schedule,
    create_checkouts,
    read_journal,
)
from order_capture_client.bulk._journal import Journal
from order_capture_client.bulk._rows import Row
from test.bulk.runs import PAIRS, Accepts, endless
from test.samples import CART


def test_a_run_that_came_to_its_end_was_not_stopped_by_being_closed() -> None:
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        with create_checkouts(CheckoutApi(client), "se", PAIRS, progress=False) as results:
            assert len(list(results)) == 20
        results.close()
    assert results.stopped is None
    assert results.summary().ok
    assert list(results) == []


class Tokens:
    """A provider whose tokens count up."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self) -> AccessToken:
        self.given += 1
        return AccessToken(f"token-{self.given}", time.time() + 3600)


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


@pytest.mark.parametrize(
    ("failure", "stops"),
    [
        (Failure(Phase.NOT_SENT, FailureKind.PROXY, "the proxy answered 407", Response(407)), True),
        (Failure(Phase.NOT_SENT, FailureKind.CERTIFICATE, "certificate has expired (10)"), True),
        (Failure(Phase.NOT_SENT, FailureKind.PROXY, "the proxy answered 503", Response(503)), False),
        (Failure(Phase.NOT_SENT, FailureKind.CONNECTION, "connection refused (ECONNREFUSED)"), False),
    ],
    ids=["407", "certificate", "503", "refused"],
)
def test_a_run_that_no_row_of_can_be_sent_stops_at_once(failure: Failure, stops: bool) -> None:
    class Refuses:
        requests = 0

        def handle(self, request: Request) -> Failure:
            self.requests += 1
            return failure if self.requests < 3 or stops else Failure(Phase.NOT_SENT, FailureKind.CERTIFICATE, "end")

    transport = Refuses()
    with ApiClient(Configuration(access_token="t"), transport=transport) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, max_workers=1, progress=False)
        outcomes = list(results)

    assert {outcome.status for outcome in outcomes} == {"not_sent"}
    assert results.stopped is not None
    assert results.stopped.startswith("no row can be sent: ")
    assert (transport.requests < 3) is stops


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
    assert later[ended[4].key].status == "unknown"  # its outcome was reported, but not written
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
        for rows in (50, 50, 500, 500):
            tracemalloc.start()
            for _ in create_checkouts(api, "se", (CART for _ in range(rows)), progress=False):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    # 450 outcomes alone are more. Python's own table of names may grow once, during any run, by two megabytes.
    assert min(peaks[2:]) < peaks[1] + 50_000


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
    """A service that names its new resources differently."""

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


# Progress


@pytest.mark.parametrize(("given", "total"), [(None, None), (40, 40)])
def test_the_total_of_a_lazy_input_may_be_told(given: int | None, total: int | None) -> None:
    told: list[Progress] = []
    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        list(create_checkouts(CheckoutApi(client), "se", iter(PAIRS), total=given, progress=told.append))
    assert {progress.total for progress in told} == {total}


def test_progress_that_is_interrupted_loses_no_outcome() -> None:
    def fail(progress: Progress) -> None:
        if progress.settled == 2:
            raise KeyboardInterrupt

    with ApiClient(Configuration(access_token="token"), transport=Accepts(500, "token")) as client:
        results = create_checkouts(CheckoutApi(client), "se", PAIRS, progress=fail)
        outcomes = [next(results)]
        with pytest.raises(KeyboardInterrupt):
            next(results)
        outcomes += results
    assert sorted(outcome.index for outcome in outcomes) == list(range(20))


# Ctrl-C


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


def test_progress_may_close_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_schedule, "MAX_OUTCOME_DELAY", 0.0)  # otherwise, rows are taken as long as calls end meanwhile

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


@pytest.mark.parametrize(("checked", "status"), [(True, "invalid"), (False, "created")])
def test_known_rules_are_checked_if_the_client_checks_them(checked: bool, status: str) -> None:
    two_lines_of_one_article = {**CART, "items": CART["items"] * 2}
    transport = Accepts(500, "token")
    with ApiClient(Configuration(access_token="token"), transport=transport) as client:
        client.client_side_validation = checked
        [outcome] = create_checkouts(CheckoutApi(client), "se", [two_lines_of_one_article], progress=False)

    assert (outcome.status, transport.requests) == (status, int(not checked))
