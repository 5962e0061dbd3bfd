"""User code next to a call, in both clients: whatever it does, the call keeps its own outcome.

Each kind (logger, token provider, `token_key`, `on_drift`, `refresh_api_key_hook`, transport, progress) raises, returns
nonsense, hangs, calls the client, or is async; before and after sending. Forks are in `test/sockets/test_user_code_forks.py`.
"""

from __future__ import annotations

import ast
import asyncio
import logging
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import ContextVar, copy_context
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import order_capture_client
from order_capture_client import (
    AccessToken,
    ApiClient,
    ApiException,
    ApiTypeError,
    ApiValueError,
    CheckoutApi,
    Configuration,
    DriftReport,
    aio,
    bulk,
)
from order_capture_client._core import tokens
from order_capture_client._core.credentials import TOO_LATE
from order_capture_client._core.exchange import RetryBudget
from order_capture_client._core.tokens import TokenCache, TokenOwner
from order_capture_client._core.verdict import marked_outcome
from order_capture_client._core.wire import Authorize, Failure, Request, Response
from order_capture_client.aio._loops import NO_THREAD
from order_capture_client.bulk import aio as bulk_aio
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiTimeoutError,
    CredentialsError,
    MayHaveBeenCreatedError,
    NotFoundException,
    UnauthorizedException,
)
from order_capture_client.sandbox import Sandbox
from test.samples import ARGUMENTS, CHECKOUT_ID, answer

Settings: TypeAlias = dict[str, Any]

SHORT = 0.15
"""Seconds of a call that waits for user code which hangs."""


class Service:
    """Answers each request with the next of its answers; the last one repeats."""

    def __init__(self, *answers: Response | BaseException) -> None:
        self.requests: list[Request] = []
        self._answers = list(answers or [drifted("create_checkout", 201)])

    def handle(self, request: Request) -> Response:
        self.requests.append(request)
        given = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(given, BaseException):
            raise given
        return given

    @property
    def tokens(self) -> list[str | None]:
        return [request.headers.get("Authorization") for request in self.requests]


def drifted(name: str, status: int) -> Response:
    usual = answer(name, status)
    return replace(usual, body=usual.body.rstrip()[:-1] + b', "newField": 1}')


def configuration(**settings: Any) -> Configuration:
    hook = settings.pop("refresh_api_key_hook", None)
    given: dict[str, Any] = {"host": "https://api.example.com", "access_token": "token"} | settings
    made = Configuration(**given)
    made.refresh_api_key_hook = hook
    return made


class Sync:
    """Makes calls with the sync client."""

    bulk: Any = bulk

    def __init__(self, service: Any, settings: Configuration) -> None:
        self.client = ApiClient(settings, transport=service)

    def create(self, **options: Any) -> str | None:
        return CheckoutApi(self.client).create_checkout(**ARGUMENTS["create_checkout"], **options).resource_id

    @staticmethod
    def cart() -> dict[str, Any]:
        cart: dict[str, Any] = ARGUMENTS["create_checkout"]["checkout_request"]
        return cart

    def create_many(self, number: int, progress: Any) -> list[str]:
        rows = [self.cart()] * number
        return [
            outcome.status for outcome in bulk.create_checkouts(CheckoutApi(self.client), "se", rows, progress=progress)
        ]


class Aio(Sync):
    """Makes calls with the client with `await`, each in an event loop of its own."""

    def __init__(self, service: Any, settings: Configuration) -> None:
        self.aio_client = aio.ApiClient(settings, transport=service)

    async def create_later(self, **options: Any) -> str | None:
        created = await aio.CheckoutApi(self.aio_client).create_checkout(**ARGUMENTS["create_checkout"], **options)
        return created.resource_id

    def create(self, **options: Any) -> str | None:
        return asyncio.run(self.create_later(**options))

    def create_many(self, number: int, progress: Any) -> list[str]:
        async def main() -> list[str]:
            api, rows = aio.CheckoutApi(self.aio_client), [self.cart()] * number
            return [outcome.status async for outcome in bulk_aio.create_checkouts(api, "se", rows, progress=progress)]

        return asyncio.run(main())


BOTH = pytest.mark.parametrize("kind", [Sync, Aio], ids=["sync", "aio"])
ERRORS = [KeyError("canary"), ApiValueError("canary"), RecursionError("canary"), asyncio.CancelledError("canary")]
EACH_ERROR = pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)


def raising(error: BaseException) -> Callable[..., Any]:
    def raises(*_: object) -> Any:
        raise error

    return raises


def raising_later(error: BaseException) -> Callable[..., Any]:
    async def raises(*_: object) -> Any:
        await asyncio.sleep(0)
        raise error

    return raises


async def hanging(*_: object) -> Any:
    await asyncio.Event().wait()


# Loggers


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """Return our logger at DEBUG; filters and handlers are removed again."""
    logger = logging.getLogger("order_capture_client")
    before, filters, handlers = logger.level, list(logger.filters), list(logger.handlers)
    logger.setLevel(logging.DEBUG)
    yield logger
    logger.setLevel(before)
    logger.filters[:], logger.handlers[:] = filters, handlers


class Filter(logging.Filter):
    def __init__(self, act: Callable[..., Any]) -> None:
        super().__init__()
        self.act = act

    def filter(self, record: logging.LogRecord) -> bool:
        self.act(record)
        return True


class Handler(logging.Handler):
    def __init__(self, act: Callable[..., Any]) -> None:
        super().__init__()
        self.act = act

    def emit(self, record: logging.LogRecord) -> None:
        self.act(record)


def add(logger: logging.Logger, given: Filter | Handler) -> None:
    if isinstance(given, Filter):
        logger.addFilter(given)
    else:
        logger.addHandler(given)


LOGGERS = pytest.mark.parametrize("made", [Filter, Handler])


@BOTH
@LOGGERS
@EACH_ERROR
def test_a_logger_that_raises_costs_no_answer_and_changes_no_error(
    kind: type[Sync], made: type[Filter], error: BaseException, logger: logging.Logger
) -> None:
    add(logger, made(raising(error)))

    assert kind(Service(), configuration()).create() == CHECKOUT_ID
    with pytest.raises(NotFoundException):
        kind(Service(drifted("create_checkout", 404)), configuration()).create()


@BOTH
@LOGGERS
@pytest.mark.parametrize("after", [1, 2], ids=["of the attempt", "of the drift"])
def test_an_interrupt_within_a_logger_passes_with_the_verdict_of_the_call(
    kind: type[Sync], made: type[Filter], after: int, logger: logging.Logger
) -> None:
    seen: list[object] = []

    def interrupted(record: logging.LogRecord) -> None:
        seen.append(record)
        if len(seen) == after:
            raise KeyboardInterrupt

    add(logger, made(interrupted))

    with pytest.raises(KeyboardInterrupt) as caught:
        kind(Service(), configuration()).create()

    assert marked_outcome(caught.value) in ("unknown", "applied")
    assert "it may have been applied" in getattr(caught.value, "__notes__", [""])[0]


@BOTH
@LOGGERS
def test_a_logger_that_calls_the_client_is_not_called_by_that_call(
    kind: type[Sync], made: type[Filter], logger: logging.Logger
) -> None:
    inner = Service()
    client = Sync(inner, configuration())  # a handler is a plain function, so it uses the sync client
    outer = Sync(inner, client.client.configuration) if kind is Sync else kind(Service(), configuration())
    handled: list[str] = []

    def call(record: logging.LogRecord) -> None:
        handled.append(record.getMessage())
        client.create()

    add(logger, made(call))

    assert outer.create() == CHECKOUT_ID
    assert len(handled) == 2  # the attempt and its drift


@BOTH
def test_loggers_are_called_again_after_one_that_raised(kind: type[Sync], logger: logging.Logger) -> None:
    seen: list[str] = []

    def note(record: logging.LogRecord) -> None:
        seen.append(record.getMessage())
        raise KeyError

    logger.addHandler(Handler(note))
    for _ in range(3):
        kind(Service(), configuration()).create()

    assert len(seen) == 6


def of_the_call(error: asyncio.CancelledError) -> asyncio.CancelledError:
    """Return the exception that passed the call; before Python 3.11, a task raises another one, with this as its context."""
    if sys.version_info < (3, 11):
        assert isinstance(error.__context__, asyncio.CancelledError)
        return error.__context__
    return error


@LOGGERS
def test_a_logger_that_raises_does_not_take_the_place_of_a_cancellation(
    made: type[Filter], logger: logging.Logger
) -> None:
    add(logger, made(raising(KeyError())))

    class Slow:
        async def handle(self, request: Request) -> Response:
            await asyncio.sleep(10)
            return Response(201)

    async def main() -> asyncio.CancelledError:
        task = asyncio.create_task(Aio(Slow(), configuration()).create_later())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return of_the_call(caught.value)

    error = asyncio.run(main())

    assert (marked_outcome(error), len(getattr(error, "__notes__", []))) == ("unknown", 1)


# Token providers


@BOTH
@EACH_ERROR
def test_a_provider_that_raises_is_a_credentials_error(kind: type[Sync], error: BaseException) -> None:
    service = Service()

    with pytest.raises(CredentialsError) as caught:
        kind(service, configuration(access_token=raising(error))).create()

    assert (caught.value.outcome, caught.value.reason, service.requests) == ("not_sent", type(error).__name__, [])
    assert "canary" not in f"{caught.value} {caught.value.__context__}"


@EACH_ERROR
def test_an_async_provider_that_raises_is_a_credentials_error(error: BaseException) -> None:
    service = Service()

    with pytest.raises(CredentialsError) as caught:
        Aio(service, configuration(access_token=raising_later(error))).create()

    assert (caught.value.outcome, caught.value.reason, service.requests) == ("not_sent", type(error).__name__, [])


@BOTH
@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)], ids=lambda error: type(error).__name__)
def test_an_interrupt_of_a_provider_passes(kind: type[Sync], error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        kind(Service(), configuration(access_token=raising(error))).create()

    assert marked_outcome(caught.value) == "not_sent"


@BOTH
@EACH_ERROR
def test_a_provider_that_raises_after_a_refusal_leaves_the_refusal(kind: type[Sync], error: BaseException) -> None:
    given: list[Any] = ["first"]

    def provider() -> str:
        if given:
            return str(given.pop())
        raise error

    with pytest.raises(UnauthorizedException) as caught:
        kind(Service(Response(401)), configuration(access_token=provider)).create()

    assert caught.value.outcome == "rejected"


@BOTH
@pytest.mark.parametrize("given", [None, "", 7, b"token", [], "a\nb", AccessToken("", 0.0)], ids=repr)
def test_a_provider_that_returns_nonsense_is_told_what_to_return(kind: type[Sync], given: object) -> None:
    with pytest.raises(CredentialsError) as caught:
        kind(Service(), configuration(access_token=lambda: given)).create()

    assert caught.value.reason == "access_token: printable ASCII text expected, and not an empty one"


@BOTH
def test_waiting_for_a_provider_that_another_call_asks_ends_with_the_deadline(kind: type[Sync]) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def provider() -> str:
        asked.set()
        go_on.wait(10)
        return "token"

    service = Service()
    caller = kind(service, configuration(access_token=provider))
    begun = time.monotonic()

    error = _late(caller, go_on) if isinstance(caller, Aio) else _late_in_threads(caller, asked, go_on)

    assert (error.outcome, error.reason) == ("not_sent", "the credentials came too late")
    assert (time.monotonic() - begun < 5, len(service.requests)) == (True, 1)


def _late_in_threads(caller: Sync, asked: threading.Event, go_on: threading.Event) -> ApiTimeoutError:
    first = threading.Thread(target=caller.create)
    first.start()
    assert asked.wait(10)
    try:
        with pytest.raises(ApiTimeoutError) as caught:
            caller.create(_request_timeout=SHORT)
    finally:
        go_on.set()
        first.join()
    return caught.value


def _late(caller: Aio, go_on: threading.Event) -> ApiTimeoutError:
    async def main() -> ApiTimeoutError:
        first = asyncio.create_task(caller.create_later())
        await asyncio.sleep(0.02)
        try:
            with pytest.raises(ApiTimeoutError) as caught:
                await caller.create_later(_request_timeout=SHORT)
        finally:
            go_on.set()
            await first
        return caught.value

    return asyncio.run(main())


def test_an_async_provider_that_hangs_ends_with_the_deadline_and_the_next_call_asks_again() -> None:
    asked: list[int] = []

    async def provider() -> str:
        asked.append(1)
        if len(asked) == 1:
            await asyncio.Event().wait()
        return "token"

    service = Service()
    caller = Aio(service, configuration(access_token=provider))

    async def main() -> None:
        with pytest.raises(ApiTimeoutError) as caught:
            await caller.create_later(_request_timeout=SHORT)
        assert caught.value.outcome == "not_sent"
        assert await caller.create_later() == CHECKOUT_ID
        assert len(asyncio.all_tasks()) == 1  # the hanging provider was cancelled

    asyncio.run(main())
    assert (len(asked), service.tokens) == (2, ["Bearer token"])


def test_a_fetch_that_outlasts_its_own_call_keeps_no_other_thread_waiting() -> None:
    asked: list[int] = []
    first, go_on = threading.Event(), threading.Event()

    def provider() -> str:
        asked.append(1)
        if len(asked) == 1:
            first.set()
            go_on.wait(10)
        return f"token-{len(asked)}"

    caller = Sync(Service(), configuration(access_token=provider))
    failed: list[BaseException] = []

    def short() -> None:
        try:
            caller.create(_request_timeout=SHORT)
        except ApiTimeoutError as error:
            failed.append(error)

    thread = threading.Thread(target=short)
    thread.start()
    assert first.wait(10)

    assert caller.create() == CHECKOUT_ID  # after the first call has run out of time
    go_on.set()
    thread.join()
    assert (len(asked), len(failed)) == (2, 1)


@BOTH
def test_a_provider_that_calls_its_own_client_gets_a_credentials_error_at_once(kind: type[Sync]) -> None:
    caught: list[ApiException] = []
    service = Service()
    begun = time.monotonic()

    def provider() -> str:
        try:
            caller.create()
        except ApiException as error:
            caught.append(error)
        return "token"

    caller = kind(service, configuration(access_token=provider))

    assert caller.create() == CHECKOUT_ID
    assert [(type(error), error.outcome) for error in caught] == [(CredentialsError, "not_sent")]
    assert caught[0].reason == "the token provider called the client that waits for its token"
    assert (len(service.requests), time.monotonic() - begun < 5) == (1, True)


def test_an_async_provider_that_calls_its_own_client_gets_a_credentials_error_at_once() -> None:
    service = Service()

    async def provider() -> str:
        await asyncio.gather(caller.create_later())  # also from a task of its own
        return "token"

    caller = Aio(service, configuration(access_token=provider))
    begun = time.monotonic()

    with pytest.raises(CredentialsError) as caught:
        caller.create()

    assert (caught.value.reason, service.requests, time.monotonic() - begun < 5) == ("CredentialsError", [], True)


def test_a_task_that_a_provider_leaves_behind_may_call_once_the_token_is_there() -> None:
    background: list[asyncio.Task[Any]] = []
    go_on = asyncio.Event()

    async def later() -> str | None:
        await go_on.wait()
        return await caller.create_later()

    async def provider() -> str:
        background.append(asyncio.create_task(later()))
        return "token"

    service = Service()
    caller = Aio(service, configuration(access_token=provider))

    async def main() -> None:
        await caller.create_later()
        go_on.set()
        assert await background[0] == CHECKOUT_ID

    asyncio.run(main())
    assert service.tokens == ["Bearer token"] * 2


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="signals of POSIX")
def test_a_signal_handler_that_calls_while_a_token_is_fetched_gets_a_credentials_error() -> None:
    caught: list[ApiException] = []

    def call(number: int, frame: object) -> None:
        try:
            caller.create()
        except ApiException as error:
            caught.append(error)

    def provider() -> str:
        signal.raise_signal(signal.SIGUSR1)
        return "token"

    caller = Sync(Service(), configuration(access_token=provider))
    before = signal.signal(signal.SIGUSR1, call)
    try:
        assert caller.create() == CHECKOUT_ID
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert [type(error) for error in caught] == [CredentialsError]


def test_a_call_goes_out_as_the_user_that_is_set_when_it_begins() -> None:
    go_on = asyncio.Event()

    async def of_anna() -> str:
        await go_on.wait()
        return "anna"

    async def of_bertil() -> str:
        return "bertil"

    service = Service()
    caller = Aio(service, configuration(access_token=of_anna))

    async def main() -> None:
        first = asyncio.create_task(caller.create_later())
        await asyncio.sleep(0.02)
        caller.aio_client.configuration.access_token = of_bertil
        await caller.create_later()
        go_on.set()
        await first
        await caller.create_later()

    asyncio.run(main())
    assert service.tokens == ["Bearer bertil", "Bearer anna", "Bearer bertil"]


def test_a_cancelled_call_stays_cancelled_and_leaves_the_fetch_to_the_others() -> None:
    asked: list[int] = []

    async def provider() -> str:
        asked.append(1)
        await asyncio.sleep(0.05)
        return "token"

    service = Service()
    caller = Aio(service, configuration(access_token=provider))

    async def main() -> None:
        first, second = (asyncio.create_task(caller.create_later()) for _ in range(2))
        await asyncio.sleep(0.02)
        first.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await first
        assert marked_outcome(of_the_call(caught.value)) == "not_sent"
        assert await second == CHECKOUT_ID

    asyncio.run(main())
    assert (len(asked), service.tokens) == (1, ["Bearer token"])


def test_a_thread_that_cannot_be_started_is_not_blamed_on_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        full = raising(RuntimeError("can't start new thread"))
        monkeypatch.setattr(asyncio.get_running_loop(), "run_in_executor", full)
        await caller.create_later()

    service = Service()
    caller = Aio(service, configuration(access_token=lambda: "token"))

    with pytest.raises(ApiConnectionError) as caught:
        asyncio.run(main())

    assert (caught.value.outcome, caught.value.reason) == ("not_sent", NO_THREAD)
    assert service.requests == []


@pytest.mark.parametrize("error", [StopIteration("a"), GeneratorExit()], ids=lambda error: type(error).__name__)
def test_an_exception_that_no_future_takes_does_not_hang_the_call(error: BaseException) -> None:
    expected = CredentialsError if isinstance(error, Exception) else GeneratorExit
    with pytest.raises(expected):
        Aio(Service(), configuration(access_token=raising(error))).create(_request_timeout=5)


# Tokens of threads: the single flight


def test_threads_that_wait_share_the_failure_of_a_provider() -> None:
    asked, go_on = threading.Event(), threading.Event()
    calls: list[int] = []

    def provider() -> str:
        calls.append(1)
        asked.set()
        go_on.wait(10)
        raise KeyError

    cache, results = TokenCache(), list[str | Failure]()
    threads = [
        threading.Thread(target=lambda: results.append(cache.token(TokenOwner(provider), Authorize())))
        for _ in range(8)
    ]
    threads[0].start()
    assert asked.wait(10)
    for thread in threads[1:]:
        thread.start()
    time.sleep(0.05)
    go_on.set()
    for thread in threads:
        thread.join()

    assert (len(calls), {getattr(result, "detail", None) for result in results}) == (1, {"KeyError"})


def test_a_fetch_that_an_interrupt_left_behind_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = [KeyboardInterrupt(), "token"]

    def provider() -> str:
        reply = given.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        return str(reply)

    cache, owner = TokenCache(), TokenOwner(provider)
    with monkeypatch.context() as patched:  # as if a signal handler had raised just before the fetch is removed
        patched.setattr(cache, "_forget", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            cache.token(owner, Authorize())

    assert cache.token(owner, Authorize(deadline=time.monotonic() + 60)) == "token"


def test_a_thread_that_waits_too_long_is_too_late() -> None:
    cache = TokenCache()
    inside, go_on = threading.Event(), threading.Event()

    def provider() -> str:
        inside.set()
        go_on.wait(10)
        return "token"

    thread = threading.Thread(target=cache.token, args=(TokenOwner(provider), Authorize()))
    thread.start()
    assert inside.wait(10)
    try:
        assert cache.token(TokenOwner(provider), Authorize(deadline=time.monotonic() + 0.05)) is TOO_LATE
    finally:
        go_on.set()
        thread.join()


# token_key

TENANT: ContextVar[str] = ContextVar("TENANT", default="none")


def tenant_of_module() -> str:
    return TENANT.get()


@BOTH
def test_each_owner_has_a_token_of_its_own(kind: type[Sync]) -> None:
    asked: list[str] = []

    def provider() -> str:
        asked.append(TENANT.get())
        return f"token-of-{TENANT.get()}"

    service = Service()
    caller = kind(service, configuration(access_token=provider, token_key=TENANT.get))
    for tenant in ("anna", "bertil", "anna", "bertil"):
        context = copy_context()
        context.run(TENANT.set, tenant)
        context.run(caller.create)

    assert service.tokens == [f"Bearer token-of-{tenant}" for tenant in ("anna", "bertil", "anna", "bertil")]
    assert asked == ["anna", "bertil"]


@BOTH
def test_without_a_key_the_token_belongs_to_the_client(kind: type[Sync]) -> None:
    service = Service()
    caller = kind(service, configuration(access_token=lambda: f"token-of-{TENANT.get()}"))
    for tenant in ("anna", "bertil"):
        context = copy_context()
        context.run(TENANT.set, tenant)
        context.run(caller.create)

    assert service.tokens == ["Bearer token-of-anna"] * 2


@BOTH
@pytest.mark.parametrize(
    ("token_key", "reason"),
    [
        (raising(KeyError("canary")), "KeyError"),
        (raising(asyncio.CancelledError()), "CancelledError"),
        (lambda: ["a list"], "TypeError"),
        (lambda: hanging(), "token_key: a plain function expected, which returns its value at once"),
    ],
    ids=["raises", "is cancelled", "returns a list", "returns a coroutine"],
)
def test_a_key_that_fails_is_a_credentials_error(kind: type[Sync], token_key: Any, reason: str) -> None:
    service = Service()
    with pytest.raises(CredentialsError) as caught:
        kind(service, configuration(access_token=lambda: "token", token_key=token_key)).create()

    assert (caught.value.reason, caught.value.outcome, service.requests) == (reason, "not_sent", [])


@pytest.mark.parametrize("token_key", ["anna", hanging, 7], ids=["text", "async", "number"])
def test_a_key_that_is_no_plain_function_is_refused(token_key: Any) -> None:
    with pytest.raises(ApiValueError, match=r"^token_key: a plain function, such as current_tenant.get, expected$"):
        Configuration(token_key=token_key)


def test_the_number_of_tokens_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "LARGEST_NUMBER", 3)
    cache, asked = TokenCache(), list[int]()

    def provider() -> str:
        asked.append(1)
        return "token"

    for key in (1, 2, 3, 4, 4, 3, 2, 1):
        cache.token(TokenOwner(provider, key), Authorize())

    assert len(asked) == 5


def test_a_key_travels_in_a_pickle_and_a_context_variable_is_refused_with_advice() -> None:
    travelled = pickle.loads(pickle.dumps(configuration(token_key=tenant_of_module)))
    assert travelled.token_key is tenant_of_module
    with pytest.raises(ApiTypeError, match=r"^token_key: a ContextVar cannot be pickled; use a function of a module"):
        pickle.dumps(configuration(token_key=TENANT.get))


# on_drift


@BOTH
@EACH_ERROR
def test_on_drift_that_raises_costs_no_answer_and_changes_no_error(
    kind: type[Sync], error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    settings = configuration(on_drift=raising(error))

    assert kind(Service(), settings).create() == CHECKOUT_ID
    with pytest.raises(NotFoundException):
        kind(Service(drifted("create_checkout", 404)), settings).create()

    said = f"create_checkout POST /{{retailUnit}}/checkouts: on_drift raised {type(error).__name__}"
    assert [record.getMessage() for record in caplog.records] == [said] * 2
    assert "canary" not in caplog.text


@BOTH
def test_an_interrupt_within_on_drift_passes_with_the_verdict_of_the_call(kind: type[Sync]) -> None:
    with pytest.raises(KeyboardInterrupt) as caught:
        kind(Service(), configuration(on_drift=raising(KeyboardInterrupt()))).create()

    assert marked_outcome(caught.value) == "applied"


@BOTH
def test_on_drift_may_make_calls_whose_answers_differ(kind: type[Sync]) -> None:
    service, told = Service(), list[DriftReport]()

    def on_drift(report: DriftReport) -> None:
        told.append(report)
        Sync(service, settings).create()

    settings = configuration(on_drift=on_drift)

    assert kind(service, settings).create() == CHECKOUT_ID
    assert (len(told), len(service.requests)) == (1, 2)


@EACH_ERROR
def test_an_async_on_drift_is_awaited_and_what_it_raises_goes_to_the_log(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    assert Aio(Service(), configuration(on_drift=raising_later(error))).create() == CHECKOUT_ID
    assert f"on_drift raised {type(error).__name__}" in caplog.text


def test_an_async_on_drift_that_hangs_ends_with_the_deadline(caplog: pytest.LogCaptureFixture) -> None:
    begun = time.monotonic()

    assert Aio(Service(), configuration(on_drift=hanging)).create(_request_timeout=SHORT) == CHECKOUT_ID
    assert ("on_drift raised TimeoutError" in caplog.text, time.monotonic() - begun < 5) == (True, True)


def test_a_call_that_is_cancelled_while_on_drift_runs_says_that_it_was_applied() -> None:
    async def main() -> asyncio.CancelledError:
        task = asyncio.create_task(Aio(Service(), configuration(on_drift=hanging)).create_later())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return of_the_call(caught.value)

    assert marked_outcome(asyncio.run(main())) == "applied"


# refresh_api_key_hook


@BOTH
@pytest.mark.parametrize(
    "error", [KeyError("canary"), asyncio.CancelledError()], ids=lambda error: type(error).__name__
)
def test_a_hook_that_raises_is_a_credentials_error(kind: type[Sync], error: BaseException) -> None:
    service = Service()

    with pytest.raises(CredentialsError) as caught:
        kind(service, configuration(refresh_api_key_hook=raising(error))).create()

    assert (caught.value.reason, caught.value.outcome, service.requests) == (type(error).__name__, "not_sent", [])


@BOTH
def test_an_interrupt_within_a_hook_passes(kind: type[Sync]) -> None:
    with pytest.raises(KeyboardInterrupt) as caught:
        kind(Service(), configuration(refresh_api_key_hook=raising(KeyboardInterrupt()))).create()

    assert marked_outcome(caught.value) == "not_sent"


def test_an_async_hook_is_awaited_before_the_key_is_read() -> None:
    async def renew(settings: Configuration) -> None:
        await asyncio.sleep(0)
        settings.api_key["Client-Id"] = "fresh"

    service = Service()
    Aio(service, configuration(refresh_api_key_hook=renew)).create()

    assert service.requests[0].headers["X-Client-Id"] == "fresh"


@BOTH
def test_a_hook_is_called_once_a_call(kind: type[Sync]) -> None:
    called: list[Configuration] = []
    settings = configuration(refresh_api_key_hook=called.append)

    kind(Service(), settings).create()

    assert [given is settings for given in called] == [True]


def test_an_async_hook_that_hangs_ends_with_the_deadline() -> None:
    service = Service()
    with pytest.raises(ApiTimeoutError) as caught:
        Aio(service, configuration(refresh_api_key_hook=hanging)).create(_request_timeout=SHORT)

    assert (caught.value.outcome, service.requests) == ("not_sent", [])


# Async functions and the sync client


class CallsLater:
    async def __call__(self, *_: object) -> None: ...


@pytest.mark.parametrize("name", ["on_drift", "refresh_api_key_hook"])
@pytest.mark.parametrize("function", [hanging, CallsLater()], ids=["function", "object"])
def test_the_sync_client_refuses_an_async_callback_when_it_is_set_and_when_it_is_used(name: str, function: Any) -> None:
    said = rf"^{name}: a function that has to be awaited is for order_capture_client\.aio$"
    with pytest.raises(ApiTypeError, match=said):
        ApiClient(configuration(**{name: function}))
    service = Service()
    caller = Sync(service, configuration())
    setattr(caller.client.configuration, name, function)

    with pytest.raises(ApiTypeError, match=said) as caught:
        caller.create()

    assert (marked_outcome(caught.value), service.requests) == ("not_sent", [])


def test_the_sync_client_says_that_on_drift_returned_something_to_await(caplog: pytest.LogCaptureFixture) -> None:
    caller = Sync(Service(), configuration(on_drift=lambda _: hanging()))

    assert caller.create() == CHECKOUT_ID
    assert "on_drift: a function that has to be awaited is for order_capture_client.aio" in caplog.text


def test_the_sync_client_refuses_a_hook_that_returns_something_to_await() -> None:
    service = Service()
    caller = Sync(service, configuration(refresh_api_key_hook=lambda _: hanging()))

    with pytest.raises(
        ApiTypeError, match=r"^refresh_api_key_hook: a function that has to be awaited is for"
    ) as caught:
        caller.create()

    assert (marked_outcome(caught.value), service.requests) == ("not_sent", [])


# Transports


class Later:
    """Answers by an async function."""

    def __init__(self, act: Callable[..., Any]) -> None:
        self._act = act

    async def handle(self, request: Request) -> Any:
        return await self._act(request)


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        (Sync, Service(asyncio.CancelledError())),
        (Aio, Service(asyncio.CancelledError())),
        (Aio, Later(raising_later(asyncio.CancelledError()))),
    ],
    ids=["sync", "aio", "aio, later"],
)
def test_a_transport_that_ends_with_a_cancellation_of_its_own_leaves_the_create_in_doubt(
    kind: type[Sync], service: Any
) -> None:
    with pytest.raises(MayHaveBeenCreatedError) as caught:
        kind(service, configuration()).create()

    assert isinstance(caught.value, ApiConnectionError)


def test_an_async_transport_that_hangs_ends_with_the_deadline() -> None:
    with pytest.raises(MayHaveBeenCreatedError) as caught:
        Aio(Later(hanging), configuration()).create(_request_timeout=SHORT)

    assert isinstance(caught.value, ApiTimeoutError)


def test_a_cancelled_call_cancels_its_transport_and_waits_for_its_cleaning_up() -> None:
    cleaned: list[str] = []

    async def slow(request: Request) -> Response:
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0)
            cleaned.append("up")
        return Response(201)

    async def main() -> None:
        task = asyncio.create_task(Aio(Later(slow), configuration()).create_later())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert cleaned == ["up"]

    asyncio.run(main())


@BOTH
def test_a_transport_may_call_the_client(kind: type[Sync]) -> None:
    inner = Service()
    settings = configuration(access_token=lambda: "token")

    class Calls:
        def handle(self, request: Request) -> Response:
            Sync(inner, settings).create()
            return answer("create_checkout", 201)

    assert kind(Calls(), settings).create() == CHECKOUT_ID
    assert len(inner.requests) == 1


# The progress of bulk runs


@BOTH
@EACH_ERROR
def test_a_progress_that_raises_each_time_ends_no_run(
    kind: type[Sync], error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    service = Service(answer("create_checkout", 201))

    assert kind(service, configuration()).create_many(3, raising(error)) == ["created"] * 3
    assert caplog.text.count(f"progress raised {type(error).__name__}") == 1
    assert "canary" not in caplog.text


def test_an_async_progress_is_awaited_also_at_the_end() -> None:
    seen: list[bulk.Progress] = []

    async def show(progress: bulk.Progress) -> None:
        await asyncio.sleep(0)
        seen.append(progress)

    Aio(Service(answer("create_checkout", 201)), configuration()).create_many(3, show)

    assert [(progress.settled, progress.finished) for progress in seen] == [
        (1, False),
        (2, False),
        (3, False),
        (3, True),
    ]


@EACH_ERROR
def test_an_async_progress_that_raises_ends_no_run(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    service = Service(answer("create_checkout", 201))

    assert Aio(service, configuration()).create_many(3, raising_later(error)) == ["created"] * 3
    assert caplog.text.count(f"progress raised {type(error).__name__}") == 1


def test_a_sync_run_refuses_an_async_progress() -> None:
    with pytest.raises(
        ApiTypeError, match=r"^progress: a function that has to be awaited is for order_capture_client\.bulk\.aio$"
    ):
        Sync(Service(), configuration()).create_many(1, hanging)


# Clocks


@BOTH
def test_clocks_that_are_replaced_after_construction_are_asked(
    kind: type[Sync], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def provider() -> AccessToken:
        asked.append(1)
        return AccessToken("token", time.time() + 3600)

    caller = kind(Service(), configuration(access_token=provider))
    caller.create()
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 7200)
    caller.create()

    assert len(asked) == 2


def test_the_clock_of_the_sandbox_is_the_one_that_is_set_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Sandbox()) as sandbox, ApiClient(sandbox.configuration(), transport=sandbox) as client:
        created = CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"]).resource_id
        assert created is not None
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + 172800)

        checkout = CheckoutApi(client).get_order(created, "se")

    assert checkout.state == "EXPIRED"


def kept(tree: ast.AST) -> list[int]:
    """Return the lines that pass a clock or the dice on by reference, instead of calling them."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and id(node) not in called
        if (node.value.id, node.attr)
        in {("time", "time"), ("time", "monotonic"), ("time", "sleep"), ("random", "random"), ("random", "uniform")}
    ]


def test_no_clock_is_kept_by_reference() -> None:
    root = Path(order_capture_client.__file__).parent
    found = {path.name: kept(ast.parse(path.read_text(encoding="utf-8"))) for path in root.rglob("*.py")}

    assert kept(ast.parse("def f(clock=time.time): time.time()")) == [1]
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_signal_handler_may_make_a_call_while_its_thread_counts_a_retry() -> None:
    budget = RetryBudget()
    lock = budget._lock  # pyright: ignore[reportPrivateUsage]
    with lock:  # as if the signal came within `take`
        assert lock.acquire(blocking=False), "its own thread would wait for itself"
        assert budget.take(5)
