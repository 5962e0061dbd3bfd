"""The errors: constructed as in generated clients, caught by their class, and safe to log, to print and to pickle."""

from __future__ import annotations

import inspect
import io
import json
import pickle
import re
import sys
import traceback
from types import SimpleNamespace
from typing import Any

import pytest
import urllib3
from hypothesis import given, settings
from hypothesis import strategies as st

import order_capture_client
from order_capture_client import exceptions
from order_capture_client.drift import Drift
from order_capture_client.exceptions import (
    ApiAttributeError,
    ApiConnectionError,
    ApiException,
    ApiKeyError,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
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
    OpenApiException,
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
    exception_for_status,
    in_doubt,
    render_path,
)
from order_capture_client.models import CreateResource, ErrorDetails

CANARY = "canary-7f3a"
PROPERTY = settings(deadline=None, database=None, derandomize=True)

CALL_ERRORS: list[type[ApiException]] = [
    ApiException,
    BadRequestException,
    UnauthorizedException,
    AuthenticationTimeoutException,
    ForbiddenException,
    NotFoundException,
    ConflictException,
    GoneException,
    UnprocessableEntityException,
    TooManyRequestsException,
    ServiceException,
    UnexpectedRedirectException,
    CredentialsError,
    ApiConnectionError,
    ApiTimeoutError,
    ResponseError,
    UndecodableResponseError,
    DriftedResponseError,
    UnexpectedContentTypeError,
    ResponseTooLargeError,
    WrongCheckoutError,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
]
MIXINS: list[type[ApiException]] = [MayHaveBeenCreatedError, MayHaveBeenUpdatedError]
IN_DOUBT = [in_doubt(mixin, error) for mixin in MIXINS for error in CALL_ERRORS if error not in MIXINS]
INPUT_ERRORS: list[Any] = [ApiTypeError, ApiValueError, ApiAttributeError, ApiKeyError]


def name_of(kind: type[ApiException]) -> str:
    return "+".join(dict.fromkeys(base.__name__ for base in kind.__mro__[:2] if issubclass(base, ApiException)))


def http_response(status: int = 404, body: bytes = b"", **headers: str) -> urllib3.HTTPResponse:
    """The object that generated clients pass as `http_resp`."""
    return urllib3.HTTPResponse(body=body, status=status, reason=CANARY, headers=headers, preload_content=True)


def full(kind: type[ApiException]) -> ApiException:
    """An error with something everywhere, and a canary wherever nothing may be shown."""
    return kind(
        status=404,
        reason=CANARY,
        body=CANARY,
        data=ErrorDetails(message=CANARY),
        headers={"X-Name": CANARY},
        call="get_order GET /{retailUnit}/checkouts/{checkoutId}/order",
        operation="get_order",
        attempts=2,
        elapsed=1.5,
        retry_after=3.0,
        request_id="req-1",
        error_code=12,
        outcome="rejected",
        drift=(Drift((CANARY,), "unknown_field"),),
    )


# The tree


def test_the_lists_above_are_complete() -> None:
    public = {
        kind
        for kind in vars(exceptions).values()
        if isinstance(kind, type) and issubclass(kind, ApiException) and kind.__module__ == exceptions.__name__
    }
    assert set(CALL_ERRORS) == public


@pytest.mark.parametrize("kind", CALL_ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_a_call_says_what_to_do_except_the_bases_of_others(kind: type[ApiException]) -> None:
    assert bool(kind.advice) is (kind not in (ApiException, ResponseError))


@pytest.mark.parametrize("kind", CALL_ERRORS, ids=lambda kind: kind.__name__)
def test_advice_serves_the_resources_of_any_contract(kind: type[ApiException]) -> None:
    prose = kind.advice.replace("check_checkout_id=False", "a setting")
    assert not re.search("checkout|order|cart|retail", prose, re.IGNORECASE)


@pytest.mark.parametrize("kind", [OpenApiException, *INPUT_ERRORS, *CALL_ERRORS], ids=lambda kind: kind.__name__)
def test_every_exception_is_exported_and_documented(kind: type[Exception]) -> None:
    assert getattr(order_capture_client, kind.__name__) is kind
    assert kind.__name__ in vars(order_capture_client)["__all__"]
    assert inspect.getdoc(kind)


@pytest.mark.parametrize(
    ("kind", "caught_as"),
    [
        (ApiTypeError, (OpenApiException, TypeError)),
        (ApiValueError, (OpenApiException, ValueError)),
        (ApiAttributeError, (OpenApiException, AttributeError)),
        (ApiKeyError, (OpenApiException, KeyError)),
        (ApiException, (OpenApiException,)),
        (ApiTimeoutError, (ApiConnectionError, TimeoutError, OSError)),
        (AuthenticationTimeoutException, (UnauthorizedException,)),
        (UndecodableResponseError, (ResponseError,)),
        (DriftedResponseError, (UndecodableResponseError, ResponseError)),
        (UnexpectedContentTypeError, (ResponseError,)),
        (ResponseTooLargeError, (ResponseError,)),
        (WrongCheckoutError, (ResponseError,)),
        *((kind, (ApiException,)) for kind in CALL_ERRORS),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_an_error_is_caught_by_each_of_its_bases(kind: type[Exception], caught_as: tuple[type[Exception], ...]) -> None:
    for base in caught_as:
        with pytest.raises(base):
            raise kind("x")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestException),
        (401, UnauthorizedException),
        (403, ForbiddenException),
        (404, NotFoundException),
        (409, ConflictException),
        (410, GoneException),
        (419, AuthenticationTimeoutException),
        (422, UnprocessableEntityException),
        (429, TooManyRequestsException),
        (500, ServiceException),
        (503, ServiceException),
        (599, ServiceException),
        (301, UnexpectedRedirectException),
        (308, UnexpectedRedirectException),
        (402, ApiException),
        (408, ApiException),
        (418, ApiException),
        (600, ApiException),
        (101, ApiException),
    ],
)
def test_a_status_has_its_exception(status: int, kind: type[ApiException]) -> None:
    assert exception_for_status(status) is kind
    with pytest.raises(kind) as caught:
        ApiException.from_response(http_resp=http_response(status), body="text", data=None)
    assert type(caught.value) is kind
    assert caught.value.status == status


def test_the_model_of_an_answer_that_drifted_has_two_names() -> None:
    created = CreateResource(resource_id="c1")
    made = DriftedResponseError(200, data=created)
    assert made.model is made.data is created
    assert pickle.loads(pickle.dumps(made)).model is None
    assert not hasattr(UndecodableResponseError(200), "model")


# Made as in generated clients


@pytest.mark.parametrize("kind", CALL_ERRORS, ids=name_of)
def test_an_error_is_made_as_in_generated_clients(kind: type[ApiException]) -> None:
    made = kind(status=404, reason="Not Found")
    assert (made.status, made.reason, made.body, made.data, made.headers) == (404, "Not Found", None, None, None)
    assert (kind(404, "Not Found").status, kind(404, "Not Found").reason) == (404, "Not Found")
    assert (kind().status, kind().reason) == (None, None)
    assert (kind().attempts, kind().elapsed) == (0, 0.0)


def test_an_error_takes_what_is_missing_from_the_response() -> None:
    made = NotFoundException(http_resp=http_response(404, "å".encode(), **{"X-Request-Id": "1"}))
    assert (made.status, made.reason, made.body) == (404, CANARY, "å")
    assert made.headers is not None
    assert made.headers["x-request-id"] == "1"


def test_what_is_given_wins_over_the_response() -> None:
    details = ErrorDetails(error_code=1)
    made = ApiException(404, "Not Found", http_response(500, b"text"), body="body", data=details)
    assert (made.status, made.reason, made.body, made.data) == (404, "Not Found", "body", details)


@pytest.mark.parametrize(
    ("response", "body"),
    [
        (http_response(body=b"\xff"), "�"),
        (SimpleNamespace(status=404, reason="x", data=None, headers={}), None),
        (SimpleNamespace(status=404, reason="x", data="text", headers={}), None),
        (SimpleNamespace(status=404, reason="x", headers={}), None),
    ],
    ids=["not UTF-8", "data not read", "data is text", "no data"],
)
def test_a_body_that_cannot_be_read_is_no_new_error(response: Any, body: str | None) -> None:
    # generated clients swallow every error here, so users' doubles of a response have few attributes
    assert ApiException(http_resp=response).body == body


def test_from_response_keeps_body_and_data() -> None:
    details = ErrorDetails(error_code=12)
    with pytest.raises(NotFoundException) as caught:
        ApiException.from_response(http_resp=http_response(404, b"other"), body="text", data=details)
    assert (caught.value.body, caught.value.data, caught.value.reason) == ("text", details, CANARY)


@pytest.mark.parametrize("kind", INPUT_ERRORS, ids=lambda kind: kind.__name__)
def test_an_input_error_is_made_as_in_generated_clients(kind: Any) -> None:
    assert kind("wrong").args == ("wrong",)
    assert kind("wrong").path_to_item is None
    made = kind("wrong", path_to_item=["items", 2, "itemNo"])
    assert made.args == ("wrong at ['items'][2]['itemNo']",)
    assert made.path_to_item == ["items", 2, "itemNo"]


def test_a_type_error_says_what_would_fit() -> None:
    made = ApiTypeError("wrong", path_to_item=["a"], valid_classes=(int,), key_type=True)
    assert (made.valid_classes, made.key_type, str(made)) == ((int,), True, "wrong at ['a']")


def test_a_path_is_rendered_as_in_generated_clients() -> None:
    assert render_path(["items", 2, "itemNo"]) == "['items'][2]['itemNo']"
    assert render_path([]) == ""


# Messages


@pytest.mark.parametrize("kind", [*CALL_ERRORS, *IN_DOUBT], ids=name_of)
def test_an_error_is_one_line_without_values(kind: type[ApiException]) -> None:
    line = str(full(kind))
    assert line.startswith(
        f"404 {kind.__name__}: get_order GET /{{retailUnit}}/checkouts/{{checkoutId}}/order, "
        "error code 12, request id req-1, 2 attempts"
    )
    assert line.endswith(kind.advice)
    assert len(line.splitlines()) == 1
    assert repr(full(kind)) == f"<{line}>"
    for text in (line, f"{full(kind)}", "%s" % full(kind), repr(full(kind)), repr(full(kind).args)):  # noqa: UP031
        assert CANARY not in text
    assert CANARY not in "".join(traceback.format_exception(full(kind)))


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (ApiException(), "ApiException"),
        (ApiException(418), "418 ApiException"),
        (
            ServiceException(500, attempts=1),
            "500 ServiceException: 1 attempt: try again later; if it keeps failing, report .request_id to the service",
        ),
        (GoneException(410), "410 GoneException: it has expired; create a new one"),
        (
            ApiTimeoutError(call="get_order GET /x", attempts=3),
            "ApiTimeoutError: get_order GET /x, 3 attempts: try again later, or allow more time with _request_timeout",
        ),
        (
            in_doubt(MayHaveBeenCreatedError, ServiceException)(503, request_id="r"),
            "503 MayHaveBeenCreatedDespiteServiceException: request id r: the resource may already exist; creating it again may make a second one",
        ),
    ],
    ids=["nothing", "status", "attempt", "advice", "no status", "in doubt"],
)
def test_what_is_not_known_is_not_said(made: ApiException, line: str) -> None:
    assert str(made) == line


@PROPERTY
@given(st.text() | st.sampled_from(["a\nb", "a\r\nb", "a\x85b", "a\u2028b", "\x1b[31m"]))
def test_an_error_stays_one_printable_line_whatever_id_the_service_sends(request_id: str) -> None:
    line = str(NotFoundException(404, request_id=request_id))
    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize("kind", [*CALL_ERRORS, *IN_DOUBT], ids=name_of)
def test_all_is_on_the_attributes(kind: type[ApiException]) -> None:
    made = full(kind)
    assert (made.status, made.reason, made.body, made.headers) == (404, CANARY, CANARY, {"X-Name": CANARY})
    assert made.data == ErrorDetails(message=CANARY)
    assert (made.operation, made.attempts, made.elapsed, made.retry_after) == ("get_order", 2, 1.5, 3.0)
    assert (made.request_id, made.error_code, made.outcome) == ("req-1", 12, "rejected")
    assert made.drift == (Drift((CANARY,), "unknown_field"),)
    assert kind().drift == ()


@pytest.mark.parametrize(
    ("outcome", "applied"),
    [("not_sent", False), ("rejected", False), ("unknown", None), ("applied", True), (None, None)],
)
def test_applied_says_no_more_than_is_known(outcome: Any, applied: bool | None) -> None:
    assert ApiException(outcome=outcome).applied is applied


# In doubt


@pytest.mark.parametrize("kind", IN_DOUBT, ids=name_of)
def test_an_error_in_doubt_is_caught_as_either(kind: type[ApiException]) -> None:
    mixin, error = kind.__bases__
    assert kind.__name__ == f"{mixin.__name__.removesuffix('Error')}Despite{error.__name__}"
    for base in (mixin, error, ApiException, OpenApiException):
        with pytest.raises(base):
            raise kind(503)
    assert kind.advice == mixin.advice  # type: ignore[attr-defined]
    assert kind.__doc__


def test_an_error_in_doubt_is_one_class() -> None:
    assert in_doubt(MayHaveBeenCreatedError, ServiceException) is in_doubt(MayHaveBeenCreatedError, ServiceException)
    assert in_doubt(MayHaveBeenCreatedError, ServiceException) is not in_doubt(
        MayHaveBeenUpdatedError, ServiceException
    )


def test_a_503_on_a_create_is_a_service_exception_and_in_doubt() -> None:
    with pytest.raises(ServiceException) as caught:
        raise in_doubt(MayHaveBeenCreatedError, ServiceException)(503)
    assert isinstance(caught.value, MayHaveBeenCreatedError)
    assert not isinstance(caught.value, MayHaveBeenUpdatedError)


# Pickles


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", [*CALL_ERRORS, *IN_DOUBT], ids=name_of)
def test_a_pickle_carries_neither_body_nor_data_nor_headers_nor_drift(kind: type[ApiException], protocol: int) -> None:
    made = full(kind)
    pickled = pickle.dumps(made, protocol)
    assert CANARY.encode() not in pickled
    back: ApiException = pickle.loads(pickled)
    assert type(back) is kind
    assert str(back) == str(made)
    left_behind = {"reason": CANARY, "body": CANARY, "data": made.data, "headers": made.headers}
    assert [getattr(back, name) for name in left_behind] == [None] * 4
    assert back.drift == ()
    assert vars(back) | left_behind | {"drift": made.drift} == vars(made)
    assert back.applied is False


def test_a_pickle_says_why_no_answer_came() -> None:
    back = pickle.loads(pickle.dumps(ApiConnectionError(reason="ConnectionResetError")))
    assert back.reason == "ConnectionResetError"  # our own word


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("connection refused (ECONNREFUSED)", "connection refused (ECONNREFUSED): "),
        ("two\nlines", ""),
        ("x" * 201, ""),
        ("", ""),
        (None, ""),
    ],
    ids=repr,
)
def test_the_line_has_a_reason_without_an_answer_if_it_is_short_and_plain(reason: str | None, shown: str) -> None:
    assert str(ApiConnectionError(reason=reason)) == f"ApiConnectionError: {shown}{ApiConnectionError.advice}"


def test_the_line_has_no_reason_of_an_answer() -> None:
    assert "plain words" not in str(ApiException(status=404, reason="plain words"))


@pytest.mark.parametrize("kind", INPUT_ERRORS, ids=lambda kind: kind.__name__)
def test_an_input_error_can_be_pickled(kind: Any) -> None:
    made = kind("wrong", path_to_item=["items", 2])
    back = pickle.loads(pickle.dumps(made))
    assert type(back) is kind
    assert (back.args, back.path_to_item, str(back)) == (made.args, ["items", 2], str(made))


class UsersError(ApiException):
    """A subclass of our errors, as users write it."""

    def __init__(self, order: str) -> None:
        super().__init__(status=404)
        self.order = order


def test_an_error_of_a_users_own_may_be_in_doubt() -> None:
    class Own(ApiException):
        """Made here, so that nobody has asked for its class in doubt before."""

    kind = in_doubt(MayHaveBeenUpdatedError, Own)
    assert (kind.__bases__, kind.__name__) == ((MayHaveBeenUpdatedError, Own), "MayHaveBeenUpdatedDespiteOwn")
    assert (kind.__module__, kind.__doc__) == (exceptions.__name__, MayHaveBeenUpdatedError.__doc__)
    assert in_doubt(MayHaveBeenUpdatedError, Own) is kind
    _, (parts, _) = kind(503).__reduce__()
    assert parts == (MayHaveBeenUpdatedError, Own)  # a pickle names these two: no module has the class itself


def test_an_error_of_a_users_own_can_be_pickled() -> None:
    back = pickle.loads(pickle.dumps(UsersError("1")))
    assert (type(back), back.order, back.status) == (UsersError, "1", 404)


# Pickles of other attributes


def test_a_timeout_has_no_number_of_the_operating_system() -> None:
    made = ApiTimeoutError(408, "too late")
    assert (made.status, made.errno, made.strerror) == (408, None, None)


# Carried by what keeps module, name and args, such as Celery's JSON


def carried(error: Exception) -> Any:
    """The error as it comes back from a store that knows only its module, the name of its class, and its args as JSON."""
    stored = json.dumps([type(error).__module__, type(error).__qualname__, error.args])
    module, name, args = json.loads(stored)
    return getattr(sys.modules[module], name)(*args)


@pytest.mark.parametrize("kind", [*CALL_ERRORS, *IN_DOUBT], ids=name_of)
def test_module_name_and_args_bring_an_error_back(kind: type[ApiException]) -> None:
    made = full(kind)
    back = carried(made)
    assert type(back) is kind
    assert str(back) == str(made)
    left_behind = {"reason": CANARY, "body": CANARY, "data": made.data, "headers": made.headers, "drift": made.drift}
    assert vars(back) | left_behind == vars(made)


def test_what_was_pickled_can_be_carried_further() -> None:
    made = full(in_doubt(MayHaveBeenCreatedError, ApiTimeoutError))
    back = pickle.loads(pickle.dumps(made))
    assert back.args == made.args
    assert type(carried(back)) is type(made)


def test_args_say_why_no_answer_came() -> None:
    assert carried(ApiConnectionError(reason="ConnectionResetError")).reason == "ConnectionResetError"  # our own word


@pytest.mark.parametrize("kind", CALL_ERRORS, ids=name_of)
def test_args_show_nothing_of_an_answer(kind: type[ApiException]) -> None:
    for made in (kind(404, CANARY), kind(status=404, reason=CANARY), kind(http_resp=http_response(404)), full(kind)):
        assert made.args[:3] == (404, None, None)
        assert CANARY not in repr(made.args)


@pytest.mark.parametrize(
    "name",
    [
        "MayHaveBeenCreatedDespiteNonsense",
        "MayHaveBeenCreatedDespite",
        "MayHaveBeenCreatedDespiteApiValueError",
        "MayHaveBeenCreatedDespiteMapping",
        "ServiceDespiteApiException",
        "DespiteServiceException",
        "ServiceExceptionMayHaveBeenCreated",
        "Despite",
    ],
)
def test_only_errors_of_a_call_have_classes_in_doubt(name: str) -> None:
    with pytest.raises(AttributeError, match=rf"^module '{exceptions.__name__}' has no attribute '{name}'$"):
        getattr(exceptions, name)


def test_a_status_is_raised_without_a_context() -> None:
    with pytest.raises(NotFoundException) as caught:
        ApiException.from_response(http_resp=http_response(404), body=None, data=None)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_a_printed_traceback_shows_no_value() -> None:
    out = io.StringIO()
    try:
        raise full(NotFoundException)
    except ApiException:
        traceback.print_exc(file=out)
    assert CANARY not in out.getvalue()
    assert "404 NotFoundException: get_order" in out.getvalue()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (exceptions.NotFoundException(status=404), "rejected"),
        (exceptions.ApiException(status=418), "rejected"),
        (exceptions.ApiException(status=408), None),
        (exceptions.ServiceException(status=503), None),
        (exceptions.NotFoundException(), None),
        (exceptions.MayHaveBeenCreatedError(status=404), None),
        (exceptions.NotFoundException(status=404, outcome="unknown"), "unknown"),
    ],
    ids=repr,
)
def test_an_error_made_by_hand_has_the_outcome_of_its_status(
    error: exceptions.ApiException, outcome: str | None
) -> None:
    assert error.outcome == outcome
