"""An operation of the contract as a row of data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

ResultT_co = TypeVar("ResultT_co", covariant=True)


class Repeat(Enum):
    """The effect of sending an operation a second time."""

    SAFE = "safe"
    """Reads only."""
    REPLAYABLE = "replayable"
    """Writes, and a second sending changes nothing."""
    ONCE = "once"
    """Writes each time, so a second sending could do harm."""


class Place(Enum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"


ONCE = Repeat.ONCE
PATH, QUERY, HEADER, BODY = Place
"""Members as plain names, which are looked up faster; see `wire.SENT`."""


class Parameter(NamedTuple):
    """One parameter of an operation."""

    name: str
    """The Python name, such as `retail_unit`."""
    place: Place
    wire_name: str = ""
    """The name in path, query or headers; bodies have none."""
    required: bool = True
    reserved: tuple[str, ...] = ()
    """Values that are refused in a path, because they would make it the address of another operation."""
    model: Callable[[], type[Model]] | None = None
    """Returns the model of a body, or of a query parameter that is an object. A function, so that a call imports
    only the models that it uses."""
    of: Callable[[], Any] | None = None
    """Returns the annotated type of any other value but text: a number, an enum, a list."""
    explode: bool = True
    """Whether each item of a list has the name of its own in the query; otherwise, they are one text with commas."""


class _Row(NamedTuple):
    """The fields of `Operation`; apart from it because Python 3.10 has no generic named tuples."""

    name: str
    """The method's name, such as `create_checkout`."""
    method: str
    path: str
    """The path template, such as `/{retailUnit}/checkouts`."""
    parameters: tuple[Parameter, ...]
    """In the order of the method's arguments."""
    repeat: Repeat
    success: int
    """The status declared for success; any other 2xx with a usable body is accepted, too."""
    errors: frozenset[int]
    """The statuses for which the contract declares an error body."""
    result: Callable[[], Any] | None
    """Returns the model of a successful answer, or the annotated type of an answer that is not an object. None: it has no body."""
    error: Callable[[], type[Model]] | None
    """Returns the model of error bodies. None: the contract has none."""
    error_by_status: Mapping[int, Callable[[], type[Model]]] = MappingProxyType({})
    """Returns the model of the error bodies of a status, where it is another one."""
    may_be_empty: bool = False
    """Whether a successful answer may have no body, although others have one."""
    creates: str | None = None
    """The field of a successful answer that names the new resource; without one, nothing is created."""
    echoes: str | None = None
    """The argument that a successful answer repeats in its field of that name."""


class Operation(_Row, Generic[ResultT_co]):
    """One row of the contract: the request of an operation, and its answer."""

    __slots__ = ()

    @property
    def call(self) -> str:
        """Name, method and path template, as logs and errors show them."""
        return f"{self.name} {self.method} {self.path}"

    def str_argument(self, name: str, arguments: tuple[object, ...]) -> str | None:
        """Return an argument that is a string; None if it has another type, or the operation has no such parameter."""
        for parameter, value in zip(self.parameters, arguments, strict=True):
            if parameter.name == name:
                return value if isinstance(value, str) else None
        return None
