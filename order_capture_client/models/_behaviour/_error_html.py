"""The details of an error, for notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from order_capture_client._model.html import ABSENT, Cell, and_more, bold, box, escaped, line, muted, table
from order_capture_client._model.safe_access import entries_at, models_at, shown_at, value_at

MOST_FAULTS = 50


def error_html(error: BaseModel) -> str:
    """Return the details of an error as HTML: its message, and a table of its faults. Never raises."""
    parts = (shown_at(error, "error_code"), shown_at(error, "title"))
    message, details = shown_at(error, "message"), shown_at(error, "details")
    faults = _faults(error)
    rows = [[Cell(bold(name)), Cell(escaped(text))] for name, text in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        rows.append([Cell(and_more(len(faults) - MOST_FAULTS), span=2)])
    return box(
        line(bold(" ".join(["Error", *filter(None, parts)])), muted(shown_at(error, "timestamp") or "")),
        line(escaped(message or "")),
        line(escaped(details if details and details != message and not faults else "")),
        table(rows) if rows else "",
    )


def _faults(error: object) -> list[tuple[str, str]]:
    """Return codes and places with their messages; those with the same message share a row."""
    names: dict[str, dict[str, None]] = {}
    for name, message in _messages(error):
        names.setdefault(message, {})[name] = None
    return [(", ".join(named), message) for message, named in names.items()]


def _messages(error: object) -> Iterator[tuple[str, str]]:
    for fault in (value_at(error, "ga_error"), *models_at(BaseModel, error, "ga_error_list")):
        if isinstance(fault, BaseModel):
            yield shown_at(fault, "error_code") or ABSENT, shown_at(fault, "message") or ABSENT
    yield from entries_at(error, "details_map")
