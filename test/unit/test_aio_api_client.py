"""One call from end to end with `await`: `aio/api_client.py`, `aio/tokens.py` and the generated `aio.CheckoutApi`."""

from __future__ import annotations

import asyncio
import gc
import importlib
import inspect
import logging
import pickle
import threading
import time
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from types import ModuleType
from typing import Any, TypeVar

import pytest
from urllib3 import BaseHTTPResponse

import order_capture_client
from order_capture_client import (
    AccessToken,
    ApiClient,
    ApiException,
    ApiResponse,
    ApiTypeError,
    ApiValueError,
    CheckoutApi,
    Configuration,
    CredentialsError,
    MayHaveBeenCreatedError,
    NotFoundException,
    RetryPolicy,
    UnauthorizedException,
    aio,
)
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.exceptions import ApiAttributeError
from test.samples import ARGUMENTS, CHECKOUT_ID, OPERATIONS, answer, sample
from test.unit.test_api_client import Service, status

T = TypeVar("T")


def configuration(**settings: Any) -> Configuration:
    return Configuration(**{"host": "https://api.example.com/ordercaptureapi", **settings})


async def get_order(client: aio.ApiClient, **options: Any) -> Any:
    return await aio.CheckoutApi(client).get_order(CHECKOUT_ID, "se", **options)


async def call(client: aio.ApiClient, operation: str, **options: Any) -> Any:
    return await getattr(aio.CheckoutApi(client), operation)(**ARGUMENTS[operation], **options)


def with_service(service: Any, work: Callable[[aio.ApiClient], Awaitable[T]], **settings: Any) -> T:
    """The same, without a network."""

    async def run() -> T:
        async with aio.ApiClient(configuration(**settings), transport=service) as client:
            return await work(client)

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def _no_defaults() -> Iterator[None]:
    aio.ApiClient.set_default(None)
    Configuration.set_default(None)
    yield
    aio.ApiClient.set_default(None)
    Configuration.set_default(None)


# The same names, parameters, types and descriptions


def public(of: type) -> dict[str, Any]:
    return {name: member for name, member in inspect.getmembers(of) if not name.startswith("_")}


def test_the_methods_of_both_apis_differ_by_await_alone() -> None:
    sync, later = public(CheckoutApi), public(aio.CheckoutApi)

    assert list(sync) == list(later)
    assert inspect.getdoc(sync.pop("prepare")) == inspect.getdoc(later.pop("prepare"))
    assert len(sync) == 3 * len(OPERATIONS)
    for name, method in sync.items():
        assert inspect.signature(method) == inspect.signature(later[name]), name
        assert inspect.getdoc(method) == inspect.getdoc(later[name]), name
        assert inspect.iscoroutinefunction(later[name]), name
        assert not inspect.iscoroutinefunction(method), name
    assert inspect.getdoc(CheckoutApi) == inspect.getdoc(aio.CheckoutApi)


AWAITED = {"call", "call_without_preload_content", "close"}


def test_the_clients_differ_by_await_alone() -> None:
    sync, later = public(ApiClient), public(aio.ApiClient)

    assert list(sync) == list(later)
    assert {name for name, member in later.items() if inspect.iscoroutinefunction(member)} == AWAITED
    for name, method in sync.items():
        if not isinstance(method, property):
            assert inspect.signature(method) == inspect.signature(later[name]), name
        assert inspect.getdoc(method) == inspect.getdoc(later[name]), name
    assert inspect.signature(ApiClient) == inspect.signature(aio.ApiClient)
    shared = "\n\n".join((inspect.getdoc(ApiClient) or "").split("\n\n")[1:])
    assert "transport:" in shared
    assert (inspect.getdoc(aio.ApiClient) or "").endswith(shared)


@pytest.mark.parametrize("module", ["api", "api.checkout_api", "api_client"])
def test_a_module_is_where_its_sync_namesake_is(module: str) -> None:
    sync: ModuleType = importlib.import_module(f"order_capture_client.{module}")
    later: ModuleType = importlib.import_module(f"order_capture_client.aio.{module}")
    names = [
        name for name in ("ApiClient", "CheckoutApi", "CallOptions", "Handler", "ApiResponse") if hasattr(sync, name)
    ]

    assert names
    assert [name for name in names if not hasattr(later, name)] == []


def test_the_api_of_the_package_is_the_one_of_its_module() -> None:
    assert aio.CheckoutApi is importlib.import_module("order_capture_client.aio.api").CheckoutApi
    assert aio.ApiClient is importlib.import_module("order_capture_client.aio.api_client").ApiClient


# A call in its three forms


def test_the_three_forms() -> None:
    async def work(client: aio.ApiClient) -> tuple[Any, ApiResponse[Any], BaseHTTPResponse]:
        api = aio.CheckoutApi(client)
        return (
            await api.get_order(CHECKOUT_ID, "se"),
            await api.get_order_with_http_info(CHECKOUT_ID, "se"),
            await api.get_order_without_preload_content(CHECKOUT_ID, "se"),
        )

    plain, with_info, raw = with_service(Service(), work)

    assert plain.checkout_id == CHECKOUT_ID
    assert (with_info.status_code, with_info.data) == (200, plain)
    assert isinstance(raw, BaseHTTPResponse)
    assert (raw.status, raw.read()) == (200, sample("get_order", 200))


def test_an_error_status_is_raised_but_for_the_raw_form() -> None:
    async def work(client: aio.ApiClient) -> tuple[ApiException, int]:
        with pytest.raises(NotFoundException) as caught:
            await get_order(client)
        raw = await aio.CheckoutApi(client).get_order_without_preload_content(CHECKOUT_ID, "se")
        return caught.value, raw.status

    error, raw_status = with_service(Service(answer("get_order", 404)), work)

    assert (error.outcome, error.attempts, error.__context__, raw_status) == ("rejected", 1, None, 404)


def test_bad_input_is_refused_before_anything_is_sent() -> None:
    service = Service()

    async def work(client: aio.ApiClient) -> None:
        with pytest.raises(ApiValueError, match="checkout_id"):
            await aio.CheckoutApi(client).get_order("", "se")

    with_service(service, work)

    assert service.requests == []


class AnswersLater:
    """A service whose answers have to be awaited."""

    async def handle(self, request: Request) -> Response | Failure:
        await asyncio.sleep(0)
        return answer("get_order", 200)


def test_a_transport_may_answer_later() -> None:
    assert with_service(AnswersLater(), get_order).checkout_id == CHECKOUT_ID


# Retries


def test_a_read_is_tried_again_after_a_pause() -> None:
    service = Service(status(503, Retry_After="0.0"), status(502), answer("get_order", 200))

    with_service(service, get_order, retry_policy=RetryPolicy(base=0.001, base_when_busy=0.001))

    assert len(service.requests) == 3


def test_a_create_is_not_sent_again_when_its_outcome_is_open() -> None:
    service = Service(status(503))

    async def work(client: aio.ApiClient) -> None:
        with pytest.raises(MayHaveBeenCreatedError):
            await call(client, "create_checkout")

    with_service(service, work)

    assert len(service.requests) == 1


# Opening and closing


def test_a_client_without_connections_need_not_be_closed() -> None:
    async def work() -> None:
        await get_order(aio.ApiClient(configuration(), transport=Service()))

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(work())
        gc.collect()

    assert caught == []


def test_there_is_a_default_client() -> None:
    Configuration.set_default(configuration())

    assert aio.CheckoutApi().api_client is aio.ApiClient.get_default()
    assert type(aio.ApiClient.get_default()) is aio.ApiClient
    assert type(ApiClient.get_default()) is ApiClient
    ApiClient.set_default(None)


def test_a_name_of_generated_clients_is_refused_with_its_replacement() -> None:
    with pytest.raises(ApiAttributeError, match="rest_client is not offered"):
        aio.ApiClient(configuration()).rest_client  # type: ignore[attr-defined] # noqa: B018


def test_a_client_pickles_without_its_secrets() -> None:
    client = aio.ApiClient(configuration(access_token="canary", api_key={"Client-Id": "canary"}), "X-Shop", "1")
    client.set_default_header("Authorization", "canary")
    pickled = pickle.dumps(client)
    restored: aio.ApiClient = pickle.loads(pickled)

    assert b"canary" not in pickled
    assert restored.default_headers == {"User-Agent": client.user_agent}

    async def work() -> None:
        with pytest.raises(CredentialsError):
            await get_order(restored)

    asyncio.run(work())


# Cancelling

SENT = "create_checkout POST /{retailUnit}/checkouts: broken off after it was sent; it may have been applied"


async def cancelled(running: Coroutine[Any, Any, Any], after: float) -> asyncio.CancelledError:
    task = asyncio.create_task(running)
    await asyncio.sleep(after)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


def notes(error: BaseException) -> list[str]:
    return list(getattr(error, "__notes__", []))


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "order_capture_client"]


@pytest.fixture(autouse=True)
def _from_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def test_a_cancelled_write_to_a_transport_that_answers_later_says_so(caplog: pytest.LogCaptureFixture) -> None:
    class Silent:
        async def handle(self, request: Request) -> Response:
            await asyncio.sleep(30)
            raise AssertionError

    with_service(Silent(), lambda client: cancelled(call(client, "create_checkout"), 0.01))

    assert warned(caplog) == [SENT]


def test_a_write_cancelled_in_a_pause_says_so_if_an_earlier_attempt_is_in_doubt(
    caplog: pytest.LogCaptureFixture,
) -> None:
    service = Service(status(503, Retry_After="9"))
    with_service(service, lambda client: cancelled(call(client, "update_user"), 0.05))

    assert len(service.requests) == 1
    assert [said.partition(" ")[0] for said in warned(caplog)] == ["update_user"]


def test_a_write_cancelled_after_it_was_refused_is_not_said_to_be_applied(caplog: pytest.LogCaptureFixture) -> None:
    service = Service(status(429, Retry_After="9"))
    error = with_service(service, lambda client: cancelled(call(client, "create_checkout"), 0.05))

    assert (len(service.requests), warned(caplog), notes(error)) == (1, [], [])


def test_a_write_cancelled_while_its_token_is_fetched_is_not_said_to_be_applied(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def slow() -> str:
        await asyncio.sleep(30)
        return "t"

    service = Service()
    with_service(service, lambda client: cancelled(call(client, "create_checkout"), 0.05), access_token=slow)

    assert (service.requests, warned(caplog)) == ([], [])


# Tokens


class Counted:
    """Return numbered tokens slowly and count the calls."""

    def __init__(self, *, pause: float = 0.05, lifetime: float = 3600.0) -> None:
        self.asked = 0
        self.threads: set[int] = set()
        self.pause = pause
        self._lifetime = lifetime

    def token(self) -> AccessToken:
        self.asked += 1
        self.threads.add(threading.get_ident())
        return AccessToken(f"token-{self.asked}", time.time() + self._lifetime)


class Blocking(Counted):
    """Blocks its thread meanwhile."""

    def __call__(self) -> AccessToken:
        time.sleep(self.pause)
        return self.token()


class Later(Counted):
    """Return a token asynchronously."""

    async def __call__(self) -> AccessToken:
        await asyncio.sleep(self.pause)
        return self.token()


class Handing(Counted):
    """Return an awaitable without being an async function."""

    def __call__(self) -> Awaitable[AccessToken]:
        return self._later()

    async def _later(self) -> AccessToken:
        await asyncio.sleep(self.pause)
        return self.token()


PROVIDERS = pytest.mark.parametrize("provider", [Blocking, Later, Handing])


@PROVIDERS
def test_all_tasks_together_ask_for_a_token_once(provider: type[Any]) -> None:
    service, asked = Service(), provider()
    with_service(service, lambda client: asyncio.gather(*(get_order(client) for _ in range(20))), access_token=asked)

    assert asked.asked == 1
    assert [request.headers["Authorization"] for request in service.requests] == ["Bearer token-1"] * 20


@PROVIDERS
def test_all_tasks_together_replace_a_refused_token_once(provider: type[Any]) -> None:
    def respond(request: Request) -> Response:
        return status(401) if request.headers["Authorization"].endswith("-1") else answer("get_order", 200)

    service, asked = Service(respond), provider()
    with_service(service, lambda client: asyncio.gather(*(get_order(client) for _ in range(20))), access_token=asked)

    assert (asked.asked, len(service.requests)) == (2, 40)


@PROVIDERS
def test_an_expired_token_is_replaced(provider: type[Any]) -> None:
    async def work(client: aio.ApiClient) -> None:
        await get_order(client)
        await get_order(client)

    service = Service()
    with_service(service, work, access_token=provider(lifetime=0.0, pause=0.0))

    assert [request.headers["Authorization"] for request in service.requests] == ["Bearer token-1", "Bearer token-2"]


def test_a_provider_that_blocks_does_not_block_the_event_loop() -> None:
    provider = Blocking(pause=0.3)
    ticks = 0

    async def work(client: aio.ApiClient) -> None:
        nonlocal ticks
        running = asyncio.create_task(get_order(client))
        while not running.done():
            ticks += 1
            await asyncio.sleep(0.01)

    with_service(Service(), work, access_token=provider)

    assert ticks > 5
    assert threading.get_ident() not in provider.threads


def test_a_task_that_is_cancelled_meanwhile_does_not_take_the_token_of_the_others_along() -> None:
    provider = Later(pause=0.1)

    async def work(client: aio.ApiClient) -> Any:
        first = asyncio.create_task(get_order(client))
        await asyncio.sleep(0.02)
        second = asyncio.create_task(get_order(client))
        await asyncio.sleep(0.02)
        first.cancel()
        return await second

    assert with_service(Service(), work, access_token=provider).checkout_id == CHECKOUT_ID
    assert provider.asked == 1


def test_a_token_that_nobody_waits_for_any_more_fails_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> str:
        await asyncio.sleep(0.05)
        raise LookupError("canary")

    async def work(client: aio.ApiClient) -> None:
        await cancelled(get_order(client), 0.01)
        await asyncio.sleep(0.1)
        gc.collect()

    with_service(Service(), work, access_token=fail)

    assert caplog.records == []


async def _fails_later() -> str:
    raise LookupError("canary")


def _fails() -> str:
    raise LookupError("canary")


@pytest.mark.parametrize("provider", [_fails, _fails_later, lambda: ""], ids=["at once", "later", "empty"])
def test_a_token_provider_that_fails_is_a_credentials_error(provider: Any) -> None:
    service = Service()

    async def work(client: aio.ApiClient) -> CredentialsError:
        with pytest.raises(CredentialsError) as caught:
            await get_order(client)
        return caught.value

    error = with_service(service, work, access_token=provider)

    assert (service.requests, error.outcome, error.attempts, error.__context__) == ([], "not_sent", 0, None)
    assert "canary" not in f"{error!r} {error.reason}"


def test_a_client_asks_for_its_token_anew_in_the_next_event_loop() -> None:
    provider = Later(pause=0.0, lifetime=0.0)
    client = aio.ApiClient(configuration(access_token=provider), transport=Service())

    asyncio.run(get_order(client))
    asyncio.run(get_order(client))

    assert provider.asked == 2


def test_the_sync_client_refuses_a_provider_that_has_to_be_awaited() -> None:
    service = Service()
    settings = configuration(access_token=Later())
    with ApiClient(settings, transport=service) as client:
        with pytest.raises(CredentialsError) as caught:
            CheckoutApi(client).get_order(CHECKOUT_ID, "se")
        with pytest.raises(ApiTypeError, match=r"^access_token: a function that has to be awaited is for"):
            settings.auth_settings()

    reason = "access_token: a function that has to be awaited is for order_capture_client.aio"
    assert (service.requests, caught.value.reason) == ([], reason)


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({}, {}),
        ({"access_token": "abc"}, {"Authorization": "Bearer abc"}),
        ({"api_key": {"Client-Id": "id"}, "access_token": lambda: "abc"}, {"X-Client-Id": "id", "Authorization": "Bearer abc"}),
    ],
    ids=["none", "token", "both"],
)  # fmt: skip
def test_the_configured_credentials_are_sent(settings: dict[str, Any], sent: dict[str, str]) -> None:
    service = Service()
    with_service(service, get_order, **settings)

    credentials = {"X-Client-Id", "Authorization"}
    assert {name: text for name, text in service.headers.items() if name in credentials} == sent


def test_the_credentials_of_a_call_replace_the_configured_ones() -> None:
    service = Service()
    auth = {"type": "bearer", "in": "header", "key": "Authorization", "value": "Bearer xyz"}
    with_service(service, lambda client: get_order(client, _request_auth=auth), access_token="abc")

    assert service.headers["Authorization"] == "Bearer xyz"


def test_a_token_that_stays_refused_is_an_error() -> None:
    async def work(client: aio.ApiClient) -> ApiException:
        with pytest.raises(UnauthorizedException) as caught:
            await get_order(client)
        return caught.value

    error = with_service(Service(status(401)), work, access_token=Later(pause=0.0))

    assert (error.attempts, error.outcome) == (2, "rejected")


def test_a_token_given_as_text_is_sent_once() -> None:
    async def work(client: aio.ApiClient) -> ApiException:
        with pytest.raises(UnauthorizedException) as caught:
            await get_order(client)
        return caught.value

    assert with_service(Service(status(401)), work, access_token="abc").attempts == 1


# Logging


def test_attempts_are_logged_by_their_numbers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "order_capture_client")
    with_service(Service(status(502), answer("get_order", 200)), get_order, retry_policy=RetryPolicy(base=0.001))

    said = [record.getMessage() for record in caplog.records if record.name == "order_capture_client"]
    assert [line.partition(" in ")[0].rpartition(", ")[2] for line in said] == ["attempt 1: 502", "attempt 2: 200"]


def test_a_failure_of_the_network_is_an_exception_of_ours() -> None:
    class Broken:
        def handle(self, request: Request) -> Failure:
            return Failure(Phase.SENT, FailureKind.TIMEOUT, "too late")

    async def work(client: aio.ApiClient) -> ApiException:
        with pytest.raises(MayHaveBeenCreatedError) as caught:
            await call(client, "create_checkout")
        return caught.value

    error = with_service(Broken(), work)

    assert (error.outcome, isinstance(error, TimeoutError), error.__context__) == ("unknown", True, None)


# The sync client in an event loop


def test_the_version_is_told_alike() -> None:
    assert aio.ApiClient(configuration()).user_agent == ApiClient(configuration()).user_agent
    assert order_capture_client.__version__ in aio.ApiClient(configuration()).user_agent
