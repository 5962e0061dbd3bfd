"""Requests to outcomes: `_core/exchange.py`, driven by hand on a fake clock, and the values of `_core/retry.py`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import FrozenInstanceError, dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import chain, repeat
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3 import HTTPHeaderDict

from order_capture_client._core.exchange import RetryBudget, exchange, seconds_of_retry_after
from order_capture_client._core.retry import RetryPolicy, Timeouts
from order_capture_client._core.wire import (
    Authorize,
    Credentials,
    ExchangeResult,
    Failure,
    FailureKind,
    Phase,
    Request,
    Response,
    Send,
    Wait,
)
from order_capture_client.exceptions import ApiValueError, Outcome
from test.samples import ONE_OF_EACH, Kind

Result: TypeAlias = Response | Failure

REQUEST = Request("GET", "https://api.example.com", "/path", {"Accept": "application/json"})
STATIC = Credentials({"Authorization": "Bearer static"})
CLASSES = pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)


def refreshable(token: str) -> Credentials:
    return Credentials({"Authorization": f"Bearer {token}"}, refreshable=True)


def status(number: int, **headers: str) -> Response:
    return Response(number, HTTPHeaderDict({name.replace("_", "-"): value for name, value in headers.items()}))


def failure(phase: Phase, kind: FailureKind, response: Response | None = None) -> Failure:
    return Failure(phase, kind, "what went wrong", response)


REFUSED = failure(Phase.NOT_SENT, FailureKind.CONNECTION)
CONNECT_TIMEOUT = failure(Phase.NOT_SENT, FailureKind.TIMEOUT)
RESET = failure(Phase.SENT, FailureKind.CONNECTION)
READ_TIMEOUT = failure(Phase.SENT, FailureKind.TIMEOUT)
CUT_SHORT = failure(Phase.HEAD, FailureKind.CONNECTION, status(200))


@dataclass
class Run:
    """Drives one exchange: answers its steps, and writes them down."""

    results: Iterable[Result]
    """The reply to each attempt; the last one is repeated."""
    kind: Kind = Kind.SAFE
    credentials: Iterable[Credentials | Failure] = (STATIC,)
    """The reply to each `Authorize`."""
    policy: RetryPolicy = field(default_factory=RetryPolicy)
    timeouts: Timeouts = field(default_factory=Timeouts)
    budget: RetryBudget = field(default_factory=RetryBudget)
    jitter: float = 1.0
    seconds: float = 0.0
    """The duration of an attempt."""
    authorize_seconds: float = 0.0
    """The duration of an `Authorize`."""

    now: float = 1000.0
    sends: list[Send] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    refused: list[str | None] = field(default_factory=list)
    ended: ExchangeResult = field(init=False)

    def __post_init__(self) -> None:
        steps = exchange(
            ONE_OF_EACH[self.kind],
            REQUEST,
            policy=self.policy,
            timeouts=self.timeouts,
            longest_idle=15.0,
            budget=self.budget,
            clock=lambda: self.now,
            jitter=lambda: self.jitter,
        )
        given = list(self.results)
        results = chain(given, repeat(given[-1]))
        credentials = iter(self.credentials)
        reply: Result | Credentials | None = None
        try:
            while True:
                step = steps.send(reply)
                if isinstance(step, Send):
                    self.sends.append(step)
                    self.now += self.seconds
                    reply = next(results)
                elif isinstance(step, Wait):
                    self.pauses.append(step.seconds)
                    self.now += step.seconds
                    reply = None
                else:
                    assert isinstance(step, Authorize)
                    self.refused.append(step.refused)
                    self.now += self.authorize_seconds
                    reply = next(credentials)
        except StopIteration as stop:
            self.ended = stop.value

    @property
    def tokens(self) -> list[str]:
        """The credentials of each attempt."""
        return [send.request.headers["Authorization"].removeprefix("Bearer ") for send in self.sends]


# The table of cases: how often a request is sent when the same thing happens every time

UNSENT = [0.5, 1.0, 2.0, 4.0]
SHORT = [0.1, 0.2]
LONG = [1.0, 2.0]

TABLE: list[Any] = [
    # event                                        SAFE REPLAYABLE CREATE UPDATE  pauses
    pytest.param(REFUSED,                                 (5,  5,         5,     5),     UNSENT, id="refused"),
    pytest.param(CONNECT_TIMEOUT,                         (5,  5,         5,     5),     UNSENT, id="connect timeout"),
    pytest.param(failure(Phase.NOT_SENT, FailureKind.PROTOCOL), (5, 5,    5,     5),     UNSENT, id="broken proxy"),
    *(pytest.param(failure(Phase.NOT_SENT, FailureKind.PROXY, status(number)), (5, 5, 5, 5), UNSENT, id=f"proxy says {number}")
      for number in (502, 503, 504)),
    *(pytest.param(failure(Phase.NOT_SENT, FailureKind.PROXY, status(number)), (1, 1, 1, 1), [], id=f"proxy says {number}")
      for number in (302, 400, 401, 403, 407, 408, 429, 500, 501)),
    pytest.param(failure(Phase.NOT_SENT, FailureKind.CERTIFICATE), (1, 1, 1,     1),     [], id="certificate refused"),
    pytest.param(RESET,                                   (3,  3,         1,     1),     SHORT, id="reset after sending"),
    pytest.param(READ_TIMEOUT,                            (3,  3,         1,     1),     SHORT, id="read timeout"),
    pytest.param(failure(Phase.SENT, FailureKind.PROTOCOL), (3, 3,        1,     1),     SHORT, id="answer is not HTTP"),
    pytest.param(status(429),                             (3,  3,         3,     3),     LONG, id="429"),
    pytest.param(status(408),                             (3,  3,         1,     1),     SHORT, id="408"),
    pytest.param(status(502),                             (3,  3,         1,     1),     SHORT, id="502"),
    pytest.param(status(503),                             (3,  3,         1,     1),     LONG, id="503"),
    pytest.param(status(504),                             (3,  3,         1,     1),     SHORT, id="504"),
    pytest.param(status(500),                             (2,  1,         1,     1),     [0.1], id="500"),
    pytest.param(CUT_SHORT,                               (3,  3,         1,     1),     SHORT, id="2xx cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.TIMEOUT, status(201)), (3, 3, 1, 1),    SHORT, id="2xx too slow"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, status(502)), (3, 3, 1, 1), SHORT, id="502 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, status(503)), (3, 3, 1, 1), LONG, id="503 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, status(500)), (2, 1, 1, 1), [0.1], id="500 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, status(404)), (1, 1, 1, 1), [], id="404 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, status(300)), (1, 1, 1, 1), [], id="300 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.TOO_LARGE, status(200)), (1, 1, 1, 1),  [], id="2xx too large"),
    pytest.param(failure(Phase.HEAD, FailureKind.UNDECODABLE, status(200)), (1, 1, 1, 1), [], id="2xx undecodable"),
    *(pytest.param(status(number), (1, 1, 1, 1), [], id=str(number))
      for number in (200, 201, 204, 299, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 409, 410, 413, 415, 418,
                     419, 422, 425, 451, 499, 501, 505, 511, 599, 600, 999)),
]  # fmt: skip


@CLASSES
@pytest.mark.parametrize(("result", "sends", "pauses"), TABLE)
def test_how_often_a_request_is_sent(
    result: Result, sends: tuple[int, int, int, int], pauses: list[float], kind: Kind
) -> None:
    count = sends[list(Kind).index(kind)]

    run = Run([result], kind)

    assert (len(run.sends), run.pauses) == (count, pauses[: count - 1])
    expected = ExchangeResult(result, count, run.now - 1000.0)
    assert run.ended._replace(in_doubt=False, earlier="not_sent") == expected  # both have tests of their own


@CLASSES
@pytest.mark.parametrize(("result", "sends", "pauses"), TABLE)
def test_one_attempt_is_one_attempt(
    result: Result, sends: tuple[int, int, int, int], pauses: list[float], kind: Kind
) -> None:
    run = Run([result], kind, policy=RetryPolicy(attempts=1))

    assert (len(run.sends), run.pauses) == (1, [])


@CLASSES
def test_a_retry_may_succeed(kind: Kind) -> None:
    run = Run([REFUSED, status(429), status(200)], kind)

    assert run.ended == ExchangeResult(status(200), 3, run.now - 1000.0, in_doubt=False, earlier="rejected")
    assert run.pauses == [0.5, 1.0]


@CLASSES
def test_every_attempt_sends_the_same(kind: Kind) -> None:
    run = Run([REFUSED], kind)

    assert [send.number for send in run.sends] == [1, 2, 3, 4, 5]
    assert all(send._replace(number=1) == run.sends[0] for send in run.sends)


@CLASSES
@pytest.mark.parametrize(
    ("results", "sends"),
    [
        pytest.param([REFUSED, status(429), REFUSED, status(429), REFUSED, status(429)], 6, id="in turns"),
        pytest.param([status(429), status(429), *[REFUSED] * 5], 7, id="first sent"),
        pytest.param([*[REFUSED] * 4, status(429)], 7, id="first not sent"),
    ],
)
def test_what_was_sent_and_what_was_not_are_counted_apart(results: list[Result], sends: int, kind: Kind) -> None:
    assert len(Run(results, kind).sends) == sends


@pytest.mark.parametrize(
    ("policy", "sends"),
    [
        (RetryPolicy(), 5),
        (RetryPolicy(attempts=2), 5),
        (RetryPolicy(attempts=7), 7),
        (RetryPolicy(attempts=1), 1),
        (RetryPolicy(unsent_attempts=2), 2),
        (RetryPolicy(attempts=1, unsent_attempts=4), 4),
    ],
    ids=repr,
)
def test_a_policy_says_how_often_what_was_not_sent_is_tried(policy: RetryPolicy, sends: int) -> None:
    assert (policy.effective_unsent_attempts, len(Run([REFUSED], policy=policy).sends)) == (sends, sends)


def test_a_proxy_says_when_to_come_back() -> None:
    busy = failure(Phase.NOT_SENT, FailureKind.PROXY, status(503, Retry_After="7"))

    assert Run([busy, status(200)]).pauses == [7.0]


@pytest.mark.parametrize(
    ("results", "idle"),
    [
        pytest.param([RESET, status(200)], [15.0, 0.0], id="reset"),
        pytest.param([READ_TIMEOUT, status(503), status(200)], [15.0, 0.0, 0.0], id="no answer"),
        pytest.param([CUT_SHORT, status(200)], [15.0, 0.0], id="cut short"),
        pytest.param([REFUSED, status(503), status(200)], [15.0, 15.0, 15.0], id="answers"),
    ],
)
def test_after_a_lost_connection_a_new_one_is_made(results: list[Result], idle: list[float]) -> None:
    assert [send.longest_idle for send in Run(results).sends] == idle


# Requests to the driver


@pytest.mark.parametrize(
    ("kind", "read", "idle"),
    [
        (Kind.SAFE, 20.0, 15.0),
        (Kind.REPLAYABLE, 20.0, 15.0),
        (Kind.CREATE, 60.0, 1.0),
        (Kind.UPDATE, 60.0, 1.0),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else None,
)
def test_a_create_waits_for_the_whole_time_on_a_fresh_connection(kind: Kind, read: float, idle: float) -> None:
    [send] = Run([status(200)], kind).sends

    assert (send.connect, send.read, send.deadline, send.longest_idle) == (5.0, read, 1060.0, idle)


@CLASSES
def test_a_read_timeout_that_is_given_holds_for_creates_too(kind: Kind) -> None:
    [send] = Run([status(200)], kind, timeouts=Timeouts(connect=1, read=2, total=9)).sends

    assert (send.connect, send.read, send.deadline) == (1, 2, 1009.0)


@CLASSES
def test_the_deadline_is_that_of_the_call_for_every_attempt(kind: Kind) -> None:
    run = Run([REFUSED], kind, timeouts=Timeouts(total=7))

    assert [send.deadline for send in run.sends] == [1007.0] * 4


def test_the_credentials_are_added_to_the_request() -> None:
    [send] = Run([status(200)], credentials=[Credentials({"X-Client-Id": "id", "Authorization": "Bearer a"})]).sends

    assert send.request.headers == {"X-Client-Id": "id", "Authorization": "Bearer a", "Accept": "application/json"}
    assert REQUEST.headers == {"Accept": "application/json"}


def test_a_header_of_the_caller_wins_over_the_credentials() -> None:
    [send] = Run([status(200)], credentials=[Credentials({"accept": "text/plain"})]).sends

    assert send.request.headers == {"Accept": "application/json"}


@CLASSES
def test_without_credentials_nothing_is_sent(kind: Kind) -> None:
    missing = failure(Phase.NOT_SENT, FailureKind.CREDENTIALS)

    run = Run([status(200)], kind, credentials=[missing])

    assert (run.sends, run.pauses, run.ended) == ([], [], ExchangeResult(missing, 0, 0.0))


# Pauses


@pytest.mark.parametrize(
    ("result", "pauses"),
    [
        pytest.param(status(502), [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8.0, 8.0], id="502"),
        pytest.param(status(503), [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0], id="503"),
        pytest.param(status(429), [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0], id="429"),
        pytest.param(REFUSED, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0, 8.0], id="refused"),
    ],
)
def test_pauses_double_up_to_a_limit(result: Result, pauses: list[float]) -> None:
    run = Run([result], policy=RetryPolicy(attempts=10), timeouts=Timeouts(total=1000))

    assert run.pauses == pytest.approx(pauses)


@pytest.mark.parametrize("jitter", [0.0, 0.25, 0.999])
def test_a_pause_is_a_random_part_of_the_longest_one(jitter: float) -> None:
    assert Run([status(503)], jitter=jitter).pauses == pytest.approx([jitter, 2 * jitter])


def test_the_pauses_are_those_of_the_policy() -> None:
    policy = RetryPolicy(attempts=4, base=0.25, base_when_busy=3, base_when_unsent=1, longest_pause=5)

    run = Run([REFUSED, status(502), REFUSED, status(503), REFUSED, status(200)], policy=policy)

    assert run.pauses == [1.0, 0.25, 2.0, 5.0, 4.0]


# Retry-After

DATE = "Mon, 23 Nov 2026 09:15:00 GMT"


@pytest.mark.parametrize("number", [429, 503, 502, 500])
@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        pytest.param({"Retry_After": "7"}, 7.0, id="seconds"),
        pytest.param({"Retry_After": "0"}, 0.0, id="zero"),
        pytest.param({"Retry_After": "20"}, 20.0, id="the longest that is obeyed"),
        pytest.param({"Retry_After": " 3 "}, 3.0, id="outer space"),
        pytest.param({"Retry_After": "Mon, 23 Nov 2026 09:15:09 GMT", "Date": DATE}, 9.0, id="date"),
        pytest.param({"Retry_After": DATE, "Date": DATE}, 0.0, id="date that is now"),
        pytest.param({"Retry_After": "Sun, 22 Nov 2026 09:15:00 GMT", "Date": DATE}, 0.0, id="past date"),
        pytest.param({"Retry_After": "Mon, 23 Nov 2026 11:15:09 +0200", "Date": DATE}, 9.0, id="date of another zone"),
        pytest.param({"Retry_After": "Mon, 23 Nov 2026 09:15:09 -0000", "Date": DATE}, 9.0, id="date of no zone"),
    ],
)
def test_retry_after_is_obeyed_to_the_second(number: int, headers: dict[str, str], pause: float) -> None:
    run = Run([status(number, **headers), status(200)])

    assert (run.pauses, run.ended.result.__class__) == ([pause], Response)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Retry_After": "21"}, id="seconds"),
        pytest.param({"Retry_After": "99999"}, id="a day"),
        pytest.param({"Retry_After": "Fri, 01 Jan 2999 00:00:00 GMT", "Date": DATE}, id="year 2999"),
    ],
)
@CLASSES
def test_a_retry_after_that_is_too_long_ends_the_call(headers: dict[str, str], kind: Kind) -> None:
    run = Run([status(429, **headers)], kind)

    assert (len(run.sends), run.pauses) == (1, [])
    assert run.ended.retry_after is not None
    assert run.ended.retry_after > 20


@pytest.mark.parametrize("seconds", [9, 10, 11])
def test_a_retry_after_beyond_the_deadline_ends_the_call(seconds: int) -> None:
    run = Run([status(503, Retry_After=str(seconds)), status(200)], timeouts=Timeouts(total=10))

    fits = seconds < 10
    assert (run.pauses, run.ended.retry_after) == ([9.0] if fits else [], None if fits else seconds)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Retry_After": ""}, id="empty"),
        pytest.param({"Retry_After": "soon"}, id="a word"),
        pytest.param({"Retry_After": "-5"}, id="negative"),
        pytest.param({"Retry_After": "nan"}, id="nan"),
        pytest.param({"Retry_After": "inf"}, id="inf"),
        pytest.param({"Retry_After": "1e3"}, id="exponent"),
        pytest.param({"Retry_After": "1.5"}, id="fraction"),
        pytest.param({"Retry_After": "٣"}, id="other digits"),
        pytest.param({"Retry_After": "3, 4"}, id="two values"),
        pytest.param({"Retry_After": "Mon, 23 Nov 2026 09:15:09 GMT"}, id="date without Date"),
        pytest.param({"Retry_After": "Mon, 23 Nov 2026 09:15:09 GMT", "Date": "today"}, id="Date is garbage"),
        pytest.param({"Retry_After": "Mon, 99 Nov 2026 09:15:09 GMT", "Date": DATE}, id="no such day"),
        pytest.param({"Retry_After": "Mon, 23 Nov 99999999999999999999 09:15:09 GMT", "Date": DATE}, id="no such year"),
    ],
)
def test_a_retry_after_that_means_nothing_is_ignored(headers: dict[str, str]) -> None:
    run = Run([status(503, **headers), status(200)])

    assert run.pauses == [1.0]


def test_the_last_retry_after_is_reported() -> None:
    run = Run([status(503, Retry_After="1"), status(503), status(503, Retry_After="2")])

    assert (run.pauses, run.ended.retry_after) == ([1.0, 2.0], 2.0)


def test_the_policy_says_how_long_a_retry_after_may_be() -> None:
    policy = RetryPolicy(longest_retry_after=2)

    assert Run([status(503, Retry_After="2"), status(200)], policy=policy).pauses == [2.0]
    assert Run([status(503, Retry_After="3"), status(200)], policy=policy).pauses == []


DATES = st.datetimes(timezones=st.just(timezone.utc)).map(lambda date: format_datetime(date, usegmt=True))
HEADER_TEXT = (
    st.text()
    | st.from_regex(r"-?[0-9.,eE+]+", fullmatch=True)
    | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,6} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}")
    | DATES
)


@given(HEADER_TEXT, HEADER_TEXT)
def test_reading_a_retry_after_is_total(retry_after: str, date: str) -> None:
    seconds = seconds_of_retry_after(HTTPHeaderDict({"Retry-After": retry_after, "Date": date}))

    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(0, 10**6))
def test_a_retry_after_date_counts_from_the_date_of_the_answer(now: datetime, seconds: int) -> None:
    now = now.replace(microsecond=0, tzinfo=timezone.utc)
    headers = {
        "Date": format_datetime(now, usegmt=True),
        "Retry-After": format_datetime(now + timedelta(seconds=seconds), usegmt=True),
    }

    assert seconds_of_retry_after(HTTPHeaderDict(headers)) == seconds


@pytest.mark.parametrize("digits", ["9" * 400, "9" * 5000])
def test_a_retry_after_of_many_digits_is_ignored(digits: str) -> None:
    assert seconds_of_retry_after(HTTPHeaderDict({"Retry-After": digits})) is None


def test_no_retry_after() -> None:
    assert seconds_of_retry_after(HTTPHeaderDict()) is None


# The deadline of the call


@pytest.mark.parametrize(
    ("seconds", "sends"),
    [(0.1, 3), (2.0, 3), (4.0, 3), (4.8, 3), (4.9, 2), (9.0, 2), (9.95, 1), (10.0, 1), (11.0, 1)],
)
def test_no_pause_reaches_the_deadline(seconds: float, sends: int) -> None:
    run = Run([status(502)], timeouts=Timeouts(total=10), seconds=seconds)

    assert len(run.sends) == sends
    assert all(send.deadline == 1010.0 for send in run.sends)


def test_the_time_of_a_call_is_that_of_all_its_attempts_and_pauses() -> None:
    run = Run([status(502), status(200)], seconds=3.0)

    assert run.ended.elapsed == pytest.approx(6.1)


TOO_LATE = Failure(Phase.NOT_SENT, FailureKind.TIMEOUT, "the credentials came too late")


@CLASSES
@pytest.mark.parametrize("seconds", [10.0, 10.5])
def test_a_token_provider_that_outlasts_the_deadline_ends_the_call(seconds: float, kind: Kind) -> None:
    run = Run([status(200)], kind, timeouts=Timeouts(total=10), authorize_seconds=seconds)

    assert (run.sends, run.ended) == ([], ExchangeResult(TOO_LATE, 0, seconds))


def test_a_refresh_that_outlasts_the_deadline_leaves_what_is_in_doubt() -> None:
    run = Run(
        [RESET, status(401)],
        Kind.REPLAYABLE,
        credentials=[refreshable("a"), refreshable("b")],
        timeouts=Timeouts(total=10),
        authorize_seconds=6.0,
    )

    late = ExchangeResult(TOO_LATE, 2, run.now - 1000.0, in_doubt=True, earlier="unknown")
    assert (len(run.sends), run.ended) == (2, late)


def test_nothing_is_refreshed_after_the_deadline() -> None:
    run = Run([status(401)], credentials=[refreshable("a")], timeouts=Timeouts(total=10), seconds=10)

    assert (len(run.sends), run.refused, run.ended.result) == (1, [None], status(401))


# New tokens

REFRESHING = pytest.mark.parametrize(
    ("number", "kind", "replay_writes_after_refresh", "sends"),
    [
        (401, Kind.SAFE, False, 2),
        (401, Kind.REPLAYABLE, False, 2),
        (401, Kind.CREATE, False, 2),
        (401, Kind.UPDATE, False, 2),
        (419, Kind.SAFE, False, 2),
        (419, Kind.REPLAYABLE, False, 2),
        (419, Kind.CREATE, False, 1),
        (419, Kind.UPDATE, False, 1),
        (419, Kind.CREATE, True, 2),
        (419, Kind.UPDATE, True, 2),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else None,
)


@REFRESHING
def test_a_refused_token_is_refreshed_once(
    number: int, kind: Kind, replay_writes_after_refresh: bool, sends: int
) -> None:
    run = Run(
        [status(number)],
        kind,
        credentials=[refreshable("a"), refreshable("b")],
        policy=RetryPolicy(replay_writes_after_refresh=replay_writes_after_refresh),
    )

    assert run.tokens == ["a", "b"][:sends]
    assert run.refused == [None, "Bearer a"][:sends]
    earlier: Outcome = "rejected" if sends == 2 else "not_sent"
    assert (run.pauses, run.ended) == ([], ExchangeResult(status(number), sends, 0.0, earlier=earlier))


@CLASSES
def test_a_refreshed_token_may_be_accepted(kind: Kind) -> None:
    run = Run([status(401), status(200)], kind, credentials=[refreshable("a"), refreshable("b")])

    assert (run.tokens, run.ended.result) == (["a", "b"], status(200))


@CLASSES
@pytest.mark.parametrize("number", [401, 419])
def test_a_static_token_is_not_sent_again(number: int, kind: Kind) -> None:
    run = Run([status(number)], kind, policy=RetryPolicy(replay_writes_after_refresh=True))

    assert (len(run.sends), run.refused) == (1, [None])


@CLASSES
def test_the_same_token_is_not_sent_again(kind: Kind) -> None:
    run = Run([status(401)], kind, credentials=[refreshable("a"), refreshable("a")])

    assert (run.tokens, run.refused, run.ended) == (["a"], [None, "Bearer a"], ExchangeResult(status(401), 1, 0.0))


def test_a_refresh_that_fails_ends_the_call() -> None:
    failed = failure(Phase.NOT_SENT, FailureKind.CREDENTIALS)

    run = Run([status(401)], credentials=[refreshable("a"), failed])

    assert (run.tokens, run.ended) == (["a"], ExchangeResult(status(401), 1, 0.0))  # the request was sent, and refused


def test_retries_after_a_refresh_use_the_new_token() -> None:
    run = Run([status(401), status(502), status(200)], credentials=[refreshable("a"), refreshable("b")])

    assert (run.tokens, run.pauses) == (["a", "b", "b"], [0.2])


@pytest.mark.parametrize(
    ("results", "attempts", "tokens"),
    [
        ([status(401), status(200)], 1, ["a", "b"]),
        ([status(401)], 1, ["a", "b"]),
        ([status(419)], 1, ["a", "b"]),
        ([status(401), status(429)], 1, ["a", "b"]),
        ([status(429)], 1, ["a"]),
        ([REFUSED], 1, ["a"]),
        ([status(429), status(401), status(429)], 2, ["a", "a", "b"]),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else None,
)
def test_a_refresh_may_come_on_top_of_the_attempts(results: list[Result], attempts: int, tokens: list[str]) -> None:
    policy = RetryPolicy(attempts=attempts, replay_writes_after_refresh=True, refresh_beyond_attempts=True)
    run = Run(results, Kind.CREATE, credentials=[refreshable("a"), refreshable("b")], policy=policy)

    assert run.tokens == tokens


def test_a_refresh_is_an_attempt_like_any_other() -> None:
    run = Run([status(503), status(503), status(401)], credentials=[refreshable("a"), refreshable("b")])

    assert len(run.sends) == 3  # as many as the policy allows in all


@CLASSES
@pytest.mark.parametrize(("result", "sends", "pauses"), TABLE)
def test_nothing_else_asks_for_a_new_token(
    result: Result, sends: tuple[int, int, int, int], pauses: list[float], kind: Kind
) -> None:
    run = Run(
        [result],
        kind,
        credentials=[refreshable("a"), refreshable("b")],
        policy=RetryPolicy(replay_writes_after_refresh=True),
    )

    is_refused = isinstance(result, Response) and result.status in (401, 419)
    assert run.refused == ([None, "Bearer a"] if is_refused else [None])


def test_a_credential_that_the_caller_overrode_is_not_refreshed() -> None:
    steps = exchange(
        ONE_OF_EACH[Kind.SAFE],
        Request("GET", "https://api.example.com", "/path", {"authorization": "Bearer mine"}),
        policy=RetryPolicy(),
        timeouts=Timeouts(),
        longest_idle=15.0,
        budget=RetryBudget(),
        clock=lambda: 0.0,
        jitter=lambda: 1.0,
    )
    next(steps)
    send = steps.send(refreshable("a"))

    assert isinstance(send, Send)
    assert send.request.headers == {"authorization": "Bearer mine"}
    with pytest.raises(StopIteration):
        steps.send(status(401))


# The retry budget


@pytest.mark.parametrize(
    ("result", "retries"),
    [
        pytest.param(REFUSED, 20, id="refused"),
        pytest.param(status(503), 20, id="503"),
        pytest.param(status(429), 20, id="429"),
        pytest.param(CUT_SHORT, 20, id="cut short"),
        pytest.param(READ_TIMEOUT, 10, id="read timeout"),
        pytest.param(CONNECT_TIMEOUT, 10, id="connect timeout"),
    ],
)
def test_n_failing_calls_send_at_most_n_and_20_requests(result: Result, retries: int) -> None:
    budget = RetryBudget()

    sends = sum(len(Run([result], budget=budget).sends) for _ in range(50))

    assert sends == 50 + retries


def test_n_refused_tokens_send_at_most_n_and_20_requests() -> None:
    budget = RetryBudget()

    sends = sum(
        len(Run([status(401)], credentials=[refreshable("a"), refreshable("b")], budget=budget).sends)
        for _ in range(50)
    )

    assert sends == 50 + 20


def test_a_refresh_that_helps_costs_no_budget() -> None:
    budget = RetryBudget()
    budget.take(95)
    for _ in range(3):
        credentials = [refreshable("a"), refreshable("b")]
        assert len(Run([status(401), status(200)], credentials=credentials, budget=budget).sends) == 2


@pytest.mark.parametrize(("left", "sends"), [(5, 2), (4, 1)])
def test_nothing_is_refreshed_without_budget(left: int, sends: int) -> None:
    budget = RetryBudget()
    budget.take(100 - left)

    run = Run([status(401)], credentials=[refreshable("a"), refreshable("b")], budget=budget)

    assert (len(run.sends), len(run.refused)) == (sends, sends)


def test_five_successes_pay_for_a_retry() -> None:
    budget = RetryBudget()
    while budget.take(5):
        pass
    for _ in range(5):
        assert len(Run([status(502)], budget=budget).sends) == 1
        Run([status(200)], budget=budget)

    assert len(Run([status(502)], budget=budget).sends) == 2


def test_a_budget_never_holds_more_than_100() -> None:
    budget = RetryBudget()
    for _ in range(1000):
        budget.give_back()

    assert [budget.take(100), budget.take(1)] == [True, False]


@pytest.mark.parametrize("number", [300, 404])
def test_errors_give_nothing_back_to_the_budget(number: int) -> None:
    budget = RetryBudget()
    budget.take(100)
    for _ in range(10):
        Run([status(number)], budget=budget)

    assert not budget.take(1)


# Sticky doubt


@pytest.mark.parametrize(
    ("kind", "results", "in_doubt"),
    [
        (Kind.REPLAYABLE, [RESET, status(404)], True),
        (Kind.REPLAYABLE, [READ_TIMEOUT, status(410)], True),
        (Kind.REPLAYABLE, [status(503), status(422)], True),
        (Kind.REPLAYABLE, [CUT_SHORT, status(404)], True),
        (Kind.REPLAYABLE, [RESET, REFUSED], True),
        (Kind.REPLAYABLE, [RESET, status(200)], True),
        (Kind.REPLAYABLE, [REFUSED, status(404)], False),
        (Kind.REPLAYABLE, [status(429), status(404)], False),
        (Kind.REPLAYABLE, [status(404)], False),
        (Kind.REPLAYABLE, [RESET], True),
        (Kind.SAFE, [RESET, status(404)], False),
        (Kind.CREATE, [REFUSED, status(422)], False),
        (Kind.CREATE, [status(429), RESET], False),
        (Kind.UPDATE, [status(429), status(409)], False),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else None,
)
def test_doubt_of_an_earlier_attempt_stays(kind: Kind, results: list[Result], in_doubt: bool) -> None:
    assert Run(results, kind).ended.in_doubt is in_doubt


def test_doubt_outlives_a_refresh_that_fails() -> None:
    failed = failure(Phase.NOT_SENT, FailureKind.CREDENTIALS)

    run = Run([RESET, status(401)], Kind.REPLAYABLE, credentials=[refreshable("a"), failed])

    assert run.ended == ExchangeResult(status(401), 2, run.now - 1000.0, in_doubt=True, earlier="unknown")


@CLASSES
@pytest.mark.parametrize(
    ("results", "earlier"),
    [
        pytest.param([REFUSED, REFUSED, REFUSED], "not_sent", id="never sent"),
        pytest.param([status(429), REFUSED, REFUSED], "rejected", id="429"),
        pytest.param([REFUSED, status(429), CONNECT_TIMEOUT], "rejected", id="429 in between"),
        pytest.param([status(401), REFUSED, REFUSED, REFUSED], "rejected", id="401 and a new token"),
    ],
)
def test_what_is_known_of_earlier_attempts_stays(results: list[Result], earlier: Outcome, kind: Kind) -> None:
    run = Run(results, kind, credentials=[refreshable("a"), refreshable("b")])

    assert (run.ended.result, run.ended.in_doubt, run.ended.earlier) == (results[-1], False, earlier)


@CLASSES
def test_a_token_provider_that_is_too_slow_after_a_401_leaves_the_request_rejected(kind: Kind) -> None:
    run = Run(
        [status(401)],
        kind,
        credentials=[refreshable("a"), refreshable("b")],
        timeouts=Timeouts(total=10),
        authorize_seconds=6.0,
    )

    assert (run.ended.result, run.ended.in_doubt, run.ended.earlier) == (TOO_LATE, False, "rejected")


@pytest.mark.parametrize(
    "result", [status(500), status(503), RESET, CUT_SHORT], ids=["500", "503", "reset", "cut short"]
)
def test_an_attempt_of_a_read_that_settles_nothing_leaves_it_open(result: Result) -> None:
    run = Run([result, status(429), REFUSED])

    assert (run.ended.result, run.ended.in_doubt, run.ended.earlier) == (REFUSED, False, "unknown")


EVENTS = st.sampled_from([row.values[0] for row in TABLE])


@given(
    st.sampled_from([Kind.CREATE, Kind.UPDATE]),
    st.lists(EVENTS, min_size=1, max_size=6),
    st.integers(1, 6),
    st.booleans(),
)
def test_a_write_is_never_sent_again_once_it_may_have_been_applied(
    kind: Kind, results: list[Result], attempts: int, replay: bool
) -> None:
    run = Run(
        results,
        kind,
        policy=RetryPolicy(attempts=attempts, replay_writes_after_refresh=replay),
        credentials=[refreshable("a"), refreshable("b")],
    )

    for result in (results + [results[-1]] * len(run.sends))[: len(run.sends) - 1]:
        is_settled = isinstance(result, Response) and result.status in (401, 419, 429)
        assert is_settled or (isinstance(result, Failure) and result.phase is Phase.NOT_SENT)


@given(st.sampled_from(Kind), st.lists(EVENTS, min_size=1, max_size=6), st.floats(0, 30), st.floats(0, 1))
def test_pauses_stay_within_the_total_time(kind: Kind, results: list[Result], seconds: float, jitter: float) -> None:
    run = Run(results, kind, policy=RetryPolicy(attempts=6), seconds=seconds, jitter=jitter)

    assert run.now - 1000.0 < 60 + seconds or len(run.sends) == 1
    assert all(0 <= pause <= 20 for pause in run.pauses)
    assert run.ended.attempts == len(run.sends)


# Settings


def test_the_policy_that_holds_unless_another_is_given() -> None:
    assert RetryPolicy() == RetryPolicy(
        attempts=3,
        base=0.1,
        base_when_busy=1.0,
        longest_pause=8.0,
        longest_retry_after=20.0,
        replay_writes_after_refresh=False,
    )
    assert Timeouts() == Timeouts(connect=5.0, read=None, total=60.0)


@pytest.mark.parametrize("settings", [RetryPolicy(), Timeouts()], ids=lambda settings: type(settings).__name__)
def test_settings_do_not_change(settings: Any) -> None:
    for name in settings.__dataclass_fields__:
        with pytest.raises(FrozenInstanceError):
            setattr(settings, name, 1)


@pytest.mark.parametrize("name", ["connect", "read", "total"])
@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, True, "5"])
def test_a_timeout_is_a_number_of_seconds(name: str, seconds: Any) -> None:
    with pytest.raises(ApiValueError, match=f"^timeout.{name}: a number of seconds above 0 expected$"):
        Timeouts(**{name: seconds})


@pytest.mark.parametrize("name", ["connect", "total"])
def test_connect_and_total_are_needed(name: str) -> None:
    seconds: dict[str, Any] = {name: None}

    with pytest.raises(ApiValueError, match=f"^timeout.{name}: "):
        Timeouts(**seconds)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param(None, Timeouts(), id="None"),
        pytest.param(7, Timeouts(total=7), id="total"),
        pytest.param(0.5, Timeouts(total=0.5), id="fraction"),
        pytest.param((1, 2), Timeouts(connect=1, read=2, total=60), id="pair"),
        pytest.param([1, 2.5], Timeouts(connect=1, read=2.5, total=60), id="list"),
        pytest.param((30, 50), Timeouts(connect=30, read=50, total=80), id="pair beyond the total"),
    ],
)
def test_the_timeout_of_a_call(given_: object, expected: Timeouts) -> None:
    assert Timeouts().overridden(given_) == expected


@pytest.mark.parametrize("given_", [0, -1, True, "5", math.nan, math.inf, (), (1,), (1, 2, 3), (1, None), (0, 5), {}])
def test_a_timeout_of_a_call_that_does_not_fit_is_refused(given_: object) -> None:
    with pytest.raises(ApiValueError, match=r"^_request_timeout: seconds above 0 expected, or a pair"):
        Timeouts().overridden(given_)


@pytest.mark.parametrize("attempts", [0, -1, 1.5, True, "3", None])
def test_attempts_are_a_whole_number(attempts: Any) -> None:
    with pytest.raises(ApiValueError, match=r"^retry_policy.attempts: a whole number of at least 1 expected$"):
        RetryPolicy(attempts=attempts)


@pytest.mark.parametrize("name", ["base", "base_when_busy", "longest_pause", "longest_retry_after"])
@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf, "5", None])
def test_pauses_are_numbers_of_seconds(name: str, seconds: Any) -> None:
    with pytest.raises(ApiValueError, match=f"^retry_policy.{name}: a number of seconds expected$"):
        RetryPolicy(**{name: seconds})


@pytest.mark.parametrize("name", ["base", "base_when_busy", "longest_pause", "longest_retry_after"])
def test_pauses_may_be_zero(name: str) -> None:
    seconds: dict[str, Any] = {name: 0}

    assert getattr(RetryPolicy(**seconds), name) == 0
