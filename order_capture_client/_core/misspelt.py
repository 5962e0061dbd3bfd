"""Suggestions for misspelt names of settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from typing_extensions import ParamSpec, TypeVar

from order_capture_client._input_errors import ApiTypeError, did_you_mean

P = ParamSpec("P")
T = TypeVar("T")


def naming_misspelt(make: Callable[P, None]) -> Callable[P, None]:
    """Let a constructor suggest the name that a misspelt keyword resembles.

    It raises `ApiTypeError`, which is the `TypeError` that Python would raise.
    """

    @wraps(make)
    def checked(*args: P.args, **kwargs: P.kwargs) -> None:
        known = make.__annotations__.keys() - {"return"}
        for name in kwargs:
            if name not in known:
                raise ApiTypeError(f"no such setting: {name}{did_you_mean(name, known)}")
        make(*args, **kwargs)

    return checked


def naming_misspelt_fields(of: type[T]) -> type[T]:
    """Let the constructor of a dataclass do the same."""
    made: Any = of
    made.__init__ = naming_misspelt(made.__init__)
    return of
