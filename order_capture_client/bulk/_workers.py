"""Where the attempts of a run are made: an executor, and what it has to be given."""

from __future__ import annotations

import pickle
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from order_capture_client._core.options import CallOptions
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import ApiClient, refuse_mixed
from order_capture_client.bulk._attempt import BATCH, Attempt, Direct, Session, Task, Ticket, attempt, packed
from order_capture_client.bulk._schedule import Flight
from order_capture_client.exceptions import ApiValueError

CANCELLED = Attempt("unknown", error="its task was cancelled, and may have begun")


class Workers:
    """Makes attempts in an executor. An own one is made where none is given, and ended with the run.

    Args:
        executor: Any executor.
        count: The threads of an own one.
        api: What the workers call; to other processes, it travels as its settings.
        retail_unit: Of all calls.
        reads: Whether orders are read, and not checkouts created.
        options: Of all calls.

    Raises:
        ApiValueError: It is no executor, or the API or the options cannot be sent to other processes.
    """

    def __init__(
        self,
        executor: Executor | None,
        *,
        count: int,
        api: CheckoutApi,
        retail_unit: str,
        reads: bool,
        options: CallOptions,
    ) -> None:
        if executor is not None and not _is_executor(executor):
            raise ApiValueError(
                "executor: a concurrent.futures.Executor expected, such as client.get_executor() of Dask"
            )
        refuse_mixed(api.api_client, ApiClient)
        is_here = executor is None or isinstance(executor, ThreadPoolExecutor)
        self._session: Session = Direct(api) if is_here else packed(api)
        if not is_here:
            _refuse_unpackable(options)
        self._tickets = None if is_here or reads else Tickets()
        self._retail_unit = retail_unit
        self._reads = reads
        self._options = options
        self._executor = executor
        self._count = count
        self._own: ThreadPoolExecutor | None = None

    def start(self, flight: Flight, done: Callable[[Flight, Attempt], object]) -> None:
        """Starts an attempt, and calls `done` at its end, in any thread.

        Raises:
            Exception: The executor takes no more, in whatever words; nothing was sent.
        """
        ticket = None if self._tickets is None else self._tickets.issue()
        task = Task(self._retail_unit, flight.row.payload, self._reads, self._options, ticket)
        executor = self._executor
        if executor is None:
            executor = self._own = self._own or ThreadPoolExecutor(self._count, "order-capture-bulk")
        future = executor.submit(attempt, self._session, task)

        def ended(future: Future[Attempt]) -> None:
            if self._tickets is not None and ticket is not None:
                self._tickets.take_back(ticket)
            done(flight, _result(future))

        future.add_done_callback(ended)

    def close(self) -> None:
        """Ends an own executor; one that was given is left as it is."""
        if self._own is not None:
            self._own.shutdown(wait=False)


class Tickets:
    """Numbers the attempts, and tells which numbers will never be used again."""

    def __init__(self) -> None:
        self._run = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._next = 0
        self._out: set[int] = set()
        self._forgotten = 0

    def issue(self) -> Ticket:
        """Gives a new ticket."""
        with self._lock:
            number = self._next
            self._next += 1
            forget: tuple[int, ...] = ()
            if number % BATCH == 0:
                unused = min(self._out, default=number) // BATCH
                forget = tuple(range(self._forgotten, unused))
                self._forgotten = unused
            self._out.add(number)
            return Ticket(self._run, number, forget)

    def take_back(self, ticket: Ticket) -> None:
        """Notes that a ticket will not be used again."""
        with self._lock:
            self._out.discard(ticket.number)


def _result(future: Future[Attempt]) -> Attempt:
    """Gives how an attempt ended, also where its worker did not live to tell."""
    if future.cancelled():
        return CANCELLED
    error = future.exception()
    if error is None:
        return future.result()
    return Attempt("unknown", error=f"its worker was lost ({type(error).__name__}), and may have sent it")


def _refuse_unpackable(options: CallOptions) -> None:
    """Refuses options with which each row would fail on its way, and look as if it might have been sent."""
    problem = ""
    try:
        pickle.dumps(options)
    except Exception as error:  # noqa: BLE001 # what is in them is the user's, so anything may happen
        problem = type(error).__name__
    if problem:
        raise ApiValueError(
            f"options: cannot be sent to other processes ({problem}); use plain dicts, texts and numbers"
        )


def _is_executor(value: object) -> bool:
    return isinstance(value, Executor)
