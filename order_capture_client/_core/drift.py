"""Tells the user, and the log, that an answer differs from the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from order_capture_client._core.log import LOGGER
from order_capture_client._core.wire import Operation
from order_capture_client.drift import Drift, DriftReport


def tell_of_drift(
    on_drift: Callable[[DriftReport], object] | None,
    operation: Operation[Any],
    status_code: int,
    headers: Mapping[str, str] | None,
    drift: tuple[Drift, ...],
) -> None:
    """Logs at INFO in how many places an answer differs, by kind, and calls `on_drift`; does nothing without drift.

    What `on_drift` raises is logged: it must not cost the caller the answer, such as the id of a new checkout.
    """
    if not drift:
        return
    # Not where: a service may call an unknown field anything.
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(found.kind for found in drift).items())
    LOGGER.info("%s: the answer differs from the contract: %s", operation.call, kinds)
    if on_drift is None:
        return
    request_id = (headers or {}).get("X-Request-Id")
    try:
        on_drift(DriftReport(operation.name, status_code, drift, request_id))
    except Exception as error:  # noqa: BLE001 # on_drift is user code
        LOGGER.warning("%s: on_drift raised %s", operation.call, type(error).__name__)
