"""Lays Python out as `ruff format` leaves it, so that generating needs no formatter."""

from __future__ import annotations

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

    def on_one_line(self) -> str:
        """Gives the expression without line breaks."""
        return self.head + ", ".join(flat(item) for item in self.items) + self.tail


Expression = str | Brackets


def flat(expression: Expression) -> str:
    """Gives an expression without line breaks."""
    return expression if isinstance(expression, str) else expression.on_one_line()


def call(function: str, items: Iterable[Expression]) -> Brackets:
    """Gives `function(items)`."""
    return Brackets(f"{function}(", tuple(items), ")")


def prefixed(prefix: str, expression: Expression) -> Expression:
    """Gives an expression with something in front of it, such as `name=`."""
    if isinstance(expression, str):
        return prefix + expression
    return Brackets(prefix + expression.head, expression.items, expression.tail)


def laid_out(expression: Expression, indent: int = 0, *, spread: bool = False) -> list[str]:
    """Gives the lines of an expression: one if it fits and need not be spread, else one per item, and so on inside."""
    margin = " " * indent
    one_line = margin + flat(expression)
    if isinstance(expression, str) or not expression.items or (len(one_line) <= WIDTH and not spread):
        return [one_line]
    lines = [margin + expression.head]
    for item in expression.items:
        # Room for the comma counts as part of the item.
        *inner, last = laid_out(prefixed("", item), indent + 4, spread=len(flat(item)) + indent + 5 > WIDTH)
        lines += [*inner, f"{last},"]
    return [*lines, margin + expression.tail]


def import_lines(module: str, names: list[str], indent: int = 0) -> list[str]:
    """Gives `from module import names`, for a place that is indented; the lines themselves are not."""
    on_one_line = f"from {module} import {', '.join(names)}"
    fits = indent + len(on_one_line) <= WIDTH
    return [on_one_line] if fits else laid_out(call(f"from {module} import ", names), spread=True)


def quoted(text: str) -> str:
    """Gives a string literal, in double quotes if that needs no escapes."""
    literal = repr(text)
    return literal if '"' in text else f'"{literal[1:-1]}"'


def docstring(text: str, indent: int) -> list[str]:
    """Gives a docstring; if it takes several lines, the first sentence stands alone."""
    margin = " " * indent
    if indent + len(text) + 6 <= WIDTH:
        return [f'{margin}"""{text}"""']
    first, stop, rest = text.partition(". ")
    lines = wrapped('"""' + first + stop.rstrip(), indent)
    if rest:
        lines += ["", *wrapped(rest, indent)]
    return [*lines, f'{margin}"""']


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
