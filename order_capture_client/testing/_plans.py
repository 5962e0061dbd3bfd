"""Planned answers and failures, and the operations that they are for."""

from __future__ import annotations

import errno
import http.client
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, cast, get_args
from urllib.parse import parse_qsl, unquote, urlsplit

from order_capture_client._core.causes import failure_of
from order_capture_client._core.network import UnplannedCallError as UnplannedCallError
from order_capture_client._core.operation import Operation, Parameter, Place
from order_capture_client._core.settings import is_whole
from order_capture_client._input_errors import did_you_mean
from order_capture_client._model.base import Model
from order_capture_client.api import operations
from order_capture_client.exceptions import ApiTypeError, ApiValueError
from order_capture_client.testing._builders import (
    CHECKOUT_ID,
    make_checkout,
    make_consumer_info,
    make_created,
    make_error_details,
    make_user,
)
from order_capture_client.transport import Failure, FailureKind, Phase, Request, Response

OperationName: TypeAlias = Literal[
    "create_checkout",
    "create_existing_order_checkout",
    "get_checkout",
    "get_consumer_info",
    "get_i_gift_order",
    "get_order",
    "get_user_contacts",
    "patch_checkout",
    "update_user",
]
"""A method of `CheckoutApi`."""

FailureName: TypeAlias = Literal["refused", "timeout", "dropped", "cut_short"]
"""How an attempt fails: no connection, no answer in time, a connection that ends, an answer that ends early."""

Data: TypeAlias = Model | Mapping[str, Any] | bytes | None

OPERATIONS: dict[str, Operation[Any]] = {
    row.name: row for row in vars(operations).values() if isinstance(row, Operation)
}
_BUILDERS: dict[str, Callable[[], Model]] = {
    "CheckoutDto": make_checkout,
    "ConsumerContextInfoDto": make_consumer_info,
    "CreateResource": make_created,
    "User": make_user,
}


class Answer:
    """An answer that is complete but for the checkout that it names."""

    def __init__(self, operation: Operation[Any], data: Data, status: int, headers: Mapping[str, str] | None) -> None:
        is_error = not 200 <= status < 300
        kind = "application/problem+json" if is_error else "application/json"
        self._operation = operation
        self._status = status
        self._headers = {"Content-Type": kind, **(headers or {})}
        self._content = _content(operation, data, status, is_error)
        self._names_checkout = not is_error and operation.echoes is not None

    def response(self, checkout_id: str | None) -> Response:
        """Return the answer to a call that asks for a checkout."""
        content = self._content
        if isinstance(content, bytes):
            return Response(self._status, self._headers, content)
        if self._names_checkout and content.get("checkoutId", CHECKOUT_ID) == CHECKOUT_ID:
            content = {**content, "checkoutId": checkout_id}
        return Response(self._status, self._headers, json.dumps(content).encode())


class Plan:
    """The results of calls of an operation, one step for each attempt; the last step answers all further attempts."""

    def __init__(self, operation: Operation[Any], steps: Sequence[Answer | Failure], times: object) -> None:
        if not is_whole(times, 1):
            raise ApiValueError("times: a whole number of calls of at least 1 expected")
        self.operation = operation
        self.steps = steps
        self.times = times
        self.calls = 0

    @property
    def is_open(self) -> bool:
        """Whether another call may use it."""
        return self.calls < self.times

    def __str__(self) -> str:
        return f"{self.operation.name} ({self.calls} of {self.times} calls made)"


class PlannedCall:
    """One call, and its progress through its plan."""

    def __init__(self, plan: Plan, target: str) -> None:
        self.plan = plan
        self.target = target
        self.attempts = 0
        plan.calls += 1

    def next(self) -> Answer | Failure:
        """Return the result of the next attempt."""
        step = self.plan.steps[min(self.attempts, len(self.plan.steps) - 1)]
        self.attempts += 1
        return step


def operation_named(name: object) -> Operation[Any]:
    """Return an operation by its name.

    Raises:
        ApiValueError: There is none.
    """
    if isinstance(name, str) and name in OPERATIONS:
        return OPERATIONS[name]
    raise ApiValueError(f"operation: no such operation: {name}{did_you_mean(str(name), OPERATIONS)}")


def failure(operation: Operation[Any], how: object) -> Failure:
    """Return a failure as the real transports return it.

    Raises:
        ApiValueError: There is no failure of that name.
    """
    if how == "refused":
        refused = ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))
        return failure_of(refused, Phase.NOT_SENT, FailureKind.CONNECTION)
    if how == "timeout":
        return failure_of(TimeoutError(), Phase.SENT, FailureKind.TIMEOUT)
    if how == "dropped":
        return failure_of(http.client.RemoteDisconnected(""), Phase.SENT, FailureKind.CONNECTION)
    if how == "cut_short":
        head = Response(operation.success, {"Content-Type": "application/json"})
        return failure_of(http.client.IncompleteRead(b""), Phase.HEAD, FailureKind.CONNECTION, head)
    names = get_args(FailureName)
    raise ApiValueError(f"how: {', '.join(names)} or a status expected, not {how!r}{did_you_mean(str(how), names)}")


def checked_status(status: object) -> int:
    """Return the status of an answer.

    Raises:
        ApiValueError: It is not a final one.
    """
    if is_whole(status, 200, 599):
        return status
    raise ApiValueError("status: a number from 200 to 599 expected")


def routed(request: Request) -> tuple[Operation[Any], dict[str, Any]] | None:
    """Return the operation of a request and its arguments, as far as the request shows them."""
    parts = urlsplit(request.target)
    for operation in sorted(OPERATIONS.values(), key=lambda row: row.path.count("{")):
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path)
        found = re.fullmatch(f".*{pattern}", parts.path) if request.method == operation.method else None
        if found is not None:
            values = {name: unquote(text) for name, text in found.groupdict().items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            return operation, {
                parameter.name: _argument(parameter, request, values, query) for parameter in operation.parameters
            }
    return None


def _argument(parameter: Parameter, request: Request, values: dict[str, str], query: dict[str, str]) -> object:
    if parameter.place is Place.BODY and parameter.model is not None:
        try:
            return parameter.model().model_validate_json(request.body or b"")
        except ApiValueError:  # sent without validation
            return json.loads(request.body or b"null")
    if parameter.model is not None:
        return query
    return values.get(parameter.wire_name, query.get(parameter.wire_name))


def _content(operation: Operation[Any], data: Data, status: int, is_error: bool) -> dict[str, Any] | bytes:
    made = operation.error if is_error else operation.result
    if made is None:
        return b""
    model: type[Model] = made()
    if data is None:
        data = make_error_details(status) if is_error else _BUILDERS[model.__name__]()
    if isinstance(data, bytes):
        return data
    if isinstance(data, Model):
        if not isinstance(data, model):
            raise ApiTypeError(f"data: {model.__name__} or a dict expected, not {type(data).__name__}")
        return data.to_dict(mode="json")
    if not isinstance(cast("object", data), Mapping):
        raise ApiTypeError(
            f"data: {model.__name__}, a dict, or the bytes of a body expected, not {type(data).__name__}"
        )
    try:
        return model.model_validate(dict(data)).to_dict(mode="json")
    except ApiValueError:  # an answer that the contract does not allow goes out as it is
        content: dict[str, Any] = json.loads(json.dumps(dict(data), default=float))
        return content
