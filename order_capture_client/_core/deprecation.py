"""Warnings of operations that the contract marks as deprecated."""

from __future__ import annotations

import warnings
from typing import Any

from order_capture_client._core.operation import Operation

_WARNED: set[tuple[str, bool]] = set()
"""Operations of this process that were warned of, and whether they were awaited."""


def warn_deprecated(operation: Operation[Any], *, awaited: bool) -> None:
    """Warn of a deprecated operation, once, at the line that calls the method that calls this."""
    if (operation.name, awaited) not in _WARNED:
        _WARNED.add((operation.name, awaited))
        message = f"{operation.name}: the operation is deprecated; its documentation states the replacement, if any"
        warnings.warn(message, DeprecationWarning, stacklevel=3)
