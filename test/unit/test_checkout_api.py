"""The nine operations in their three forms, as users call them: `api/checkout_api.py`."""

from __future__ import annotations

import contextlib
import inspect
import json
import ssl
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import responses
from urllib3 import BaseHTTPResponse

import order_capture_client
from order_capture_client import ApiClient, ApiResponse, CheckoutApi, Configuration, RetryPolicy, models
from order_capture_client._core.wire import Attempt, Failure, FailureKind, Phase, Send
from order_capture_client._model.base import Model
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiTypeError,
    ApiValueError,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
    TooManyRequestsException,
    exception_for_status,
)
from order_capture_client.rest import Transport
from test.samples import ARGUMENTS, CHECKOUT_ID, OPERATIONS, STATUSES, content_type, sample

HOST = "https://api.example.com/ordercaptureapi"
SENT_ALWAYS = {
    "Accept": "application/json, application/problem+json",
    "User-Agent": f"order-capture-client/{order_capture_client.__version__} python",
    "X-Client-Id": "client-1",
    "Authorization": "Bearer token-1",
}
CART = b'{"shoppingType":"ONLINE","channel":"WEBAPP","languageCode":"sv","items":[{"itemNo":"10098949","quantity":2}]}'
EXISTING_ORDER = (
    b'{"channel":"WEBAPP","languageCode":"sv","orderNumber":"1158491376","orderNumberSource":"A01",'
    b'"items":[{"itemNo":"10098949","quantity":2}],"shippingContacts":[{"firstName":"Astrid"}],'
    b'"billingContacts":[{"firstName":"Astrid"}]}'
)

WIRE: dict[str, tuple[str, str, bytes | None, type[Model]]] = {
    "create_checkout": ("POST", "/se/checkouts", CART, models.CreateResource),
    "create_existing_order_checkout": ("POST", "/se/existing-order-checkouts", EXISTING_ORDER, models.CreateResource),
    "get_checkout": (
        "GET",
        f"/se/checkouts/{CHECKOUT_ID}?shoppingType=ONLINE&channel=WEBAPP",
        None,
        models.CheckoutDto,
    ),
    "get_consumer_info": ("GET", f"/se/checkouts/{CHECKOUT_ID}/consumerinfo", None, models.ConsumerContextInfoDto),
    "get_i_gift_order": ("GET", f"/se/checkouts/{CHECKOUT_ID}/igiftorder", None, models.CheckoutDto),
    "get_order": ("GET", f"/se/checkouts/{CHECKOUT_ID}/order", None, models.CheckoutDto),
    "get_user_contacts": ("GET", "/se/checkouts/user?zipcode=25185", None, models.User),
    "patch_checkout": (
        "PATCH",
        f"/se/checkouts/{CHECKOUT_ID}",
        b'{"items":[{"itemNo":"10098949","quantity":1}]}',
        models.CheckoutDto,
    ),
    "update_user": ("PUT", f"/se/checkouts/{CHECKOUT_ID}/user", b'{"oldUser":"guest-1"}', models.CheckoutDto),
}
"""The request of each operation for the arguments of `samples.ARGUMENTS`, and the model of its answer."""

FORMS = ["", "_with_http_info", "_without_preload_content"]
EACH_OPERATION = pytest.mark.parametrize("name", WIRE)
EACH_FORM = pytest.mark.parametrize("form", FORMS, ids=["plain", "with_http_info", "without_preload_content"])


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(target="order_capture_client.rest.Adapter.send") as mock:
        yield mock


@pytest.fixture
def api() -> Iterator[CheckoutApi]:
    settings: dict[str, Any] = {"api_key": {"Client-Id": "client-1"}, "access_token": "token-1", "retries": 0}
    with ApiClient(Configuration(host=HOST, ssl_context=tls_context(), **settings)) as client:
        yield CheckoutApi(client)


@cache
def tls_context() -> ssl.SSLContext:
    """Return a context that all clients of this module share: loading the certificates of the system takes longest."""
    return ssl.create_default_context()


def expect(mock: responses.RequestsMock, name: str, status: int | None = None, **more: Any) -> None:
    """Let the service answer with a sample."""
    method, target, _, _ = WIRE[name]
    status = status or OPERATIONS[name].success
    mock.add(method, HOST + target, body=sample(name, status), status=status, content_type=content_type(status), **more)


# Requests and responses


@EACH_FORM
@EACH_OPERATION
@pytest.mark.parametrize("passing", ["by position", "by keyword"])
def test_what_is_sent(mock: responses.RequestsMock, api: CheckoutApi, name: str, form: str, passing: str) -> None:
    expect(mock, name)
    call = getattr(api, name + form)

    if passing == "by position":
        call(*ARGUMENTS[name].values())
    else:
        call(**dict(reversed(ARGUMENTS[name].items())))

    method, target, body, _ = WIRE[name]
    [sent] = [call.request for call in mock.calls]
    assert (sent.method, sent.url, sent.body) == (method, HOST + target, body)
    assert sent.headers == SENT_ALWAYS | ({} if body is None else {"Content-Type": "application/json"})


@EACH_OPERATION
def test_the_plain_form_gives_the_model(mock: responses.RequestsMock, api: CheckoutApi, name: str) -> None:
    expect(mock, name)

    data = getattr(api, name)(**ARGUMENTS[name])

    assert type(data) is WIRE[name][3]
    assert json.loads(data.to_json()) == json.loads(sample(name, OPERATIONS[name].success))


@EACH_OPERATION
def test_with_http_info_gives_status_and_headers_too(mock: responses.RequestsMock, api: CheckoutApi, name: str) -> None:
    expect(mock, name, headers={"X-Request-Id": "r-1"})

    given = getattr(api, f"{name}_with_http_info")(**ARGUMENTS[name])

    assert type(given) is ApiResponse
    assert type(given.data) is WIRE[name][3]
    assert given.status_code == OPERATIONS[name].success
    assert given.raw_data == sample(name, OPERATIONS[name].success)
    assert given.headers is not None
    assert (given.headers["x-request-id"], given.headers["content-type"]) == ("r-1", "application/json")


@EACH_OPERATION
def test_without_preload_content_gives_the_raw_answer(
    mock: responses.RequestsMock, api: CheckoutApi, name: str
) -> None:
    expect(mock, name, headers={"X-Request-Id": "r-1"})

    given = getattr(api, f"{name}_without_preload_content")(**ARGUMENTS[name])

    body = sample(name, OPERATIONS[name].success)
    assert isinstance(given, BaseHTTPResponse)
    assert (given.status, given.headers["x-request-id"]) == (OPERATIONS[name].success, "r-1")
    assert (given.data, given.data) == (body, body)
    assert given.json() == json.loads(body)


@EACH_OPERATION
@EACH_FORM
def test_the_parameters_are_those_of_the_contract_in_their_order(name: str, form: str) -> None:
    parameters = list(inspect.signature(getattr(CheckoutApi, name + form)).parameters.values())

    assert [each.name for each in parameters] == ["self", *ARGUMENTS[name], "options"]
    assert [each.name for each in parameters if each.default is None] == (
        ["zipcode"] if name == "get_user_contacts" else []
    )


@EACH_OPERATION
def test_every_form_is_documented(name: str) -> None:
    for form in FORMS:
        assert inspect.getdoc(getattr(CheckoutApi, name + form))


def test_there_are_nine_operations_and_no_other_methods() -> None:
    methods = {name for name in vars(CheckoutApi) if not name.startswith("_")}

    assert methods == {name + form for name in WIRE for form in FORMS} | {"prepare"}


def test_an_optional_argument_may_be_left_out(mock: responses.RequestsMock, api: CheckoutApi) -> None:
    mock.get(f"{HOST}/se/checkouts/user", body=b"{}", content_type="application/json")

    assert api.get_user_contacts("se") == models.User()
    assert mock.calls[0].request.url == f"{HOST}/se/checkouts/user"


def test_a_checkout_from_model_to_model(mock: responses.RequestsMock, api: CheckoutApi) -> None:
    expect(mock, "create_checkout")

    created = api.create_checkout(
        "se",
        models.CheckoutRequest(
            shopping_type=models.ShoppingType.ONLINE,
            channel="WEBAPP",
            language_code="sv",
            items=[models.ItemRequest(item_no="10098949", quantity=2)],
        ),
    )

    assert created.resource_id == CHECKOUT_ID
    assert mock.calls[0].request.body == CART


def test_a_path_value_is_encoded_on_the_wire(mock: responses.RequestsMock, api: CheckoutApi) -> None:
    mock.get(f"{HOST}/se/checkouts/a%3Fb%C3%A4/order", json={"shoppingType": "ONLINE"})

    assert api.get_order("a?bä", "se").shopping_type == "ONLINE"


@EACH_FORM
@EACH_OPERATION
def test_input_that_does_not_fit_sends_nothing(
    mock: responses.RequestsMock, api: CheckoutApi, name: str, form: str
) -> None:
    with pytest.raises(ApiValueError, match=r"^retail_unit: "):
        getattr(api, name + form)(**ARGUMENTS[name] | {"retail_unit": "../admin"})

    assert len(mock.calls) == 0


@EACH_OPERATION
@pytest.mark.parametrize("missing", ["first", "last"])
def test_a_missing_argument_is_a_type_error(api: CheckoutApi, name: str, missing: str) -> None:
    required = [key for key in ARGUMENTS[name] if key != "zipcode"]
    left_out = required[0 if missing == "first" else -1]

    with pytest.raises(TypeError, match=left_out):
        getattr(api, name)(**{key: value for key, value in ARGUMENTS[name].items() if key != left_out})


# Errors


@pytest.mark.parametrize(("name", "status"), [(name, status) for name, status in STATUSES if status >= 400])
def test_each_declared_error_is_raised_with_its_details(
    mock: responses.RequestsMock, api: CheckoutApi, name: str, status: int
) -> None:
    expect(mock, name, status, headers={"X-Request-Id": "r-1", "Retry-After": "30"})

    with pytest.raises(exception_for_status(status)) as caught:
        getattr(api, name)(**ARGUMENTS[name])

    error = caught.value
    assert (error.status, error.operation, error.attempts) == (status, name, 1)
    assert isinstance(error.data, models.ErrorDetails)
    assert json.loads(error.data.to_json()) == json.loads(sample(name, status))
    assert error.error_code == error.data.error_code
    assert (error.request_id, error.retry_after) == ("r-1", 30.0)
    in_doubt = status >= 500
    assert isinstance(error, MayHaveBeenCreatedError) == (in_doubt and name.startswith("create"))
    assert isinstance(error, MayHaveBeenUpdatedError) == (in_doubt and name in ("patch_checkout", "update_user"))


@EACH_OPERATION
@pytest.mark.parametrize("form", FORMS[:2], ids=["plain", "with_http_info"])
def test_an_error_status_is_raised_by_the_forms_that_read_it(
    mock: responses.RequestsMock, api: CheckoutApi, name: str, form: str
) -> None:
    expect(mock, name, 404)

    with pytest.raises(ApiException, match=r"^404 NotFoundException"):
        getattr(api, name + form)(**ARGUMENTS[name])


@pytest.mark.parametrize(("name", "status"), [(name, status) for name, status in STATUSES if status >= 400])
def test_an_error_status_is_given_back_by_the_raw_form(
    mock: responses.RequestsMock, api: CheckoutApi, name: str, status: int
) -> None:
    expect(mock, name, status)

    given = getattr(api, f"{name}_without_preload_content")(**ARGUMENTS[name])

    assert (given.status, given.json()) == (status, json.loads(sample(name, status)))


@EACH_FORM
@EACH_OPERATION
def test_no_connection_is_an_error_in_every_form(
    mock: responses.RequestsMock, api: CheckoutApi, name: str, form: str
) -> None:
    method, target, _, _ = WIRE[name]
    mock.add(method, HOST + target, body=ConnectionRefusedError())

    with pytest.raises(ApiConnectionError) as caught:
        getattr(api, name + form)(**ARGUMENTS[name])
    assert caught.value.outcome == "not_sent"


# The raw answer


def test_a_raw_answer_may_be_no_json_at_all(mock: responses.RequestsMock, api: CheckoutApi) -> None:
    mock.get(f"{HOST}/se/checkouts/{CHECKOUT_ID}/order", body="<html>", content_type="text/html")

    given = api.get_order_without_preload_content(CHECKOUT_ID, "se")

    assert (given.status, given.headers["Content-Type"], given.data) == (200, "text/html", b"<html>")


# Options


@EACH_FORM
@EACH_OPERATION
def test_every_form_takes_every_option(mock: responses.RequestsMock, api: CheckoutApi, name: str, form: str) -> None:
    expect(mock, name)

    getattr(api, name + form)(
        **ARGUMENTS[name],
        _request_timeout=7,
        _request_auth={"type": "bearer", "in": "header", "key": "Authorization", "value": "Bearer mine"},
        _content_type="application/json; charset=utf-8",
        _headers={"X-Trace": "1", "user-agent": "shop/1"},
        _host_index=0,
        _retry_policy=RetryPolicy(attempts=1),
    )

    assert mock.calls[0].request.headers == {
        "Accept": SENT_ALWAYS["Accept"],
        "Authorization": "Bearer mine",
        "X-Trace": "1",
        "user-agent": "shop/1",
        "Content-Type": "application/json; charset=utf-8",
    }


@EACH_FORM
@EACH_OPERATION
@pytest.mark.parametrize("attempts", [1, 2])
def test_a_retry_policy_may_be_given_for_one_call(
    mock: responses.RequestsMock, api: CheckoutApi, name: str, form: str, attempts: int
) -> None:
    method, target, _, _ = WIRE[name]
    for _ in range(attempts):
        mock.add(method, HOST + target, status=429)

    with contextlib.suppress(TooManyRequestsException):  # a raw answer of an error status is given, not raised
        getattr(api, name + form)(**ARGUMENTS[name], _retry_policy=RetryPolicy(attempts, base_when_busy=0))

    assert len(mock.calls) == attempts


@EACH_FORM
@EACH_OPERATION
@pytest.mark.parametrize("policy", [3, 0, False])
def test_a_retry_policy_of_another_type_is_refused(api: CheckoutApi, name: str, form: str, policy: Any) -> None:
    with pytest.raises(ApiValueError, match=r"^_retry_policy: RetryPolicy expected$"):
        getattr(api, name + form)(**ARGUMENTS[name], _retry_policy=policy)


@EACH_FORM
@EACH_OPERATION
@pytest.mark.parametrize("option", ["_timeout", "_preload_content", "checkout_ID"])
def test_an_unknown_option_is_refused(api: CheckoutApi, name: str, form: str, option: str) -> None:
    with pytest.raises(ApiTypeError, match=rf"^{name}: no such option: {option}(; did you mean _request_timeout\?)?$"):
        getattr(api, name + form)(**ARGUMENTS[name], **{option: 1})


@EACH_FORM
@EACH_OPERATION
def test_another_host_index_is_refused(api: CheckoutApi, name: str, form: str) -> None:
    with pytest.raises(ApiValueError, match=r"^_host_index: only 0 is taken; .*server_index"):
        getattr(api, name + form)(**ARGUMENTS[name], _host_index=4)


def test_options_are_keywords_only(api: CheckoutApi) -> None:
    by_position: list[Any] = [CHECKOUT_ID, "se", 7]

    with pytest.raises(TypeError, match="positional argument"):
        api.get_order(*by_position)


@pytest.mark.parametrize(
    ("name", "timeout", "connect", "read", "total"),
    [
        ("get_order", None, 5.0, 20.0, 60.0),
        ("get_order", 7, 5.0, 20.0, 7.0),
        ("get_order", 0.5, 5.0, 20.0, 0.5),
        ("get_order", (1, 2), 1.0, 2.0, 60.0),
        ("get_order", (40, 50.0), 40.0, 50.0, 90.0),
        ("create_checkout", None, 5.0, 60.0, 60.0),
        ("create_checkout", 7, 5.0, 7.0, 7.0),
        ("create_checkout", (1, 2), 1.0, 2.0, 60.0),
        ("patch_checkout", None, 5.0, 60.0, 60.0),
        ("update_user", None, 5.0, 20.0, 60.0),
    ],
)
@EACH_FORM
def test_the_time_of_a_call(
    monkeypatch: pytest.MonkeyPatch,
    api: CheckoutApi,
    name: str,
    timeout: object,
    connect: float,
    read: float,
    total: float,
    form: str,
) -> None:
    sends: list[Send] = []

    def perform(_: Transport, attempt: Attempt) -> Failure:
        sends.append(attempt.send)
        return Failure(Phase.NOT_SENT, FailureKind.CONNECTION, "refused")

    monkeypatch.setattr(Transport, "perform", perform)
    monkeypatch.setattr("order_capture_client.api_client.time.monotonic", lambda: 1000.0)
    with pytest.raises(ApiConnectionError):
        getattr(api, name + form)(**ARGUMENTS[name], _request_timeout=timeout)

    [send] = sends
    assert (send.connect, send.read, send.deadline) == (connect, read, 1000.0 + total)


@pytest.mark.parametrize("timeout", [0, -1, "7", (1,), (1, 2, 3), (1, None), True, float("nan")])
def test_a_timeout_that_does_not_fit_sends_nothing(
    mock: responses.RequestsMock, api: CheckoutApi, timeout: Any
) -> None:
    with pytest.raises(ApiValueError, match=r"^_request_timeout: "):
        api.get_order(CHECKOUT_ID, "se", _request_timeout=timeout)

    assert len(mock.calls) == 0


def test_options_may_be_none(mock: responses.RequestsMock, api: CheckoutApi) -> None:
    expect(mock, "get_order")

    api.get_order(CHECKOUT_ID, "se", _request_timeout=None, _request_auth=None, _content_type=None, _headers=None)

    assert mock.calls[0].request.headers == SENT_ALWAYS
