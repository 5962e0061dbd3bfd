"""Everything that this package raises.

    OpenApiException
    ├── ApiTypeError (TypeError)            an argument of the wrong type
    ├── ApiValueError (ValueError)          an argument or a model that does not fit; nothing was sent
    ├── ApiAttributeError (AttributeError)  a name that is refused, with its replacement
    ├── ApiKeyError (KeyError)
    └── ApiException                        a call failed after its input was accepted
        ├── BadRequestException                 400
        ├── UnauthorizedException               401
        │   └── AuthenticationTimeoutException      419, the session token is expired or invalid
        ├── ForbiddenException                  403
        ├── NotFoundException                   404
        ├── ConflictException                   409
        ├── GoneException                       410
        ├── UnprocessableEntityException        422
        ├── TooManyRequestsException            429
        ├── ServiceException                    5xx
        ├── UnexpectedRedirectException         3xx, never followed
        ├── CredentialsError                    the token provider failed, or a pickle left the credentials behind
        ├── ApiConnectionError                  no complete answer came
        │   └── ApiTimeoutError (TimeoutError)
        ├── ResponseError                       an answer came that cannot be used
        │   ├── UndecodableResponseError            not JSON, no object, no id of what was created, broken coding
        │   │   └── DriftedResponseError                differs from the contract, and strict_responses is on
        │   ├── UnexpectedContentTypeError          not JSON by its own word, such as a portal's HTML
        │   ├── ResponseTooLargeError
        │   └── WrongCheckoutError                  speaks of another checkout
        ├── MayHaveBeenCreatedError             mixed into any of the above when a create's outcome is open
        └── MayHaveBeenUpdatedError             the same for a patch or an update

So `except ServiceException` and `except MayHaveBeenCreatedError` both catch a 503 on a create.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeAlias

from order_capture_client._input_errors import ApiAttributeError as ApiAttributeError
from order_capture_client._input_errors import ApiKeyError as ApiKeyError
from order_capture_client._input_errors import ApiTypeError as ApiTypeError
from order_capture_client._input_errors import ApiValueError as ApiValueError
from order_capture_client._input_errors import OpenApiException as OpenApiException
from order_capture_client._input_errors import render_path as render_path

if TYPE_CHECKING:
    from order_capture_client.drift import Drift
    from order_capture_client.models.error_details import ErrorDetails

_PLAIN_ID = re.compile(r"[!-~]{1,128}")

Outcome: TypeAlias = Literal["not_sent", "rejected", "unknown", "applied"]
"""What became of a request: it never left, was refused, may have been applied, or was applied."""


class ApiException(OpenApiException):
    """A call failed after its input was accepted.

    `str()` is one line that is safe to log: it names neither bodies, ids, queries nor headers. Those
    stay on the attributes, and are dropped when the exception is pickled, as are the answer's reason phrase and drift.
    """

    advice = ""
    """What to do next."""

    def __init__(
        self,
        status: int | None = None,
        reason: str | None = None,
        http_resp: Any = None,
        *,
        body: str | None = None,
        data: ErrorDetails | Any | None = None,
        headers: Mapping[str, str] | None = None,
        call: str | None = None,
        operation: str | None = None,
        attempts: int = 0,
        elapsed: float = 0.0,
        retry_after: float | None = None,
        request_id: str | None = None,
        error_code: int | None = None,
        outcome: Outcome | None = None,
        drift: tuple[Drift, ...] = (),
    ) -> None:
        self.status = http_resp.status if status is None and http_resp is not None else status
        """Status of the answer, if one came."""
        self.reason = http_resp.reason if reason is None and http_resp is not None else reason
        """Reason phrase of the answer, or what went wrong."""
        self.body = _text_of(http_resp) if body is None and http_resp is not None else body
        """Body of the answer as text."""
        self.data = data
        """The answer's `ErrorDetails`, if it carried them; of a `DriftedResponseError`, the answer's model."""
        self.headers = http_resp.headers if headers is None and http_resp is not None else headers
        """Headers of the answer."""
        self.call = call
        """Operation, method and path template, such as `get_order GET /{retailUnit}/...`."""
        self.operation = operation
        """The method that was called, such as `create_checkout`."""
        self.attempts = attempts
        """How often the request was sent, or was about to be."""
        self.elapsed = elapsed
        """Seconds from the start of the call to this error."""
        self.retry_after = retry_after
        """Seconds after which the service asks to be tried again."""
        self.request_id = request_id
        """The service's `X-Request-Id`."""
        self.error_code = error_code
        """`errorCode` of the answer's `ErrorDetails`."""
        self.outcome = outcome
        """What became of the request."""
        self.drift = drift
        """How the answer, or its `ErrorDetails`, differs from the contract."""
        super().__init__()

    @property
    def applied(self) -> bool | None:
        """Whether the service applied the request; None where that is unknown."""
        if self.outcome in (None, "unknown"):
            return None
        return self.outcome == "applied"

    @classmethod
    def from_response(cls, *, http_resp: Any, body: str | None, data: Any | None) -> NoReturn:
        """Raises the exception for a response's status."""
        raise exception_for_status(http_resp.status)(http_resp=http_resp, body=body, data=data)

    def __str__(self) -> str:
        line = type(self).__name__ if self.status is None else f"{self.status} {type(self).__name__}"
        facts = [
            self.call or "",
            "" if self.error_code is None else f"error code {self.error_code}",
            f"request id {self.request_id}" if _PLAIN_ID.fullmatch(self.request_id or "") else "",
            f"{self.attempts} attempt{'s' * (self.attempts != 1)}" if self.attempts else "",
        ]
        known = ", ".join(fact for fact in facts if fact)
        return ": ".join(part for part in (line, known, self.advice) if part)

    def __repr__(self) -> str:
        return f"<{self}>"

    def __reduce__(self) -> tuple[Any, ...]:
        left_out = {"body", "data", "drift", "headers"}
        if self.status is not None:
            left_out.add("reason")  # the service's own words
        state = {name: value for name, value in self.__dict__.items() if name not in left_out}
        return _restored, (getattr(type(self), "parts", (type(self),)), state)


class BadRequestException(ApiException):
    """400: the request is not what the contract asks for."""

    advice = "see .data for the faults"


class UnauthorizedException(ApiException):
    """401: the credentials are missing or refused."""

    advice = "check the access token and the Client-Id"


class AuthenticationTimeoutException(UnauthorizedException):
    """419: the session token is expired or invalid."""

    advice = "get a new access token, and check the Client-Id"


class ForbiddenException(ApiException):
    """403: these credentials do not allow the call."""

    advice = "these credentials do not allow it"


class NotFoundException(ApiException):
    """404: there is no such checkout, or no such retail unit."""

    advice = "check the checkout id and the retail unit, such as se"


class ConflictException(ApiException):
    """409: the request contradicts the state of the checkout."""

    advice = "see .data for the reason"


class GoneException(ApiException):
    """410: the checkout, or its user, has expired."""

    advice = "create a new checkout"


class UnprocessableEntityException(ApiException):
    """422: the request is well formed, but breaks a rule of the service."""

    advice = "see .data for the rule"


class TooManyRequestsException(ApiException):
    """429: the service asks to slow down."""

    advice = "try again later, see .retry_after"


class ServiceException(ApiException):
    """5xx: the service failed."""


class UnexpectedRedirectException(ApiException):
    """3xx: the answer names another address. Redirects are not followed: credentials stay with their host."""

    advice = "check the configured host"


class CredentialsError(ApiException):
    """The token provider failed, or a pickle left the credentials behind; nothing was sent."""

    advice = "set access_token or api_key['Client-Id'] of the Configuration"


class ApiConnectionError(ApiException):
    """No complete answer came."""

    advice = "see .reason, and check the host, the proxy and the TLS settings"


class ApiTimeoutError(ApiConnectionError, TimeoutError):
    """The call did not end in time."""

    advice = "try again later, or give it longer by _request_timeout"


class ResponseError(ApiException):
    """An answer came that cannot be used."""


class UndecodableResponseError(ResponseError):
    """The answer is not JSON, or no object, or does not name what was created."""


class DriftedResponseError(UndecodableResponseError):
    """The answer differs from the contract, and `Configuration(strict_responses=True)` asks for an error then.

    `.drift` says where, `.data` is the model that the call would have given otherwise.
    """

    advice = "see .drift for the differences"


class UnexpectedContentTypeError(ResponseError):
    """The answer says that it is not JSON; it may come from a proxy or a portal."""

    advice = "see .body, which a proxy or a portal may have sent, and check the host"


class ResponseTooLargeError(ResponseError):
    """The answer exceeds a limit of the Configuration."""

    advice = "see .reason and max_response_bytes of the Configuration"


class WrongCheckoutError(ResponseError):
    """The answer speaks of another checkout than the request."""


class MayHaveBeenCreatedError(ApiException):
    """A create was sent, and its outcome is open, or it was applied without telling the id."""

    advice = "the checkout may exist already, so creating it again may make a second one"


class MayHaveBeenUpdatedError(ApiException):
    """A patch or an update was sent, and may have been applied."""

    advice = "it may have been applied, so read the checkout before sending it again"


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
    """Gives the exception class of a status."""
    if 500 <= status <= 599:
        return ServiceException
    if 300 <= status <= 399:
        return UnexpectedRedirectException
    return _BY_STATUS.get(status, ApiException)


_IN_DOUBT: dict[tuple[type[ApiException], type[ApiException]], type[ApiException]] = {}


def in_doubt(mixin: type[ApiException], error: type[ApiException]) -> type[ApiException]:
    """Gives the class of an error that leaves a write in doubt: it is caught as either of the two."""
    parts = (mixin, error)
    if parts not in _IN_DOUBT:
        members = {"__module__": __name__, "__doc__": mixin.__doc__, "parts": parts}
        _IN_DOUBT[parts] = type(error.__name__, parts, members)
    return _IN_DOUBT[parts]


def _text_of(http_resp: Any) -> str | None:
    data = getattr(http_resp, "data", None)
    return data.decode("utf-8", errors="replace") if isinstance(data, bytes) else None


def _restored(parts: tuple[type[ApiException], ...], state: dict[str, Any]) -> ApiException:
    """Unpickles an exception; those in doubt have no importable class of their own."""
    kind = in_doubt(*parts) if len(parts) == 2 else parts[0]
    error = kind.__new__(kind)
    error.__dict__.update({"reason": None} | state, body=None, data=None, drift=(), headers=None)
    return error
