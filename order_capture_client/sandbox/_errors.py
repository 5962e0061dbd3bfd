"""The error answers of the sandbox, as exceptions."""

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
"""The reason phrase of each error status that the sandbox answers with by itself, or on request."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation of a rule by a request."""

    path: str
    """Its place, such as `items[2].quantity`."""
    code: str
    """The rule, such as `QUANTITY`."""
    message: str


class ServiceError(Exception):
    """Answers a request with an error status."""

    def __init__(
        self, status: int, details: str, violations: Iterable[Violation] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(details)
        self.status = status
        self.details = details
        self.violations = tuple(violations)
        self.headers = dict(headers or {})
        """Headers of the answer in addition to the usual ones."""

    def document(self, timestamp: str) -> dict[str, Any]:
        """Return the `ErrorDetails` of the answer."""
        title = TITLES.get(self.status, "Error")
        document: dict[str, Any] = {
            "type": "urn:order-capture:" + title.lower().replace(" ", "-"),
            "title": title,
            "timestamp": timestamp,
            "message": self.details,
            "details": "; ".join(f"{violation.path}: {violation.message}" for violation in self.violations)
            or self.details,
            "errorCode": self.status,
        }
        if self.violations:
            document["detailsMap"] = _by_path(self.violations)
        if self.violations and self.status == 422:
            document["gaErrorList"] = [
                {"errorCode": violation.code, "message": violation.message} for violation in self.violations
            ]
            document["gaError"] = document["gaErrorList"][0]
        return document


def _by_path(violations: Iterable[Violation]) -> dict[str, str]:
    messages: dict[str, str] = {}
    for violation in violations:
        messages[violation.path] = "; ".join(filter(None, (messages.get(violation.path), violation.message)))
    return messages
