"""One fault of an input: its place and a message, never the value."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One fault of an input."""

    path: tuple[str | int, ...]
    message: str

    def below(self, *path: str | int) -> Problem:
        """Return the same problem with its path extended at the front."""
        return Problem((*path, *self.path), self.message)

    @property
    def text(self) -> str:
        """Place and message: `items[2].quantity: whole number expected`."""
        return f"{path_text(self.path)}: {self.message}" if self.path else self.message


def path_text(path: tuple[str | int, ...]) -> str:
    """Return a path as text: `items[2].quantity`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")
