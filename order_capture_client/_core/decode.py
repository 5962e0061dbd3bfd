"""From the result of an exchange to an `ApiResponse` or an exception; the third step of a call."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, NoReturn

from typing_extensions import TypeVar
from urllib3 import HTTPHeaderDict

from order_capture_client._core.exchange import ends_all_calls
from order_capture_client._core.headers import JSON_TYPE
from order_capture_client._core.http import readable_body
from order_capture_client._core.operation import Operation, Repeat
from order_capture_client._core.verdict import mark_hopeless
from order_capture_client._core.wire import ExchangeResult, Failure, FailureKind, Phase, Response
from order_capture_client._first_time import first_time
from order_capture_client._model.answer import from_answer, value_from_answer
from order_capture_client._model.base import Model
from order_capture_client._model.fields import fields_of, models_within
from order_capture_client._model.limits import UUID
from order_capture_client.api_response import ApiResponse
from order_capture_client.drift import Drift
from order_capture_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    ApiValueError,
    BadRequestException,
    ConflictException,
    CredentialsError,
    DriftedResponseError,
    GoneException,
    MayHaveBeenCreatedError,
    MayHaveBeenUpdatedError,
    NotFoundException,
    Outcome,
    ResponseTooLargeError,
    UndecodableResponseError,
    UnexpectedContentTypeError,
    UnprocessableEntityException,
    WrongCheckoutError,
    exception_for_status,
    in_doubt,
    keep_places,
)

LARGEST_DRIFT_LIST = 20
"""The number of differences that the reason of an error names."""

ResultT = TypeVar("ResultT")

_BY_KIND: dict[FailureKind, type[ApiException]] = {
    FailureKind.CONNECTION: ApiConnectionError,
    FailureKind.TIMEOUT: ApiTimeoutError,
    FailureKind.CERTIFICATE: ApiConnectionError,
    FailureKind.PROTOCOL: ApiConnectionError,
    FailureKind.TOO_LARGE: ResponseTooLargeError,
    FailureKind.UNDECODABLE: UndecodableResponseError,
    FailureKind.PROXY: ApiConnectionError,
    FailureKind.CREDENTIALS: CredentialsError,
}


def read_response(
    operation: Operation[ResultT], ended: ExchangeResult, asked: str | None = None, *, strict: bool = False
) -> ApiResponse[ResultT]:
    """Return the answer as a model.

    Args:
        operation: Names the model.
        ended: How the sending ended.
        asked: The argument that the answer has to echo; an answer that names another one is refused.
        strict: Whether an answer that differs from the contract is refused.

    Raises:
        ApiException: No answer came, or one that cannot be used, or an error status.
    """
    result = ended.result
    if isinstance(result, Failure):
        _raise_failure(operation, ended, result)
    if not 200 <= result.status < 300:
        _raise_status(operation, ended, result)
    if operation.result is None or (not result.body and operation.may_be_empty):
        empty: Any = None
        return ApiResponse(status_code=result.status, headers=result.headers, data=empty, raw_data=result.body)
    if not _is_json(result):
        _raise(UnexpectedContentTypeError, operation, ended, reason="the answer is not JSON", response=result)
    decoded = _decoded(operation.result(), result.body)
    if isinstance(decoded, str):
        _raise(UndecodableResponseError, operation, ended, reason=decoded, response=result)
    data, drift = decoded
    drift = _checked_ids(operation, ended, result, asked, data, drift)
    if strict and drift:
        reason = "; ".join(map(str, drift[:LARGEST_DRIFT_LIST]))
        _raise(DriftedResponseError, operation, ended, reason=reason, response=result, data=data, drift=drift)
    return ApiResponse(status_code=result.status, headers=result.headers, data=data, raw_data=result.body, drift=drift)


def _checked_ids(
    operation: Operation[Any],
    ended: ExchangeResult,
    response: Response,
    asked: str | None,
    data: Model,
    drift: tuple[Drift, ...],
) -> tuple[Drift, ...]:
    """Return the drift of an answer, that of the id of a new resource included.

    Raises:
        WrongCheckoutError: The answer names another resource.
        UndecodableResponseError: The id of the new resource is missing.
    """
    if operation.echoes and asked is not None and _is_another(getattr(data, operation.echoes), asked):
        reason = f"{_wire_name(data, operation.echoes)}: the answer names another one"
        _raise(WrongCheckoutError, operation, ended, reason=reason, response=response, drift=drift)
    if not operation.creates:
        return drift
    created = getattr(data, operation.creates)
    if not _is_id(created):
        reason = f"{_wire_name(data, operation.creates)}: required"
        _raise(UndecodableResponseError, operation, ended, reason=reason, response=response, drift=drift)
    if str(created).isprintable():
        return drift
    return (*drift, Drift((_wire_name(data, operation.creates),), "invalid_value"))  # it will be written to terminals


def raw_response(operation: Operation[Any], ended: ExchangeResult) -> Response:
    """Return a complete answer of any status as it is, even if its content coding cannot be undone.

    Raises:
        ApiException: No complete answer came.
    """
    result = ended.result
    if isinstance(result, Failure):
        if result.kind is not FailureKind.UNDECODABLE or result.response is None:
            _raise_failure(operation, ended, result)
        return result.response
    return result


def _raise_failure(operation: Operation[Any], ended: ExchangeResult, failure: Failure) -> NoReturn:
    response = None if failure.kind is FailureKind.PROXY else failure.response
    if response is not None and not 200 <= response.status < 300:
        _raise_status(operation, ended, response)
    _raise(
        _BY_KIND[failure.kind],
        operation,
        ended,
        reason=failure.detail,
        response=response,
        failure=failure,
    )


def _raise_status(operation: Operation[Any], ended: ExchangeResult, response: Response) -> NoReturn:
    details, drift = _error_details(operation, response)
    error_code = getattr(details, "error_code", None)
    _raise(
        exception_for_status(response.status),
        operation,
        ended,
        reason=response.reason,
        response=response,
        data=details,
        error_code=error_code if isinstance(error_code, int) and not isinstance(error_code, bool) else None,
        drift=drift,
        foreign=details is None and operation.error is not None and response.body.strip() != b"",
    )


def _error_details(operation: Operation[Any], response: Response) -> tuple[Model | None, tuple[Drift, ...]]:
    """Return the error body and its drift; None for a body that is missing or not a JSON object."""
    if not response.body or not _is_json(response):
        return None, ()
    maker = operation.error_by_status.get(response.status, operation.error)
    if maker is None:
        return None, ()
    with first_time():  # the first error imports its model
        model = maker()
    decoded = _decoded(model, response.body)
    return (None, ()) if isinstance(decoded, str) else decoded


def _decoded(of: Any, body: bytes) -> tuple[Any, tuple[Drift, ...]] | str:
    """Return an answer as a model, or as a value of another type, and its drift; or what is wrong with the body."""
    model: type[Model] | None = of if isinstance(of, type) and issubclass(of, Model) else None
    try:
        return value_from_answer(of, body) if model is None else from_answer(model, body)
    except ApiValueError as error:
        return str(error)


def _is_another(named: object, asked: str) -> bool:
    """Return whether an answer names another resource than the one that was asked for.

    A drifted id may be a number, so it is compared numerically; any other type identifies nothing.
    """
    if isinstance(named, int) and not isinstance(named, bool):
        return asked.isdecimal() and int(asked) != named
    if not isinstance(named, str) or named == asked:
        return False
    return named.lower() != asked.lower() or not re.fullmatch(UUID, asked)  # which may be in capital letters


def _is_id(value: object) -> bool:
    """Return whether a value identifies a new resource; a number is drift, but still an id."""
    return isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""


def _wire_name(data: Model, field: str) -> str:
    return fields_of(type(data))[field].wire_name


def _raise(
    error: type[ApiException],
    operation: Operation[Any],
    ended: ExchangeResult,
    *,
    reason: str,
    response: Response | None,
    data: Model | None = None,
    error_code: int | None = None,
    drift: tuple[Drift, ...] = (),
    foreign: bool = False,
    failure: Failure | None = None,
) -> NoReturn:
    outcome = outcome_of(ended.result, in_doubt=ended.in_doubt, earlier=ended.earlier)
    if outcome in ("unknown", "applied") and operation.repeat is not Repeat.SAFE:
        error = in_doubt(MayHaveBeenCreatedError if operation.creates else MayHaveBeenUpdatedError, error)
    headers = HTTPHeaderDict() if response is None else response.headers
    status = None if response is None else response.status
    advice = _advice(error, status, foreign, "" if failure is None else failure.advice)
    made = error(
        status=status,
        reason=reason,
        body=None if response is None else _text(response, ended),
        data=data,
        headers=None if response is None else headers,
        call=operation.call,
        operation=operation.name,
        attempts=ended.attempts,
        elapsed=ended.elapsed,
        retry_after=ended.retry_after,
        request_id=headers.get("X-Request-Id"),
        error_code=error_code,
        outcome=outcome,
        drift=drift,
        cause=None if failure is None else failure.detail,
        advice=advice,
    )
    if failure is not None and ends_all_calls(failure):
        mark_hopeless(made)
    keep_places(made, partial(_names_of, operation))
    raise made from (None if failure is None else failure.cause)


def _names_of(operation: Operation[Any]) -> frozenset[str]:
    """Return the names that an operation may hold, in both spellings: of parameters, and of properties of its body."""
    names: set[str] = set()
    for parameter in operation.parameters:
        names |= {parameter.name, parameter.wire_name}
        for model in () if parameter.model is None else models_within(parameter.model()):
            names |= {name for field in fields_of(model).values() for name in (field.name, field.wire_name)}
    return frozenset(names)


def _advice(error: type[ApiException], status: int | None, foreign: bool, known: str) -> str:
    """Return what to do next; a gateway in front of the service knows no `ErrorDetails` and no ids."""
    if known:
        return f"{error.advice}; {known}" if issubclass(error, _IN_DOUBT) else known
    if status == 407:
        return "check the user and the password in proxy, or proxy_headers"
    advice = "the request is too large; send less at once" if status == 413 and not error.advice else error.advice
    if issubclass(error, WrongCheckoutError) and issubclass(error, _IN_DOUBT):
        return f"{advice}; {WrongCheckoutError.advice}"
    if not foreign:
        return advice
    if issubclass(error, _JUDGED_BY_THE_SERVICE) and not issubclass(error, _IN_DOUBT):
        return _FOREIGN
    return "; ".join(part for part in (advice, _FOREIGN) if part)


_FOREIGN = "see .body: it came from a proxy or gateway, not from the service"
_IN_DOUBT = (MayHaveBeenCreatedError, MayHaveBeenUpdatedError)
_JUDGED_BY_THE_SERVICE = (
    BadRequestException,
    ConflictException,
    GoneException,
    NotFoundException,
    UnprocessableEntityException,
)
"""The errors whose advice is about the answer of the service, or about the arguments that it has judged."""


def _text(response: Response, ended: ExchangeResult) -> str:
    if isinstance(ended.result, Failure):  # its body is kept as it came
        return readable_body(response)
    return response.body.decode(errors="replace")


def outcome_of(result: Response | Failure, *, in_doubt: bool = False, earlier: Outcome = "not_sent") -> Outcome:
    """Return the known effect of a request.

    Args:
        result: How the last attempt ended.
        in_doubt: Whether an earlier attempt may have been processed.
        earlier: The known effect of the earlier attempts, which stands if the last one was not sent.
    """
    response = result if isinstance(result, Response) else result.response
    is_sent = isinstance(result, Response) or result.phase is not Phase.NOT_SENT
    if is_sent and response is not None and 200 <= response.status < 300:  # a proxy may say 204 and make no tunnel
        return "applied"
    if in_doubt:
        return "unknown"
    if not is_sent:
        return earlier
    if response is not None and 400 <= response.status < 500 and response.status != 408:
        return "rejected"
    return "unknown"


def _is_json(response: Response) -> bool:
    """Return whether an answer may be read as JSON; an answer without a content type may."""
    return all(JSON_TYPE.fullmatch(value.strip()) for value in response.headers.getlist("Content-Type"))
