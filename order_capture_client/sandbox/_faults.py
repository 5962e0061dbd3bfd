"""Faults on purpose: which, how often, and for which operation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from order_capture_client._first_time import Locks, lock_of_process
from order_capture_client.sandbox._app import ROUTES
from order_capture_client.sandbox._errors import ServiceError

OPERATIONS = sorted(route.operation for route in ROUTES)
"""The operations that a fault can be for."""


@dataclass(frozen=True, slots=True)
class Fail:
    """Answers a request with an error status, without its effect."""

    status: int
    retry_after: int | None

    def __post_init__(self) -> None:
        _refuse_unless(_is_whole(self.status, least=400) and self.status <= 599, "status: a number from 400 to 599")
        fits = self.retry_after is None or _is_whole(self.retry_after, least=0)
        _refuse_unless(fits, "retry_after: a whole number of seconds")

    def error(self) -> ServiceError:
        """Return the error to answer with."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return ServiceError(self.status, "The sandbox fails on request.", headers=headers)


@dataclass(frozen=True, slots=True)
class Drop:
    """Reads a request, and ends the connection without an answer."""

    after_work: bool


@dataclass(frozen=True, slots=True)
class Delay:
    """Carries out a request, and answers late."""

    seconds: float

    def __post_init__(self) -> None:
        _refuse_unless(self.seconds >= 0 and math.isfinite(self.seconds), "seconds: a number of at least 0")


InjectedFault: TypeAlias = Fail | Drop | Delay


@dataclass(slots=True, eq=False)
class _Planned:
    fault: InjectedFault
    times: int
    operation: str | None


class InjectedFaults:
    """The faults that wait for a request. Safe for threads."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._locks: Locks = {}

    def plan(self, fault: InjectedFault, times: int, operation: str | None) -> None:
        """Inject a fault into the next requests, of one operation or of any.

        Raises:
            ValueError: The operation is unknown, or the number is below 1.
        """
        _refuse_unless(_is_whole(times, least=1), "times: a whole number of at least 1")
        _refuse_unless(operation is None or operation in OPERATIONS, f"operation: one of {', '.join(OPERATIONS)}")
        with lock_of_process(self._locks):
            self._planned.append(_Planned(fault, times, operation))

    def take(self, operation: str) -> InjectedFault | None:
        """Return the fault for a request of an operation, and use it up once. Of those that fit, the oldest comes first."""
        with lock_of_process(self._locks):
            planned = next((planned for planned in self._planned if planned.operation in (None, operation)), None)
            if planned is None:
                return None
            planned.times -= 1
            if planned.times == 0:
                self._planned.remove(planned)
            return planned.fault

    def clear(self) -> None:
        """Drop all faults that wait."""
        with lock_of_process(self._locks):
            self._planned.clear()


def _is_whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _refuse_unless(fits: bool, expected: str) -> None:
    if not fits:
        raise ValueError(f"{expected} is expected")
