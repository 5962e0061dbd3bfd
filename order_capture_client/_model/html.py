"""Pieces of HTML for notebooks: escaped, without scripts, and in the colours of the page around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from order_capture_client._printable import printable

ABSENT = "\u2013"
"""A dash, for an absent value."""

_LINE = "1px solid rgba(128,128,128,.35)"  # visible on light and on dark
_BOX = "color:inherit;line-height:1.45;overflow-x:auto"
_TABLE = "border-collapse:collapse;border:0;margin:.5em 0;color:inherit;font-size:inherit;text-align:left"
_CELL = "padding:.25em .8em;border:0;vertical-align:top;background:none;color:inherit;"
_TEXT = _CELL + "text-align:left;white-space:normal;max-width:28em;overflow-wrap:break-word"
_NUMBER = _CELL + "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"


class Cell(NamedTuple):
    """One cell of a table."""

    content: str = ""
    """HTML."""
    is_number: bool = False
    span: int = 1
    """How many columns it covers."""
    is_head: bool = False


def escaped(text: str) -> str:
    """Return a text as HTML, in which no character turns the direction of reading."""
    return escape("\n".join(map(printable, text.split("\n"))))


def bold(text: str) -> str:
    """Return a text as bold HTML."""
    return f"<strong>{escaped(text)}</strong>"


def muted(text: str) -> str:
    """Return a text as pale HTML."""
    return f'<span style="opacity:.7">{escaped(text)}</span>' if text else ""


def code(text: str) -> str:
    """Return a text as HTML in a fixed-width font."""
    return f'<code style="color:inherit;background:none;white-space:pre-wrap">{escaped(text)}</code>'


def and_more(count: int) -> str:
    """Return HTML with the number of rows that are left out."""
    return muted(f"... and {count} more")


def line(*contents: str) -> str:
    """Return pieces of HTML on a line of their own; nothing if all are empty."""
    filled = [content for content in contents if content]
    return f"<div>{' '.join(filled)}</div>" if filled else ""


def box(*contents: str) -> str:
    """Return pieces of HTML in a box, each below the one before."""
    return f'<div style="{_BOX}">{"".join(contents)}</div>'


def table(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as a table."""
    return f'<table style="{_TABLE}"><tbody>{"".join(_row(row) for row in rows)}</tbody></table>'


def _row(cells: Sequence[Cell]) -> str:
    return f'<tr style="background:none;border:0;border-bottom:{_LINE}">{"".join(_cell(cell) for cell in cells)}</tr>'


def _cell(cell: Cell) -> str:
    name, span = "th" if cell.is_head else "td", f' colspan="{cell.span}"' if cell.span > 1 else ""
    style = (_NUMBER if cell.is_number else _TEXT) + (";font-weight:600" if cell.is_head else "")
    return f'<{name}{span} style="{style}">{cell.content}</{name}>'
