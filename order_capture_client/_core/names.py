"""Names that code written for a generated client may look for in a module where they are not at home."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from order_capture_client.exceptions import ApiAttributeError


def names_elsewhere(
    module: str, homes: Mapping[str, str], refused: Mapping[str, str] | None = None
) -> Callable[[str], object]:
    """Gives a module's `__getattr__`.

    Args:
        module: The module's `__name__`.
        homes: Names that are at home elsewhere, with `module:name`, or just the module for one of the same name.
        refused: Names that are not offered, with what to do instead.
    """

    def find(name: str) -> object:
        if name in homes:
            home, _, attribute = homes[name].partition(":")
            return getattr(import_module(home), attribute or name)
        if refused and name in refused:
            message = f"{module}.{name} is not offered: {refused[name]}"
            raise ImportError(message) if _is_asked_by_import() else ApiAttributeError(message)
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return find


def _is_asked_by_import() -> bool:
    """Whether `from module import name` asks, which hides what an `AttributeError` says."""
    import dis  # rarely needed

    frame = sys._getframe(2)  # pyright: ignore[reportPrivateUsage] # documented, for all its name
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] == "IMPORT_FROM"
