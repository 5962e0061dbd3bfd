"""A mock of the service: exact answers and failures for both clients, and no call that nobody planned."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import threading
import time
from typing import Any, cast, get_args

import pytest

from order_capture_client import (
    ApiClient,
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    AttemptInfo,
    CheckoutApi,
    Configuration,
    MayHaveBeenCreatedError,
    NotFoundException,
    RetryPolicy,
    ServiceException,
    TooManyRequestsException,
    UndecodableResponseError,
    WrongCheckoutError,
    aio,
)
from order_capture_client._core.verdict import marked_outcome
from order_capture_client.testing import (
    FailureName,
    MockService,
    OperationName,
    UnplannedCallError,
    error,
    make_checkout,
    make_created,
    make_error_details,
    make_request,
)
from test.samples import ARGUMENTS, CHECKOUT_ID, OPERATIONS


def call(service: MockService, name: str, **settings: Any) -> Any:
    with service.client(**settings) as client:
        return getattr(CheckoutApi(client), name)(**ARGUMENTS[name])


async def call_later(service: MockService, name: str, **settings: Any) -> Any:
    async with service.async_client(**settings) as client:
        return await getattr(aio.CheckoutApi(client), name)(**ARGUMENTS[name])


def made(service: MockService, name: str, is_async: bool) -> Any:
    return asyncio.run(call_later(service, name)) if is_async else call(service, name)


@pytest.fixture
def service() -> MockService:
    return MockService()


def test_the_names_of_operations_are_those_of_the_contract() -> None:
    assert sorted(get_args(OperationName)) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", get_args(OperationName))
def test_every_operation_has_a_plausible_answer_for_both_clients(service: MockService, name: OperationName) -> None:
    service.reply(name, times=2)

    assert call(service, name, strict_responses=True) == asyncio.run(call_later(service, name, strict_responses=True))
    service.assert_all_used()


@pytest.mark.parametrize(
    "data",
    [make_created("1"), {"resourceId": "1"}, {"resource_id": "1"}, b'{"resourceId": "1"}'],
    ids=["model", "wire names", "Python names", "bytes"],
)
def test_an_answer_is_a_model_a_dict_or_bytes(service: MockService, data: Any) -> None:
    service.reply("create_checkout", data)

    assert call(service, "create_checkout").resource_id == "1"


def test_an_answer_that_the_contract_does_not_allow_goes_out_as_it_is(service: MockService) -> None:
    service.reply("create_checkout", {"id": 1})

    with pytest.raises(UndecodableResponseError) as caught:
        call(service, "create_checkout")

    assert json.loads(caught.value.body or "") == {"id": 1}


@pytest.mark.parametrize(
    ("data", "expected"),
    [(None, CHECKOUT_ID), (make_checkout(), CHECKOUT_ID), ({"shoppingType": "ONLINE"}, CHECKOUT_ID)],
    ids=["default", "builder", "dict"],
)
def test_an_answer_echoes_the_checkout_that_was_asked_for(service: MockService, data: Any, expected: str) -> None:
    service.reply("get_order", data)

    with service.client() as client:
        assert CheckoutApi(client).get_order("another", "se").checkout_id == "another"


def test_an_answer_may_name_another_checkout(service: MockService) -> None:
    service.reply("get_order", make_checkout(checkout_id="another"))

    with pytest.raises(WrongCheckoutError):
        call(service, "get_order")


def test_a_client_that_does_not_compare_checkouts_returns_the_answer(service: MockService) -> None:
    service.reply("get_order", make_checkout(checkout_id="another"))

    assert call(service, "get_order", check_checkout_id=False).checkout_id == "another"


def test_hooks_see_every_attempt_of_a_planned_call(service: MockService) -> None:
    numbers: list[int] = []

    def note(info: AttemptInfo) -> None:
        info.headers["X-Number"] = str(info.number)
        numbers.append(info.number)

    service.reply("get_order", attempts=[503, 503, 200])
    call(service, "get_order", on_attempt=note)

    assert numbers == [int(request.headers["X-Number"]) for request in service.requests] == [1, 2, 3]
    service.assert_all_used()


@pytest.mark.parametrize(
    ("status", "kind"), [(404, NotFoundException), (503, ServiceException), (429, TooManyRequestsException)]
)
def test_an_error_status_has_details(service: MockService, status: int, kind: type[ApiException]) -> None:
    service.reply("get_order", status=status)

    with pytest.raises(kind) as caught:
        call(service, "get_order")

    assert caught.value.data is not None
    assert caught.value.error_code == caught.value.data.error_code


def test_headers_of_an_answer(service: MockService) -> None:
    service.reply("get_order", status=404, headers={"X-Request-Id": "r-1"})

    with pytest.raises(NotFoundException) as caught:
        call(service, "get_order")

    assert caught.value.request_id == "r-1"


@pytest.mark.parametrize(
    ("how", "kind", "outcome", "sent"),
    [
        ("refused", ApiConnectionError, "not_sent", 5),
        ("timeout", ApiTimeoutError, "unknown", 1),
        ("dropped", ApiConnectionError, "unknown", 1),
        ("cut_short", ApiConnectionError, "applied", 1),
    ],
)
@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_a_failure_has_the_verdict_of_the_real_one(
    service: MockService, how: FailureName, kind: type[ApiException], outcome: str, sent: int, is_async: bool
) -> None:
    service.fail("create_checkout", how)

    with pytest.raises(kind) as caught:
        made(service, "create_checkout", is_async)

    assert (caught.value.outcome, len(service.requests)) == (outcome, sent)
    assert isinstance(caught.value, MayHaveBeenCreatedError) == (outcome != "not_sent")
    service.assert_all_used()


def test_one_plan_answers_every_attempt_of_a_call(service: MockService) -> None:
    service.reply("get_order", status=503)
    service.reply("get_order")

    with pytest.raises(ServiceException) as caught:
        call(service, "get_order")

    assert caught.value.attempts == len(service.requests) == 3
    assert call(service, "get_order").checkout_id == CHECKOUT_ID


def test_attempts_of_one_call_are_planned_one_by_one(service: MockService) -> None:
    service.reply("get_order", make_checkout(1), attempts=[503, "dropped", 200], headers={"Retry-After": "5"})
    begun = time.monotonic()

    assert len(call(service, "get_order").items) == 1

    assert time.monotonic() - begun < 2  # the mock's clients do not wait
    assert len(service.requests) == 3
    service.assert_all_used()


def test_the_client_with_await_does_not_wait_either(service: MockService) -> None:
    service.reply("get_order", attempts=[503, 503, 200], headers={"Retry-After": "5"})
    begun = time.monotonic()

    asyncio.run(call_later(service, "get_order"))

    assert time.monotonic() - begun < 2


def test_concurrent_calls_keep_their_plans() -> None:
    service = MockService()
    for number in range(8):
        service.reply("get_order", make_checkout(version=str(number)), attempts=[503, 503, 200])
    found: list[str] = []

    async def all_at_once() -> None:
        async with service.async_client() as client:
            api = aio.CheckoutApi(client)
            orders = await asyncio.gather(*(api.get_order("same", "se") for _ in range(8)))
            found.extend(str(order.version) for order in orders)

    asyncio.run(all_at_once())

    assert sorted(found, key=int) == [str(number) for number in range(8)]
    assert len(service.requests) == 24
    service.assert_all_used()


def test_threads_share_a_service(service: MockService) -> None:
    service.reply("create_checkout", times=8)
    threads = [threading.Thread(target=call, args=(service, "create_checkout")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    service.assert_all_used()


def test_times_counts_calls(service: MockService) -> None:
    service.fail("get_order", "dropped", times=2)

    for _ in range(2):
        with pytest.raises(ApiConnectionError):
            call(service, "get_order")
    with pytest.raises(UnplannedCallError):
        call(service, "get_order")


def test_settings_are_those_of_a_configuration(service: MockService) -> None:
    service.reply("get_order", status=503)

    with pytest.raises(ServiceException):
        call(service, "get_order", retry_policy=RetryPolicy(attempts=1))
    with pytest.raises(ApiTypeError, match="did you mean access_token"):
        service.client(acces_token="t")

    assert len(service.requests) == 1


def test_a_service_is_a_transport_of_any_client(service: MockService) -> None:
    service.reply("create_checkout", {"resourceId": "1"})

    with ApiClient(Configuration(access_token="t"), transport=service) as client:
        assert CheckoutApi(client).create_checkout("se", make_request()).resource_id == "1"


def test_requests_show_what_was_sent_without_secrets(service: MockService) -> None:
    service.reply("create_checkout")
    service.reply("get_user_contacts")
    service.reply("get_checkout")

    call(service, "create_checkout", access_token="secret", api_key={"Client-Id": "hidden"})
    call(service, "get_user_contacts")
    call(service, "get_checkout")

    created, contacts, read = service.requests
    assert (created.operation, created.arguments["retail_unit"]) == ("create_checkout", "se")
    assert created.arguments["checkout_request"].items[0].quantity == 2
    assert created.json()["items"] == [{"itemNo": "10098949", "quantity": 2}]
    assert (created.headers["Authorization"], created.headers["X-Client-Id"]) == ("***", "***")
    assert dict(contacts.arguments) == {"retail_unit": "se", "zipcode": "25185"}
    assert read.arguments["checkout"] == {"shoppingType": "ONLINE", "channel": "WEBAPP"}
    assert read.arguments["checkout_id"] == CHECKOUT_ID


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_an_unplanned_call_names_itself_and_the_plans(
    service: MockService, is_async: bool, caplog: pytest.LogCaptureFixture
) -> None:
    service.reply("get_order")

    with pytest.raises(UnplannedCallError) as caught:
        made(service, "create_checkout", is_async)

    assert str(caught.value) == (
        "create_checkout: not planned; planned: get_order (0 of 1 calls made);"
        ' call reply("create_checkout") or fail("create_checkout", ...) of the MockService first'
    )
    assert not isinstance(caught.value, ApiException)
    assert marked_outcome(caught.value) == "not_sent"
    assert (service.requests, caplog.records, getattr(caught.value, "__notes__", [])) == ([], [], [])


def test_what_was_planned_and_not_made_is_named(service: MockService) -> None:
    service.reply("get_order", times=2)
    service.reply("create_checkout", attempts=[503, 201])
    call(service, "get_order")
    with pytest.raises(ServiceException):
        call(service, "create_checkout")

    with pytest.raises(AssertionError) as caught:
        service.assert_all_used()

    assert str(caught.value) == (
        "planned and not made: get_order (1 of 2 calls made), create_checkout (1 of 2 attempts made)"
    )


def test_an_unplanned_call_that_the_code_under_test_hides_is_named(service: MockService) -> None:
    with pytest.raises(UnplannedCallError):
        call(service, "get_order")

    with pytest.raises(AssertionError, match=r"^made and not planned: get_order$"):
        service.assert_all_used()


@pytest.mark.parametrize(
    ("plan", "kind", "said"),
    [
        (lambda mock: mock.reply("create_checkuot"), ApiValueError, "did you mean create_checkout"),
        (lambda mock: mock.fail("get_orders", "dropped"), ApiValueError, "did you mean get_order"),
        (lambda mock: mock.fail("get_order", "droped"), ApiValueError, "did you mean dropped"),
        (lambda mock: mock.reply("get_order", times=0), ApiValueError, "times"),
        (lambda mock: mock.reply("get_order", status=99), ApiValueError, "status"),
        (lambda mock: mock.reply("get_order", status=200, attempts=[200]), ApiValueError, "attempts"),
        (lambda mock: mock.reply("get_order", attempts=[]), ApiValueError, "attempts"),
        (lambda mock: mock.reply("get_order", make_created()), ApiTypeError, "CheckoutDto or a dict expected"),
        (lambda mock: mock.reply("get_order", make_checkout(), status=404), ApiTypeError, "ErrorDetails"),
        (lambda mock: mock.reply("get_order", "text"), ApiTypeError, "CheckoutDto, a dict, or the bytes"),
        (lambda _: error("get_order", 200), ApiValueError, "200 is a success"),
        (lambda _: error(cast("Any", "get_ordr"), 404), ApiValueError, "did you mean get_order"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(service: MockService, plan: Any, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        plan(service)


@pytest.mark.parametrize("name", get_args(OperationName))
@pytest.mark.parametrize("how", [400, 404, 408, 409, 419, 422, 429, 500, 503, *get_args(FailureName)])
def test_an_error_is_the_one_that_a_call_raises(service: MockService, name: OperationName, how: Any) -> None:
    if isinstance(how, int):
        service.reply(name, status=how)
    else:
        service.fail(name, how)
    with pytest.raises(ApiException) as caught:
        call(service, name)

    made = error(name, how)

    assert (type(made), str(made), made.outcome) == (type(caught.value), str(caught.value), caught.value.outcome)
    assert made.__traceback__ is None


def test_an_error_has_the_details_that_are_asked_for() -> None:
    made = error("create_checkout", 422, make_error_details(422, error_code=7), headers={"X-Request-Id": "r-1"})

    assert (made.error_code, made.request_id, made.outcome) == (7, "r-1", "rejected")


def test_a_service_that_should_travel_to_another_process_says_what_to_use(service: MockService) -> None:
    with service.client() as client, pytest.raises(ApiTypeError, match="start a Sandbox"):
        pickle.dumps(client)


def test_an_unplanned_call_pickles() -> None:
    loaded = pickle.loads(pickle.dumps(UnplannedCallError("said")))

    assert (type(loaded), str(loaded)) == (UnplannedCallError, "said")


def test_a_copy_of_a_client_shares_the_plans(service: MockService) -> None:
    service.reply("get_order", times=2)

    for client in (copy.copy(service.client()), copy.deepcopy(service.client())):
        assert CheckoutApi(client).get_order("1", "se").checkout_id == "1"
