"""`Configuration(on_attempt=..., on_call=...)`, of both clients: the fields that hooks see, the headers that they may add, and that they change nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import logging.config
import pickle
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from order_capture_client import (
    ApiClient,
    ApiException,
    ApiTypeError,
    ApiValueError,
    AttemptInfo,
    CallInfo,
    CheckoutApi,
    Configuration,
    RetryPolicy,
    aio,
)
from order_capture_client._core.log import LOGGER
from order_capture_client._core.verdict import marked_outcome
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from test.samples import ARGUMENTS, CHECKOUT_ID, answer

CREATED = answer("create_checkout", 201)
REFUSED = Failure(Phase.NOT_SENT, FailureKind.CONNECTION, "refused")
LOST = Failure(Phase.SENT, FailureKind.TIMEOUT, "lost")
TORN = Failure(Phase.HEAD, FailureKind.CONNECTION, "torn", Response(200))
PROXY = Failure(Phase.NOT_SENT, FailureKind.PROXY, "proxy", Response(407))
BUSY = Response(429)

SHORT = 0.15
"""Seconds of a call that waits for a hook which hangs."""
PLACE = ("create_checkout", "POST", "/{retailUnit}/checkouts", "api.example.com", 8443)


class Service:
    """Answers each request with the next of its answers, or raises it; the last one repeats."""

    def __init__(self, *answers: Response | Failure | BaseException) -> None:
        self.requests: list[Request] = []
        self._answers = list(answers or [CREATED])

    def handle(self, request: Request) -> Response | Failure:
        self.requests.append(request)
        given = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(given, BaseException):
            raise given
        return given


def configuration(**settings: Any) -> Configuration:
    given: dict[str, Any] = {
        "host": "https://api.example.com:8443",
        "access_token": "token",
        "retry_policy": RetryPolicy(base=0, base_when_busy=0, base_when_unsent=0),
    }
    return Configuration(**given | settings)


def create(service: Service, settings: Configuration, **options: Any) -> str | None:
    with ApiClient(settings, transport=service) as client:
        return CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"], **options).resource_id


def create_later(service: Service, settings: Configuration, **options: Any) -> str | None:
    async def main() -> str | None:
        async with aio.ApiClient(settings, transport=service) as client:
            return (
                await aio.CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"], **options)
            ).resource_id

    return asyncio.run(main())


BOTH = pytest.mark.parametrize("call", [create, create_later], ids=["sync", "aio"])
SETTINGS = pytest.mark.parametrize("name", ["on_attempt", "on_call"])
ERRORS = [KeyError("canary"), ApiValueError("canary"), RecursionError("canary"), asyncio.CancelledError("canary")]
EACH_ERROR = pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)


class Hook:
    """Notes when it is called, entered and left, and acts at one of these moments."""

    def __init__(self, label: str = "", at: str = "", act: Callable[[], object] = lambda: None) -> None:
        self.label = label
        self.seen: list[str] = []
        self.infos: list[Any] = []
        self._at = at
        self._act = act

    def note(self, moment: str) -> None:
        self.seen.append(self.label + moment)
        if moment == self._at:
            self._act()

    @contextlib.contextmanager
    def managed(self, info: Any) -> Iterator[None]:
        self.infos.append(info)
        self.note("enter")
        yield
        self.note("leave")

    def __call__(self, info: Any) -> contextlib.AbstractContextManager[None]:
        self.note("call")
        return self.managed(info)


class AsyncHook(Hook):
    """The same, awaited."""

    @contextlib.asynccontextmanager
    async def managed_later(self, info: Any) -> AsyncIterator[None]:
        self.infos.append(info)
        await asyncio.sleep(0)
        self.note("enter")
        yield
        await asyncio.sleep(0)
        self.note("leave")

    async def later(self, info: Any) -> contextlib.AbstractAsyncContextManager[None]:
        await asyncio.sleep(0)
        self.note("call")
        return self.managed_later(info)


def raising(error: BaseException) -> Callable[..., Any]:
    def raises(*_: object) -> Any:
        raise error

    return raises


async def hanging(*_: object) -> Any:
    await asyncio.Event().wait()


# Infos


ENDED = [
    # answer, status, kind, phase, outcome
    (CREATED, 201, None, "done", "applied"),
    (Response(422), 422, None, "done", "rejected"),
    (Response(500), 500, None, "done", "unknown"),
    (REFUSED, None, "connection", "not_sent", "not_sent"),
    (LOST, None, "timeout", "sent", "unknown"),
    (TORN, 200, "connection", "head", "applied"),
    (PROXY, None, "proxy", "not_sent", "not_sent"),
    (KeyError("of the transport"), None, "broken_off", "sent", "unknown"),
]


@BOTH
@pytest.mark.parametrize(("given", "status", "kind", "phase", "outcome"), ENDED)
def test_an_attempt_is_told_with_its_end(
    call: Callable[..., Any],
    given: Response | Failure | BaseException,
    status: int | None,
    kind: str | None,
    phase: str,
    outcome: str,
) -> None:
    hook = Hook()
    with contextlib.suppress(ApiException, KeyError):
        call(Service(given), configuration(on_attempt=hook, retries=0))

    info: AttemptInfo
    (info,) = hook.infos
    assert (info.operation, info.method, info.path, info.host, info.port) == PLACE
    assert (info.number, info.status, info.kind, info.phase, info.outcome) == (1, status, kind, phase, outcome)
    assert info.seconds is not None
    assert info.seconds >= 0


@BOTH
@pytest.mark.parametrize(
    ("answers", "attempts", "status", "outcome", "error"),
    [
        ([CREATED], 1, 201, "applied", None),
        ([BUSY, REFUSED, CREATED], 3, 201, "applied", None),
        ([BUSY, Response(422)], 2, 422, "rejected", "UnprocessableEntityException"),
        ([BUSY, LOST], 2, None, "unknown", "MayHaveBeenCreatedDespiteApiTimeoutError"),
        ([Response(201, body=b"no JSON")], 1, 201, "applied", "MayHaveBeenCreatedDespiteUndecodableResponseError"),
        ([BUSY, KeyError("of the transport")], 2, 429, "unknown", "KeyError"),
    ],
)
def test_a_call_is_told_with_its_end(
    call: Callable[..., Any],
    answers: list[Any],
    attempts: int,
    status: int | None,
    outcome: str,
    error: str | None,
) -> None:
    hook = Hook()
    raised: BaseException | None = None
    try:
        call(Service(*answers), configuration(on_call=hook))
    except (ApiException, KeyError) as caught:
        raised = caught

    info: CallInfo
    (info,) = hook.infos
    assert (info.operation, info.method, info.path, info.host, info.port) == PLACE
    assert (info.attempts, info.status, info.outcome, info.error) == (attempts, status, outcome, error)
    assert (None if raised is None else type(raised).__name__) == error
    assert info.seconds is not None
    assert info.seconds >= 0
    if isinstance(raised, ApiException):
        assert (raised.outcome, raised.attempts) == (outcome, attempts)


@BOTH
def test_hooks_are_entered_in_their_order_and_left_in_reverse_around_each_attempt(call: Callable[..., Any]) -> None:
    seen: list[str] = []
    first, second, whole = Hook("1 "), Hook("2 "), Hook("call ")
    for hook in (first, second, whole):
        hook.seen = seen

    call(Service(BUSY, CREATED), configuration(on_attempt=[first, second.managed], on_call=whole.managed))

    attempt = ["1 call", "1 enter", "2 enter", "2 leave", "1 leave"]
    assert seen == ["call enter", *attempt, *attempt, "call leave"]
    assert [info.number for info in first.infos] == [1, 2]


@BOTH
def test_input_that_is_refused_is_no_call_and_a_missing_token_is_no_attempt(call: Callable[..., Any]) -> None:
    hook = Hook()
    with pytest.raises(ApiValueError):
        call(Service(), configuration(on_call=hook, on_attempt=hook), _request_timeout=-1)
    assert hook.infos == []
    with pytest.raises(ApiException):
        call(Service(), configuration(on_call=hook, on_attempt=hook, access_token=raising(KeyError())))

    assert [(type(info), info.attempts, info.outcome, info.error) for info in hook.infos] == [
        (CallInfo, 0, "not_sent", "CredentialsError")
    ]


def test_calls_without_preloaded_content_have_hooks_too() -> None:
    async def main() -> None:
        async with aio.ApiClient(configuration(on_call=seen, on_attempt=seen), transport=Service()) as client:
            await aio.CheckoutApi(client).create_checkout_without_preload_content(**ARGUMENTS["create_checkout"])

    seen = Hook()
    with ApiClient(configuration(on_call=seen, on_attempt=seen), transport=Service()) as client:
        CheckoutApi(client).create_checkout_without_preload_content(**ARGUMENTS["create_checkout"])
    asyncio.run(main())

    assert [type(info) for info in seen.infos] == [CallInfo, AttemptInfo] * 2
    assert [info.status for info in seen.infos] == [201] * 4


def test_async_hooks_are_awaited() -> None:
    seen: list[str] = []
    hooks = [AsyncHook("a "), AsyncHook("b ")]
    for hook in hooks:
        hook.seen = seen

    assert (
        create_later(Service(), configuration(on_attempt=hooks[0].later, on_call=hooks[1].managed_later)) == CHECKOUT_ID
    )
    assert seen == ["b enter", "a call", "a enter", "a leave", "b leave"]
    assert [info.outcome for info in (*hooks[0].infos, *hooks[1].infos)] == ["applied", "applied"]


def test_the_text_of_infos_shows_no_header() -> None:
    info = AttemptInfo("create_checkout", "POST", "/", "host", 443, 1, {"baggage": "canary"})

    assert "create_checkout" in repr(info)
    assert "canary" not in repr(info)


# Headers


@BOTH
def test_each_attempt_has_the_headers_that_its_hooks_added(call: Callable[..., Any]) -> None:
    def number(info: AttemptInfo) -> None:
        assert info.headers == {}
        info.headers["X-Attempt"] = str(info.number)

    def twice(info: AttemptInfo) -> None:
        info.headers["traceparent"] = info.headers["X-Attempt"] * 2

    service = Service(BUSY, CREATED)
    call(service, configuration(on_attempt=(number, twice)), _headers={"TraceParent": "of the call", "X-Other": "kept"})

    sent = [{name: request.headers.get(name) for name in ("X-Attempt", "traceparent")} for request in service.requests]
    assert sent == [{"X-Attempt": "1", "traceparent": "11"}, {"X-Attempt": "2", "traceparent": "22"}]
    assert all("TraceParent" not in request.headers for request in service.requests)
    assert [request.headers["X-Other"] for request in service.requests] == ["kept", "kept"]


@BOTH
@pytest.mark.parametrize(
    "name",
    [
        *("Authorization", "AUTHORIZATION", "X-Client-Id", "Cookie", "Proxy-Authorization"),
        *("Content-Length", "Transfer-Encoding", "Host", "Connection", "Content-Type", "Content-Encoding", "Te"),
        *("bad name", "X-Bad-Value", 5),
    ],
)
def test_credentials_framing_and_headers_that_cannot_be_sent_are_left_out_and_logged(
    call: Callable[..., Any], name: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def add(info: AttemptInfo) -> None:
        info.headers[name] = "canary\n" if name == "X-Bad-Value" else "canary"
        info.headers["X-Good"] = "yes"

    service = Service()
    assert call(service, configuration(on_attempt=add)) == CHECKOUT_ID

    (request,) = service.requests
    assert "canary" not in str(request.headers)
    assert (request.headers["Authorization"], request.headers["X-Good"]) == ("Bearer token", "yes")
    (record,) = caplog.records
    assert record.getMessage().startswith("create_checkout POST /{retailUnit}/checkouts: on_attempt: headers")
    assert str(name) in record.getMessage()
    assert "canary" not in caplog.text


@BOTH
@pytest.mark.parametrize("headers", [None, 5, "text", ["a"]])
def test_an_object_in_place_of_the_headers_costs_no_call(
    call: Callable[..., Any], headers: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def replace(info: AttemptInfo) -> None:
        info.headers = headers

    assert call(Service(), configuration(on_attempt=replace)) == CHECKOUT_ID
    assert "on_attempt raised" in caplog.text


# Exceptions, waits and calls of hooks


@BOTH
@SETTINGS
@EACH_ERROR
@pytest.mark.parametrize("at", ["call", "enter", "leave"])
def test_a_hook_that_raises_is_logged_by_its_class_and_changes_nothing(
    call: Callable[..., Any], name: str, error: BaseException, at: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = Hook(at=at, act=raising(error)), Hook()
    settings = configuration(**{name: [broken, other]})

    assert call(Service(), settings) == CHECKOUT_ID
    with pytest.raises(ApiException) as caught:
        call(Service(Response(422)), settings)

    assert caught.value.status == 422
    assert other.seen == ["call", "enter", "leave"] * 2
    said = f"create_checkout POST /{{retailUnit}}/checkouts: {name} raised {type(error).__name__}"
    assert [record.getMessage() for record in caplog.records] == [said] * 2
    assert "canary" not in caplog.text


@EACH_ERROR
@SETTINGS
@pytest.mark.parametrize("at", ["call", "enter", "leave"])
def test_an_async_hook_that_raises_is_logged_by_its_class_and_changes_nothing(
    name: str, error: BaseException, at: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken = AsyncHook(at=at, act=raising(error))

    assert create_later(Service(), configuration(**{name: broken.later})) == CHECKOUT_ID
    assert f"{name} raised {type(error).__name__}" in caplog.text


@BOTH
@pytest.mark.parametrize(
    ("name", "at", "outcome"),
    [
        ("on_attempt", "call", "not_sent"),
        ("on_attempt", "enter", "not_sent"),
        ("on_attempt", "leave", "unknown"),
        ("on_call", "call", "not_sent"),
        ("on_call", "enter", "not_sent"),
        ("on_call", "leave", "applied"),
    ],
)
def test_an_interrupt_within_a_hook_passes_with_the_verdict_and_the_others_are_left(
    call: Callable[..., Any], name: str, at: str, outcome: str
) -> None:
    outer, broken = Hook(), Hook(at=at, act=raising(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt) as caught:
        call(Service(), configuration(**{name: [outer, broken]}))

    assert marked_outcome(caught.value) == outcome
    assert outer.seen == ["call", "enter", "leave"]


def test_a_managers_own_verdict_on_exceptions_is_not_asked() -> None:
    hook = contextlib.suppress(BaseException)

    with pytest.raises(KeyError):
        create(Service(KeyError()), configuration(on_attempt=lambda _: hook, on_call=lambda _: hook))


@BOTH
@SETTINGS
def test_a_hook_may_make_calls_for_which_no_hook_is_called(call: Callable[..., Any], name: str) -> None:
    service, hook = Service(), Hook()

    def calls(info: Any) -> None:
        hook.infos.append(info)
        create(service, settings)

    settings = configuration(**{name: calls})
    assert call(service, settings) == CHECKOUT_ID
    assert (len(hook.infos), len(service.requests)) == (1, 2)


@SETTINGS
@pytest.mark.parametrize("hangs_at", ["call", "enter", "leave"])
def test_an_async_hook_that_hangs_ends_with_the_deadline(
    name: str, hangs_at: str, caplog: pytest.LogCaptureFixture
) -> None:
    @contextlib.asynccontextmanager
    async def manager(_: Any) -> AsyncIterator[None]:
        if hangs_at == "enter":
            await hanging()
        yield
        await hanging()

    begun = time.monotonic()
    with contextlib.suppress(ApiException):  # no time may be left for the attempt
        create_later(
            Service(), configuration(**{name: hanging if hangs_at == "call" else manager}), _request_timeout=SHORT
        )

    assert time.monotonic() - begun < 5
    assert f"{name} raised TimeoutError" in caplog.text


@SETTINGS
def test_a_call_that_is_cancelled_while_a_hook_runs_says_how_far_it_came(name: str) -> None:
    async def main() -> BaseException:
        async with aio.ApiClient(configuration(**{name: hanging}), transport=Service()) as client:
            task = asyncio.create_task(aio.CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"]))
            await asyncio.sleep(0.02)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            error: BaseException | None = caught.value
            while error is not None and marked_outcome(error) is None:
                error = error.__context__
            assert error is not None
            return error

    assert marked_outcome(asyncio.run(main())) == "not_sent"


# Settings


@SETTINGS
@pytest.mark.parametrize(
    ("given", "kept"),
    [(None, ()), (print, (print,)), ([], ()), ([print, repr], (print, repr)), ((print,), (print,))],
)
def test_a_setting_takes_one_hook_or_several(name: str, given: Any, kept: object) -> None:
    assert getattr(configuration(**{name: given}), name) == kept


def generator(_: object) -> Iterator[None]:
    yield


async def async_generator(_: object) -> AsyncIterator[None]:
    yield


@SETTINGS
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("print", "a callable expected, or a list of them"),
        ([print, 5], "a callable expected, or a list of them"),
        (generator, "nobody would run this generator; decorate it with contextlib.contextmanager"),
        ([async_generator], "nobody would run this generator; decorate it with contextlib.contextmanager"),
    ],
)
def test_other_values_are_refused(name: str, given: Any, said: str) -> None:
    with pytest.raises(ApiValueError, match=f"^{name}: {said}"):
        configuration(**{name: given})


class CallsLater:
    async def __call__(self, _: object) -> None: ...


@SETTINGS
@pytest.mark.parametrize(
    "hook", [hanging, CallsLater(), AsyncHook().managed_later, contextlib.asynccontextmanager(async_generator)]
)
def test_the_sync_client_refuses_async_hooks(name: str, hook: Any) -> None:
    said = rf"^{name}: a function that has to be awaited is for order_capture_client\.aio$"
    with pytest.raises(ApiTypeError, match=said):
        ApiClient(configuration(**{name: hook}))
    settings, service = configuration(), Service()
    with ApiClient(settings, transport=service) as client:
        setattr(settings, name, [print, hook])
        with pytest.raises(ApiTypeError, match=said) as caught:
            CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"])

    assert (marked_outcome(caught.value), service.requests) == ("not_sent", [])


@SETTINGS
@pytest.mark.parametrize("make", [hanging, AsyncHook().managed_later], ids=["coroutine", "manager"])
def test_the_sync_client_says_that_a_hook_returned_something_to_await(
    name: str, make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert create(Service(), configuration(**{name: lambda info: make(info)})) == CHECKOUT_ID
    assert f"{name}: a function that has to be awaited is for order_capture_client.aio" in caplog.text


@SETTINGS
def test_hooks_of_a_module_travel_in_a_pickle_and_old_pickles_have_none(name: str) -> None:
    settings = configuration(**{name: print})
    assert getattr(pickle.loads(pickle.dumps(settings)), name) == (print,)

    state = settings.__getstate__()
    del state[name]
    old = Configuration.__new__(Configuration)
    old.__dict__.update(state)
    assert getattr(old, name) == ()
    assert create(Service(), configuration()) == CHECKOUT_ID


@BOTH
def test_hooks_that_are_set_later_count_from_the_next_call(call: Callable[..., Any]) -> None:
    settings, hook = configuration(), Hook()
    call(Service(), settings)
    settings.on_attempt = hook
    call(Service(), settings)
    settings.on_attempt = None
    call(Service(), settings)

    assert len(hook.infos) == 1


# Log records


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    found: dict[str, Any] = vars(record)["order_capture"]
    return found


@BOTH
@pytest.mark.parametrize("given", [row[0] for row in ENDED if not isinstance(row[0], BaseException)])
def test_the_record_of_an_attempt_has_the_fields_of_its_info(
    call: Callable[..., Any], given: Response | Failure, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "order_capture_client")
    hook = Hook()
    with contextlib.suppress(ApiException):
        call(Service(given), configuration(on_attempt=hook, retries=0))

    fields, (info,) = fields_of(caplog.records[0]), hook.infos
    expected = asdict(info)
    del expected["headers"]
    assert fields | {"seconds": 0} == expected | {"seconds": 0}
    assert fields["seconds"] >= 0


PLAIN = {"operation": "create_checkout", "method": "POST", "path": "/{retailUnit}/checkouts"}
DRIFTED = replace(CREATED, body=CREATED.body.rstrip()[:-1] + b', "newField": 1}')


def refuse_headers(info: AttemptInfo) -> None:
    info.headers["Host"] = "canary"


@BOTH
@pytest.mark.parametrize(
    ("given", "settings", "level", "fields"),
    [
        (DRIFTED, {}, "INFO", {"drift": {"unknown_field": 1}}),
        (CREATED, {"on_call": raising(KeyError("canary"))}, "WARNING", {"callback": "on_call", "error": "KeyError"}),
        (CREATED, {"on_attempt": refuse_headers}, "WARNING", {"callback": "on_attempt"}),
        (KeyboardInterrupt(), {}, "WARNING", {"outcome": "unknown"}),
    ],
    ids=["drift", "callback", "misuse", "broken off"],
)
def test_other_records_have_the_operation_and_their_own_fields(
    call: Callable[..., Any],
    given: Response | BaseException,
    settings: dict[str, Any],
    level: str,
    fields: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "order_capture_client")
    with contextlib.suppress(KeyboardInterrupt):
        call(Service(given), configuration(**settings))

    (record,) = (record for record in caplog.records if record.name == "order_capture_client")
    assert record.levelname == level
    assert fields_of(record) == PLAIN | fields
    assert "canary" not in str(vars(record))


class Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def _loggers_as_before() -> Iterator[None]:
    root, level = list(logging.root.handlers), logging.root.level
    yield
    LOGGER.disabled = False
    LOGGER.setLevel(logging.NOTSET)
    logging.root.handlers[:] = root
    logging.root.setLevel(level)


@pytest.mark.parametrize(
    ("config", "records"),
    [
        ({}, 0),
        ({"disable_existing_loggers": False}, 1),
        ({"loggers": {"order_capture_client": {"level": "WARNING"}}}, 1),
    ],
    ids=["silenced", "all are kept", "ours is named"],
)
@pytest.mark.usefixtures("_loggers_as_before")
def test_a_warning_survives_a_configuration_of_logging_as_the_page_says(config: dict[str, Any], records: int) -> None:
    others = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    were_disabled = [logger.disabled for logger in others]
    logging.config.dictConfig({"version": 1} | config)
    handler = Keeping()
    LOGGER.addHandler(handler)
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            create(Service(KeyboardInterrupt()), configuration())
    finally:
        LOGGER.removeHandler(handler)
        for logger, was_disabled in zip(others, were_disabled, strict=True):
            logger.disabled = was_disabled

    assert len(handler.records) == records
    assert "it may have been applied" in vars(caught.value)["__notes__"][0]


def test_tracing_without_opentelemetry_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.metrics", None)
    monkeypatch.delitem(sys.modules, "order_capture_client.otel", raising=False)

    with pytest.raises(ImportError, match=r"install order-capture-client\[otel\]$"):
        importlib.import_module("order_capture_client.otel")
