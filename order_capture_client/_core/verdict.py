"""The verdict on a call that an exception ends: a mark on the exception, so that its class decides nothing."""

from __future__ import annotations

import logging
import sys
from typing import Any

from order_capture_client._core.call_fields import fields_of_operation
from order_capture_client._core.causes import failure_of
from order_capture_client._core.log import log
from order_capture_client._core.operation import Operation
from order_capture_client._core.user_code import is_cancelled_error
from order_capture_client._core.wire import Failure, FailureKind, Phase, Response
from order_capture_client.exceptions import ApiTypeError, Outcome

_MARK = "_order_capture_outcome"
_HOPELESS = "_order_capture_hopeless"
_NO_CONNECTION = {"ConnectionRefusedError", "gaierror", "ConnectTimeout", "ConnectTimeoutError", "NewConnectionError"}
"""Classes, also of other libraries, whose instances say that no connection was made."""
_TIMEOUTS = {"TimeoutError", "Timeout", "ConnectTimeout"}

if sys.version_info >= (3, 11):
    HANDLER_FAILURES: tuple[type[Exception], ...] = (OSError,)
else:
    import asyncio  # slow to import, and its TimeoutError differs from the built-in one only here

    HANDLER_FAILURES: tuple[type[Exception], ...] = (OSError, asyncio.TimeoutError)
"""Exceptions of a user's transport that stand for a failure of the network."""


def mark_outcome(error: BaseException, outcome: Outcome) -> None:
    """Record on an exception how far its call came."""
    vars(error)[_MARK] = outcome


def marked_outcome(error: BaseException) -> Outcome | None:
    """Return how far the call came that ended with an exception; None if no call has said so."""
    outcome: Outcome | None = vars(error).get(_MARK)
    return outcome


def mark_hopeless(error: BaseException) -> None:
    """Record on an exception that other calls would fail in the same way until a setting changes."""
    vars(error)[_HOPELESS] = True


def is_marked_hopeless(error: BaseException) -> bool:
    """Return whether an exception has that mark."""
    return _HOPELESS in vars(error)


def note_doubt(operation: Operation[Any], error: BaseException, outcome: Outcome) -> None:
    """Note on an exception that it broke off a write which may have been applied, and log a WARNING.

    Raises:
        BaseException: A logger raised one that ends programs; it has the same mark and note.
    """
    said = f"{operation.call}: broken off after it was sent; it may have been applied"
    _add_note(error, said)
    try:
        log(logging.WARNING, said, fields=fields_of_operation(operation) | {"outcome": outcome})
    except BaseException as other:
        vars(other)[_MARK] = vars(error).get(_MARK)
        _add_note(other, said)
        raise


def _add_note(error: BaseException, said: str) -> None:
    if sys.version_info >= (3, 11):
        error.add_note(said)
    else:
        vars(error).setdefault("__notes__", []).append(said)


def handler_failure(error: BaseException) -> Failure:
    """Return the failure that an exception of a user's transport stands for: sent, unless its class says otherwise.

    A `CancelledError` of its own ends the attempt as a lost connection does; nobody has cancelled the call.

    Raises:
        BaseException: The exception itself, if it stands for no failure of the network.
    """
    if not isinstance(error, HANDLER_FAILURES) and not is_cancelled_error(error):
        raise error
    return failure_by_name(error)


def failure_by_name(error: BaseException) -> Failure:
    """Return the failure that an exception from elsewhere describes: sent, unless its class says that there was no connection."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return failure_of(
        error,
        Phase.NOT_SENT if names & _NO_CONNECTION else Phase.SENT,
        FailureKind.TIMEOUT if names & _TIMEOUTS else FailureKind.CONNECTION,
    )


def checked_reply(given: object) -> Response | Failure:
    """Return what a user's transport returned.

    Raises:
        ApiTypeError: It is neither a response nor a failure.
    """
    if isinstance(given, (Response, Failure)):
        return given
    raise ApiTypeError(
        f"transport: handle() has to return a Response or a Failure, not {type(given).__name__};"
        " both are in order_capture_client.transport"
    )
