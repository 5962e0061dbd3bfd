"""The arguments of the hooks of a `Configuration`: `AttemptInfo` for `on_attempt`, `CallInfo` for `on_call`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from order_capture_client.exceptions import Outcome

AttemptPhase: TypeAlias = Literal["not_sent", "sent", "head", "done"]
"""How far an attempt came.

`not_sent`: not one byte of the request was handed to a connected socket. `sent`: the service may have the request. `head`:
status and headers of the answer are here. `done`: the whole answer is here.
"""


@dataclass(eq=False, slots=True)
class AttemptInfo:
    """One attempt of a call. The values after `headers` are set when it has ended, before context managers are left."""

    operation: str
    """Name of the method that was called, such as `create_checkout`."""
    method: str
    """The HTTP method."""
    path: str
    """The path template of the contract, without ids, such as `/{retailUnit}/checkouts`."""
    host: str
    """Name or IP address of the host."""
    port: int
    """Its port."""
    number: int
    """Which attempt of the call it is, from 1."""
    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    """Headers to send with this attempt, empty at first. Credentials, framing and the content type are refused."""
    status: int | None = None
    """Status of the answer; None if none came."""
    kind: str | None = None
    """Why there is no complete answer, such as `timeout`, `connection` or `certificate`; `broken_off` if an exception
    ended the attempt, such as a cancellation. None if the answer is complete."""
    phase: AttemptPhase | None = None
    """How far the attempt came."""
    seconds: float | None = None
    """How long it took."""
    outcome: Outcome | None = None
    """The known effect of this attempt."""


@dataclass(eq=False, slots=True)
class CallInfo:
    """One call. The values after `port` are set when it has ended, before context managers are left."""

    operation: str
    """Name of the method that was called, such as `create_checkout`."""
    method: str
    """The HTTP method."""
    path: str
    """The path template of the contract, without ids."""
    host: str
    """Name or IP address of the host."""
    port: int
    """Its port."""
    attempts: int = 0
    """How often the request was sent, or was about to be."""
    status: int | None = None
    """Status of the last answer; None if none came."""
    seconds: float | None = None
    """How long the call took, with its pauses and the token."""
    outcome: Outcome | None = None
    """The known effect of the call, as `ApiException.outcome` has it."""
    error: str | None = None
    """Class of the exception that the call raises; None if it returns an answer."""


AttemptHook: TypeAlias = Callable[[AttemptInfo], object]
"""Called before an attempt. A context manager that it returns is entered before the attempt and left after it."""
CallHook: TypeAlias = Callable[[CallInfo], object]
"""Called before a call. A context manager that it returns is entered before the call and left after it."""
