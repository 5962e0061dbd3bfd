"""One call from end to end, but for the operations' names: `api_client.py`."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import pickle
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import urllib3
from urllib3 import HTTPHeaderDict

import order_capture_client
from order_capture_client import (
    ApiClient,
    ApiTypeError,
    ApiValueError,
    CheckoutApi,
    Configuration,
    CredentialsError,
    MayHaveBeenCreatedError,
    NotFoundException,
    ServiceException,
    UnauthorizedException,
    aio,
)
from order_capture_client._core.log import log_attempt
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.drift import Drift, DriftReport
from order_capture_client.exceptions import ApiAttributeError, DriftedResponseError
from test.samples import ARGUMENTS, CHECKOUT_ID, OPERATIONS, answer

USER_AGENT = f"order-capture-client/{order_capture_client.__version__} python"


class Service:
    """Stands in for the network: returns its answers in order, repeats the last one, and keeps the requests."""

    def __init__(self, *answers: Response | Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        self._answers = list(answers) or [answer("get_order", 200)]
        self._lock = threading.Lock()

    def handle(self, request: Request) -> Response:
        with self._lock:
            self.requests.append(request)
            given = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return given if isinstance(given, Response) else given(request)

    @property
    def headers(self) -> dict[str, str]:
        """Those of the last request."""
        return self.requests[-1].headers


def configuration(**settings: Any) -> Configuration:
    return Configuration(**{"host": "https://api.example.com/ordercaptureapi", **settings})


def get_order(client: ApiClient, checkout_id: str = CHECKOUT_ID, **options: Any) -> Any:
    return CheckoutApi(client).get_order(checkout_id, "se", **options)


def create(client: ApiClient) -> Any:
    return CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"])


def status(number: int, **headers: str) -> Response:
    return Response(number, HTTPHeaderDict({name.replace("_", "-"): text for name, text in headers.items()}))


@pytest.fixture(autouse=True)
def _no_defaults() -> Iterator[None]:
    ApiClient.set_default(None)
    Configuration.set_default(None)
    yield
    ApiClient.set_default(None)
    Configuration.set_default(None)


# Opening and closing


def test_an_error_inside_the_with_statement_gets_out_and_closes() -> None:
    client = ApiClient(configuration(), transport=Service())
    with pytest.raises(ZeroDivisionError), client:
        raise ZeroDivisionError

    with pytest.raises(ApiValueError, match="closed"):
        get_order(client)


@pytest.mark.parametrize("form", ["get_order", "get_order_with_http_info", "get_order_without_preload_content"])
def test_a_closed_client_refuses_every_form(form: str) -> None:
    service = Service()
    client = ApiClient(configuration(), transport=service)
    client.close()

    with pytest.raises(ApiValueError, match="closed"):
        getattr(CheckoutApi(client), form)(CHECKOUT_ID, "se")
    assert service.requests == []


def test_closing_twice_is_fine() -> None:
    client = ApiClient(configuration())
    client.close()
    client.close()

    assert repr(client) == "<ApiClient https://api.example.com/ordercaptureapi, closed>"


@pytest.mark.parametrize("used", [False, True])
def test_a_client_without_connections_need_not_be_closed(used: bool) -> None:
    client = ApiClient(configuration(), transport=Service())
    if used:
        get_order(client)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        del client
        gc.collect()

    assert caught == []


def test_a_client_that_could_not_be_made_leaves_no_trace() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(ApiValueError):
            ApiClient(configuration(), cookie="a=1")
        gc.collect()

    assert caught == []


# Headers


def test_the_headers_of_a_plain_call() -> None:
    service = Service()
    get_order(ApiClient(configuration(), transport=service))

    assert service.headers == {"Accept": "application/json, application/problem+json", "User-Agent": USER_AGENT}


def test_the_user_agent_may_be_set() -> None:
    service = Service()
    client = ApiClient(configuration(), transport=service)
    assert client.user_agent == USER_AGENT

    client.user_agent = "shop/1"
    get_order(client)

    assert (client.user_agent, service.headers["User-Agent"]) == ("shop/1", "shop/1")


def test_a_header_given_to_the_constructor_is_sent_with_every_call() -> None:
    service = Service()
    client = ApiClient(configuration(), "X-Shop", "1", transport=service)
    get_order(client)
    get_order(client)

    assert [request.headers["X-Shop"] for request in service.requests] == ["1", "1"]


def test_a_header_without_a_name_is_refused() -> None:
    with pytest.raises(ApiValueError, match=r"^header_value: requires header_name$"):
        ApiClient(configuration(), header_value="1")


def test_a_default_header_wins_over_ours_and_loses_to_the_calls() -> None:
    service = Service()
    client = ApiClient(configuration(), transport=service)
    client.set_default_header("Accept", "application/json")
    client.set_default_header("X-Shop", "default")

    get_order(client, _headers={"x-shop": "call"})

    assert service.headers == {"User-Agent": USER_AGENT, "Accept": "application/json", "x-shop": "call"}
    assert client.default_headers == {"User-Agent": USER_AGENT, "Accept": "application/json", "X-Shop": "default"}


def test_default_headers_is_a_dict_to_change() -> None:
    service = Service()
    client = ApiClient(configuration(), transport=service)
    client.default_headers["X-Shop"] = "1"
    get_order(client)
    del client.default_headers["X-Shop"]
    get_order(client)

    assert ["X-Shop" in request.headers for request in service.requests] == [True, False]


@pytest.mark.parametrize("name", ["User-Agent", "user-agent", "USER-AGENT"])
def test_a_default_header_replaces_one_of_the_same_name(name: str) -> None:
    service = Service()
    client = ApiClient(configuration(), transport=service)

    client.set_default_header(name, "shop/1")
    get_order(client)

    assert client.user_agent == "shop/1"
    assert [text for key, text in service.headers.items() if key.lower() == "user-agent"] == ["shop/1"]


@pytest.mark.parametrize(("name", "text"), [("X", "a\r\nY: b"), ("X\r\nY", "b"), ("", "b"), ("X", None), ("X", "ä")])
def test_a_default_header_that_cannot_be_sent_is_refused(name: str, text: str | None) -> None:
    client = ApiClient(configuration(), transport=Service())

    with pytest.raises(ApiValueError, match=r"^header"):
        client.set_default_header(name, text)
    with pytest.raises(ApiValueError, match=r"^header"):
        ApiClient(configuration(), name, text)


def test_a_user_agent_that_cannot_be_sent_is_refused_before_sending() -> None:
    client = ApiClient(configuration(), transport=Service())

    with pytest.raises(ApiValueError, match=r"^header\['User-Agent'\]: printable ASCII text expected$"):
        client.user_agent = "shop\r\nX-Evil: 1"


# Credentials


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        pytest.param({}, {}, id="none"),
        pytest.param({"access_token": "abc"}, {"Authorization": "Bearer abc"}, id="token"),
        pytest.param({"access_token": lambda: "abc"}, {"Authorization": "Bearer abc"}, id="provider"),
        pytest.param({"api_key": {"Client-Id": "id"}}, {"X-Client-Id": "id"}, id="Client-Id"),
        pytest.param(
            {"api_key": {"Client-Id": "id"}, "api_key_prefix": {"Client-Id": "Key"}},
            {"X-Client-Id": "Key id"},
            id="prefix",
        ),
        pytest.param(
            {"api_key": {"Client-Id": "id"}, "access_token": "abc"},
            {"X-Client-Id": "id", "Authorization": "Bearer abc"},
            id="both",
        ),
    ],
)
def test_the_configured_credentials_are_sent(settings: dict[str, Any], sent: dict[str, str]) -> None:
    service = Service()
    get_order(ApiClient(configuration(**settings), transport=service))

    credentials = {"X-Client-Id", "Authorization"}
    assert {name: text for name, text in service.headers.items() if name in credentials} == sent


def test_credentials_that_are_set_later_are_sent() -> None:
    service = Service()
    client = ApiClient(configuration(), transport=service)
    client.configuration.access_token = "abc"
    client.configuration.api_key["Client-Id"] = "id"
    get_order(client)

    assert (service.headers["Authorization"], service.headers["X-Client-Id"]) == ("Bearer abc", "id")


def test_the_credentials_of_a_call_replace_the_configured_ones() -> None:
    service = Service()
    client = ApiClient(configuration(access_token="abc", api_key={"Client-Id": "id"}), transport=service)
    get_order(client, _request_auth={"type": "bearer", "in": "header", "key": "Authorization", "value": "Bearer xyz"})

    assert service.headers["Authorization"] == "Bearer xyz"
    assert "X-Client-Id" not in service.headers


def test_auth_settings_of_another_configuration_fit_as_request_auth() -> None:
    service = Service()
    other = configuration(access_token="xyz")
    get_order(ApiClient(configuration(), transport=service), _request_auth=other.auth_settings()["BearerAuth"])

    assert service.headers["Authorization"] == "Bearer xyz"


def test_credentials_of_a_call_that_do_not_fit_are_refused_before_sending() -> None:
    service = Service()
    with pytest.raises(ApiValueError, match=r"^_request_auth"):
        get_order(ApiClient(configuration(), transport=service), _request_auth={"in": "query"})
    assert service.requests == []


def test_a_key_of_another_name_is_refused_before_sending() -> None:
    service = Service()
    with pytest.raises(ApiValueError, match="only 'Client-Id' is known"):
        get_order(ApiClient(configuration(api_key={"ClientId": "id"}), transport=service))
    assert service.requests == []


def test_the_refresh_hook_is_called_before_each_call() -> None:
    service = Service()
    settings = configuration(api_key={"Client-Id": "0"})

    def hook(given: Configuration) -> None:
        given.api_key["Client-Id"] = str(int(given.api_key["Client-Id"]) + 1)

    settings.refresh_api_key_hook = hook
    client = ApiClient(settings, transport=service)
    get_order(client)
    get_order(client)

    assert [request.headers["X-Client-Id"] for request in service.requests] == ["1", "2"]


def test_a_token_provider_is_asked_once_for_many_calls() -> None:
    tokens = iter(["abc"])
    service = Service()
    client = ApiClient(configuration(access_token=lambda: next(tokens)), transport=service)
    for _ in range(3):
        get_order(client)

    assert [request.headers["Authorization"] for request in service.requests] == ["Bearer abc"] * 3


def test_a_refused_token_is_replaced_once() -> None:
    tokens = iter(["a", "b", "c"])
    service = Service(status(401), answer("get_order", 200))
    client = ApiClient(configuration(access_token=lambda: next(tokens)), transport=service)

    assert get_order(client).checkout_id == CHECKOUT_ID
    get_order(client)
    assert [request.headers["Authorization"] for request in service.requests] == ["Bearer a", "Bearer b", "Bearer b"]


def test_a_token_that_stays_refused_is_an_error() -> None:
    tokens = iter(["a", "b", "c"])
    client = ApiClient(configuration(access_token=lambda: next(tokens)), transport=Service(status(401)))

    with pytest.raises(UnauthorizedException) as caught:
        get_order(client)
    assert (caught.value.attempts, caught.value.outcome) == (2, "rejected")


def test_a_token_given_as_text_is_sent_once() -> None:
    client = ApiClient(configuration(access_token="abc"), transport=Service(status(401)))

    with pytest.raises(UnauthorizedException) as caught:
        get_order(client)
    assert caught.value.attempts == 1


NO_TOKEN = "access_token: printable ASCII text expected, and not an empty one"


def fails() -> str:
    raise LookupError("canary")


@pytest.mark.parametrize(
    ("provider", "reason"),
    [
        pytest.param(fails, "LookupError", id="raises"),
        pytest.param(lambda: "", NO_TOKEN, id="empty"),
        pytest.param(lambda: None, NO_TOKEN, id="None"),
    ],
)
def test_a_token_provider_that_fails_is_a_credentials_error(provider: Any, reason: str) -> None:
    service = Service()
    with pytest.raises(CredentialsError) as caught:
        get_order(ApiClient(configuration(access_token=provider), transport=service))

    assert (service.requests, caught.value.outcome, caught.value.attempts) == ([], "not_sent", 0)
    assert "canary" not in f"{caught.value!r} {caught.value.reason}"
    assert caught.value.reason == reason
    assert caught.value.__context__ is None


def test_a_refresh_hook_that_fails_is_a_credentials_error() -> None:
    settings = configuration()
    settings.refresh_api_key_hook = lambda _: fails()

    with pytest.raises(CredentialsError):
        get_order(ApiClient(settings, transport=Service()))


# Retries


def test_a_read_is_tried_again_after_a_pause(pauses: list[float]) -> None:
    service = Service(status(503, Retry_After="7"), status(502), answer("get_order", 200))

    assert get_order(ApiClient(configuration(), transport=service)).checkout_id == CHECKOUT_ID
    assert len(service.requests) == 3
    assert pauses[0] == 7.0
    assert 0 <= pauses[1] <= 0.2


def test_a_create_is_not_sent_again_when_its_outcome_is_open(pauses: list[float]) -> None:
    service = Service(status(503))
    with pytest.raises(MayHaveBeenCreatedError) as caught:
        create(ApiClient(configuration(), transport=service))

    assert (len(service.requests), pauses, isinstance(caught.value, ServiceException)) == (1, [], True)


@pytest.mark.parametrize(("retries", "sends"), [(None, 3), (0, 1), (1, 2), (4, 5), (False, 1)])
def test_the_number_of_retries_is_a_setting(retries: int | None, sends: int, pauses: list[float]) -> None:
    service = Service(status(502))
    with pytest.raises(ServiceException) as caught:
        get_order(ApiClient(configuration(retries=retries), transport=service))

    assert (len(service.requests), caught.value.attempts, len(pauses)) == (sends, sends, sends - 1)


def test_the_budget_of_retries_is_that_of_the_client(pauses: list[float]) -> None:
    service = Service(status(502))
    client = ApiClient(configuration(), transport=service)
    for _ in range(30):
        with pytest.raises(ServiceException):
            get_order(client)

    assert len(service.requests) == 30 + 20


def test_the_pauses_are_counted_within_the_time_of_the_call(pauses: list[float]) -> None:
    service = Service(status(503, Retry_After="7"))
    with pytest.raises(ServiceException) as caught:
        get_order(ApiClient(configuration(), transport=service), _request_timeout=6)

    assert (len(service.requests), pauses, caught.value.retry_after) == (1, [], 7.0)


# Errors


def test_an_error_drags_nothing_along() -> None:
    with pytest.raises(NotFoundException) as caught:
        get_order(ApiClient(configuration(), transport=Service(answer("get_order", 404))))

    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


def test_input_is_checked_before_credentials_are_asked_for() -> None:
    with pytest.raises(ApiValueError, match=r"^checkout_id"):
        get_order(ApiClient(configuration(access_token=fails), transport=Service()), "../admin")


# Drift


def drifted(name: str, status: int) -> Response:
    usual = answer(name, status, **{"X-Request-Id": "r-1"})
    return replace(usual, body=usual.body.rstrip()[:-1] + b', "newField": 1}')


NEW_FIELD = (Drift(("newField",), "unknown_field"),)


@pytest.mark.parametrize("name", OPERATIONS)
def test_drift_is_on_the_answer_and_told_once(name: str) -> None:
    seen: list[DriftReport] = []
    status = OPERATIONS[name].success
    client = ApiClient(configuration(on_drift=seen.append), transport=Service(drifted(name, status)))

    given = getattr(CheckoutApi(client), f"{name}_with_http_info")(**ARGUMENTS[name])

    assert given.drift == NEW_FIELD
    assert given.data.newField == 1
    assert seen == [DriftReport(name, status, NEW_FIELD, "r-1")]


def test_drift_of_an_error_body_is_on_the_error_and_told_once() -> None:
    seen: list[DriftReport] = []
    client = ApiClient(configuration(on_drift=seen.append), transport=Service(drifted("get_order", 404)))

    with pytest.raises(NotFoundException) as caught:
        get_order(client)

    assert caught.value.drift == NEW_FIELD
    assert seen == [DriftReport("get_order", 404, NEW_FIELD, "r-1")]


def test_what_does_not_drift_is_not_told() -> None:
    seen: list[DriftReport] = []
    client = ApiClient(configuration(on_drift=seen.append), transport=Service(answer("get_order", 200)))

    get_order(client)
    get_order_raw = CheckoutApi(ApiClient(client.configuration, transport=Service(drifted("get_order", 200))))
    get_order_raw.get_order_without_preload_content(**ARGUMENTS["get_order"])

    assert seen == []  # a raw answer is not looked into


def test_an_on_drift_that_raises_does_not_cost_the_id_of_a_new_checkout() -> None:
    transport = Service(drifted("create_checkout", 201))
    client = ApiClient(configuration(on_drift=lambda report: 1 / 0), transport=transport)

    assert CheckoutApi(client).create_checkout(**ARGUMENTS["create_checkout"]).resource_id == CHECKOUT_ID


@pytest.mark.parametrize("name", ["get_order", "create_checkout"])
def test_strict_responses_are_an_error_that_was_told_of_too(name: str) -> None:
    seen: list[DriftReport] = []
    settings = configuration(on_drift=seen.append, strict_responses=True)
    status = OPERATIONS[name].success
    client = ApiClient(settings, transport=Service(drifted(name, status)))

    with pytest.raises(DriftedResponseError) as caught:
        getattr(CheckoutApi(client), name)(**ARGUMENTS[name])

    assert caught.value.drift == NEW_FIELD
    assert caught.value.body == drifted(name, status).body.decode()
    assert isinstance(caught.value, MayHaveBeenCreatedError) == (name == "create_checkout")
    assert len(seen) == 1
    client.configuration.strict_responses = False
    assert getattr(CheckoutApi(client), name)(**ARGUMENTS[name]).newField == 1


# Defaults


def test_the_default_client_is_made_once_from_the_default_configuration() -> None:
    Configuration.set_default(configuration(access_token="abc"))

    client = ApiClient.get_default()

    assert ApiClient.get_default() is client
    assert client.configuration is Configuration.get_default()
    assert client.configuration.access_token == "abc"


def test_a_client_without_a_configuration_takes_the_default() -> None:
    Configuration.set_default(configuration())

    assert ApiClient().configuration is Configuration.get_default()


def test_an_api_without_a_client_takes_the_default() -> None:
    service = Service()
    ApiClient.set_default(ApiClient(configuration(), transport=service))

    assert CheckoutApi().get_order(CHECKOUT_ID, "se").checkout_id == CHECKOUT_ID
    assert CheckoutApi().api_client is ApiClient.get_default()


def test_the_default_client_may_be_taken_back() -> None:
    first = ApiClient.get_default()
    ApiClient.set_default(None)

    assert ApiClient.get_default() is not first


def test_two_threads_get_the_same_default(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = threading.Barrier(2)
    settings = configuration()

    def get_default() -> Configuration:
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(0.1)  # passes at once if both are making a client
        return settings

    monkeypatch.setattr(Configuration, "get_default", get_default)
    clients: list[ApiClient] = []
    threads = [threading.Thread(target=lambda: clients.append(ApiClient.get_default())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clients[0] is clients[1]


def test_client_side_validation_is_that_of_the_configuration() -> None:
    assert ApiClient(configuration()).client_side_validation is True
    assert ApiClient(configuration(client_side_validation=False)).client_side_validation is False


# Refused names


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("call_api", "API class"),
        ("deserialize", "from_json"),
        ("explode_query_object", "API class"),
        ("files_parameters", "no operation sends files"),
        ("param_serialize", "API class"),
        ("parameters_to_tuples", "API class"),
        ("parameters_to_url_query", "API class"),
        ("response_deserialize", "with_http_info"),
        ("rest_client", "transport"),
        ("sanitize_for_serialization", "to_dict"),
        ("select_header_accept", "_headers"),
        ("select_header_content_type", "_content_type"),
        ("update_params_for_auth", "_request_auth"),
        ("PRIMITIVE_TYPES", "annotations"),
        ("NATIVE_TYPES_MAPPING", "annotations"),
    ],
)
def test_inner_machinery_is_refused_with_its_replacement(name: str, advice: str) -> None:
    client = ApiClient(configuration())

    with pytest.raises(ApiAttributeError, match=f"^ApiClient.{name} is not offered: .*{advice}"):
        getattr(client, name)
    assert not hasattr(client, name)


@pytest.mark.parametrize("name", ["call_api", "param_serialize", "rest_client", "update_params_for_auth"])
@pytest.mark.parametrize("kind", [ApiClient, aio.ApiClient], ids=["sync", "async"])
def test_what_would_never_be_called_cannot_be_put_in_place_of_inner_machinery(kind: type[Any], name: str) -> None:
    with pytest.raises(ApiAttributeError, match=f"^ApiClient.{name} would never be called: "):
        setattr(kind(configuration()), name, None)
    with pytest.raises(ApiAttributeError, match=f"^Mine.{name} would never be called: "):
        type("Mine", (kind,), {name: None})
    with pytest.raises(ApiAttributeError, match=f"^Mine.{name} would never be called: "):
        type("Mine", (type("Mixin", (), {name: None}), kind), {})


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("adapter", r"transport=, an object with handle\(request\)"),
        ("client_session", "socket_options"),
        ("connector", "connection_pool_maxsize of the Configuration"),
        ("http_client", "transport="),
        ("pool", "transport="),
        ("pool_manager", "connection_pool_maxsize"),
        ("pool_threads", "bulk"),
        ("rest_client", "transport="),
        ("session", "set proxy, ssl_context"),
        ("sesion", "ApiClient has no such argument"),
    ],
)
@pytest.mark.parametrize("kind", [ApiClient, aio.ApiClient], ids=["sync", "async"])
def test_an_argument_that_would_have_no_effect_is_refused_with_its_replacement(
    kind: type[Any], name: str, advice: str
) -> None:
    with pytest.raises(ApiTypeError, match=f"^{name}: .*{advice}"):
        kind(configuration(), **{name: object()})


@pytest.mark.parametrize("kind", [ApiClient, aio.ApiClient], ids=["sync", "async"])
def test_urllib3_future_is_refused_at_the_first_client(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    pickled = pickle.dumps(kind(configuration()))
    monkeypatch.setattr(urllib3, "ResponsePromise", object, raising=False)  # one of its own names
    refusal = "^urllib3-future is installed in place of urllib3, .*keep the two apart: pip uninstall"

    with pytest.raises(ImportError, match=refusal):
        kind(configuration())
    with pytest.raises(ImportError, match=refusal):
        pickle.loads(pickled)


def test_a_client_of_a_users_own_may_add_what_it_likes() -> None:
    class Mine(ApiClient):
        shop = "a"

        def name(self) -> str:
            return self.shop

    client = Mine(configuration())
    client.shop = "b"
    assert client.name() == "b"


def test_the_two_kinds_of_client_are_not_mixed() -> None:
    with pytest.raises(ApiTypeError, match=r"^api_client: this needs an order_capture_client\.ApiClient, "):
        CheckoutApi(aio.ApiClient(configuration()))  # type: ignore[arg-type]
    with pytest.raises(ApiTypeError, match=r"^api_client: this needs an order_capture_client\.aio\.ApiClient, "):
        aio.CheckoutApi(ApiClient(configuration()))  # type: ignore[arg-type]


def test_anything_else_may_stand_in_for_a_client() -> None:
    stand_in: Any = object()
    assert CheckoutApi(stand_in).api_client is stand_in


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'ApiClient' object has no attribute 'nonsense'") as caught:
        getattr(ApiClient(configuration()), "nonsense")  # noqa: B009 # type checkers know that it is not there

    assert not isinstance(caught.value, ApiAttributeError)


@pytest.mark.parametrize("cookie", ["a=1", ""])
def test_cookies_are_refused(cookie: str) -> None:
    with pytest.raises(ApiValueError, match=r"^cookie: cookies are not sent"):
        ApiClient(configuration(), cookie=cookie)
    with pytest.raises(ApiValueError, match=r"^cookie: cookies are not sent"):
        ApiClient(configuration()).cookie = cookie


def test_no_cookie() -> None:
    assert ApiClient(configuration(), cookie=None).cookie is None


# In place of the network


def test_a_transport_gets_the_whole_request() -> None:
    service = Service(answer("update_user", 200))
    client = ApiClient(configuration(access_token="abc"), transport=service)

    CheckoutApi(client).update_user("se", CHECKOUT_ID, {"oldUser": "guest-1"})

    assert service.requests == [
        Request(
            "PUT",
            "https://api.example.com",
            f"/ordercaptureapi/se/checkouts/{CHECKOUT_ID}/user",
            {
                "Authorization": "Bearer abc",
                "Accept": "application/json, application/problem+json",
                "Content-Type": "application/json",
                "User-Agent": USER_AGENT,
            },
            b'{"oldUser":"guest-1"}',
        )
    ]


def test_eight_threads_get_their_own_answers() -> None:
    def own(request: Request) -> Response:
        body = {"shoppingType": "ONLINE", "checkoutId": request.target.split("/")[-2]}
        return Response(200, HTTPHeaderDict(), json.dumps(body).encode())

    client = ApiClient(configuration(), transport=Service(own))
    barrier = threading.Barrier(8)
    wrong: list[str] = []

    def work(number: int) -> None:
        barrier.wait()
        for count in range(50):
            checkout_id = f"{number}-{count}"
            if get_order(client, checkout_id).checkout_id != checkout_id:
                wrong.append(checkout_id)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (wrong, client.configuration.host) == ([], "https://api.example.com/ordercaptureapi")


# Logging


def test_an_attempt_is_logged_with_its_number_status_and_harmless_headers(
    told: Callable[[], str], pauses: list[float]
) -> None:
    service = Service(status(503, X_Request_Id="r-1", X_Other="hidden"), answer("get_order", 200))
    get_order(ApiClient(configuration(), transport=service))

    said = told()
    assert "get_order GET /{retailUnit}/checkouts/{checkoutId}/order, attempt 1: 503 in " in said
    assert "order, attempt 2: 200 in " in said
    assert "'X-Request-Id': 'r-1'" in said
    assert "hidden" not in said


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            status(
                503, X_Request_Id="r-1", Retry_After="7", Content_Type="a/b", Content_Length="2", Date="d", X_Other="-"
            ),
            "503 in 12500 ms {'Content-Type': 'a/b', 'Content-Length': '2', 'Date': 'd', 'Retry-After': '7', "
            "'X-Request-Id': 'r-1'}",
        ),
        (
            Failure(Phase.HEAD, FailureKind.CONNECTION, "cut short", status(200, Date="d")),
            "connection (HEAD: cut short) in 12500 ms {'Content-Type': '-', 'Content-Length': '-', 'Date': 'd', "
            "'Retry-After': '-', 'X-Request-Id': '-'}",
        ),
        (Failure(Phase.SENT, FailureKind.TIMEOUT, "too late"), "timeout (SENT: too late) in 12500 ms {}"),
    ],
    ids=["answer", "cut short", "no answer"],
)
def test_the_line_of_an_attempt(
    result: Response | Failure, said: str, told: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    request = Request("PUT", "https://api.example.com", "/", {})
    log_attempt(OPERATIONS["update_user"], request, 2, result, 12.5, "unknown")

    (record,) = caplog.records
    assert (record.name, record.levelno) == ("order_capture_client", logging.DEBUG)
    assert record.getMessage() == (f"update_user PUT /{{retailUnit}}/checkouts/{{checkoutId}}/user, attempt 2: {said}")


def test_nothing_is_logged_above_debug(caplog: pytest.LogCaptureFixture, pauses: list[float]) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(ServiceException):
        get_order(ApiClient(configuration(), transport=Service(status(503))))

    assert caplog.records == []
