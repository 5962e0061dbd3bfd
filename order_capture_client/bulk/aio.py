"""Many checkouts at once with `await`, as coroutines of one event loop."""

from __future__ import annotations

import asyncio
import os
import time
import warnings
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Protocol, cast

from typing_extensions import Self, Unpack

from order_capture_client import _clock
from order_capture_client._core.options import CallOptions
from order_capture_client._core.user_code import is_contained
from order_capture_client._lazy import LazyModule
from order_capture_client.aio._user_code import ended
from order_capture_client.aio.api_client import ApiClient
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import refuse_mixed
from order_capture_client.api_response import ApiResponse
from order_capture_client.bulk._attempt import Attempt, AttemptResult, created_result, failed_result, order_result
from order_capture_client.bulk._plan import ATTEMPTS, LONGEST_WAIT, Plan
from order_capture_client.bulk._rows import KeyedRequest
from order_capture_client.bulk._run import Client, OutcomeT, Run
from order_capture_client.bulk._schedule import Await, Flight, Reply, Submit
from order_capture_client.bulk._to_frame import imported_pandas, to_frame
from order_capture_client.bulk._workers import CANCELLED
from order_capture_client.bulk.outcome import OrderOutcome, Outcome, Summary
from order_capture_client.bulk.progress import Progress, ProgressCallback
from order_capture_client.exceptions import ApiValueError
from order_capture_client.models.checkout_dto import CheckoutDto
from order_capture_client.models.checkout_request import CheckoutRequest
from order_capture_client.models.create_resource import CreateResource

if TYPE_CHECKING:
    import pandas
else:
    pandas = LazyModule("pandas")


class AsyncApi(Protocol):
    """The API that a run calls: `order_capture_client.aio.CheckoutApi`, or a stand-in for it."""

    @property
    def api_client(self) -> Client:
        """The client."""
        ...

    async def create_checkout_with_http_info(
        self, retail_unit: str, checkout_request: CheckoutRequest, /, **options: Unpack[CallOptions]
    ) -> ApiResponse[CreateResource]:
        """Create a checkout."""
        ...

    async def get_order_with_http_info(
        self, checkout_id: str, retail_unit: str, /, **options: Unpack[CallOptions]
    ) -> ApiResponse[CheckoutDto]:
        """Read an order."""
        ...


def create_checkouts(
    api: AsyncApi,
    retail_unit: str,
    requests: Iterable[KeyedRequest],
    *,
    executor: None = None,
    max_workers: int = 8,
    journal: str | os.PathLike[str] | None = None,
    resend_unknown: bool = False,
    attempts: int = ATTEMPTS,
    longest_wait: float = LONGEST_WAIT,
    total: int | None = None,
    progress: bool | ProgressCallback = True,
    **options: Unpack[CallOptions],
) -> AsyncResults[Outcome]:
    """Do the same as `bulk.create_checkouts`, for `async for`; the arguments mean the same.

    Calls are made in the event loop, so an `executor` is refused; `max_workers` is the most rows in flight. The
    requests are taken one by one in the event loop, too: an iterable that blocks holds it up.

    Raises:
        ApiValueError: An argument does not fit, or the journal is in use or belongs to something else. The results
            raise it when the journal has another request under the same key or place.
        OSError: The journal cannot be opened or written.
    """
    if executor is not None:
        raise ApiValueError(
            "executor: not supported with await, which makes calls in the event loop; leave it out, or use bulk without aio"
        )
    caller = Caller(api, retail_unit, reads=False, options=options)
    plan = Plan(
        items=requests,
        reads=False,
        retail_unit=retail_unit,
        options=options,
        max_workers=max_workers,
        journal=journal,
        resend_unknown=resend_unknown,
        attempts=attempts,
        longest_wait=longest_wait,
        total=total,
        progress=progress,
        awaits=True,
    )
    return AsyncResults(Run[Outcome](plan, api.api_client), caller)


def get_orders(
    api: AsyncApi,
    retail_unit: str,
    ids: Iterable[str],
    *,
    executor: None = None,
    max_workers: int = 8,
    attempts: int = ATTEMPTS,
    longest_wait: float = LONGEST_WAIT,
    total: int | None = None,
    progress: bool | ProgressCallback = True,
    **options: Unpack[CallOptions],
) -> AsyncResults[OrderOutcome]:
    """Do the same as `bulk.get_orders`, for `async for`; the arguments mean the same.

    Raises:
        ApiValueError: An argument does not fit.
    """
    if executor is not None:
        raise ApiValueError(
            "executor: not supported with await, which makes calls in the event loop; leave it out, or use bulk without aio"
        )
    caller = Caller(api, retail_unit, reads=True, options=options)
    plan = Plan(
        items=ids,
        reads=True,
        retail_unit=retail_unit,
        options=options,
        max_workers=max_workers,
        attempts=attempts,
        longest_wait=longest_wait,
        total=total,
        progress=progress,
        awaits=True,
    )
    return AsyncResults(Run[OrderOutcome](plan, api.api_client), caller)


class Caller:
    """Makes attempts in the event loop."""

    def __init__(self, api: AsyncApi, retail_unit: str, *, reads: bool, options: CallOptions) -> None:
        if isinstance(api, CheckoutApi):  # not by its client, which another API may use in threads
            refuse_mixed(api.api_client, ApiClient)
        self._api = api
        self._retail_unit = retail_unit
        self._reads = reads
        self._options = options

    @property
    def longest_call(self) -> float:
        """The seconds that a call may take in all."""
        return self._api.api_client.configuration.timeouts.total

    async def attempt(self, flight: Flight) -> AttemptResult:
        """Send a row once and return the result. Raise nothing."""
        attempt = Attempt(self._retail_unit, flight.row.payload, self._reads, self._options)
        unit, options = attempt.retail_unit, attempt.call_options
        start = time.monotonic()
        try:
            if attempt.reads:
                order = await self._api.get_order_with_http_info(attempt.checkout_id, unit, **options)
                return order_result(attempt, order, time.monotonic() - start)
            created = await self._api.create_checkout_with_http_info(unit, attempt.request(), **options)
            return created_result(created, time.monotonic() - start)
        except Exception as error:  # noqa: BLE001 # user code, such as a transport, may raise anything
            return failed_result(error, attempt, time.monotonic() - start)


class AsyncResults(Generic[OutcomeT]):
    """The outcomes of a run, in the order of completion. Iterating drives the run; nothing happens before.

    It keeps counts only. Use it in an `async with` statement or iterate to the end, which releases the journal.
    Cancelling the iterating task leaves the run as it is; the end of the `async with` takes no more rows and waits for
    those in flight.
    """

    def __init__(self, run: Run[OutcomeT], caller: Caller) -> None:
        self._run = run
        self._caller = caller
        self._tasks: set[asyncio.Task[AttemptResult]] = set()
        self._landed: deque[Flight] = deque()
        self._landing = asyncio.Event()
        self._turn = asyncio.Lock()
        self._ready: deque[OutcomeT] = deque()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> OutcomeT:
        if not self._ready:
            await self._advance()
        if self._ready:
            return self._ready.popleft()
        raise StopAsyncIteration

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __del__(self) -> None:
        run = getattr(self, "_run", None)  # the constructor may not have been reached
        if run is None or run.is_finished:
            return
        run.abandon()  # nothing is in flight: a flight would keep these results alive
        if run.is_begun:
            warnings.warn(
                f"not iterated to its end, and not closed: {self!r}", ResourceWarning, source=self, stacklevel=2
            )

    def __repr__(self) -> str:
        return f"<AsyncResults: {self._run.summary()}>"

    async def close(self) -> None:
        """Take no more rows, and wait for those in flight. May be called twice.

        Their outcomes are recorded; iterating on yields them.
        """
        self._run.stop("closed")
        self._landing.set()  # wakes a task that waits for the end of a pause
        if not self._run.is_begun:
            self._run.finish()
        while await self._advance():
            pass

    @property
    def progress(self) -> Progress:
        """The progress of the run."""
        return self._run.progress()

    @property
    def stopped(self) -> str | None:
        """Why the run takes no more rows, if it is not that there are no more."""
        return self._run.stopped

    async def summary(self) -> Summary:
        """Return the result of the run in numbers. A run that nobody has begun to iterate is run to its end first."""
        await self._begin()
        return self._run.summary()

    async def outcomes(self) -> list[OutcomeT]:
        """Return the same as `Results.outcomes`."""
        if not self._run.has_journal:
            return [outcome async for outcome in self]
        await self._begin()
        return self._run.journaled()

    async def failed(self) -> list[OutcomeT]:
        """Return the `outcomes` that are neither created nor read, rows in doubt included."""
        if not self._run.has_journal:
            return [outcome async for outcome in self if not outcome.ok]
        return [outcome for outcome in await self.outcomes() if not outcome.ok]

    async def to_frame(self) -> pandas.DataFrame:
        """Return the same as `Results.to_frame`."""
        imported_pandas()  # before taking outcomes that would be lost
        return to_frame(await self.outcomes(), orders=self._run.reads)

    async def _begin(self) -> None:
        if not self._run.is_begun:
            async for _ in self:
                pass

    async def _advance(self) -> bool:
        """Go on until there is an outcome; return False if there are no more. One task at a time drives the run."""
        async with self._turn:
            try:
                return await self._next_outcome()
            finally:
                await self._displays()

    async def _next_outcome(self) -> bool:
        reply: Reply = None
        while not self._run.is_finished:
            step = self._run.step(reply)
            reply = None
            if isinstance(step, Submit):
                self._submit(step.flight)
            elif isinstance(step, Await):
                reply = await self._landings(step.seconds)
            elif step is not None:
                self._ready.append(cast("OutcomeT", step.outcome))  # as the run makes them
                self._run.show()
                return True
        return False

    async def _displays(self) -> None:
        """Await an async display, no longer than a call may take."""
        for given in self._run.displays_to_await():
            _, error = await ended(given, _clock.monotonic() + self._caller.longest_call)
            if error is not None and not is_contained(error):
                raise error
            if error is not None:
                self._run.note_display_error(error)

    def _submit(self, flight: Flight) -> None:
        task = asyncio.get_running_loop().create_task(self._caller.attempt(flight))
        self._tasks.add(task)

        def ended(task: asyncio.Task[AttemptResult]) -> None:
            self._tasks.discard(task)
            self._run.land(flight, CANCELLED if task.cancelled() else task.result())
            self._landed.append(flight)
            self._landing.set()

        task.add_done_callback(ended)

    async def _landings(self, seconds: float | None) -> list[Flight]:
        if seconds == 0:
            await asyncio.sleep(0)  # lets other tasks run, even while the journal settles row after row
        elif not self._landed:
            self._landing.clear()
            try:
                # A cancelled wait for an item of a queue could lose it; a cancelled wait for an event loses nothing.
                await asyncio.wait_for(self._landing.wait(), seconds)
            except (TimeoutError, asyncio.TimeoutError):  # they are two until Python 3.11
                return []
        landed = list(self._landed)
        self._landed.clear()
        return landed
