"""A call as both drivers step through it: `_core/call.py`, `_core/verdict.py`; and its first-time work: `_core/warm_up.py`, `_model/rehearsal.py`."""

from __future__ import annotations

import logging
from asyncio import CancelledError
from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client import models
from order_capture_client._core import warm_up
from order_capture_client._core.call import Call
from order_capture_client._core.exchange import RetryBudget, exchange
from order_capture_client._core.operation import Operation
from order_capture_client._core.retry import RetryPolicy, Timeouts
from order_capture_client._core.verdict import marked_outcome
from order_capture_client._core.wire import (
    Attempt,
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
from order_capture_client._model import rehearsal
from order_capture_client._model.base import Model
from order_capture_client._model.rehearsal import rehearse
from order_capture_client.api.operations import CREATE_CHECKOUT, GET_ORDER
from order_capture_client.exceptions import ApiValueError
from test.samples import ONE_OF_EACH, Kind

LOST = Failure(Phase.SENT, FailureKind.CONNECTION, "lost")
REFUSED = Failure(Phase.NOT_SENT, FailureKind.CONNECTION, "refused")
TORN = Failure(Phase.HEAD, FailureKind.CONNECTION, "torn", Response(200))
ANYBODY = Credentials({})


def call_of(kind: Kind, **policy: Any) -> Call[Any]:
    operation = ONE_OF_EACH[kind]
    clock: Iterator[float] = iter(range(1000))
    request = Request(operation.method, "https://api.example.com", "/", {})
    steps = exchange(
        operation,
        request,
        policy=RetryPolicy(**policy),
        timeouts=Timeouts(),
        longest_idle=15.0,
        budget=RetryBudget(),
        clock=lambda: 0.0,
        jitter=lambda: 0.5,
    )
    return Call(operation, request, (), None, None, steps, lambda: next(clock))


def at(phase: Phase) -> Attempt:
    """Return an attempt that came so far."""
    attempt = Attempt(Send(Request("GET", "https://api.example.com", "/", {}), connect=1, read=1, deadline=1))
    attempt.phase = phase
    return attempt


def test_a_call_passes_on_the_steps_of_its_exchange_and_has_the_result_at_the_end() -> None:
    call = call_of(Kind.SAFE)

    assert isinstance(call.next(None), Authorize)
    assert isinstance(call.next(ANYBODY), Send)
    assert call.next(LOST) == Wait(0.05)
    assert isinstance(call.next(None), Send)
    assert call.attempts == 1
    assert call.next(Response(200)) is None
    assert (call.attempts, call.result) == (2, ExchangeResult(Response(200), 2, 0.0, earlier="unknown"))


def test_a_failure_to_authorize_is_no_attempt() -> None:
    call = call_of(Kind.CREATE)
    missing = Failure(Phase.NOT_SENT, FailureKind.CREDENTIALS, "none")
    call.next(None)

    assert call.next(missing) is None
    assert (call.attempts, call.in_doubt, call.result.result) == (0, False, missing)


def test_each_attempt_is_logged_with_its_seconds(caplog: pytest.LogCaptureFixture) -> None:
    call = call_of(Kind.SAFE)
    with caplog.at_level(logging.DEBUG, "order_capture_client"):
        for reply in (None, ANYBODY, LOST, None, Response(200)):
            call.next(reply)

    first, second = (record.getMessage() for record in caplog.records)
    assert first.startswith(f"{GET_ORDER.call}, attempt 1: connection (SENT: lost) in 1000 ms")
    assert second.startswith(f"{GET_ORDER.call}, attempt 2: 200 in 1000 ms")


@pytest.mark.parametrize("kind", [Kind.REPLAYABLE, Kind.CREATE, Kind.UPDATE], ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("former", "phase", "warns"),
    [
        (None, Phase.NOT_SENT, False),
        (None, Phase.SENT, True),
        (None, Phase.HEAD, True),
        (REFUSED, Phase.NOT_SENT, False),
        (Response(429), Phase.NOT_SENT, False),
        (LOST, Phase.NOT_SENT, True),
        (Response(503), Phase.NOT_SENT, True),
        (TORN, Phase.NOT_SENT, True),
    ],
)
def test_a_write_that_is_broken_off_and_may_have_been_applied_is_a_warning_and_a_note(
    former: Response | Failure | None, phase: Phase, warns: bool, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    call = call_of(kind)
    call.next(None)
    call.next(ANYBODY)
    if former is not None:
        call.next(former)

    error = RuntimeError()

    call.broken_off(error, at(phase))

    said = f"{call.operation.call}: broken off after it was sent; it may have been applied"
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("WARNING", said)] * warns
    assert getattr(error, "__notes__", []) == [said] * warns


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("former", "attempt", "outcome"),
    [
        pytest.param(None, None, "not_sent", id="before the first attempt"),
        pytest.param(None, at(Phase.NOT_SENT), "not_sent", id="while it connects"),
        pytest.param(None, at(Phase.SENT), "unknown", id="after it was sent"),
        pytest.param(Response(429), at(Phase.NOT_SENT), "rejected", id="after an answer, while it connects"),
        pytest.param(Response(429), None, "rejected", id="in the pause after an answer"),
        pytest.param(REFUSED, None, "not_sent", id="in the pause after a refused connection"),
    ],
)
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt, SystemExit, ApiValueError, KeyError, CancelledError, GeneratorExit]
)
def test_an_exception_that_breaks_a_call_off_carries_its_verdict_whatever_its_class(
    former: Response | Failure | None, attempt: Attempt | None, outcome: str, error: type[BaseException], kind: Kind
) -> None:
    call = call_of(kind)
    for reply in (None, ANYBODY, former)[: 2 + (former is not None)]:
        call.next(reply)
    raised = error("a reason")

    call.broken_off(raised, attempt)

    assert marked_outcome(raised) == outcome


@pytest.mark.parametrize(
    ("result", "outcome"), [(Response(201), "applied"), (Response(404), "rejected"), (REFUSED, "not_sent")]
)
def test_an_exception_after_the_end_of_a_call_carries_the_verdict_of_the_answer(
    result: Response | Failure, outcome: str
) -> None:
    call = call_of(Kind.CREATE, attempts=1)
    for reply in (None, ANYBODY, result):
        call.next(reply)
    raised = KeyError()

    call.broken_off(raised, None)

    assert marked_outcome(raised) == outcome


def test_an_exception_that_no_call_ended_with_has_no_verdict() -> None:
    assert marked_outcome(KeyError()) is None


def test_a_read_that_is_broken_off_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    call = call_of(Kind.SAFE)
    for reply in (None, ANYBODY, LOST):
        call.next(reply)

    call.broken_off(RuntimeError(), at(Phase.SENT))

    assert caplog.records == []


WITHOUT_MODELS = GET_ORDER._replace(result=None, error=None)
OF_A_PLAIN_VALUE = GET_ORDER._replace(result=lambda: int)


@pytest.mark.parametrize(
    ("first", "model"),
    [
        pytest.param(GET_ORDER, models.CheckoutDto, id="of the answer"),
        pytest.param(CREATE_CHECKOUT._replace(result=None), models.CheckoutRequest, id="of the body"),
        pytest.param(WITHOUT_MODELS, Model, id="none"),
        pytest.param(OF_A_PLAIN_VALUE, Model, id="a plain value"),
    ],
)
def test_the_first_operation_of_a_process_rehearses_with_a_model_and_later_ones_do_not(
    first: Operation[Any], model: type[Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsed: list[type[Model]] = []
    monkeypatch.setattr(warm_up, "_warm", set[str]())
    monkeypatch.setattr(warm_up, "rehearse", rehearsed.append)

    warm_up.warm_up(first)
    warm_up.warm_up(first)
    warm_up.warm_up(CREATE_CHECKOUT._replace(name="another"))

    assert rehearsed == [model]


@pytest.mark.parametrize("model", [Model, models.CheckoutDto, models.CheckoutRequest], ids=lambda model: model.__name__)
def test_a_rehearsal_passes_over_the_samples_that_do_not_fit(model: type[Model]) -> None:
    rehearse(model)


def test_a_rehearsal_passes_on_other_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(rehearsal, "to_body", broken)

    with pytest.raises(MemoryError):
        rehearse(Model)


def test_the_models_of_an_operation_are_asked_for_once() -> None:
    asked: list[str] = []

    def result() -> Any:
        asked.append("result")
        return GET_ORDER.result and GET_ORDER.result()

    operation = GET_ORDER._replace(name="an operation of this test", result=result)
    for _ in range(3):
        warm_up.warm_up(operation)

    assert asked == ["result"]


def test_an_operation_whose_models_cannot_be_imported_is_tried_again() -> None:
    def broken() -> Any:
        raise ImportError("a reason")

    operation = CREATE_CHECKOUT._replace(name="another operation of this test", result=broken)
    for _ in range(2):
        with pytest.raises(ImportError, match=r"^a reason$"):
            warm_up.warm_up(operation)
