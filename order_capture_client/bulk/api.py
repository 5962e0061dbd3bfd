"""The functions that users call: many checkouts at once, and many orders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Executor

from typing_extensions import Unpack

from order_capture_client._core.options import CallOptions
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.bulk._plan import ATTEMPTS, LONGEST_WAIT, Plan
from order_capture_client.bulk._rows import KeyedRequest
from order_capture_client.bulk._run import Run
from order_capture_client.bulk._workers import Workers
from order_capture_client.bulk.outcome import OrderOutcome, Outcome
from order_capture_client.bulk.progress import ProgressCallback
from order_capture_client.bulk.results import Results


def create_checkouts(
    api: CheckoutApi,
    retail_unit: str,
    requests: Iterable[KeyedRequest],
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
    """Create a checkout for each request, none twice. Each row gets an outcome; none raises.

    Args:
        api: The API that sends them. It travels to other processes as its settings and connects there; credentials
            travel as a token provider, or as they are with `Configuration(pickle_credentials=True)`.
        retail_unit: Where to create them, e.g. `se`.
        requests: Models or dicts, or pairs of a key and one of these. They are taken one by one, as the run goes on.
        executor: The executor of the calls: any `concurrent.futures.Executor`, such as a process pool, loky's, or
            that of a Dask client. It is not shut down. Default: threads.
        max_workers: The most rows in flight.
        journal: A file that keeps the outcomes. A run with the same file continues where the last one ended: rows
            that are done are not sent again, nor are rows in doubt. Only a journal detects a duplicate key.
        resend_unknown: Whether to send rows in doubt again; each may become a second checkout.
        attempts: The most attempts for a row that was not sent, or that the service was too busy to take.
        longest_wait: Seconds that the service may ask all workers to wait; if it asks for more, the run stops.
        total: The number of requests, for the progress. Default: their number, if known.
        progress: Whether to show the progress, or a function to call with it.
        **options: Options of each call; see `CallOptions`. `_retry_policy` is refused.

    Raises:
        ApiValueError: An argument does not fit, or the journal is in use or belongs to something else. The results
            raise it when the journal has another request under the same key or place.
        OSError: The journal cannot be opened or written.
    """
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
    )
    workers = Workers(executor, api, plan)  # before the run, which opens the journal
    return Results(Run[Outcome](plan, api.api_client), workers)


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
    """Read the order of each checkout. Each row gets an outcome; none raises.

    The outcome of a row that was read holds its order; the results keep none. The arguments are those of
    `create_checkouts`. A read without an answer is tried again, which is safe.

    Raises:
        ApiValueError: An argument does not fit.
    """
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
    )
    workers = Workers(executor, api, plan)  # before the run, which opens the journal
    return Results(Run[OrderOutcome](plan, api.api_client), workers)
