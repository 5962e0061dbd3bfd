"""`CheckoutApi.prepare` of both clients: the request of a call, with all of its checks, and without sending."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import inspect
import json
import pickle
import shlex
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from unittest.mock import create_autospec

import pytest

from order_capture_client import (
    AccessToken,
    ApiClient,
    ApiException,
    ApiValueError,
    CheckoutApi,
    CheckoutRequest,
    Configuration,
    CredentialsError,
    MayHaveBeenCreatedError,
    NotFoundException,
    OpenApiException,
    PreparedRequest,
    RetryPolicy,
    ServiceException,
    aio,
)
from order_capture_client._core.operation import BODY
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.api import PrepareCheckoutApi
from test.samples import ARGUMENTS, CART, CHECKOUT_ID, OPERATIONS, answer

HOST = "https://api.example.com/ordercaptureapi"
TOKEN, CLIENT_ID, PERSON = "canary-token", "canary-client-id", "Astrid Lindqvist"
EACH_OPERATION = pytest.mark.parametrize("name", OPERATIONS)
EACH_CLIENT = pytest.mark.parametrize("client", ["sync", "async"])


class Service:
    """Keep the requests, and answer each with the given answer, or as the operation declares."""

    def __init__(self, given: Response | Failure | None = None) -> None:
        self.requests: list[Request] = []
        self._given = given

    def handle(self, request: Request) -> Response | Failure:
        self.requests.append(request)
        return Response(299) if self._given is None else self._given


def configuration(**settings: Any) -> Configuration:
    given: dict[str, Any] = {"access_token": TOKEN, "api_key": {"Client-Id": CLIENT_ID}, "retries": 0}
    return Configuration(host=HOST, **(given | settings))


def api_of(client: str, service: Service, **settings: Any) -> CheckoutApi | aio.CheckoutApi:
    if client == "sync":
        return CheckoutApi(ApiClient(configuration(**settings), transport=service))
    return aio.CheckoutApi(aio.ApiClient(configuration(**settings), transport=service))


def prepared(client: str, name: str = "create_checkout", /, **options: Any) -> PreparedRequest:
    request: PreparedRequest = getattr(api_of(client, Service()).prepare, name)(**(ARGUMENTS[name] | options))
    return request


def error_of(client: str, service: Service, name: str, /, form: str = "", **options: Any) -> OpenApiException:
    """Make a call that fails, and return its error."""

    call = getattr(api_of(client, service), f"{name}{form}")
    with pytest.raises(OpenApiException) as raised:
        run(lambda: call(**(ARGUMENTS[name] | options)))
    return raised.value


def run(call: Callable[[], Any]) -> None:
    """Make a call, with `await` if it is the one of the async client."""

    async def awaited() -> None:
        made = call()
        if inspect.isawaitable(made):
            await made

    asyncio.run(awaited())


# What is sent


@EACH_CLIENT
@EACH_OPERATION
def test_a_prepared_request_is_the_one_of_the_call(name: str, client: str) -> None:
    service = Service(answer(name, OPERATIONS[name].success))
    options: dict[str, Any] = {"_headers": {"Accept-Language": "sv"}, "_request_timeout": 3.0}
    api = api_of(client, service)

    request: PreparedRequest = getattr(api.prepare, name)(**ARGUMENTS[name], **options)
    assert service.requests == []
    run(lambda: getattr(api, name)(**ARGUMENTS[name], **options))

    [sent] = service.requests
    assert (request.operation, request.method, request.address) == (name, sent.method, sent.url)
    assert request.body == sent.body
    assert request.headers == sent.headers | {"Authorization": "***", "X-Client-Id": "***"}
    assert list(request.headers) == list(sent.headers)
    assert request.arguments == ARGUMENTS[name]
    assert request.json() == (None if sent.body is None else json.loads(sent.body))


def test_the_body_is_that_of_the_model() -> None:
    cart = CheckoutRequest.model_validate(CART | {"tip": 19.9})

    request = CheckoutApi(ApiClient(configuration(), transport=Service())).prepare.create_checkout("se", cart)

    assert request.body == cart.to_json().encode()
    assert request.arguments["checkout_request"] is cart


@EACH_CLIENT
def test_no_user_code_is_called_and_its_credentials_are_present(client: str) -> None:
    asked: list[str] = []

    def provider() -> AccessToken:
        asked.append("token")
        return AccessToken(TOKEN, 0.0)

    def hook(_: Configuration) -> None:
        asked.append("hook")

    api = api_of(client, Service(), access_token=provider, api_key={})
    api.api_client.configuration.refresh_api_key_hook = hook

    assert {"Authorization": "***", "X-Client-Id": "***"}.items() <= api.prepare.get_order(
        CHECKOUT_ID, "se"
    ).headers.items()
    assert asked == []


@pytest.mark.parametrize(
    ("settings", "options", "shown"),
    [
        ({}, {}, {"X-Client-Id": "***", "Authorization": "***"}),
        ({"access_token": None}, {}, {"X-Client-Id": "***"}),
        ({"api_key": {}}, {}, {"Authorization": "***"}),
        ({"api_key": {"Client-Id": ""}}, {}, {"Authorization": "***"}),
        ({"access_token": None, "api_key": {}}, {}, {}),
        ({}, {"_request_auth": {"in": "header", "key": "X-Own", "value": TOKEN}}, {"X-Own": "***"}),
        ({}, {"_headers": {"authorization": TOKEN}}, {"X-Client-Id": "***", "authorization": "***"}),
        ({"api_key": {}}, {"_headers": {"Proxy-Authorization": TOKEN}}, {"Authorization": "***", "Proxy-Authorization": "***"}),
        ({"api_key": {}}, {"_headers": {"X-Api-Key": TOKEN}}, {"Authorization": "***", "X-Api-Key": "***"}),
        ({"api_key": {}}, {"_headers": {"X-Trace": "a1"}}, {"Authorization": "***", "X-Trace": "a1"}),
    ],
)  # fmt: skip
@EACH_CLIENT
def test_headers_are_those_of_settings_and_options(
    client: str, settings: dict[str, Any], options: dict[str, Any], shown: dict[str, str]
) -> None:
    request = api_of(client, Service(), **settings).prepare.get_order(CHECKOUT_ID, "se", **options)

    always = {"Accept", "User-Agent"}
    assert {name: value for name, value in request.headers.items() if name not in always} == shown


def test_both_clients_share_the_class_and_a_loop_is_not_needed() -> None:
    for client in ("sync", "async"):
        assert type(api_of(client, Service()).prepare) is PrepareCheckoutApi


# The checks of the call


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("create_checkout", {"checkout_request": {"shopping_typ": "ONLINE"}}),
    ("create_checkout", {"checkout_request": CART | {"channel": "POS"}}),
    ("create_checkout", {"checkout_request": CART | {"items": CART["items"] * 2}}),
    ("create_checkout", {"checkout_request": None}),
    ("create_checkout", {"checkout_request": "text"}),
    ("create_checkout", {"retail_unit": ""}),
    ("create_checkout", {"retail_unit": CHECKOUT_ID}),
    ("create_existing_order_checkout", {"existing_order_checkout_request": {}}),
    ("get_checkout", {"checkout": {"shoppingType": "ONLINE", "channel": "POS"}}),
    ("get_checkout", {"checkout_id": "user"}),
    ("get_order", {"checkout_id": "a/b"}),
    ("get_order", {"checkout_id": 7}),
    ("get_user_contacts", {"zipcode": 25185}),
    ("patch_checkout", {"checkout_patch_request": {"items": [{"itemNo": "10098949", "quantity": -1}]}}),
    ("update_user", {"update_user": {"nobody": "guest-1"}}),
    ("get_order", {"_header": {}}),
    ("get_order", {"_headers": {"X-Customer": "ö"}}),
    ("get_order", {"_headers": {"Content-Length": "1"}}),
    ("get_order", {"_host_index": 1}),
    ("get_order", {"_content_type": "text/plain"}),
    ("get_order", {"_allow_unknown_enum_values": 1}),
    ("get_order", {"_request_timeout": "soon"}),
    ("get_order", {"_request_timeout": -1}),
    ("get_order", {"_retry_policy": 3}),
    ("get_order", {"_request_auth": {"in": "query"}}),
    ("get_order", {"_request_auth": {"in": "header", "key": "Authorization", "value": "a\nb"}}),
]


@EACH_CLIENT
@pytest.mark.parametrize(("name", "changes"), REFUSED)
def test_a_refusal_of_the_call_is_the_same_one_here(name: str, changes: dict[str, Any], client: str) -> None:
    service = Service()
    expected = error_of(client, service, name, **changes)

    with pytest.raises(OpenApiException) as raised:
        prepared(client, name, **changes)

    assert (type(raised.value), str(raised.value)) == (type(expected), str(expected))
    assert getattr(raised.value, "problems", None) == getattr(expected, "problems", None)
    assert not isinstance(raised.value, ApiException)
    assert service.requests == []


@EACH_CLIENT
@pytest.mark.parametrize("settings", [{"api_key": {"Client-Id": "a\nb"}}, {"api_key": {"Other": "a"}}])
def test_settings_that_the_call_refuses_are_refused(settings: dict[str, Any], client: str) -> None:
    service = Service()
    api = api_of(client, service)
    api.api_client.configuration.api_key = settings["api_key"]

    with pytest.raises(ApiValueError, match="api_key"):
        api.prepare.get_order(CHECKOUT_ID, "se")


def test_a_closed_client_prepares_nothing() -> None:
    client = ApiClient(configuration(), transport=Service())
    client.close()

    with pytest.raises(ApiValueError, match="the client is closed"):
        CheckoutApi(client).prepare.get_order(CHECKOUT_ID, "se")


def test_options_of_sending_are_taken() -> None:
    options: dict[str, Any] = {"_request_timeout": (1.0, 2.0), "_retry_policy": RetryPolicy(attempts=2)}

    assert prepared("sync", "get_order", **options) == prepared("sync", "get_order")


def test_unknown_enum_values_pass_where_the_option_allows_them() -> None:
    cart = CART | {"channel": "POS"}

    request = prepared("sync", checkout_request=cart, _allow_unknown_enum_values=True)

    assert request.json()["channel"] == "POS"


# A retail unit


@pytest.mark.parametrize("unit", [CHECKOUT_ID, CHECKOUT_ID.upper(), CHECKOUT_ID.replace("-", "")])
@EACH_OPERATION
def test_a_uuid_is_no_retail_unit(name: str, unit: str) -> None:
    with pytest.raises(ApiValueError) as raised:
        prepared("sync", name, retail_unit=unit)

    assert str(raised.value) == "retail_unit: a UUID is no retail unit; retail_unit and checkout_id swapped?"


def test_a_uuid_as_retail_unit_is_left_to_the_service_on_request() -> None:
    api = api_of("sync", Service(), client_side_validation=False)

    assert api.prepare.get_order("se", CHECKOUT_ID).address == f"{HOST}/{CHECKOUT_ID}/checkouts/se/order"


@pytest.mark.parametrize("unit", ["se", "deadbeef", f"{CHECKOUT_ID}0", f"x{CHECKOUT_ID}"])
def test_any_other_text_is_left_to_the_service(unit: str) -> None:
    assert f"/{unit}/" in prepared("sync", "get_order", retail_unit=unit).address


# The value


def pickled(request: PreparedRequest) -> PreparedRequest:
    kept: PreparedRequest = pickle.loads(pickle.dumps(request))
    return kept


COPIES: list[Callable[[PreparedRequest], PreparedRequest]] = [copy.copy, copy.deepcopy, pickled]


def test_it_shows_neither_ids_nor_data() -> None:
    request = prepared("sync", "update_user", update_user={"oldUser": PERSON}, _headers={"X-Customer": PERSON})

    assert repr(request) == str(request) == "<PreparedRequest update_user PUT (6 headers, 30 bytes)>"
    assert repr(prepared("sync", "get_order")) == "<PreparedRequest get_order GET (4 headers, no body)>"


@EACH_OPERATION
@pytest.mark.parametrize("copied", COPIES)
def test_it_compares_and_copies(name: str, copied: Callable[[PreparedRequest], PreparedRequest]) -> None:
    request = prepared("sync", name)

    assert copied(request) == request == prepared("async", name)
    assert request != dataclasses.replace(request, address=f"{HOST}/")
    assert TOKEN.encode() not in pickle.dumps(request)


def test_it_cannot_be_changed() -> None:
    request = prepared("sync")
    changes: Any = request.headers

    with pytest.raises(TypeError):
        changes["Accept"] = "text/html"
    with pytest.raises(dataclasses.FrozenInstanceError):
        request.method = "GET"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def headers_of(words: list[str]) -> dict[str, str]:
    given = [value for option, value in pairwise(words) if option == "--header"]
    return dict(header.split(": ", 1) for header in given if ": " in header)


@EACH_OPERATION
def test_curl_is_one_command_with_all_parts(name: str) -> None:
    request = prepared("sync", name)

    words = shlex.split(request.curl())

    assert words[:4] == ["curl", "--request", request.method, request.address]
    assert headers_of(words) == dict(request.headers) | {
        "Authorization": "Bearer $ORDER_CAPTURE_ACCESS_TOKEN",
        "X-Client-Id": "$ORDER_CAPTURE_CLIENT_ID",
    }
    assert words[-2:] == ["--data-raw", request.body.decode()] if request.body else "--data-raw" not in words


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({"X-Trace": "it's $HOME `ls`"}, """--header 'X-Trace: it'"'"'s $HOME `ls`'"""),
        ({"X-Api-Key": TOKEN}, "--header 'X-Api-Key: ***'"),
        ({"X-Trace": ""}, "--header 'X-Trace;'"),
    ],
)
def test_headers_of_curl_are_quoted(headers: dict[str, str], part: str) -> None:
    assert f" {part}" in prepared("sync", "get_order", _headers=headers).curl()


@pytest.mark.parametrize("present", ["User-Agent", "Accept"])
def test_curl_adds_no_headers_of_its_own(present: str) -> None:
    request = prepared("sync", "get_order")
    rest = {name: value for name, value in request.headers.items() if name != present}

    assert f" --header {present}:" in dataclasses.replace(request, headers=rest).curl()
    assert f" --header {present}: " not in request.curl()


def test_curl_states_that_a_body_is_empty() -> None:
    command = dataclasses.replace(prepared("sync", "get_order"), method="POST", body=b"").curl()

    assert command.endswith(" --header Content-Type: --data-raw ''")


def test_curl_asks_for_a_head_alone() -> None:
    assert dataclasses.replace(prepared("sync", "get_order"), method="HEAD").curl().startswith("curl --head https://")


# Errors


FAILURES: list[tuple[Response | Failure, type[ApiException]]] = [
    (Response(404), NotFoundException),
    (Response(503), ServiceException),
    (Response(201, body=b"<html>"), MayHaveBeenCreatedError),
    (Failure(Phase.SENT, FailureKind.CONNECTION, "lost"), MayHaveBeenCreatedError),
    (Failure(Phase.NOT_SENT, FailureKind.CONNECTION, "refused"), ApiException),
]


@EACH_CLIENT
@pytest.mark.parametrize(("given", "kind"), FAILURES)
def test_an_error_carries_its_request(given: Response | Failure, kind: type[ApiException], client: str) -> None:
    error = error_of(client, Service(given), "create_checkout")

    assert isinstance(error, kind)
    assert error.request == prepared(client)
    assert error.request is not None
    assert error.request.arguments["checkout_request"] is ARGUMENTS["create_checkout"]["checkout_request"]


@EACH_CLIENT
@EACH_OPERATION
def test_the_error_of_every_operation_carries_its_request(name: str, client: str) -> None:
    error = error_of(client, Service(Response(404)), name)

    assert isinstance(error, ApiException)
    assert error.request == prepared(client, name)


@EACH_CLIENT
def test_so_does_the_error_of_a_raw_call(client: str) -> None:
    lost = Failure(Phase.SENT, FailureKind.CONNECTION, "lost")
    error = error_of(client, Service(lost), "get_order", form="_without_preload_content")

    assert isinstance(error, ApiException)
    assert error.request == prepared(client, "get_order")


def test_so_does_the_error_of_a_call_that_was_not_sent() -> None:
    def provider() -> str:
        raise RuntimeError(TOKEN)

    api = CheckoutApi(ApiClient(configuration(access_token=provider), transport=Service()))
    with pytest.raises(CredentialsError) as raised:
        api.get_order(CHECKOUT_ID, "se")

    assert raised.value.request == prepared("sync", "get_order")


def test_an_error_that_was_made_by_hand_has_no_request() -> None:
    assert ApiException(status=404).request is None
    assert pickle.loads(pickle.dumps(ApiException(status=404))).request is None


def without_data(error: ApiException) -> Iterator[ApiException]:
    yield copy.copy(error)
    yield copy.deepcopy(error)
    yield pickle.loads(pickle.dumps(error))
    yield pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(error))))


@EACH_CLIENT
@EACH_OPERATION
def test_a_pickle_or_copy_of_an_error_keeps_no_data_of_its_request(name: str, client: str) -> None:
    person = {parameter.name: PERSON for parameter in OPERATIONS[name].parameters if parameter.name == "zipcode"}
    error = error_of(client, Service(Response(404)), name, **person, _headers={"X-Customer": PERSON})
    assert isinstance(error, ApiException)
    assert error.request is not None

    for kept in without_data(error):
        request = kept.request
        assert request is not None
        assert (request.operation, request.method, request.address) == (
            name,
            error.request.method,
            "https://api.example.com/***",
        )
        assert (request.arguments, request.body, request.json()) == ({}, None, None)
        assert request.headers == dict.fromkeys(error.request.headers, "***")
        assert str(kept) == str(error)
    told = pickle.dumps(error)
    assert [text for text in (PERSON, CHECKOUT_ID, TOKEN, CLIENT_ID, "10098949") if text.encode() in told] == []


def test_an_error_prints_as_before_and_shows_no_data() -> None:
    error = error_of("sync", Service(Response(404)), "update_user", update_user={"oldUser": PERSON})

    assert str(error) == (
        "404 NotFoundException: update_user PUT /{retailUnit}/checkouts/{checkoutId}/user, 1 attempt: "
        "check the ids and the other arguments in the path"
    )
    assert PERSON not in repr(vars(error))
    assert CHECKOUT_ID not in repr(vars(error))


# Doubles


def test_a_double_of_the_api_can_prepare() -> None:
    api = create_autospec(CheckoutApi, instance=True)
    api.prepare.get_order.return_value = prepared("sync", "get_order")

    assert api.prepare.get_order(CHECKOUT_ID, "se").method == "GET"


def test_a_double_of_the_preparing_class_has_its_signatures() -> None:
    double = create_autospec(PrepareCheckoutApi, instance=True)

    double.get_order(CHECKOUT_ID, retail_unit="se")
    with pytest.raises(TypeError):
        double.get_order(CHECKOUT_ID)


def test_it_has_every_operation() -> None:
    assert {name for name in vars(PrepareCheckoutApi) if not name.startswith("_")} == set(OPERATIONS)
    assert any(parameter.place is BODY for row in OPERATIONS.values() for parameter in row.parameters)
