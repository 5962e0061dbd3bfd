"""What goes over the wire, in classes that do not show it: frames of tracebacks are printed with their locals."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import Self


class Headers(dict[str, str]):
    """Headers of a request. Printing them shows their number; a copy shows no more."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} headers>"

    def __or__(self, other: Mapping[str, str]) -> Headers:  # type: ignore[override] # a mapping will do
        return Headers(super().__or__(dict(other)))

    def copy(self) -> Self:
        """Return a copy of the same class, since headers that are added to it must not be shown either."""
        return type(self)(self)


class Body(bytes):
    """The body of a request. Printing it shows its size."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"

    __str__ = __repr__


class Parts(list[bytes]):
    """The parts of a request that leave together. Printing them shows their number."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} parts>"

    def joined(self) -> Body:
        """Return head and body as one."""
        return Body(b"".join(self))
