"""The executor that makes the attempts of a run, and the values that travel to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import copy_context

from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import ApiClient, refuse_mixed
from order_capture_client.bulk._attempt import Attempt, AttemptResult
from order_capture_client.bulk._dask import Tickets
from order_capture_client.bulk._plan import Plan
from order_capture_client.bulk._remote import Direct, Session, pack, perform, refuse_unpicklable
from order_capture_client.bulk._schedule import Flight
from order_capture_client.exceptions import ApiValueError

CANCELLED = AttemptResult("unknown", error="its task was cancelled, and may have begun")


class Workers:
    """Makes attempts in an executor. Without one, it makes a pool of threads that ends with the run.

    Args:
        executor: Any executor.
        api: The API that the workers call; to other processes it travels as its settings.
        plan: The run.

    Raises:
        ApiValueError: The executor is not one, or the API or the options cannot be sent to other processes.
    """

    def __init__(self, executor: Executor | None, api: CheckoutApi, plan: Plan) -> None:
        if executor is not None and not _is_executor(executor):
            raise ApiValueError(
                "executor: a concurrent.futures.Executor expected, such as client.get_executor() of Dask"
            )
        refuse_mixed(api.api_client, ApiClient)
        self._is_here = executor is None or isinstance(executor, ThreadPoolExecutor)
        self._session: Session = Direct(api) if self._is_here else pack(api)
        if not self._is_here:
            refuse_unpicklable(plan.options)
        self._tickets = None if self._is_here or plan.reads else Tickets()
        self._plan = plan
        self._executor = executor
        self._own: ThreadPoolExecutor | None = None

    def start(self, flight: Flight, done: Callable[[Flight, AttemptResult], object]) -> None:
        """Start an attempt, and call `done` at its end, in any thread.

        Raises:
            Exception: The executor takes no more work; nothing was sent.
        """
        plan, ticket = self._plan, None if self._tickets is None else self._tickets.issue()
        attempt = Attempt(plan.retail_unit, flight.row.payload, plan.reads, plan.options, ticket)
        executor = self._executor
        if executor is None:
            executor = self._own = self._own or ThreadPoolExecutor(plan.max_workers, "order-capture-bulk")
        if self._is_here:  # a token provider may read in the context whose run it is
            future = executor.submit(copy_context().run, perform, self._session, attempt)
        else:
            future = executor.submit(perform, self._session, attempt)

        def ended(future: Future[AttemptResult]) -> None:
            if self._tickets is not None and ticket is not None:
                self._tickets.take_back(ticket)
            done(flight, _result(future))

        future.add_done_callback(ended)

    def close(self) -> None:
        """End the own pool of threads; leave an executor of the caller as it is."""
        if self._own is not None:
            self._own.shutdown(wait=False)


def _result(future: Future[AttemptResult]) -> AttemptResult:
    """Return how an attempt ended, even if its worker was lost."""
    if future.cancelled():
        return CANCELLED
    error = future.exception()
    if error is None:
        return future.result()
    return AttemptResult("unknown", error=f"its worker was lost ({type(error).__name__}), and may have sent it")


def _is_executor(value: object) -> bool:
    return isinstance(value, Executor)
