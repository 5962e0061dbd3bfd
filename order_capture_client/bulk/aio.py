"""The same with `await`: many checkouts at once, as coroutines of one event loop."""

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

from order_capture_client._core.options import CallOptions
from order_capture_client.aio.api_client import ApiClient
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.api_client import refuse_mixed
from order_capture_client.api_response import ApiResponse
from order_capture_client.bulk._attempt import Attempt, Task, created_attempt, failed_attempt, order_attempt
from order_capture_client.bulk._rows import Keyed
from order_capture_client.bulk._run import ATTEMPTS, LONGEST_WAIT, Client, OutcomeT, Run
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


class AsyncApi(Protocol):
    """What a run calls: `order_capture_client.aio.CheckoutApi`, or what can stand in for it."""

    @property
    def api_client(self) -> Client:
        """The client."""
        ...

    async def create_checkout_with_http_info(
        self, retail_unit: str, checkout_request: CheckoutRequest, /, **options: Unpack[CallOptions]
    ) -> ApiResponse[CreateResource]:
        """Creates a checkout."""
        ...

    async def get_order_with_http_info(
        self, checkout_id: str, retail_unit: str, /, **options: Unpack[CallOptions]
    ) -> ApiResponse[CheckoutDto]:
        """Reads an order."""
        ...


def create_checkouts(
    api: AsyncApi,
    retail_unit: str,
    requests: Iterable[Keyed],
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
    """Does what `bulk.create_checkouts` does, for `async for`; the arguments mean the same.

    Calls are made in the event loop, so no `executor` is taken; `max_workers` is how many are in flight at most. The
    requests are taken one by one in the event loop, too: an iterable that waits for something holds it up.

    Raises:
        ApiValueError: An argument does not fit, or the journal is in use or belongs to something else. The results
            raise it when the journal has another request under the same key or place.
        OSError: The journal cannot be opened or written.
    """
    if executor is not None:
        raise ApiValueError("executor: not taken here; calls are made in the event loop")
    caller = Caller(api, retail_unit, reads=False, options=options)
    run = Run[Outcome](
        requests,
        reads=False,
        client=api.api_client,
        retail_unit=retail_unit,
        max_workers=max_workers,
        journal=journal,
        resend_unknown=resend_unknown,
        attempts=attempts,
        longest_wait=longest_wait,
        total=total,
        progress=progress,
        options=options,
    )
    return AsyncResults(run, caller)


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
    """Does what `bulk.get_orders` does, for `async for`; the arguments mean the same.

    Raises:
        ApiValueError: An argument does not fit.
    """
    if executor is not None:
        raise ApiValueError("executor: not taken here; calls are made in the event loop")
    caller = Caller(api, retail_unit, reads=True, options=options)
    run = Run[OrderOutcome](
        ids,
        reads=True,
        client=api.api_client,
        retail_unit=retail_unit,
        max_workers=max_workers,
        journal=None,
        resend_unknown=False,
        attempts=attempts,
        longest_wait=longest_wait,
        total=total,
        progress=progress,
        options=options,
    )
    return AsyncResults(run, caller)


class Caller:
    """Makes attempts in the event loop."""

    def __init__(self, api: AsyncApi, retail_unit: str, *, reads: bool, options: CallOptions) -> None:
        if isinstance(api, CheckoutApi):  # not by its client, which another API may use in threads
            refuse_mixed(api.api_client, ApiClient)
        self._api = api
        self._retail_unit = retail_unit
        self._reads = reads
        self._options = options

    async def attempt(self, flight: Flight) -> Attempt:
        """Sends a row once, and gives what became of it; it raises nothing."""
        task = Task(self._retail_unit, flight.row.payload, self._reads, self._options)
        start = time.monotonic()
        try:
            if task.reads:
                order = await self._api.get_order_with_http_info(
                    task.checkout_id, task.retail_unit, **task.call_options
                )
                return order_attempt(task, order, time.monotonic() - start)
            created = await self._api.create_checkout_with_http_info(
                task.retail_unit, task.request(), **task.call_options
            )
            return created_attempt(created, time.monotonic() - start)
        except Exception as error:  # noqa: BLE001 # the user's own code, such as a transport, may raise anything
            return failed_attempt(error, task, time.monotonic() - start)


class AsyncResults(Generic[OutcomeT]):
    """The outcomes of a run, in the order of completion. Whoever iterates drives the run; nothing happens before.

    It keeps counts only. Use it in an `async with` statement, or iterate to the end: then the journal is free again.
    Cancelling whoever iterates leaves the run as it is; the end of the `async with` takes no more rows and waits for
    those in flight.
    """

    def __init__(self, run: Run[OutcomeT], caller: Caller) -> None:
        self._run = run
        self._caller = caller
        self._tasks: set[asyncio.Task[Attempt]] = set()
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
        if run is None or run.record.is_finished:
            return
        run.abandon()  # whatever is in flight holds these results, so nothing is
        if run.record.is_begun:
            warnings.warn(
                f"not iterated to its end, and not closed: {self!r}", ResourceWarning, source=self, stacklevel=2
            )

    def __repr__(self) -> str:
        return f"<AsyncResults: {self._run.summary()}>"

    async def close(self) -> None:
        """Takes no more rows, and waits for those in flight. May be called twice.

        Their outcomes are recorded, and iterating on gives them.
        """
        self._run.stop("closed")
        self._landing.set()  # whoever waits for the end of a pause need not go on
        if not self._run.record.is_begun:
            self._run.finish()
        while await self._advance():
            pass

    @property
    def progress(self) -> Progress:
        """How far the run has come."""
        return self._run.record.progress()

    @property
    def stopped(self) -> str | None:
        """Why no more rows are taken, if it is not that there are no more."""
        return self._run.control.stopped

    async def summary(self) -> Summary:
        """Gives how the run went, in numbers. One that nobody has begun to iterate is run to its end first."""
        await self._begin()
        return self._run.summary()

    async def outcomes(self) -> list[OutcomeT]:
        """Does what `Results.outcomes` does."""
        if not self._run.has_journal:
            return [outcome async for outcome in self]
        await self._begin()
        return self._run.journaled()

    async def failed(self) -> list[OutcomeT]:
        """Gives those of `outcomes` that were not created or read, rows in doubt included."""
        if not self._run.has_journal:
            return [outcome async for outcome in self if not outcome.ok]
        return [outcome for outcome in await self.outcomes() if not outcome.ok]

    async def to_frame(self) -> pandas.DataFrame:
        """Does what `Results.to_frame` does."""
        imported_pandas()  # before outcomes are taken that nobody would get
        return to_frame(await self.outcomes(), orders=self._run.reads)

    async def _begin(self) -> None:
        if not self._run.record.is_begun:
            async for _ in self:
                pass

    async def _advance(self) -> bool:
        """Goes on until there is an outcome; False if there are no more. One task at a time drives the run."""
        async with self._turn:
            reply: Reply = None
            while not self._run.record.is_finished:
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

    def _submit(self, flight: Flight) -> None:
        task = asyncio.get_running_loop().create_task(self._caller.attempt(flight))
        self._tasks.add(task)

        def ended(task: asyncio.Task[Attempt]) -> None:
            self._tasks.discard(task)
            self._run.land(flight, CANCELLED if task.cancelled() else task.result())
            self._landed.append(flight)
            self._landing.set()

        task.add_done_callback(ended)

    async def _landings(self, seconds: float | None) -> list[Flight]:
        if seconds == 0:
            await asyncio.sleep(0)  # gives way to all others, also where a long row of known rows passes by
        elif not self._landed:
            self._landing.clear()
            try:
                # What a cancelled wait for an item would lose, a cancelled wait for an event leaves in its place.
                await asyncio.wait_for(self._landing.wait(), seconds)
            except (TimeoutError, asyncio.TimeoutError):  # they are two until Python 3.11
                return []
        landed = list(self._landed)
        self._landed.clear()
        return landed
