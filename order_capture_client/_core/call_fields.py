"""The fields of a call and its attempts, by the names that hooks and the log share: never ids, addresses, values or bodies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from order_capture_client._core.address import DEFAULT_PORTS
from order_capture_client._core.operation import Operation
from order_capture_client._core.wire import Failure, FailureKind, Phase, Request, Response
from order_capture_client.exceptions import Outcome


def fields_of_operation(operation: Operation[Any]) -> dict[str, Any]:
    """Return name, method and path template."""
    return {"operation": operation.name, "method": operation.method, "path": operation.path}


def fields_of_target(operation: Operation[Any], request: Request) -> dict[str, Any]:
    """Return the same, with host and port."""
    parts = urlsplit(request.origin)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return fields_of_operation(operation) | {"host": parts.hostname or "", "port": port}


def fields_of_result(result: Response | Failure, seconds: float, outcome: Outcome) -> dict[str, Any]:
    """Return how an attempt ended."""
    return {
        "status": status_of(result),
        "kind": result.kind.value if isinstance(result, Failure) else None,
        "phase": phase_name(result.phase if isinstance(result, Failure) else Phase.DONE),
        "seconds": seconds,
        "outcome": outcome,
    }


def status_of(result: Response | Failure) -> int | None:
    """Return the status of the service's answer; None if none came."""
    if isinstance(result, Response):
        return result.status
    if result.response is None or result.kind is FailureKind.PROXY:
        return None
    return result.response.status


def phase_name(phase: Phase) -> str:
    """Return a phase as hooks and the log have it."""
    return phase.name.lower()
