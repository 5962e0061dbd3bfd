"""The sandbox as a function from `Request` to `Response`: routes, credentials and error answers."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, unquote

from urllib3 import HTTPHeaderDict

from order_capture_client._core.wire import Request, Response
from order_capture_client.sandbox._credentials import TokenRefused, read_token
from order_capture_client.sandbox._errors import TITLES, ServiceError
from order_capture_client.sandbox._handlers import Context, Handlers
from order_capture_client.sandbox.checkout._documents import iso
from order_capture_client.sandbox.pricing._catalogue import RETAIL_UNITS

BASE_PATH = "/ordercaptureapi"
"""The start of every path."""

MAX_BODY = 1024 * 1024
"""The largest request body, in bytes."""

_REASONS = {200: "OK", 201: "Created"} | TITLES

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Route:
    """The address of an operation: the path below the retail unit, where `*` is a checkout's id."""

    method: str
    path: tuple[str, ...]
    answer: Callable[[Handlers, Context], dict[str, Any]]
    success: int = 200
    refusal: int = 419
    """The status for missing, wrong and expired credentials."""
    needs_user: bool = False
    """Whether a client id alone is not enough."""

    @property
    def operation(self) -> str:
        """The operation's name, as in `CheckoutApi`."""
        return self.answer.__name__


ROUTES = (
    Route("POST", ("checkouts",), Handlers.create_checkout, success=201),
    Route("POST", ("existing-order-checkouts",), Handlers.create_existing_order_checkout, success=201),
    Route("GET", ("checkouts", "user"), Handlers.get_user_contacts, needs_user=True),
    Route("GET", ("checkouts", "*"), Handlers.get_checkout),
    Route("PATCH", ("checkouts", "*"), Handlers.patch_checkout),
    Route("GET", ("checkouts", "*", "consumerinfo"), Handlers.get_consumer_info, refusal=401),
    Route("GET", ("checkouts", "*", "igiftorder"), Handlers.get_i_gift_order),
    Route("GET", ("checkouts", "*", "order"), Handlers.get_order),
    Route("PUT", ("checkouts", "*", "user"), Handlers.update_user, needs_user=True),
)
"""The nine operations; of the paths that fit, the first one counts.

An independent witness: written from the contract and not from the client's own operations, so a wrong method or path in
the client is a 404 or 405 here, and the tests of the client against the sandbox find it.
"""


class App:
    """The service without a socket."""

    def __init__(self, handlers: Handlers, secret: bytes, client_id: str, clock: Callable[[], float]) -> None:
        self._handlers = handlers
        self._secret = secret
        self._client_id = client_id
        self._clock = clock

    def handle(self, request: Request) -> Response:
        """Return the answer to any request."""
        try:
            route, context = self._routed(request)
            return self._response(route.success, route.answer(self._handlers, context))
        except ServiceError as error:
            return self.refusal(error)
        except Exception:  # noqa: BLE001 - the caller gets an answer in any case
            _log.exception("The sandbox failed to answer.")
            return self.refusal(ServiceError(500, "The sandbox failed; its log says why."))

    def refusal(self, error: ServiceError) -> Response:
        """Return the answer for an error."""
        response = self._response(error.status, error.document(iso(self._clock())))
        response.headers.update(error.headers)
        return response

    def _routed(self, request: Request) -> tuple[Route, Context]:
        if not request.target.isascii():
            raise ServiceError(400, "The address is not percent-encoded.")
        path, _, query = request.target.partition("?")
        unit, checkout_id, route = _route(request.method, path)
        now = self._clock()
        user = self._user(route, {name.lower(): value for name, value in request.headers.items()}, now)
        if unit not in RETAIL_UNITS:
            raise ServiceError(404, f"There is no retail unit of that name; there are {', '.join(RETAIL_UNITS)}.")
        if len(request.body or b"") > MAX_BODY:
            raise ServiceError(413, f"A body may have at most {MAX_BODY} bytes.")
        return route, Context(
            unit, now, user, checkout_id, dict(parse_qsl(query, keep_blank_values=True)), request.body
        )

    def _user(self, route: Route, headers: Mapping[str, str], now: float) -> str | None:
        """Return the caller. One of the two credentials is enough, but each one that is sent must be right."""
        client_id, authorization = headers.get("x-client-id"), headers.get("authorization")
        if client_id is not None and client_id != self._client_id:
            raise ServiceError(route.refusal, "The client id is unknown.")
        if authorization is None:
            if client_id is None:
                raise ServiceError(route.refusal, "Credentials are missing: X-Client-Id or Authorization.")
            if route.needs_user:
                raise ServiceError(route.refusal, "A session token is missing: this operation is about the caller.")
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise ServiceError(route.refusal, "The Authorization header is not of the form 'Bearer TOKEN'.")
        try:
            return read_token(self._secret, token.strip(), now)
        except TokenRefused as error:
            raise ServiceError(route.refusal, str(error)) from None

    def _response(self, status: int, document: dict[str, Any]) -> Response:
        kind = "application/problem+json" if 400 <= status < 500 else "application/json"
        headers = HTTPHeaderDict(
            {
                "Content-Type": kind,
                "Date": formatdate(self._clock(), usegmt=True),
                "X-Request-Id": str(uuid.uuid4()),
            }
        )
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_number, check_circular=False)
        return Response(status, headers, text.encode(), _REASONS.get(status, "Error"))


def operation_of(request: Request) -> str | None:
    """Return the operation of a request's method and path, if there is one."""
    try:
        _, _, route = _route(request.method, request.target.partition("?")[0])
    except ServiceError:
        return None
    return route.operation


def _route(method: str, path: str) -> tuple[str, str, Route]:
    """Return the retail unit, the checkout's id and the route of a path."""
    base, _, below = path.partition(BASE_PATH + "/")
    unit, *segments = [unquote(segment) for segment in below.split("/")]
    path_found = next((route.path for route in ROUTES if not base and _fits(route.path, segments)), None)
    if path_found is None:
        raise ServiceError(404, "There is nothing at this address.")
    by_method = {route.method: route for route in ROUTES if route.path == path_found}
    if method not in by_method:
        allow = ", ".join(by_method)
        raise ServiceError(405, f"This address takes {allow}.", headers={"Allow": allow})
    return unit, segments[1] if "*" in path_found else "", by_method[method]


def _fits(path: tuple[str, ...], segments: list[str]) -> bool:
    return len(path) == len(segments) and all(
        part == segment or (part == "*" and segment) for part, segment in zip(path, segments, strict=True)
    )


def _number(value: Any) -> int | float:
    """Return a Decimal as the shortest JSON number."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is not JSON")
    whole = int(value)
    return whole if whole == value else float(value)
