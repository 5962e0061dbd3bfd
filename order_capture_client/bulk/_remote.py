"""The work of a worker: one attempt, in a thread, in another process or on another machine, and the API for it."""

from __future__ import annotations

import hashlib
import importlib
import os
import pickle
import signal
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from order_capture_client._core.options import CallOptions
from order_capture_client._first_time import Locks, lock_of_process
from order_capture_client.api.checkout_api import CheckoutApi
from order_capture_client.bulk._attempt import Attempt, AttemptResult, created_result, failed_result, order_result
from order_capture_client.bulk._dask import claim
from order_capture_client.exceptions import ApiValueError, OpenApiException


class Session(Protocol):
    """Holds the API that a worker calls."""

    def api(self) -> CheckoutApi:
        """Return the API."""
        ...


@dataclass(frozen=True, slots=True)
class Direct:
    """The caller's own API, for threads of the same process."""

    shared: CheckoutApi

    def api(self) -> CheckoutApi:
        """Return the API."""
        return self.shared


@dataclass(frozen=True, slots=True)
class Packed:
    """An API that travels as its settings; each process unpacks it once."""

    settings: bytes = field(repr=False)
    digest: str
    home: int
    """The process that packed it."""

    def api(self) -> CheckoutApi:
        """Return the API of this process, with its own connections."""
        with lock_of_process(_LOCKS):
            if self.digest not in _APIS:
                if os.getpid() != self.home and threading.current_thread() is threading.main_thread():
                    # Ctrl-C reaches every process of a terminal. Attempts in flight end; the caller decides.
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                _APIS[self.digest] = pickle.loads(self.settings)  # noqa: S301 # packed by the caller of this attempt
            return _APIS[self.digest]


_APIS: dict[str, CheckoutApi] = {}
_LOCKS: Locks = {}


def perform(session: Session, attempt: Attempt) -> AttemptResult:
    """Send a row once and return the result. Raise nothing."""
    start = time.monotonic()
    try:
        if attempt.ticket is not None and not claim(attempt.ticket):
            problem = "its worker was lost, and whether it was sent is not known; the checkout may exist already"
            return AttemptResult("unknown", error=problem)
        api = session.api()
    except Exception as error:  # noqa: BLE001 # nothing was sent in any case
        return AttemptResult("not_sent", error=f"the worker cannot begin: {type(error).__name__}")
    options = attempt.call_options
    try:
        if attempt.reads:
            order = api.get_order_with_http_info(attempt.checkout_id, attempt.retail_unit, **options)
            return order_result(attempt, order, time.monotonic() - start)
        created = api.create_checkout_with_http_info(attempt.retail_unit, attempt.request(), **options)
        return created_result(created, time.monotonic() - start)
    except Exception as error:  # noqa: BLE001 # user code, such as a transport, may raise anything
        return failed_result(error, attempt, time.monotonic() - start)


def pack(api: CheckoutApi) -> Packed:
    """Pack an API for other processes.

    Raises:
        ApiValueError: It does not pickle, or would arrive without its credentials.
        ApiTypeError: It has a TLS context, which does not pickle.
    """
    problem = None
    settings = b""
    try:
        settings = _pickler().dumps(api)
        copy = cast("CheckoutApi", pickle.loads(settings))  # noqa: S301 # our own
    except OpenApiException:
        raise
    except Exception as error:  # noqa: BLE001 # pickling runs user code and may raise anything
        problem = f"api: cannot be sent to other processes ({type(error).__name__}); use threads, or parts that pickle"
    else:
        if lost := copy.api_client.dropped_credentials:
            problem = (
                f"api: its {', '.join(lost)} would not reach other processes; give access_token a function that"
                " returns the token, or set pickle_credentials=True"
            )
    if problem is not None:
        raise ApiValueError(problem)
    return Packed(settings, hashlib.sha256(settings).hexdigest(), os.getpid())


def refuse_unpicklable(options: CallOptions) -> None:
    """Refuse options that do not pickle: each row would fail on its way and look as if it might have been sent."""
    problem = ""
    try:
        pickle.dumps(options)
    except Exception as error:  # noqa: BLE001 # pickling runs user code and may raise anything
        problem = type(error).__name__
    if problem:
        raise ApiValueError(
            f"options: cannot be sent to other processes ({problem}); use plain dicts, texts and numbers"
        )


def _pickler() -> Any:
    """Return the best pickler: cloudpickle, which loky and Dask bring, takes functions of a notebook along."""
    try:
        return importlib.import_module("cloudpickle")
    except ImportError:
        return pickle
