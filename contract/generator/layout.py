"""Lays Python out as `ruff format` leaves it, so that generating needs no formatter."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Brackets:
    """An expression that may be spread over lines: `head`, the items, `tail`."""

    head: str
    items: tuple[Expression, ...]
    tail: str


Expression = str | Brackets


def flat(expression: Expression) -> str:
    """Gives an expression without line breaks."""
    if isinstance(expression, str):
        return expression
    return expression.head + ", ".join(map(flat, expression.items)) + expression.tail


def call(function: str, items: Iterable[Expression]) -> Brackets:
    """Gives `function(items)`."""
    return Brackets(f"{function}(", tuple(items), ")")


def prefixed(prefix: str, expression: Expression) -> Expression:
    """Gives an expression with something in front of it, such as `name=`."""
    if isinstance(expression, str):
        return prefix + expression
    return Brackets(prefix + expression.head, expression.items, expression.tail)


def fits(expression: Expression, indent: int, comma: str = "") -> bool:
    """Tells whether an expression has room on one line."""
    return indent + len(flat(expression) + comma) <= WIDTH


def laid_out(expression: Expression, indent: int = 0, comma: str = "", *, spread: bool = False) -> list[str]:
    """Gives the lines of an expression: one if it fits and need not be spread, else one per item, and so on inside."""
    margin = " " * indent
    if isinstance(expression, str) or not expression.items or (fits(expression, indent, comma) and not spread):
        return [margin + flat(expression) + comma]
    inner = [line for item in expression.items for line in laid_out(item, indent + 4, ",")]
    return [margin + expression.head, *inner, margin + expression.tail + comma]


def import_lines(module: str, names: list[str], indent: int = 0) -> list[str]:
    """Gives `from module import names`, for a place that is indented; the lines themselves are not."""
    on_one_line = f"from {module} import {', '.join(names)}"
    return [on_one_line] if fits(on_one_line, indent) else laid_out(call(f"from {module} import ", names), spread=True)


def quoted(text: str) -> str:
    """Gives a string literal, in double quotes if that needs no escapes."""
    literal = repr(text)
    return literal if '"' in text else f'"{literal[1:-1]}"'


def docstring(text: str, indent: int) -> list[str]:
    """Gives a docstring; if it takes several lines, its summary stands alone."""
    margin = " " * indent
    if indent + len(text) + 6 <= WIDTH:
        return [f'{margin}"""{text}"""']
    first, rest = summary(text)
    return [f'{margin}"""{first}', *(["", *wrapped(rest, indent)] if rest else []), f'{margin}"""']


def summary(text: str) -> tuple[str, str]:
    """Gives a first sentence that fits a line, and the rest; a long sentence ends at its first colon or semicolon."""
    for stop in (r"(?<!e\.g)\. ", ": ", "; "):
        first, *others = re.split(stop, text, maxsplit=1)
        if len(first) <= WIDTH - 20:
            return (f"{first}.", others[0][0].upper() + others[0][1:]) if others else (text, "")
    return text, ""


def attribute_docstring(text: str, indent: int) -> list[str]:
    """Gives the docstring below a field."""
    return wrapped(f'"""{text}"""', indent)


def wrapped(text: str, indent: int, hanging: int = 0) -> list[str]:
    """Gives the lines of a paragraph."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
