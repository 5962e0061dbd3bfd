"""One fault of an input: its place and a message, never the value."""

from __future__ import annotations

from typing import NamedTuple

from order_capture_client._printable import LONGEST, printable


class _Problem(NamedTuple):
    path: tuple[str | int, ...]
    """Where it is: names as in Python, and indexes, such as `("items", 0, "item_no")`; empty for the whole input."""
    message: str
    """The fault."""
    code: str | None = None
    """The service's name of the rule, if the service has found the fault."""


class Problem(_Problem):
    """One fault of an input. It never holds a value."""

    __module__ = "order_capture_client.exceptions"

    wire_path: tuple[str | int, ...] = ()
    """The path with the names as in JSON, such as `("items", 0, "itemNo")`."""

    def spelled(self, path: tuple[str | int, ...], wire_path: tuple[str | int, ...]) -> Problem:
        """Return the same problem with its path in both spellings."""
        made = self._replace(path=path)
        made.wire_path = wire_path
        return made

    def __str__(self) -> str:
        return self.text

    def below(self, *path: str | int) -> Problem:
        """Return the same problem with its path extended at the front."""
        return self._replace(path=(*path, *self.path))

    @property
    def text(self) -> str:
        """Place and message: `items[2].quantity: whole number expected`."""
        return f"{path_text(self.path)}: {self.message}" if self.path else self.message


def path_text(path: tuple[str | int, ...]) -> str:
    """Return a path as text: `items[2].quantity`. Unknown names are printable in it, and cut."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{printable(part, LONGEST)}" for part in path]
    return "".join(parts).removeprefix(".")
