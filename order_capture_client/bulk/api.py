"""What users call: many checkouts at once, and many orders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Executor

from typing_extensions import Unpack

from order_capture_client._core.options import CallOptions
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.bulk._rows import Keyed
from order_capture_client.bulk._run import ATTEMPTS, LONGEST_WAIT, Run
from order_capture_client.bulk._workers import Workers
from order_capture_client.bulk.outcome import OrderOutcome, Outcome
from order_capture_client.bulk.progress import ProgressCallback
from order_capture_client.bulk.results import Results


def create_checkouts(
    api: CheckoutApi,
    retail_unit: str,
    requests: Iterable[Keyed],
    *,
    executor: Executor | None = None,
    max_workers: int = 8,
    journal: str | os.PathLike[str] | None = None,
    resend_unknown: bool = False,
    attempts: int = ATTEMPTS,
    longest_wait: float = LONGEST_WAIT,
    total: int | None = None,
    progress: bool | ProgressCallback = True,
    **options: Unpack[CallOptions],
) -> Results[Outcome]:
    """Creates a checkout for each request, none twice. What becomes of each is a value; nothing raises for a row.

    Args:
        api: Sends them. To other processes it travels as its settings and connects anew; credentials travel as a
            token provider, or as they are with `Configuration(pickle_credentials=True)`.
        retail_unit: Where to create them, e.g. `se`.
        requests: Models or dicts, or pairs of a key and one of these. They are taken one by one, as the run goes on.
        executor: Where the calls are made: any `concurrent.futures.Executor`, such as a process pool, loky's, or
            that of a Dask client. It is not shut down. Default: threads.
        max_workers: How many rows are in flight at most.
        journal: A file that remembers the rows. A run with the same file goes on where the last one ended: rows
            that are done are not sent again, nor are rows in doubt. Only a journal notices a key that comes twice.
        resend_unknown: Whether rows in doubt are sent again nevertheless; each may become a second checkout.
        attempts: How often a row is tried at most, while it was not sent or the service was too busy to take it.
        longest_wait: Seconds that the service may ask all workers to wait; if it asks for more, the run stops.
        total: How many requests there are, for the progress. Default: their number, where that is known.
        progress: Whether to show the progress, or a function that is called with it.
        **options: Of each call; see `CallOptions`. `_retry_policy` is refused.

    Raises:
        ApiValueError: An argument does not fit, or the journal is in use or belongs to something else. The results
            raise it when the journal has another request under the same key or place.
        OSError: The journal cannot be opened or written.
    """
    workers = Workers(executor, count=max_workers, api=api, retail_unit=retail_unit, reads=False, options=options)
    return Results(
        Run[Outcome](
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
        ),
        workers,
    )


def get_orders(
    api: CheckoutApi,
    retail_unit: str,
    ids: Iterable[str],
    *,
    executor: Executor | None = None,
    max_workers: int = 8,
    attempts: int = ATTEMPTS,
    longest_wait: float = LONGEST_WAIT,
    total: int | None = None,
    progress: bool | ProgressCallback = True,
    **options: Unpack[CallOptions],
) -> Results[OrderOutcome]:
    """Reads the order of each checkout. What becomes of each is a value; nothing raises for a row.

    The outcome of a row that was read has its order; the results keep none. The arguments are those of
    `create_checkouts`; reads that brought no answer are tried again, since that does no harm.

    Raises:
        ApiValueError: An argument does not fit.
    """
    workers = Workers(executor, count=max_workers, api=api, retail_unit=retail_unit, reads=True, options=options)
    return Results(
        Run[OrderOutcome](
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
        ),
        workers,
    )
