"""What the details of an error do."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from order_capture_client._model.html import ABSENT, Cell, and_more, bold, box, escaped, line, muted, table
from order_capture_client._model.safe_access import entries_at, models_at, shown_at, value_at

MOST_FAULTS = 50


class ErrorDetailsBehaviour:
    """The error with its faults as a table in notebooks."""

    def _repr_html_(self) -> str:
        parts = (shown_at(self, "error_code"), shown_at(self, "title"))
        message, details = shown_at(self, "message"), shown_at(self, "details")
        faults = _faults(self)
        rows = [[Cell(bold(name)), Cell(escaped(text))] for name, text in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            rows.append([Cell(and_more(len(faults) - MOST_FAULTS), span=2)])
        return box(
            line(bold(" ".join(["Error", *filter(None, parts)])), muted(shown_at(self, "timestamp") or "")),
            line(escaped(message or "")),
            line(escaped(details if details and details != message and not faults else "")),
            table(rows) if rows else "",
        )


def _faults(error: object) -> list[tuple[str, str]]:
    """Gives codes and places with what is said of them; those of which the same is said stand together."""
    names: dict[str, dict[str, None]] = {}
    for name, message in _said(error):
        names.setdefault(message, {})[name] = None
    return [(", ".join(named), message) for message, named in names.items()]


def _said(error: object) -> Iterator[tuple[str, str]]:
    for fault in (value_at(error, "ga_error"), *models_at(BaseModel, error, "ga_error_list")):
        if isinstance(fault, BaseModel):
            yield shown_at(fault, "error_code") or ABSENT, shown_at(fault, "message") or ABSENT
    yield from entries_at(error, "details_map")
