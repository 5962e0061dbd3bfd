"""Prose in generated files: docstrings and paragraphs that fit their lines."""

from __future__ import annotations

import re
import textwrap

from contract.generator.formatter import WIDTH


def docstring(text: str, indent: int) -> list[str]:
    """Return a docstring; if it takes several lines, its summary stands alone."""
    margin, text = " " * indent, escaped(text)
    if indent + len(text) + 6 <= WIDTH:
        return [f'{margin}"""{text}"""']
    first, rest = summary(text)
    return [f'{margin}"""{first}', *(["", *wrapped(rest, indent)] if rest else []), f'{margin}"""']


def summary(text: str) -> tuple[str, str]:
    """Return a first sentence that fits a line, and the rest; a long sentence ends at its first colon or semicolon."""
    for stop in (r"(?<!e\.g)\. ", ": ", "; "):
        first, *others = re.split(stop, text, maxsplit=1)
        if len(first) <= WIDTH - 20:
            return (f"{first}.", others[0][0].upper() + others[0][1:]) if others else (text, "")
    return text, ""


def module_docstring(text: str) -> str:
    """Return the docstring of a module: the summary alone."""
    return f'"""{escaped(summary(text)[0])}"""'


def attribute_docstring(text: str, indent: int) -> list[str]:
    """Return the docstring below a field."""
    return wrapped(f'"""{escaped(text)}"""', indent)


def escaped(text: str) -> str:
    """Return text that may stand between triple quotes."""
    return text.replace("\\", "\\\\").replace('"""', "'''")


def wrapped(text: str, indent: int, hanging: int = 0) -> list[str]:
    """Return the lines of a paragraph."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )
