"""An operation of the contract as a row of data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Generic

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from order_capture_client._model.base import Model

ResultT_co = TypeVar("ResultT_co", bound="Model", covariant=True)


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
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    """The Python name, such as `retail_unit`."""
    place: Place
    wire_name: str = ""
    """The name in path or query; bodies have none."""
    required: bool = True
    reserved: tuple[str, ...] = ()
    """Values that are refused in a path, because they would make it the address of another operation."""
    model: Callable[[], type[Model]] | None = field(default=None, repr=False)
    """Returns the model of a body, or of a query parameter that is an object. A function, so that a call imports
    only the models that it uses."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[ResultT_co]):
    """One row of the contract: the request of an operation, and its answer."""

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
    result: Callable[[], type[ResultT_co]] = field(repr=False)
    """Returns the model of a successful answer."""
    error: Callable[[], type[Model]] = field(repr=False)
    """Returns the model of every error body."""
    creates: str | None = None
    """The field of a successful answer that names the new resource; without one, nothing is created."""
    echoes: str | None = None
    """The argument that a successful answer repeats in its field of that name."""

    @property
    def call(self) -> str:
        """Name, method and path template, as logs and errors show them."""
        return f"{self.name} {self.method} {self.path}"

    def str_argument(self, name: str, arguments: tuple[object, ...]) -> str | None:
        """Return an argument that is a string; None if it is something else, or the operation has no such parameter."""
        for parameter, value in zip(self.parameters, arguments, strict=True):
            if parameter.name == name:
                return value if isinstance(value, str) else None
        return None
