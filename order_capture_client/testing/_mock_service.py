"""A service without a socket that returns planned answers and failures, and refuses all other calls."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from order_capture_client._core.encode import shown_request
from order_capture_client._core.network import UnplannedCallError
from order_capture_client._core.operation import Operation
from order_capture_client._lazy import LazyModule
from order_capture_client.api_client import ApiClient
from order_capture_client.configuration import Configuration
from order_capture_client.exceptions import ApiException, ApiTypeError, ApiValueError
from order_capture_client.prepared_request import PreparedRequest
from order_capture_client.testing._builders import CHECKOUT_ID, make_request
from order_capture_client.testing._plans import (
    Answer,
    Data,
    FailureName,
    OperationName,
    Plan,
    PlannedCall,
    checked_status,
    failure,
    operation_named,
    routed,
)
from order_capture_client.transport import Failure, Request, Response

if TYPE_CHECKING:
    from order_capture_client.aio import api_client as aio_client
else:
    aio_client = LazyModule("order_capture_client.aio.api_client")  # needs aiohttp

_SETTINGS: dict[str, Any] = {"host": "https://order-capture.test/ordercaptureapi", "access_token": "mock"}


class MockService:
    """Answers both clients as planned, without a socket, and refuses calls that nobody planned.

    A plan is for calls: it answers every attempt of a call. Plans of one operation are used in their order.

    Example:
        service = MockService()
        service.reply("create_checkout", {"resourceId": "1"})
        with service.client() as client:
            CheckoutApi(client).create_checkout("se", make_request())
        service.assert_all_used()
    """

    def __init__(self) -> None:
        self.requests: list[PreparedRequest] = []
        """What was sent, one for each attempt."""
        self._plans: list[Plan] = []
        self._calls: dict[int, PlannedCall] = {}
        """The calls by the identity of their target, a text that all attempts of a call share, and no other call."""
        self._unplanned: list[str] = []
        self._lock = threading.Lock()

    def client(self, **settings: Any) -> ApiClient:
        """Return a client of this service; it does not wait between attempts.

        Args:
            **settings: Those of a `Configuration`.
        """
        return _Client(Configuration(**(_SETTINGS | settings)), transport=self)

    def async_client(self, **settings: Any) -> aio_client.ApiClient:
        """Return a client with `await` of this service; it does not wait between attempts.

        Args:
            **settings: Those of a `Configuration`.
        """
        from order_capture_client.testing._async_client import AsyncClient  # needs aiohttp

        return AsyncClient(Configuration(**(_SETTINGS | settings)), transport=self)

    def reply(
        self,
        operation: OperationName,
        data: Data = None,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        attempts: Sequence[int | FailureName] | None = None,
    ) -> None:
        """Plan the answer to calls of an operation.

        Args:
            operation: A method of `CheckoutApi`, such as `create_checkout`.
            data: A model, a dict, or the bytes of a body. Default: a plausible one. If it does not name another checkout,
                the answer names the one that the call asks for.
            status: Default: the success that the contract declares.
            headers: Headers of the answer, such as `Retry-After`.
            times: The number of calls.
            attempts: Statuses and failures of the attempts of a call, in place of `status`; the last one repeats.

        Raises:
            ApiValueError: An argument does not fit.
            ApiTypeError: The data is of another model.
        """
        row = operation_named(operation)
        if attempts is None:
            attempts = [row.success if status is None else checked_status(status)]
        elif status is not None or not attempts:
            raise ApiValueError("attempts: at least one status, and no status next to it, expected")
        successes = sum(isinstance(step, int) and 200 <= step < 300 for step in attempts)
        steps: list[Answer | Failure] = []
        for step in attempts:
            if isinstance(step, str):
                steps.append(failure(row, step))
                continue
            given = checked_status(step)
            is_for_data = 200 <= given < 300 or not successes
            steps.append(Answer(row, data if is_for_data else None, given, headers))
        self._add(Plan(row, steps, times))

    def fail(self, operation: OperationName, how: FailureName, *, times: int = 1) -> None:
        """Plan a failure of the network for every attempt of calls of an operation.

        Args:
            operation: A method of `CheckoutApi`, such as `create_checkout`.
            how: `refused`: no connection; `timeout`: sent, and no answer in time; `dropped`: sent, and the connection ended;
                `cut_short`: the answer began and did not end.
            times: The number of calls.

        Raises:
            ApiValueError: An argument does not fit.
        """
        row = operation_named(operation)
        self._add(Plan(row, [failure(row, how)], times))

    def assert_all_used(self) -> None:
        """Check that all plans were used, and that no call was refused.

        Raises:
            AssertionError: A planned call or attempt was not made, or the code under test hid an `UnplannedCallError`.
        """
        with self._lock:
            unused = [f"{plan}" for plan in self._plans if plan.is_open]
            unused += [
                f"{call.plan.operation.name} ({call.attempts} of {len(call.plan.steps)} attempts made)"
                for call in self._calls.values()
                if call.attempts < len(call.plan.steps)
            ]
            problems = [f"planned and not made: {', '.join(unused)}"] if unused else []
            problems += [f"made and not planned: {', '.join(self._unplanned)}"] if self._unplanned else []
        if problems:
            raise AssertionError("; ".join(problems))

    def handle(self, request: Request) -> Response | Failure:
        """Answer a request, as the transport of a client.

        Raises:
            UnplannedCallError: Nobody planned the call.
        """
        found = routed(request)
        if found is None:
            raise UnplannedCallError(f"{request.method}: not an address of an operation")
        operation, arguments = found
        shown = shown_request(operation, tuple(arguments.values()), request, [])
        with self._lock:
            step = self._call_of(operation, request).next()
            self.requests.append(shown)
        return step if isinstance(step, Failure) else step.response(arguments.get("checkout_id"))

    def __reduce__(self) -> NoReturn:
        raise ApiTypeError("MockService: it works in one process; for other processes, start a Sandbox")

    def _add(self, plan: Plan) -> None:
        with self._lock:
            self._plans.append(plan)

    def _call_of(self, operation: Operation[Any], request: Request) -> PlannedCall:
        """Return the call that a request is an attempt of; the first attempt takes the next plan of the operation."""
        known = self._calls.get(id(request.target))
        if known is not None:
            return known
        for plan in self._plans:
            if plan.operation is operation and plan.is_open:
                call = self._calls[id(request.target)] = PlannedCall(plan, request.target)
                return call
        self._unplanned.append(operation.name)
        planned = ", ".join(map(str, self._plans)) or "nothing"
        raise UnplannedCallError(
            f"{operation.name}: not planned; planned: {planned};"
            f' call reply("{operation.name}") or fail("{operation.name}", ...) of the MockService first'
        )


class _Client(ApiClient):
    """Goes on at once between attempts."""

    def _pause(self, seconds: float) -> None:
        pass


def error(
    operation: OperationName, how: int | FailureName, data: Data = None, *, headers: Mapping[str, str] | None = None
) -> ApiException:
    """Return the exception that the client raises when a call of an operation ends in a way: in doubt where it would be.

    Args:
        operation: A method of `CheckoutApi`, such as `create_checkout`.
        how: An error status, or a failure of the network.
        data: `ErrorDetails`, a dict, or the bytes of a body. Default: plausible ones.
        headers: Headers of the answer.

    Raises:
        ApiValueError: An argument does not fit, such as a status of success.
        ApiTypeError: The data is of another model.
    """
    row = operation_named(operation)
    service = MockService()
    if isinstance(how, int):
        service.reply(operation, data, status=how, headers=headers)
    else:
        service.fail(operation, how)
    with service.client() as client:
        try:
            client.call(row, tuple(_ARGUMENTS[parameter.name] for parameter in row.parameters), {})
        except ApiException as raised:
            return raised.with_traceback(None)
    raise ApiValueError(f"how: an error status or a failure expected; {how} is a success")


_ARGUMENTS: dict[str, Any] = {
    "retail_unit": "se",
    "checkout_id": CHECKOUT_ID,
    "zipcode": "25185",
    "checkout": {"shopping_type": "ONLINE", "channel": "WEBAPP"},
    "checkout_request": make_request(),
    "existing_order_checkout_request": {
        "channel": "WEBAPP",
        "language_code": "sv",
        "items": [{"item_no": "10098949", "quantity": 1}],
        "order_number": "1158491376",
        "order_number_source": "A01",
        "shipping_contacts": [{"first_name": "Astrid"}],
        "billing_contacts": [{"first_name": "Astrid"}],
    },
    "checkout_patch_request": {"items": [{"item_no": "10098949", "quantity": 1}]},
    "update_user": {"old_user": "guest-1"},
}
"""Arguments for the call whose error is made."""
