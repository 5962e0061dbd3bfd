"""When a call may be tried again, and how long it may take: values, set per client or per call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeGuard, cast

from order_capture_client._core.misspelt import naming_misspelt_fields
from order_capture_client.exceptions import ApiValueError

LONGEST = 1_000_000
"""The longest time in seconds: sockets count milliseconds in 32 bits."""


@naming_misspelt_fields
@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a call may take, in seconds."""

    connect: float = 5.0
    """For one connection: all addresses of the host, TLS and proxy included."""
    read: float | None = None
    """Between two receives. None stands for 20 s, and for the rest of `total` on creates and patches:
    giving up on those early only leaves their outcome open."""
    total: float = 60.0
    """For the whole call: token, pauses and all attempts."""

    def __post_init__(self) -> None:
        for name in ("connect", "read", "total"):
            seconds = getattr(self, name)
            if not is_positive_number(seconds) and not (name == "read" and seconds is None):
                raise ApiValueError(f"timeout.{name}: a number of seconds above 0 expected")
            _refuse_too_long(f"timeout.{name}", seconds)

    def overridden(self, request_timeout: object) -> Timeouts:
        """Return the timeouts of a call with `_request_timeout`: a total, or a pair of connect and read."""
        if request_timeout is None:
            return self
        if is_positive_number(request_timeout):
            _refuse_too_long("_request_timeout", request_timeout)
            return replace(self, total=request_timeout)
        pair = cast("Sequence[object]", request_timeout) if isinstance(request_timeout, (tuple, list)) else ()
        if len(pair) == 2:
            connect, read = pair
            if is_positive_number(connect) and is_positive_number(read):
                _refuse_too_long("_request_timeout", connect + read)
                return Timeouts(connect=connect, read=read, total=max(self.total, connect + read))
        raise ApiValueError("_request_timeout: seconds above 0 expected, or a pair (connect, read) of them")


@naming_misspelt_fields
@dataclass(frozen=True)
class RetryPolicy:
    """The number of attempts and the pauses between them; the table of cases is in `exchange`."""

    attempts: int = 3
    """How often a request may be sent in all; 1 turns all retries off."""
    base: float = 0.1
    """Seconds of the first pause at most; it doubles with each attempt."""
    base_when_busy: float = 1.0
    """The same after 429 and 503."""
    longest_pause: float = 8.0
    """Seconds of a pause at most."""
    longest_retry_after: float = 20.0
    """A `Retry-After` up to this many seconds is obeyed; with a longer one the call ends at once."""
    replay_writes_after_refresh: bool = False
    """Whether creates and patches are sent again with a new token after 419."""
    refresh_beyond_attempts: bool = False
    """Whether the sending that follows a new token comes on top of `attempts`."""
    unsent_attempts: int | None = None
    """How many attempts may end before the request is sent, as with a refused connection. Default: 5, or `attempts` if
    that is more; 1 if `attempts` is 1."""
    base_when_unsent: float = 0.5
    """As `base`, after an attempt that was not sent."""

    def __post_init__(self) -> None:
        if type(self.attempts) is not int or self.attempts < 1:
            raise ApiValueError("retry_policy.attempts: a whole number of at least 1 expected")
        unsent = self.unsent_attempts
        if unsent is not None and (type(unsent) is not int or unsent < 1):
            raise ApiValueError("retry_policy.unsent_attempts: None or a whole number of at least 1 expected")
        for name in ("base", "base_when_busy", "base_when_unsent", "longest_pause", "longest_retry_after"):
            seconds = getattr(self, name)
            if seconds != 0 and not is_positive_number(seconds):
                raise ApiValueError(f"retry_policy.{name}: a number of seconds expected")
            _refuse_too_long(f"retry_policy.{name}", seconds)

    def __setstate__(self, state: dict[str, Any] | list[Any]) -> None:
        # Pickles of earlier versions have a list without the last fields.
        vars(self).update(state if isinstance(state, dict) else zip(self.__dataclass_fields__, state, strict=False))

    @property
    def effective_unsent_attempts(self) -> int:
        """How many attempts may end before the request is sent, with the default taken into account."""
        if self.unsent_attempts is not None:
            return self.unsent_attempts
        return 1 if self.attempts == 1 else max(_UNSENT_ATTEMPTS, self.attempts)


_UNSENT_ATTEMPTS = 5


def is_positive_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a finite number above 0."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < float("inf")


def _refuse_too_long(place: str, *times: float | None) -> None:
    if any(seconds is not None and seconds > LONGEST for seconds in times):
        raise ApiValueError(f"{place}: at most {LONGEST} seconds expected")
