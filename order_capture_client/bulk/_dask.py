"""Claims on Dask: it runs the tasks of a lost worker again, so each attempt needs a ticket that only one worker can use."""

from __future__ import annotations

import sys
import threading
import uuid
from dataclasses import dataclass
from typing import Any

CLAIMS = "order-capture-client-claims"
"""The name below which a Dask scheduler keeps the attempts that have begun."""
BATCH = 256
"""How many claims are forgotten together."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Identifies an attempt. A second holder of the same ticket sends nothing."""

    run: str
    number: int
    forget: tuple[int, ...] = ()
    """Batches of tickets that nobody will use again."""


class Tickets:
    """Numbers the attempts of a run, and knows which numbers will never be used again."""

    def __init__(self) -> None:
        self._run = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._next = 0
        self._out: set[int] = set()
        self._forgotten = 0

    def issue(self) -> Ticket:
        """Return a new ticket."""
        with self._lock:
            number = self._next
            self._next += 1
            forget: tuple[int, ...] = ()
            if number % BATCH == 0:
                unused = min(self._out, default=number) // BATCH
                forget = tuple(range(self._forgotten, unused))
                self._forgotten = unused
            self._out.add(number)
            return Ticket(self._run, number, forget)

    def take_back(self, ticket: Ticket) -> None:
        """Note that a ticket will not be used again."""
        with self._lock:
            self._out.discard(ticket.number)


def claim(ticket: Ticket) -> bool:
    """Claim an attempt; return False if another worker did so before. Outside of Dask, nobody else can have."""
    client = _client()
    if client is None:
        return True
    path = [CLAIMS, ticket.run, str(ticket.number // BATCH), str(ticket.number)]
    if client.get_metadata(path, default=None) is not None:
        return False
    client.set_metadata(path, 1)
    for batch in ticket.forget:
        client.set_metadata([CLAIMS, ticket.run, str(batch)], 0)
    return True


def _client() -> Any:
    """Return a client of the scheduler that this process works for; None outside of a Dask worker."""
    distributed: Any = sys.modules.get("distributed")
    if distributed is None:
        return None
    try:
        distributed.get_worker()
    except ValueError:
        return None
    return distributed.get_client()
