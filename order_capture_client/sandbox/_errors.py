"""What the sandbox refuses, as an exception that knows its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TITLES = {
    400: "Bad input parameter",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    413: "Payload Too Large",
    419: "Authentication Timeout",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
"""The reason phrase of each error status that the sandbox gives by itself, and of those it is often told to give."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request."""

    path: str
    """Where, such as `items[2].quantity`."""
    code: str
    """Which rule, such as `QUANTITY`."""
    message: str


class Problem(Exception):
    """A request that is answered with an error status."""

    def __init__(
        self, status: int, details: str, faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(details)
        self.status = status
        self.details = details
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        """What the answer's headers say beside the usual."""

    def document(self, timestamp: str) -> dict[str, Any]:
        """The `ErrorDetails` of the answer."""
        title = TITLES.get(self.status, "Error")
        document: dict[str, Any] = {
            "type": "urn:order-capture:" + title.lower().replace(" ", "-"),
            "title": title,
            "timestamp": timestamp,
            "message": self.details,
            "details": "; ".join(f"{fault.path}: {fault.message}" for fault in self.faults) or self.details,
            "errorCode": self.status,
        }
        if self.faults:
            document["detailsMap"] = _by_path(self.faults)
        if self.faults and self.status == 422:
            document["gaErrorList"] = [{"errorCode": fault.code, "message": fault.message} for fault in self.faults]
            document["gaError"] = document["gaErrorList"][0]
        return document


def _by_path(faults: Iterable[Fault]) -> dict[str, str]:
    messages: dict[str, str] = {}
    for fault in faults:
        messages[fault.path] = "; ".join(filter(None, (messages.get(fault.path), fault.message)))
    return messages
