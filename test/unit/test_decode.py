"""Outcomes to answers or errors: `_core/decode.py`."""

from __future__ import annotations

import gzip
import json
import pickle
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from urllib3 import HTTPHeaderDict

from order_capture_client import models
from order_capture_client._core.decode import raw_response, read_response
from order_capture_client._core.operation import Operation
from order_capture_client._core.wire import ExchangeResult, Failure, FailureKind, Phase, Response
from order_capture_client.api.operations import CREATE_CHECKOUT, GET_ORDER, GET_USER_CONTACTS
from order_capture_client.api_response import ApiResponse
from order_capture_client.drift import Drift
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    AuthenticationTimeoutException,
    BadRequestException,
    ConflictException,
    CredentialsError,
    DriftedResponseError,
    ForbiddenException,
    GoneException,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
    NotFoundException,
    ResponseError,
    ResponseTooLargeError,
    ServiceException,
    TooManyRequestsException,
    UnauthorizedException,
    UndecodableResponseError,
    UnexpectedContentTypeError,
    UnexpectedRedirectException,
    UnprocessableEntityException,
    WrongCheckoutError,
)
from test.paths import DATA
from test.samples import CHECKOUT_ID, ONE_OF_EACH, OPERATIONS, STATUSES, Kind, answer, content_type, sample

CLASSES = pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.name)
WRITES = {
    Kind.REPLAYABLE: MayHaveBeenUpdatedError,
    Kind.CREATE: MayHaveBeenCreatedError,
    Kind.UPDATE: MayHaveBeenUpdatedError,
}


def response(status: int, body: bytes = b"", **headers: str) -> Response:
    return Response(
        status, HTTPHeaderDict({name.replace("_", "-"): text for name, text in headers.items()}), body, "the reason"
    )


def json_response(status: int, body: bytes) -> Response:
    return response(status, body, Content_Type="application/json")


def failure(phase: Phase, kind: FailureKind, status: int | None = None) -> Failure:
    return Failure(phase, kind, "what went wrong", None if status is None else response(status, b"partial"))


def error_of(
    operation: Operation[Any], result: Response | Failure, checkout_id: str | None = None, **ended: Any
) -> ApiException:
    """The error that an outcome becomes."""
    with pytest.raises(ApiException) as caught:
        read_response(operation, ExchangeResult(result, **{"attempts": 1, "elapsed": 0.5, **ended}), checkout_id)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    return caught.value


def strict_error(operation: Operation[Any], result: Response) -> ApiException:
    """The error that an outcome becomes where strict responses are asked for."""
    with pytest.raises(ApiException) as caught:
        read_response(operation, ExchangeResult(result, 1, 0.5), strict=True)
    return caught.value


def read(operation: Operation[Any], result: Response, checkout_id: str | None = None) -> Any:
    return read_response(operation, ExchangeResult(result, 1, 0.5), checkout_id).data


# The samples

FACTS: dict[str, Any] = json.loads((DATA / "order-capture.openapi.json").read_text())


@pytest.mark.parametrize(("name", "status"), STATUSES)
def test_each_sample_is_as_the_contract_says(name: str, status: int) -> None:
    operation = OPERATIONS[name]
    declared = FACTS["paths"][operation.path][operation.method.lower()]["responses"][str(status)]["content"]

    jsonschema.Draft202012Validator(
        {**declared[content_type(status)]["schema"], "components": FACTS["components"]}
    ).validate(json.loads(sample(name, status)))


def test_there_is_a_sample_for_each_status_of_the_contract_and_no_other() -> None:
    there = {(name, int(path.stem)) for name in OPERATIONS for path in (DATA / name).iterdir()}

    assert there == set(STATUSES)


def test_the_amounts_of_the_sample_order_add_up() -> None:
    order: models.CheckoutDto = read(GET_ORDER, answer("get_order", 200))
    lines = [item.total_price for item in order.items or ()]
    services = [item.price for item in order.service_items or ()]

    for part in ("incl_tax", "excl_tax", "tax"):
        goods = sum(getattr(line, part) for line in lines)
        assert goods == getattr(order.total_price, part)
        assert sum(getattr(service, part) for service in services) == getattr(order.service_price, part)
        subtotals = (order.total_price, order.shipping_price, order.service_price)
        assert sum(getattr(price, part) for price in subtotals) == getattr(order.order_total, part)
    for price in (*lines, *services, order.total_price, order.shipping_price, order.order_total):
        assert price is not None
        assert price.excl_tax is not None
        assert price.excl_tax * Decimal("1.25") == price.incl_tax


# Success


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_success_is_the_model_of_its_operation(name: str) -> None:
    operation = OPERATIONS[name]

    given = read_response(operation, ExchangeResult(answer(name, operation.success), 1, 0.5), CHECKOUT_ID)

    assert operation.result is not None
    assert type(given.data) is operation.result()
    assert json.loads(given.data.to_json()) == json.loads(sample(name, operation.success))
    assert given.status_code == operation.success
    assert given.raw_data == sample(name, operation.success)
    assert given.headers is not None
    assert given.headers["content-type"] == "application/json"


def test_amounts_are_decimals_and_states_are_enums() -> None:
    order: models.CheckoutDto = read(GET_ORDER, answer("get_order", 200))

    assert order.order_total is not None
    assert order.order_total.incl_tax == Decimal("3865.70")
    assert order.state is models.CheckoutState.SHIPPING_CONTATCTS_SET


@CLASSES
@pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 299])
def test_any_2xx_with_a_usable_body_is_a_success(status: int, kind: Kind) -> None:
    operation = ONE_OF_EACH[kind]
    usual = answer(operation.name, operation.success)

    assert read(operation, replace(usual, status=status)) == read(operation, usual)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/problem+json",
        "application/vnd.ikea.v2+json",
        "APPLICATION/JSON",
        " application/json ",
    ],
)
def test_json_by_its_content_type(content_type: str) -> None:
    body = response(200, sample("get_order", 200), Content_Type=content_type)

    assert read(GET_ORDER, body).checkout_id == CHECKOUT_ID


@pytest.mark.parametrize(
    ("of", "body", "data"),
    [(int, b"3", 3), (list[int], b"[1, 2]", [1, 2]), (dict[str, int], b'{"a": 1}', {"a": 1})],
    ids=str,
)
def test_an_answer_that_is_no_model(of: Any, body: bytes, data: object) -> None:
    assert read(GET_ORDER._replace(result=lambda: of, echoes=None), json_response(200, body)) == data


def test_an_answer_without_content_type_is_given_the_chance() -> None:
    assert read(GET_ORDER, response(200, sample("get_order", 200))).checkout_id == CHECKOUT_ID


def test_unknown_fields_and_enum_values_are_kept() -> None:
    order = read(GET_ORDER, json_response(200, b'{"shoppingType": "NEW", "newField": {"a": 1}, "state": null}'))

    assert (order.shopping_type, order.to_dict()) == ("NEW", {"shoppingType": "NEW", "newField": {"a": 1}})
    assert order.newField == {"a": 1}


@pytest.mark.parametrize("asked", [CHECKOUT_ID, None])
def test_an_answer_for_the_checkout_that_was_asked_for(asked: str | None) -> None:
    assert read(GET_ORDER, answer("get_order", 200), asked).checkout_id == CHECKOUT_ID


def test_an_answer_that_names_no_checkout_is_taken() -> None:
    assert read(GET_ORDER, json_response(200, b'{"shoppingType": "ONLINE"}'), "c1").checkout_id is None


def test_contacts_may_name_any_checkout() -> None:
    assert read(GET_USER_CONTACTS, answer("get_user_contacts", 200)).zip_code == "25185"


# Error statuses

BY_STATUS = {
    400: BadRequestException,
    401: UnauthorizedException,
    403: ForbiddenException,
    404: NotFoundException,
    409: ConflictException,
    410: GoneException,
    419: AuthenticationTimeoutException,
    422: UnprocessableEntityException,
    429: TooManyRequestsException,
    **dict.fromkeys((500, 501, 502, 503, 504, 505, 599), ServiceException),
    **dict.fromkeys((300, 301, 302, 303, 304, 307, 308, 399), UnexpectedRedirectException),
    **dict.fromkeys((402, 405, 406, 408, 413, 418, 451, 499, 600, 999), ApiException),
}


@pytest.mark.parametrize(("name", "status"), [(name, status) for name, status in STATUSES if status >= 400])
def test_each_declared_error_carries_its_details(name: str, status: int) -> None:
    error = error_of(OPERATIONS[name], answer(name, status))

    assert isinstance(error, BY_STATUS[status])
    assert isinstance(error.data, models.ErrorDetails)
    assert json.loads(error.data.to_json()) == json.loads(sample(name, status))
    assert (error.status, error.reason, error.body) == (status, "a reason", sample(name, status).decode())
    assert error.error_code == json.loads(sample(name, status))["errorCode"]
    assert (error.operation, error.attempts, error.elapsed) == (name, 1, 0.5)


@pytest.mark.parametrize(("status", "expected"), list(BY_STATUS.items()))
def test_each_status_has_its_exception(status: int, expected: type[ApiException]) -> None:
    error = error_of(GET_ORDER, json_response(status, b"{}"))

    assert type(error) is expected
    assert (error.status, error.reason, error.data) == (status, "the reason", models.ErrorDetails())


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(b"", "application/json", id="empty"),
        pytest.param(b"null", "application/json", id="null"),
        pytest.param(b"[]", "application/json", id="list"),
        pytest.param(b'"no"', "application/json", id="text"),
        pytest.param(b"{", "application/json", id="not JSON"),
        pytest.param(b"<html>Bad gateway</html>", "text/html", id="HTML"),
        pytest.param(b'{"errorCode": 1}', "text/plain", id="JSON by accident"),
        pytest.param(b"\xff\xfe", "application/problem+json", id="not UTF-8"),
    ],
)
def test_an_error_body_that_is_not_the_contracts_leaves_the_status_as_it_is(body: bytes, content_type: str) -> None:
    error = error_of(GET_ORDER, response(502, body, Content_Type=content_type))

    assert type(error) is ServiceException
    assert (error.data, error.error_code) == (None, None)
    assert error.body == body.decode(errors="replace")


def test_an_error_body_that_differs_from_the_contract_is_read_as_far_as_it_goes() -> None:
    body = b'{"errorCode": "42211", "message": "no", "fault": {"a": 1.5}, "timestamp": "yesterday"}'

    error = error_of(GET_ORDER, json_response(422, body))

    assert isinstance(error.data, models.ErrorDetails)
    assert error.data.to_dict() == json.loads(body)
    assert error.drift == (
        Drift(("errorCode",), "wrong_type"),
        Drift(("fault",), "unknown_field"),
        Drift(("timestamp",), "invalid_value"),
    )
    assert error.error_code is None
    assert "42211" not in str(error)


@pytest.mark.parametrize(("literal", "code"), [("7", 7), ("7.0", 7), ("true", None), ("[7]", None), ("null", None)])
def test_the_error_code_is_a_number_or_none(literal: str, code: int | None) -> None:
    assert error_of(GET_ORDER, json_response(422, f'{{"errorCode": {literal}}}'.encode())).error_code == code


def test_an_error_body_as_the_contract_has_it_does_not_drift() -> None:
    assert error_of(GET_ORDER, answer("get_order", 404)).drift == ()


def test_an_error_body_without_content_type_is_given_the_chance() -> None:
    assert error_of(GET_ORDER, response(404, b'{"errorCode": 7}')).error_code == 7


def test_headers_are_found_in_any_case() -> None:
    error = error_of(GET_ORDER, response(404, b"", X_Request_Id="r-1", X_Other="2"))

    assert error.headers is not None
    assert (error.headers["x-request-id"], error.headers["X-OTHER"]) == ("r-1", "2")


def test_the_request_id_comes_from_the_headers() -> None:
    assert error_of(GET_ORDER, response(404, b"", x_request_id="r-1")).request_id == "r-1"
    assert error_of(GET_ORDER, response(404, b"")).request_id is None


def test_what_the_sending_knew_is_on_the_error() -> None:
    error = error_of(GET_ORDER, response(503), attempts=3, elapsed=2.5, retry_after=7.0)

    assert (error.attempts, error.elapsed, error.retry_after) == (3, 2.5, 7.0)


def test_an_error_says_what_is_safe_to_log() -> None:
    error = error_of(
        CREATE_CHECKOUT,
        response(422, b'{"errorCode": 42211, "message": "canary"}', X_Request_Id="r-1", X_Other="canary"),
        attempts=2,
    )

    assert str(error) == (
        "422 UnprocessableEntityException: create_checkout POST /{retailUnit}/checkouts, error code 42211, "
        "request id r-1, 2 attempts: see .data for the rule that the request breaks"
    )


# Answers that cannot be used


@pytest.mark.parametrize(
    ("result", "expected", "reason"),
    [
        pytest.param(
            response(200, b"<html></html>", Content_Type="text/html"),
            UnexpectedContentTypeError,
            "the answer is not JSON",
            id="HTML",
        ),
        pytest.param(
            response(200, b'{"shoppingType": "ONLINE", "resourceId": "1"}', Content_Type="text/plain"),
            UnexpectedContentTypeError,
            "the answer is not JSON",
            id="JSON as text",
        ),
        pytest.param(
            response(200, b"{}", Content_Type=""), UnexpectedContentTypeError, "the answer is not JSON", id="no type"
        ),
        pytest.param(
            response(200, b"{}", Content_Type="application/jsonp"),
            UnexpectedContentTypeError,
            "the answer is not JSON",
            id="JSONP",
        ),
        pytest.param(json_response(200, b""), UndecodableResponseError, "not valid JSON", id="empty"),
        pytest.param(response(204), UndecodableResponseError, "not valid JSON", id="204"),
        pytest.param(json_response(200, b"null"), UndecodableResponseError, "object expected", id="null"),
        pytest.param(json_response(200, b"[]"), UndecodableResponseError, "object expected", id="list"),
        pytest.param(json_response(200, b'{"a": '), UndecodableResponseError, "not valid JSON", id="cut JSON"),
        pytest.param(json_response(200, b"{}{}"), UndecodableResponseError, "not valid JSON", id="two documents"),
        pytest.param(json_response(200, b'\xef\xbb\xbf{"a": 1}'), UndecodableResponseError, "not valid JSON", id="BOM"),
        pytest.param(json_response(200, b'{"a": "\xff"}'), UndecodableResponseError, "not valid JSON", id="bad UTF-8"),
        pytest.param(
            json_response(200, b'{"a": ' * 300 + b"1" + b"}" * 300),
            UndecodableResponseError,
            "not valid JSON",
            id="deep nesting",
        ),
        pytest.param(json_response(200, b'"{}"'), UndecodableResponseError, "object expected", id="text"),
        pytest.param(
            json_response(200, b'{"shoppingType": NaN, "resourceId": NaN}'),
            UndecodableResponseError,
            "not valid JSON",
            id="NaN",
        ),
        pytest.param(
            json_response(200, b'{"shoppingType": "ONLINE", "resourceId": "1", "future": [-Infinity]}'),
            UndecodableResponseError,
            "not valid JSON",
            id="Infinity in an unknown field",
        ),
    ],
)
@CLASSES
def test_a_2xx_that_cannot_be_used(result: Response, expected: type[ApiException], reason: str, kind: Kind) -> None:
    error = error_of(ONE_OF_EACH[kind], result)

    assert isinstance(error, expected)
    assert isinstance(error, ResponseError)
    assert isinstance(error, WRITES.get(kind, ApiException))
    assert (error.outcome, error.applied) == ("applied", True)
    assert re.search(f"(^|: ){reason}(,|;|$)", error.reason or "")
    assert (error.status, error.body) == (result.status, result.body.decode(errors="replace"))


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"resourceId": null}',
        b'{"resourceId": ""}',
        b'{"resource_id": "c1"}',
        b'{"resourceId": true}',
        b'{"resourceId": 1.5}',
        b'{"resourceId": ["c1"]}',
        b'{"resourceId": {"id": "c1"}}',
    ],
)
def test_a_create_without_an_id_is_no_success(body: bytes) -> None:
    error = error_of(CREATE_CHECKOUT, json_response(201, body))

    assert isinstance(error, MayHaveBeenCreatedError)
    assert isinstance(error, UndecodableResponseError)
    assert (error.reason, error.outcome) == ("resourceId: required", "applied")
    assert (error.status, error.body) == (201, body.decode())


def test_a_create_without_an_id_says_what_the_answer_has_in_its_place() -> None:
    error = error_of(CREATE_CHECKOUT, json_response(201, b'{"resource_id": "c1"}'))

    assert error.drift == (Drift(("resource_id",), "unknown_field"),)


@pytest.mark.parametrize("name", [name for name, row in OPERATIONS.items() if row.parameters[0].name == "checkout_id"])
def test_an_answer_for_another_checkout_is_refused(name: str) -> None:
    operation = OPERATIONS[name]

    error = error_of(operation, answer(name, operation.success), "another")

    assert isinstance(error, WrongCheckoutError)
    assert isinstance(error, MayHaveBeenUpdatedError) == (name == "patch_checkout")
    assert (error.reason, error.outcome) == ("checkoutId: the answer names another one", "applied")
    assert (error.status, error.body) == (operation.success, sample(name, operation.success).decode())
    assert "discard the answer and call again" in str(error)
    assert str(error).endswith("for a stand-in with canned answers, set check_checkout_id=False in the Configuration")
    assert CHECKOUT_ID not in str(error)


# Answers that differ from the contract


def test_an_answer_that_differs_is_read_and_says_where() -> None:
    body = b'{"shoppingType": "NEW", "items": [{"itemNo": 4711}, {"quantity": 1.50}], "ebvOrder": null, "future": {}}'

    given = read_response(GET_ORDER, ExchangeResult(json_response(200, body), 1, 0.5))

    assert given.data.items is not None
    assert given.data.items[0].to_dict() == {"itemNo": 4711}
    assert given.data.items[1].to_dict() == {"quantity": Decimal("1.5")}
    assert given.raw_data == body
    assert given.drift == (
        Drift(("shoppingType",), "unknown_enum_value"),
        Drift(("items", 0, "itemNo"), "wrong_type"),
        Drift(("items", 1, "quantity"), "wrong_type"),
        Drift(("future",), "unknown_field"),
    )


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_answer_as_the_contract_has_it_does_not_drift(name: str) -> None:
    operation = OPERATIONS[name]

    assert read_response(operation, ExchangeResult(answer(name, operation.success), 1, 0.5), strict=True).drift == ()


@pytest.mark.parametrize(
    ("body", "resource_id"),
    [
        (b'{"resourceId": "c1", "future": 1, "resource_id": "c2"}', "c1"),
        (b'{"future": [1e400], "resourceId": "c1"}', "c1"),
        (b'{"resourceId": 4711}', 4711),
        (b'{"resourceId": 0}', 0),
        (b'{"resourceId": "c1\\u001b]0;x\\n"}', "c1\x1b]0;x\n"),
    ],
)
def test_the_id_of_what_was_created_is_never_lost_to_drift(body: bytes, resource_id: object) -> None:
    given = read_response(CREATE_CHECKOUT, ExchangeResult(json_response(201, body), 1, 0.5))

    assert given.data.resource_id == resource_id
    assert given.drift


NAMED: list[Any] = [
    # checkoutId of the answer, the one that was asked for, whether it is refused
    ('"another"', "4711", True),
    ("4711", "4711", False),
    ("4711", "004711", False),
    ("4712", "4711", True),
    ("4712", CHECKOUT_ID, False),
    ("true", "1", False),
    ("4711.5", "4711", False),
    ("[1]", "4711", False),
    ("{}", "4711", False),
    ("null", "4711", False),
    (f'"{CHECKOUT_ID.upper()}"', CHECKOUT_ID, False),
    (f'"{CHECKOUT_ID}"', CHECKOUT_ID.upper(), False),
    ('"abc"', "ABC", True),
    (f'"{CHECKOUT_ID[:-1]}A"', CHECKOUT_ID, True),
]


@pytest.mark.parametrize(("literal", "asked", "is_refused"), NAMED)
def test_the_checkout_is_compared_in_an_answer_that_differs_too(literal: str, asked: str, is_refused: bool) -> None:
    body = json_response(200, f'{{"checkoutId": {literal}, "shoppingType": "ONLINE", "future": 1}}'.encode())

    if is_refused:
        error = error_of(GET_ORDER, body, asked)
        assert isinstance(error, WrongCheckoutError)
        assert Drift(("future",), "unknown_field") in error.drift
    else:
        assert (
            Drift(("future",), "unknown_field") in read_response(GET_ORDER, ExchangeResult(body, 1, 0.5), asked).drift
        )


@CLASSES
def test_strict_responses_refuse_what_differs(kind: Kind) -> None:
    operation = ONE_OF_EACH[kind]
    body = b'{"resourceId": "c1", "shoppingType": "ONLINE", "future": "4711"}'
    result = response(200, body, Content_Type="application/json", X_Request_Id="r-1")

    error = strict_error(operation, result)

    assert isinstance(error, DriftedResponseError)
    assert isinstance(error, WRITES.get(kind, ApiException))
    assert (error.outcome, error.applied) == ("applied", True)
    assert (error.status, error.body, error.request_id) == (200, body.decode(), "r-1")
    assert error.headers is not None
    assert error.headers["x-request-id"] == "r-1"
    assert Drift(("future",), "unknown_field") in error.drift
    assert "future: unknown_field" in (error.reason or "")
    assert "4711" not in f"{error!r} {error.reason} {error.args}"
    assert "future" not in str(error)
    assert operation.result is not None
    assert isinstance(error.data, operation.result())
    assert error.data.to_dict()["resourceId"] == "c1"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.drift, again.outcome) == (type(error), (), "applied")


def test_strict_responses_leave_an_error_status_as_it_is() -> None:
    error = strict_error(GET_ORDER, json_response(404, b'{"future": 1}'))

    assert type(error) is NotFoundException
    assert error.drift == (Drift(("future",), "unknown_field"),)


def test_an_error_names_the_differences_in_one_line() -> None:
    error = strict_error(GET_ORDER, json_response(200, b'{"future": 1, "shoppingType": 2}'))

    assert error.reason == "future: unknown_field; shoppingType: wrong_type"


@pytest.mark.parametrize("count", [20, 500, 1000])
def test_an_error_names_no_more_than_twenty_differences(count: int) -> None:
    body = json.dumps({"shoppingType": "ONLINE", "items": [{"quantity": "x"}] * count}).encode()

    error = strict_error(GET_ORDER, json_response(200, body))

    assert (error.reason or "").count("quantity: wrong_type") == 20
    assert len(error.drift) == count


# The outcome of the request: `outcome`, `applied`, and the class of the error

VERDICTS: list[Any] = [
    # event                                          reads       writes
    pytest.param(failure(Phase.NOT_SENT, FailureKind.CONNECTION), "not_sent", id="refused"),
    pytest.param(failure(Phase.NOT_SENT, FailureKind.TIMEOUT), "not_sent", id="connect timeout"),
    pytest.param(failure(Phase.NOT_SENT, FailureKind.CERTIFICATE), "not_sent", id="certificate"),
    pytest.param(failure(Phase.NOT_SENT, FailureKind.CREDENTIALS), "not_sent", id="no credentials"),
    *(pytest.param(failure(Phase.NOT_SENT, FailureKind.PROXY, status), "not_sent", id=f"proxy says {status}")
      for status in (201, 204, 302, 407, 502)),
    pytest.param(failure(Phase.SENT, FailureKind.CONNECTION), "unknown", id="reset"),
    pytest.param(failure(Phase.SENT, FailureKind.TIMEOUT), "unknown", id="read timeout"),
    pytest.param(failure(Phase.SENT, FailureKind.PROTOCOL), "unknown", id="not HTTP"),
    pytest.param(failure(Phase.SENT, FailureKind.TOO_LARGE), "unknown", id="headers too large"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION), "unknown", id="unreadable headers"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, 200), "applied", id="2xx cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.TIMEOUT, 201), "applied", id="2xx too slow"),
    pytest.param(failure(Phase.HEAD, FailureKind.TOO_LARGE, 200), "applied", id="2xx too large"),
    pytest.param(failure(Phase.HEAD, FailureKind.UNDECODABLE, 200), "applied", id="2xx in an unknown coding"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, 404), "rejected", id="404 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, 503), "unknown", id="503 cut short"),
    pytest.param(failure(Phase.HEAD, FailureKind.UNDECODABLE, 422), "rejected", id="422 in an unknown coding"),
    *(pytest.param(json_response(status, b"{}"), "rejected", id=str(status))
      for status in (400, 401, 403, 404, 405, 409, 410, 413, 419, 422, 429, 451, 499)),
    *(pytest.param(json_response(status, b"{}"), "unknown", id=str(status))
      for status in (300, 301, 302, 303, 307, 308, 408, 500, 501, 502, 503, 504, 599, 600, 999)),
]  # fmt: skip
APPLIED = {"not_sent": False, "rejected": False, "unknown": None, "applied": True}


@CLASSES
@pytest.mark.parametrize(("result", "outcome"), VERDICTS)
def test_the_verdict(result: Response | Failure, outcome: str, kind: Kind) -> None:
    error = error_of(ONE_OF_EACH[kind], result)

    assert (error.outcome, error.applied) == (outcome, APPLIED[outcome])
    in_doubt = kind in WRITES and outcome in ("unknown", "applied")
    assert isinstance(error, MayHaveBeenCreatedError) == (in_doubt and kind is Kind.CREATE)
    assert isinstance(error, MayHaveBeenUpdatedError) == (in_doubt and kind is not Kind.CREATE)


@CLASSES
@pytest.mark.parametrize("earlier", ["not_sent", "rejected", "unknown"])
def test_a_last_attempt_that_was_not_sent_leaves_the_verdict_of_the_earlier_ones(earlier: str, kind: Kind) -> None:
    error = error_of(ONE_OF_EACH[kind], failure(Phase.NOT_SENT, FailureKind.CONNECTION), earlier=earlier)

    assert (error.outcome, error.applied) == (earlier, APPLIED[earlier])


@CLASSES
def test_doubt_is_stronger_than_an_attempt_that_was_rejected(kind: Kind) -> None:
    refused = failure(Phase.NOT_SENT, FailureKind.CONNECTION)

    assert error_of(ONE_OF_EACH[kind], refused, in_doubt=True, earlier="rejected").outcome == "unknown"


@pytest.mark.parametrize(
    "result",
    [
        pytest.param(json_response(404, b"{}"), id="404"),
        pytest.param(json_response(410, b"{}"), id="410"),
        pytest.param(json_response(422, b"{}"), id="422"),
        pytest.param(failure(Phase.NOT_SENT, FailureKind.CONNECTION), id="refused"),
        pytest.param(failure(Phase.NOT_SENT, FailureKind.CREDENTIALS), id="no credentials"),
        pytest.param(failure(Phase.HEAD, FailureKind.CONNECTION, 404), id="404 cut short"),
    ],
)
def test_doubt_of_an_earlier_attempt_is_never_settled_by_an_error(result: Response | Failure) -> None:
    error = error_of(ONE_OF_EACH[Kind.REPLAYABLE], result, in_doubt=True)

    assert isinstance(error, MayHaveBeenUpdatedError)
    assert (error.outcome, error.applied) == ("unknown", None)


def test_doubt_does_not_hide_the_class_of_the_error() -> None:
    error = error_of(ONE_OF_EACH[Kind.REPLAYABLE], json_response(404, b"{}"), in_doubt=True)

    assert isinstance(error, NotFoundException)
    assert type(error).__name__ == "MayHaveBeenUpdatedDespiteNotFoundException"


def test_doubt_is_settled_by_a_success() -> None:
    ended = ExchangeResult(answer("update_user", 200), 2, 1.0, in_doubt=True)

    assert read_response(ONE_OF_EACH[Kind.REPLAYABLE], ended).status_code == 200


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FailureKind.CONNECTION, ApiConnectionError),
        (FailureKind.PROTOCOL, ApiConnectionError),
        (FailureKind.CERTIFICATE, ApiConnectionError),
        (FailureKind.TIMEOUT, ApiTimeoutError),
        (FailureKind.TOO_LARGE, ResponseTooLargeError),
        (FailureKind.UNDECODABLE, UndecodableResponseError),
        (FailureKind.CREDENTIALS, CredentialsError),
    ],
    ids=lambda value: value.name if isinstance(value, FailureKind) else None,
)
def test_each_kind_of_failure_has_its_exception(kind: FailureKind, expected: type[ApiException]) -> None:
    error = error_of(GET_ORDER, failure(Phase.NOT_SENT, kind))

    assert type(error) is expected
    assert (error.status, error.headers, error.body, error.data) == (None, None, None, None)
    assert error.reason == "what went wrong"


def test_every_kind_of_failure_is_in_that_table() -> None:
    for kind in FailureKind:
        error_of(GET_ORDER, failure(Phase.SENT, kind))


def test_a_timeout_is_a_timeout_error() -> None:
    assert isinstance(error_of(GET_ORDER, failure(Phase.SENT, FailureKind.TIMEOUT)), TimeoutError)


@pytest.mark.parametrize("status", [200, 201, 299])
def test_a_2xx_cut_short_keeps_what_is_known(status: int) -> None:
    error = error_of(CREATE_CHECKOUT, failure(Phase.HEAD, FailureKind.CONNECTION, status))

    assert isinstance(error, ApiConnectionError)
    assert (error.status, error.body, error.reason) == (status, "partial", "what went wrong")


@pytest.mark.parametrize("status", [None, 200])
def test_the_cause_is_part_of_the_line_and_of_a_pickle(status: int | None) -> None:
    error = error_of(GET_ORDER, failure(Phase.HEAD, FailureKind.CONNECTION, status))
    back = pickle.loads(pickle.dumps(error))

    assert f"{error}".endswith(", 1 attempt: what went wrong: check the host, the proxy and the TLS settings")
    assert f"{back}" == f"{error}"
    assert (back.reason, back.args) == ("what went wrong", error.args)


@pytest.mark.parametrize("status", [None, 201])
@pytest.mark.parametrize("advice", ["", "set ssl_ca_cert"])
def test_arguments_bring_back_the_cause_and_the_advice(status: int | None, advice: str) -> None:
    failed = replace(failure(Phase.HEAD, FailureKind.CONNECTION, status), advice=advice)
    error = error_of(CREATE_CHECKOUT, failed)
    back = type(error)(*json.loads(json.dumps(error.args)))

    assert (str(back), back.reason, back.advice) == (str(error), "what went wrong", error.advice)
    assert back.args == error.args


@pytest.mark.parametrize(
    ("phase", "advice"),
    [
        (Phase.NOT_SENT, "set ssl_ca_cert"),
        (Phase.SENT, "the resource may already exist; creating it again may make a second one; set ssl_ca_cert"),
    ],
)
def test_advice_for_the_cause_takes_the_place_of_the_general_one_but_not_of_a_warning(
    phase: Phase, advice: str
) -> None:
    failed = Failure(phase, FailureKind.CONNECTION, "what went wrong", advice="set ssl_ca_cert")

    assert error_of(CREATE_CHECKOUT, failed).advice == advice


def test_the_exception_that_a_failure_carries_is_the_cause_of_the_error() -> None:
    lost = ConnectionResetError()
    ended = ExchangeResult(Failure(Phase.SENT, FailureKind.CONNECTION, "lost", cause=lost), 1, 0.5)
    for read_it in (read_response, raw_response):
        with pytest.raises(ApiConnectionError) as caught:
            read_it(GET_ORDER, ended)
        assert caught.value.__cause__ is lost


@pytest.mark.parametrize(("status", "expected"), [(300, UnexpectedRedirectException), (404, NotFoundException)])
def test_an_error_status_cut_short_is_that_status(status: int, expected: type[ApiException]) -> None:
    error = error_of(GET_ORDER, failure(Phase.HEAD, FailureKind.CONNECTION, status))

    assert type(error) is expected
    assert (error.status, error.body) == (status, "partial")


@pytest.mark.parametrize(
    ("coding", "kept", "text"),
    [
        pytest.param("gzip", gzip.compress(b'{"id": "1"}' + b" " * 99)[:-9], '{"id": "1"}' + " " * 99, id="cut short"),
        pytest.param("gzip", b'{"id": "1"}', '{"id": "1"}', id="no gzip"),
        pytest.param("br", b'{"id": "1"}', '{"id": "1"}', id="no brotli"),
        pytest.param("identity", b'{"id": "1"', '{"id": "1"', id="identity"),
    ],
)
def test_an_answer_that_was_kept_as_it_came_is_shown_as_text(coding: str, kept: bytes, text: str) -> None:
    came = response(201, kept, Content_Encoding=coding)
    error = error_of(CREATE_CHECKOUT, Failure(Phase.HEAD, FailureKind.UNDECODABLE, "why", came))

    assert (error.status, error.outcome, error.body) == (201, "applied", text)


# Raw answers


def test_a_raw_answer_in_an_unknown_coding_is_given_as_it_came() -> None:
    came = response(201, b"as it came", Content_Encoding="br")
    ended = ExchangeResult(Failure(Phase.HEAD, FailureKind.UNDECODABLE, "why", came), 1, 0.5)

    assert raw_response(CREATE_CHECKOUT, ended) is came


@pytest.mark.parametrize("kind", [FailureKind.CONNECTION, FailureKind.TOO_LARGE])
def test_a_raw_answer_that_is_not_whole_is_an_error_with_its_body(kind: FailureKind) -> None:
    came = response(201, b'{"id": "1"')
    with pytest.raises(ApiException) as caught:
        raw_response(CREATE_CHECKOUT, ExchangeResult(Failure(Phase.HEAD, kind, "why", came), 1, 0.5))

    assert (caught.value.outcome, caught.value.body) == ("applied", '{"id": "1"')


@pytest.mark.parametrize("status", [200, 204, 302, 404, 503])
def test_a_raw_answer_is_given_as_it_is(status: int) -> None:
    result = response(status, b"<html>", Content_Type="text/html")

    assert raw_response(GET_ORDER, ExchangeResult(result, 1, 0.5)) is result


@CLASSES
def test_a_raw_answer_that_did_not_come_is_an_error(kind: Kind) -> None:
    with pytest.raises(ApiConnectionError) as caught:
        raw_response(ONE_OF_EACH[kind], ExchangeResult(failure(Phase.SENT, FailureKind.CONNECTION), 1, 0.5))

    assert isinstance(caught.value, WRITES.get(kind, ApiConnectionError))


# Answers that only other contracts have


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        pytest.param(GET_ORDER._replace(result=None), b"", id="no body is declared"),
        pytest.param(GET_ORDER._replace(result=None), b"not JSON", id="a body that is not declared"),
        pytest.param(GET_ORDER._replace(may_be_empty=True), b"", id="the body is optional"),
    ],
)
def test_a_success_without_a_declared_body_has_no_data(operation: Operation[Any], body: bytes) -> None:
    ended = ExchangeResult(response(204, body, X_Request_Id="r-1"), 1, 0.5)

    assert read_response(operation, ended) == ApiResponse(
        status_code=204, headers=HTTPHeaderDict({"X-Request-Id": "r-1"}), data=None, raw_data=body
    )


def test_a_body_that_is_optional_is_read_where_it_comes() -> None:
    operation = GET_ORDER._replace(may_be_empty=True)

    assert read(operation, answer("get_order", 200)) == read(GET_ORDER, answer("get_order", 200))


def test_an_empty_body_is_refused_where_a_body_is_declared() -> None:
    assert isinstance(error_of(GET_ORDER, json_response(200, b"")), UndecodableResponseError)


def test_an_answer_may_be_a_list() -> None:
    operation = GET_ORDER._replace(result=lambda: list[int])

    assert read(operation, json_response(200, b"[1, 2]")) == [1, 2]
    assert isinstance(error_of(operation, json_response(200, b'["one"')), UndecodableResponseError)


def test_a_status_may_have_an_error_model_of_its_own() -> None:
    operation = GET_ORDER._replace(error_by_status={404: lambda: models.Metadata})

    assert isinstance(error_of(operation, json_response(404, b'{"marketCode": "SE"}')).data, models.Metadata)
    assert isinstance(error_of(operation, json_response(410, b"{}")).data, models.ErrorDetails)


def test_an_error_without_a_declared_body_has_its_text_alone() -> None:
    error = error_of(GET_ORDER._replace(error=None), json_response(404, b'{"message": "gone"}'))

    assert (error.status, error.data, error.body) == (404, None, '{"message": "gone"}')


# Answers of gateways, and the places that an error names

FOREIGN = "see .body: it came from a proxy or gateway, not from the service"
HTML = b"<html><h1>No required SSL certificate was sent</h1></html>"


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/json"])
@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (400, FOREIGN),
        (404, FOREIGN),
        (409, FOREIGN),
        (410, FOREIGN),
        (422, FOREIGN),
        (405, FOREIGN),
        (401, f"check the access token and the Client-Id; {FOREIGN}"),
        (403, f"check that these credentials may make this call; {FOREIGN}"),
        (413, f"the request is too large; send less at once; {FOREIGN}"),
        (429, f"wait before you try again; see .retry_after; {FOREIGN}"),
        (502, f"try again later; if it keeps failing, report .request_id to the service; {FOREIGN}"),
    ],
)
def test_an_error_that_is_not_json_came_from_a_gateway(status: int, advice: str, content_type: str) -> None:
    error = error_of(GET_ORDER, response(status, HTML, Content_Type=content_type))
    assert error.advice == advice
    assert str(error).endswith(f": {advice}")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert "SSL" not in str(error)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_that_leaves_a_create_in_doubt_does_not_hide_the_doubt(status: int) -> None:
    error = error_of(CREATE_CHECKOUT, response(status, HTML, Content_Type="text/html"))
    assert error.advice == f"{MayHaveBeenCreatedError.advice}; {FOREIGN}"


@pytest.mark.parametrize("body", [b"", b" \r\n", b'{"message": "x"}'])
@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_other_errors_have_the_advice_of_their_class(status: int, body: bytes) -> None:
    error = error_of(GET_ORDER, json_response(status, body))
    assert error.advice == type(error).advice
    assert FOREIGN not in str(error)


def test_a_proxy_that_asks_for_a_login_is_named_where_it_forwards() -> None:
    error = error_of(GET_ORDER, json_response(407, b"<html>"))
    assert error.advice == "check the user and the password in proxy, or proxy_headers"


def test_a_request_that_is_too_large_has_advice_without_a_body() -> None:
    assert error_of(GET_ORDER, response(413)).advice == "the request is too large; send less at once"


@pytest.mark.parametrize(
    ("details", "places"),
    [
        ({"items[0].itemNo": "canary", "deliveryArea.zipCode": "canary"}, ", at items[0].itemNo, deliveryArea.zipCode,"),
        ({"anna@example.com": "canary"}, ""),
        ({"+46701234567": "canary", "zipCode": "canary"}, ", at zipCode,"),
        ({"shippingContacts[12].addressLine1": "canary"}, ", at shippingContacts[12].addressLine1,"),
        ({"user4670123": "canary", "x" * 300: "canary", "a\nb": "canary", "": "canary"}, ""),
        ({f"items[{number}]": "canary" for number in range(7)}, ", at items[0], items[1], items[2], items[3], items[4],"),
        ({}, ""),
        (None, ""),
        ("canary", ""),
        ({"items": {"canary": 1}}, ", at items,"),
        ({"Anna": "canary", "items[0].Hemlig": "canary", "anna_svensson": "canary", "items.zipCode": "canary"}, ", at items.zipCode,"),
    ],
    ids=["two", "an address", "a number", "with digits", "no names", "many", "none", "null", "text", "drifted", "names of persons"],
)  # fmt: skip
def test_an_error_names_the_places_of_its_details_without_their_values(details: object, places: str) -> None:
    error = error_of(CREATE_CHECKOUT, json_response(422, json.dumps({"errorCode": 7, "detailsMap": details}).encode()))
    assert f", error code 7{places or ','} 1 attempt:" in str(error)
    assert "canary" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
