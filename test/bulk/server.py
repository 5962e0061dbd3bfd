"""A fault server that knows which row each checkout was made for, by the checksum of its cart."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from test.faults.server import At, FaultServer, Line, Seen, Truth
from test.samples import CART


def cart(name: str) -> dict[str, Any]:
    """A request that carries its row's name."""
    return {**CART, "cartCheckSum": name}


def name_of(seen: Seen) -> str:
    """The name of the row that a request was sent for."""
    return str(json.loads(seen.body)["cartCheckSum"])


class Rows(Truth):
    """The true effects, by the name of the row."""

    def apply(self, seen: Seen) -> str:
        """Creates a checkout, and gives its id."""
        name = name_of(seen)
        with self._lock:
            ids = self.applied[name]
            ids.append(f"{name}-{len(ids) + 1}")
            return ids[-1]

    def twice(self) -> list[str]:
        """The rows for which there is more than one checkout."""
        with self._lock:
            return [name for name, ids in self.applied.items() if len(ids) > 1]

    @property
    def creates(self) -> int:
        """Number of requests read completely."""
        with self._lock:
            return len(self.seen)


@dataclass(frozen=True)
class Answer:
    """Apply the request or not, and send the scripted response."""

    play: Callable[[Line], object]
    before: float = 0.0
    """Seconds before the work."""
    after: float = 0.0
    """Seconds between the work and the answer."""
    at: At = At.REQUEST

    def strike(self, line: Line) -> None:
        """Plays."""
        time.sleep(self.before)
        answer = self.play(line)
        if isinstance(answer, bytes):
            time.sleep(self.after)
            line.send(answer)


def good(line: Line) -> bytes:
    """Creates a checkout."""
    return line.good


def error(status: str, *headers: str) -> Callable[[Line], bytes]:
    """Apply nothing, and respond with an error."""
    return lambda line: line.whole(b"", *headers, status=status)


def lost(line: Line) -> None:
    """Creates a checkout, and tells nobody."""
    line.apply()
    line.end()


class Slow:
    """Each request takes a random time, before the work and after it."""

    def __init__(self, seconds: float) -> None:
        self._random = random.Random(seconds)
        self._lock = threading.Lock()
        self._seconds = seconds

    def connection(self) -> None:
        """No fault."""

    def request(self, seen: Seen) -> Answer:
        """A slow answer."""
        with self._lock:
            return Answer(good, self._random.uniform(0, self._seconds), self._random.uniform(0, self._seconds))


class ByName:
    """Respond by the name of the row, differently each time; unnamed rows are created."""

    def __init__(self, answers: dict[str, list[Callable[[Line], object]]]) -> None:
        self._answers = answers
        self._lock = threading.Lock()

    def connection(self) -> None:
        """No fault."""

    def request(self, seen: Seen) -> Answer:
        """The next answer for the row."""
        with self._lock:
            plays = self._answers.get(name_of(seen))
            return Answer(plays.pop(0) if plays else good)


def serving(plan: Any = None) -> tuple[FaultServer, Rows]:
    """A server that is to be entered, and its truth."""
    server = FaultServer(plan)
    server.truth = truth = Rows()
    return server, truth
