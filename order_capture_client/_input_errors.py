"""The errors for refused input, below everything that raises them; `exceptions` shows them in its tree.

Each class states its public module, because tracebacks print that name and pickles look it up.
"""

from __future__ import annotations

from collections.abc import Iterable

from order_capture_client._first_time import first_time
from order_capture_client._problem import Problem

PUBLIC_MODULE = "order_capture_client.exceptions"


class OpenApiException(Exception):
    """Base of all exceptions of this package."""

    __module__ = PUBLIC_MODULE


class ApiTypeError(OpenApiException, TypeError):
    """An argument has the wrong type; nothing was sent."""

    __module__ = PUBLIC_MODULE

    def __init__(
        self,
        msg: str,
        path_to_item: Iterable[str | int] | None = None,
        valid_classes: tuple[type, ...] | None = None,
        key_type: bool | None = None,
    ) -> None:
        self.path_to_item = path_to_item
        self.valid_classes = valid_classes
        self.key_type = key_type
        super().__init__(_with_path(msg, path_to_item))


class ApiValueError(OpenApiException, ValueError):
    """An argument, a setting or a model does not fit; nothing was sent."""

    __module__ = PUBLIC_MODULE

    problems: tuple[Problem, ...]
    """All faults; `str` of the error has their places in the spelling of the input."""

    def __init__(
        self, msg: str, path_to_item: Iterable[str | int] | None = None, *, problems: Iterable[Problem] = ()
    ) -> None:
        self.path_to_item = path_to_item
        self.problems = tuple(problems) or (Problem((), msg),)
        super().__init__(_with_path(msg, path_to_item))


class ApiAttributeError(OpenApiException, AttributeError):
    """A name is not offered; the message names the replacement."""

    __module__ = PUBLIC_MODULE

    def __init__(self, msg: str, path_to_item: Iterable[str | int] | None = None) -> None:
        self.path_to_item = path_to_item
        super().__init__(_with_path(msg, path_to_item))


class ApiKeyError(OpenApiException, KeyError):
    """A key is not there."""

    __module__ = PUBLIC_MODULE

    def __init__(self, msg: str, path_to_item: Iterable[str | int] | None = None) -> None:
        self.path_to_item = path_to_item
        super().__init__(_with_path(msg, path_to_item))


def render_path(path_to_item: Iterable[str | int]) -> str:
    """Return a path as text in the notation of generated clients: `['items'][2]`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f"['{part}']" for part in path_to_item)


render_path.__module__ = PUBLIC_MODULE


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: the known one that it resembles, or nothing."""
    with first_time():
        import difflib  # slow to import

    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _with_path(message: str, path: Iterable[str | int] | None) -> str:
    return f"{message} at {render_path(path)}" if path else message
