"""Text of others, made fit for terminals, logs and pages."""

from __future__ import annotations

LONGEST = 80


def printable(text: str, longest: int | None = None) -> str:
    """Return a text with `?` for each character that moves a cursor, breaks a line or turns the direction of reading.

    Args:
        text: The text.
        longest: The number of characters after which it is cut. Default: it is not cut.
    """
    shown = text if text.isprintable() else "".join(char if char.isprintable() else "?" for char in text)
    return shown if longest is None or len(shown) <= longest else f"{shown[:longest]}..."
