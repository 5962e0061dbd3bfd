"""The arguments of a run, checked and in one value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from order_capture_client._core.options import CallOptions
from order_capture_client._core.retry import is_positive_number
from order_capture_client._core.user_code import is_async, needs_await
from order_capture_client._model.base import Model
from order_capture_client.bulk._rows import KeyedRequest
from order_capture_client.bulk.progress import ProgressCallback
from order_capture_client.exceptions import ApiTypeError, ApiValueError

ATTEMPTS = 10
LONGEST_WAIT = 300.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """The arguments of a run.

    Raises:
        ApiValueError: A value does not fit.
        ApiTypeError: `progress` has to be awaited, and the run does not await.
    """

    items: Iterable[KeyedRequest] | Iterable[str] = field(repr=False)
    """The requests, or the ids."""
    reads: bool
    """Whether the items are ids of orders to read."""
    retail_unit: str
    options: CallOptions = field(repr=False)
    """The options of each call."""
    max_workers: int
    """The most rows in flight."""
    attempts: int
    """The most attempts for a row."""
    longest_wait: float
    """A `Retry-After` of more seconds ends the run."""
    total: int | None
    """The number of rows. Default: the length of `items`, if it has one."""
    progress: bool | ProgressCallback
    journal: str | os.PathLike[str] | None = None
    """The file that keeps the outcomes."""
    awaits: bool = False
    """Whether the run awaits, so that `progress` may be an async function."""
    resend_unknown: bool = False
    """Whether rows in doubt are sent again."""

    def __post_init__(self) -> None:
        _check_count("max_workers", self.max_workers, least=1)
        _check_count("attempts", self.attempts, least=1)
        if self.total is not None:
            _check_count("total", self.total, least=0)
        if not is_positive_number(self.longest_wait):
            raise ApiValueError("longest_wait: a number of seconds above 0 expected")
        if not isinstance(self.progress, bool) and not callable(self.progress):
            raise ApiValueError("progress: true, false or a function expected")
        if not self.awaits and is_async(self.progress):
            raise ApiTypeError(needs_await("progress", "order_capture_client.bulk.aio"))
        if type(self.resend_unknown) is not bool:
            raise ApiValueError("resend_unknown: true or false expected")
        if "_retry_policy" in self.options:
            raise ApiValueError("_retry_policy: the run decides on retries, for all rows at once; see attempts")
        _check_items("ids" if self.reads else "requests", self.items)


def _check_count(name: str, number: object, *, least: int) -> None:
    if type(number) is not int or number < least:
        raise ApiValueError(f"{name}: a whole number of at least {least} expected")


def _check_items(name: str, items: object) -> None:
    if hasattr(type(items), "columns"):  # not of the frame itself: a lazy one would resolve its columns, and warn
        raise ApiValueError(f"{name}: a frame has to be turned into rows first; see requests_from_frame")
    if isinstance(items, (str, bytes, Mapping, Model)) or not isinstance(items, Iterable):
        raise ApiValueError(f"{name}: a list or another iterable of them expected")
