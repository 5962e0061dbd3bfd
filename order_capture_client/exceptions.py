"""Every exception that this package raises.

    OpenApiException
    ├── ApiTypeError (TypeError)            an argument has the wrong type
    ├── ApiValueError (ValueError)          an argument, a setting or a model is invalid; nothing was sent
    ├── ApiAttributeError (AttributeError)  a name is not offered; the message says what to use instead
    ├── ApiKeyError (KeyError)
    └── ApiException                        a call failed after its input was accepted
        ├── BadRequestException                 400
        ├── UnauthorizedException               401
        │   └── AuthenticationTimeoutException      419, the session token is invalid or has expired
        ├── ForbiddenException                  403
        ├── NotFoundException                   404
        ├── ConflictException                   409
        ├── GoneException                       410
        ├── UnprocessableEntityException        422
        ├── TooManyRequestsException            429
        ├── ServiceException                    5xx
        ├── UnexpectedRedirectException         3xx, never followed
        ├── CredentialsError                    the token provider failed, or the credentials were not pickled
        ├── ApiConnectionError                  no complete answer arrived
        │   └── ApiTimeoutError (TimeoutError)
        ├── ResponseError                       an answer arrived, but cannot be used
        │   ├── UndecodableResponseError            not JSON, not an object, no id of the new resource, bad encoding
        │   │   └── DriftedResponseError                differs from the contract, and strict_responses is on
        │   ├── UnexpectedContentTypeError          declared as something other than JSON, such as a portal's HTML
        │   ├── ResponseTooLargeError
        │   └── WrongCheckoutError                  names another checkout
        ├── MayHaveBeenCreatedError             mixed into any of the above if a create may have succeeded
        └── MayHaveBeenUpdatedError             the same for a patch or an update

For example, `except ServiceException` and `except MayHaveBeenCreatedError` both catch a 503 on a create. The class of
that error is `MayHaveBeenCreatedDespiteServiceException`; this module has every such class as an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias, TypeGuard, cast

from order_capture_client import models
from order_capture_client._input_errors import ApiAttributeError as ApiAttributeError
from order_capture_client._input_errors import ApiKeyError as ApiKeyError
from order_capture_client._input_errors import ApiTypeError as ApiTypeError
from order_capture_client._input_errors import ApiValueError as ApiValueError
from order_capture_client._input_errors import OpenApiException as OpenApiException
from order_capture_client._input_errors import render_path as render_path
from order_capture_client._lazy import LazyModule
from order_capture_client._model.base import Model
from order_capture_client._problem import Problem as Problem
from order_capture_client.drift import Drift

if TYPE_CHECKING:
    from order_capture_client import prepared_request
else:
    prepared_request = LazyModule("order_capture_client.prepared_request")  # imported when hints are resolved

_PLAIN_ID = r"[!-~]{1,128}"
_PLAIN_CAUSE = r"[ -~]{1,200}"
_PLACE = r"[A-Za-z_](\[\d{1,4}\]|\d{1,3}(?!\d)|[.A-Za-z_]){0,80}"
_MOST_PLACES = 5

Outcome: TypeAlias = Literal["not_sent", "rejected", "unknown", "applied"]
"""Whether a request never left, was rejected, may have been applied, or was applied."""


class ApiException(OpenApiException):
    """A call failed after its input was accepted.

    `str()` returns one line that is safe to log: it contains no bodies, ids, queries or headers. These are on the
    attributes. A pickle leaves out the body, data, headers, drift and the reason phrase of an answer, and arguments, ids
    and body of the request. So does `args`: it holds the positional arguments that make the same error again, as plain values that fit into JSON.
    """

    advice: str = ""
    """What the caller can do next."""
    status: int | None
    """Status of the answer, if one arrived."""
    reason: str | None
    """Reason phrase of the answer, or a description of the failure."""
    body: str | None
    """Body of the answer as text."""
    data: models.ErrorDetails | None
    """The `ErrorDetails` in the answer, if it had any."""
    headers: Mapping[str, str] | None
    """Headers of the answer."""
    call: str | None
    """Operation, method and path template, such as `get_order GET /{retailUnit}/...`."""
    operation: str | None
    """Name of the method that was called, such as `create_checkout`."""
    attempts: int
    """Number of attempts to send the request, including one that failed before the request left."""
    elapsed: float
    """Seconds from the start of the call to this error."""
    retry_after: float | None
    """Seconds that the service asks callers to wait before the next attempt."""
    request_id: str | None
    """The `X-Request-Id` of the answer."""
    error_code: int | None
    """The `errorCode` of the `ErrorDetails` in the answer."""
    outcome: Outcome | None
    """Whether the request was applied, as far as the client knows. An exception that was made without it has `rejected` if
    its status says so, and `None` otherwise."""
    drift: tuple[Drift, ...]
    """How the answer, or the `ErrorDetails` in it, differs from the contract."""
    request: prepared_request.PreparedRequest | None = None
    """The request that failed, with `***` in place of secrets; `None` if the exception was made without it. In a pickle
    or copy it has no arguments, no ids and no body."""
    _cause: str = ""
    """Why no complete answer arrived, in our own words; the reason is the same then."""
    _places: tuple[str, ...] = ()
    """The names in the `detailsMap` of the `ErrorDetails`, without their values; a pickle contains them."""

    def __init__(
        self,
        status: int | None = None,
        reason: str | None = None,
        http_resp: object = None,
        outcome: Outcome | None = None,
        call: str | None = None,
        operation: str | None = None,
        attempts: int = 0,
        elapsed: float = 0.0,
        retry_after: float | None = None,
        request_id: str | None = None,
        error_code: int | None = None,
        cause: str | None = None,
        advice: str | None = None,
        *,
        body: str | None = None,
        data: Model | None = None,
        headers: Mapping[str, str] | None = None,
        drift: tuple[Drift, ...] = (),
    ) -> None:
        answer: Any = http_resp  # of urllib3, or a stand-in with the same attributes
        self.status = answer.status if status is None and answer is not None else status
        self.reason = answer.reason if reason is None and answer is not None else reason
        if cause:
            self.reason = self._cause = cause
        if advice is not None and advice != self.advice:
            self.advice = advice
        self.body = _text_of(answer) if body is None and answer is not None else body
        self.data = cast("models.ErrorDetails | None", data)
        self.headers = answer.headers if headers is None and answer is not None else headers
        self.call = call
        self.operation = operation
        self.attempts = attempts
        self.elapsed = elapsed
        self.retry_after = retry_after
        self.request_id = request_id
        self.error_code = error_code
        self.outcome = self._outcome_of_status() if outcome is None else outcome
        self.drift = drift
        if places := _places_of(data):
            self._places = places
        super().__init__()
        self.args: tuple[Any, ...] = self._plain_arguments()

    @property
    def applied(self) -> bool | None:
        """Whether the service applied the request; `None` if that is unknown."""
        if self.outcome in (None, "unknown"):
            return None
        return self.outcome == "applied"

    @classmethod
    def from_response(cls, *, http_resp: object, body: str | None, data: Model | None) -> NoReturn:
        """Raise the exception for the status of a response."""
        answer: Any = http_resp
        raise exception_for_status(answer.status)(http_resp=http_resp, body=body, data=data)

    def __str__(self) -> str:
        if "drift" not in vars(self):  # a debugger looks at one that is being made
            return type(self).__name__
        line = type(self).__name__ if self.status is None else f"{self.status} {type(self).__name__}"
        facts = [
            self.call or "",
            "" if self.error_code is None else f"error code {self.error_code}",
            f"at {', '.join(self._places)}" if self._places else "",
            f"request id {self.request_id}" if re.fullmatch(_PLAIN_ID, self.request_id or "") else "",
            f"{self.attempts} attempt{'s' * (self.attempts != 1)}" if self.attempts else "",
        ]
        known = ", ".join(fact for fact in facts if fact)
        return ": ".join(part for part in (line, known, self._shown_cause(), self.advice) if part)

    def __repr__(self) -> str:
        return f"<{self}>"

    def _outcome_of_status(self) -> Outcome | None:
        """Return the outcome of an error that was made without it, where its status tells."""
        status: object = self.status  # code that raises its own may pass a text
        if not isinstance(status, int) or not 400 <= status <= 499 or status == 408:
            return None
        return None if isinstance(self, (MayHaveBeenCreatedError, MayHaveBeenUpdatedError)) else "rejected"

    def _shown_cause(self) -> str:
        cause = self._own_reason() or ""
        return cause if re.fullmatch(_PLAIN_CAUSE, cause) else ""

    def _own_reason(self) -> str | None:
        """Return the reason if it is in our own words; an answer's reason is in the service's."""
        return self.reason if self.status is None else self._cause or None

    def _plain_arguments(self) -> tuple[str | float | None, ...]:
        """Return what job stores keep next to the name of the class, to call the class with."""
        facts = (self.outcome, self.call, self.operation, self.attempts, self.elapsed)
        own = self._cause or None, vars(self).get("advice")
        return (self.status, self._own_reason(), None, *facts, self.retry_after, self.request_id, self.error_code, *own)

    def __reduce__(self) -> tuple[Any, ...]:
        left_out = {"body", "data", "drift", "headers"}
        if self._own_reason() is None:
            left_out.add("reason")
        state = {name: value for name, value in self.__dict__.items() if name not in left_out}
        if self.request is not None:
            state["request"] = self.request.without_data()
        return _restored, (getattr(type(self), "parts", (type(self),)), state)


class BadRequestException(ApiException):
    """400: the request does not match the contract."""

    advice = "see .data for the reason"


class UnauthorizedException(ApiException):
    """401: the credentials are missing or were rejected."""

    advice = "check the access token and the Client-Id"


class AuthenticationTimeoutException(UnauthorizedException):
    """419: the session token is invalid or has expired."""

    advice = "get a new access token and check the Client-Id"


class ForbiddenException(ApiException):
    """403: these credentials do not allow the call."""

    advice = "check that these credentials may make this call"


class NotFoundException(ApiException):
    """404: an argument of the path names nothing that exists, such as the checkout or the retail unit."""

    advice = "check the ids and the other arguments in the path"


class ConflictException(ApiException):
    """409: the request contradicts the state of the checkout."""

    advice = "see .data for the reason"


class GoneException(ApiException):
    """410: the checkout, or its user, has expired."""

    advice = "it has expired; create a new one"


class UnprocessableEntityException(ApiException):
    """422: the request is well formed but breaks a rule of the service."""

    advice = "see .data for the rule that the request breaks"


class TooManyRequestsException(ApiException):
    """429: the service asks to slow down."""

    advice = "wait before you try again; see .retry_after"


class ServiceException(ApiException):
    """5xx: the service failed."""

    advice = "try again later; if it keeps failing, report .request_id to the service"


class UnexpectedRedirectException(ApiException):
    """3xx: the answer redirects to another address. Redirects are not followed, so that credentials stay with their host."""

    advice = "check the host of the Configuration"


class CredentialsError(ApiException):
    """The token provider failed, or the credentials were not pickled; nothing was sent."""

    advice = "check access_token and api_key['Client-Id'] of the Configuration"


class ApiConnectionError(ApiException):
    """No complete answer arrived."""

    advice = "check the host, the proxy and the TLS settings"


class ApiTimeoutError(ApiConnectionError, TimeoutError):
    """The call did not finish in time."""

    advice = "try again later, or allow more time with _request_timeout"


class ResponseError(ApiException):
    """An answer arrived, but cannot be used."""


class UndecodableResponseError(ResponseError):
    """The answer is not a JSON object, or does not name the new resource."""

    advice = "see .reason and .body, and check the host of the Configuration"


class DriftedResponseError(UndecodableResponseError):
    """The answer differs from the contract, and `Configuration(strict_responses=True)` makes that an error.

    `.drift` lists the differences.
    """

    advice = "see .drift for the differences"
    data: Model | None  # type: ignore[assignment] # pyright: ignore[reportIncompatibleVariableOverride]
    """The same as `model`."""

    @property
    def model(self) -> Model | None:
        """The model that the call would have returned otherwise; `None` if the exception was unpickled."""
        return self.data


class UnexpectedContentTypeError(ResponseError):
    """The answer is declared as something other than JSON; it may come from a proxy or a portal."""

    advice = "check the host; a proxy or a portal may have sent this answer, see .body"


class ResponseTooLargeError(ResponseError):
    """The answer exceeds a limit of the Configuration."""

    advice = "see .reason, and max_response_bytes of the Configuration"


class WrongCheckoutError(ResponseError):
    """The answer names another checkout than the request."""

    advice = (
        "discard the answer and call again; a proxy or a cache may have mixed up two answers;"
        " for a stand-in with canned answers, set check_checkout_id=False in the Configuration"
    )


class MayHaveBeenCreatedError(ApiException):
    """A create was sent and may have succeeded, but its answer with the id is missing or unusable."""

    advice = "the resource may already exist; creating it again may make a second one"


class MayHaveBeenUpdatedError(ApiException):
    """A patch or an update was sent, and may have been applied."""

    advice = "the change may have been applied; read the current state before you send it again"


_BY_STATUS: dict[int, type[ApiException]] = {
    400: BadRequestException,
    401: UnauthorizedException,
    403: ForbiddenException,
    404: NotFoundException,
    409: ConflictException,
    410: GoneException,
    419: AuthenticationTimeoutException,
    422: UnprocessableEntityException,
    429: TooManyRequestsException,
}


def exception_for_status(status: int) -> type[ApiException]:
    """Return the exception class for a status."""
    if 500 <= status <= 599:
        return ServiceException
    if 300 <= status <= 399:
        return UnexpectedRedirectException
    return _BY_STATUS.get(status, ApiException)


_DESPITE = "Despite"
_IN_DOUBT: dict[tuple[type[ApiException], type[ApiException]], type[ApiException]] = {}


def in_doubt(mixin: type[ApiException], error: type[ApiException]) -> type[ApiException]:
    """Return the class of an error after which a write may have been applied; `except` finds it as either of the two.

    Its name is made of both, such as `MayHaveBeenCreatedDespiteServiceException`.
    """
    parts = (mixin, error)
    if parts not in _IN_DOUBT:
        members = {"__module__": __name__, "__doc__": mixin.__doc__, "parts": parts}
        _IN_DOUBT[parts] = type(f"{mixin.__name__.removesuffix('Error')}{_DESPITE}{error.__name__}", parts, members)
    return _IN_DOUBT[parts]


if not TYPE_CHECKING:  # otherwise, type checkers would take any name

    def __getattr__(name: str) -> type[ApiException]:
        """Return the class of an error in doubt by its name, as it stands in job stores and logs."""
        verdict, despite, error = name.partition(_DESPITE)
        parts = (globals().get(f"{verdict}Error"), globals().get(error))
        if despite and parts[0] in (MayHaveBeenCreatedError, MayHaveBeenUpdatedError) and _is_call_error(parts[1]):
            return in_doubt(*parts)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _is_call_error(value: object) -> TypeGuard[type[ApiException]]:
    return isinstance(value, type) and issubclass(value, ApiException)


def keep_places(error: ApiException, names: Callable[[], AbstractSet[str]]) -> None:
    """Leave out of the text of an error the places that hold other names than these: they may be personal data."""
    places = error._places  # pyright: ignore[reportPrivateUsage]
    if places:
        allowed = names()
        known = tuple(place for place in places if set(re.findall(r"[A-Za-z_]\w*", place)) <= allowed)
        error._places = known  # pyright: ignore[reportPrivateUsage]


def _places_of(data: object) -> tuple[str, ...]:
    """Return the first names in a `detailsMap`, if they look like names of the contract; others may be personal data."""
    found = getattr(data, "details_map", None)
    if not isinstance(found, Mapping):
        return ()
    names = [name for name in cast("Mapping[object, object]", found) if isinstance(name, str)]
    return tuple(name for name in names if re.fullmatch(_PLACE, name))[:_MOST_PLACES]


def _text_of(http_resp: object) -> str | None:
    data = getattr(http_resp, "data", None)
    return data.decode("utf-8", errors="replace") if isinstance(data, bytes) else None


def _restored(parts: tuple[type[ApiException], ...], state: dict[str, Any]) -> ApiException:
    """Unpickle an exception; the classes made by `in_doubt` cannot be imported by name."""
    kind = in_doubt(*parts) if len(parts) == 2 else parts[0]
    error = kind.__new__(kind)
    error.__dict__.update({"reason": None} | state, body=None, data=None, drift=(), headers=None)
    error.args = error._plain_arguments()  # pyright: ignore[reportPrivateUsage]
    return error
