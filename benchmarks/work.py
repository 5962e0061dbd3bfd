"""The measured work: each function prepares it and returns a function that repeats it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

from benchmarks.contenders import (
    ASYNC_CONTENDERS,
    CONTENDERS,
    FLOOR,
    GENERATOR,
    OURS,
    PYTHON_CLIENT,
    URLLIB3,
    Contender,
)
from benchmarks.samples import LINES, read_sample

Run: TypeAlias = Callable[[int], object]


@dataclass(frozen=True)
class Place:
    """The folder of the samples and the address of the server."""

    folder: Path
    host: str


@dataclass(frozen=True)
class Work:
    """A kind of work, measured at several sizes."""

    title: str
    make: Callable[[str, int, Place], Run]
    """Takes the name of a contender, a size and the place."""
    sizes: tuple[int, ...]
    unit: str
    """The unit of the sizes."""
    contenders: tuple[str, ...]

    def label(self, name: str) -> str:
        """Return the name of a contender in this work: without sockets, urllib3 plays no part."""
        return "json" if self.make in (decode, encode) and name == URLLIB3 else name


def create(name: str, lines: int, place: Place) -> Run:
    """Create checkouts from a cart that is already in the client's own form."""
    contender = CONTENDERS[name](place.host, 1)
    cart = contender.cart(read_sample(place.folder, lines).cart)
    return _repeated(contender.create, cart)


def get_order(name: str, lines: int, place: Place) -> Run:
    """Read orders."""
    return _repeated(CONTENDERS[name](place.host, 1).get_order, read_sample(place.folder, lines).checkout_id)


def decode(name: str, lines: int, place: Place) -> Run:
    """Decode the JSON text of an order."""
    return _repeated(_offline(name, place).decode, read_sample(place.folder, lines).order)


def encode(name: str, lines: int, place: Place) -> Run:
    """Encode a decoded order."""
    contender = _offline(name, place)
    return _repeated(contender.encode, contender.decode(read_sample(place.folder, lines).order))


def threads_create(name: str, threads: int, place: Place) -> Run:
    """Create checkouts of one line from several threads, on one client with a connection for each."""
    contender = CONTENDERS[name](place.host, threads)
    return _threaded(contender.create, contender.cart(read_sample(place.folder, 1).cart), threads)


def threads_get_order(name: str, threads: int, place: Place) -> Run:
    """Read orders of one line in the same way."""
    contender = CONTENDERS[name](place.host, threads)
    return _threaded(contender.get_order, read_sample(place.folder, 1).checkout_id, threads)


def tasks_create(name: str, tasks: int, place: Place) -> Run:
    """Create checkouts of one line from several tasks, on one async client with a connection for each."""
    cart = read_sample(place.folder, 1).cart
    return _in_tasks(name, tasks, place, lambda contender: (contender.create, contender.cart(cart)))


def tasks_get_order(name: str, tasks: int, place: Place) -> Run:
    """Read orders of one line in the same way."""
    checkout_id = read_sample(place.folder, 1).checkout_id
    return _in_tasks(name, tasks, place, lambda contender: (contender.get_order, checkout_id))


def _offline(name: str, place: Place) -> Contender:
    """Return a contender for work without a connection."""
    return CONTENDERS[name](place.host, 1)


def _repeated(call: Callable[[Any], object], argument: object) -> Run:
    def run(times: int) -> None:
        for _ in range(times):
            call(argument)

    return run


def _threaded(call: Callable[[Any], object], argument: object, threads: int) -> Run:
    pool = ThreadPoolExecutor(threads)
    run_one = _repeated(call, argument)

    def run(times: int) -> None:
        list(pool.map(run_one, _shares(times, threads)))

    return run


def _in_tasks(
    name: str, tasks: int, place: Place, prepared: Callable[[Contender], tuple[Callable[[Any], object], object]]
) -> Run:
    loop = asyncio.new_event_loop()

    async def make() -> tuple[Callable[[Any], object], object]:
        return prepared(ASYNC_CONTENDERS[name](place.host, tasks))  # some clients need a running loop

    call, argument = loop.run_until_complete(make())

    async def run_one(times: int) -> None:
        for _ in range(times):
            await cast("Awaitable[object]", call(argument))

    async def run_all(times: int) -> None:
        await asyncio.gather(*(run_one(share) for share in _shares(times, tasks)))

    return lambda times: loop.run_until_complete(run_all(times))


def _shares(times: int, number: int) -> list[int]:
    return [times // number + (part < times % number) for part in range(number)]


_ALL = tuple(CONTENDERS)
_TYPED_AND_JSON = (OURS, GENERATOR, PYTHON_CLIENT, URLLIB3)
_POOLED = tuple(name for name in CONTENDERS if name != FLOOR)
_ASYNC = tuple(ASYNC_CONTENDERS)

WORK = {
    "create": Work("create_checkout", create, LINES, "lines", _ALL),
    "get_order": Work("get_order", get_order, LINES, "lines", _ALL),
    "decode": Work("Decode an order", decode, LINES, "lines", _TYPED_AND_JSON),
    "encode": Work("Encode an order", encode, LINES, "lines", _TYPED_AND_JSON),
    "threads_create": Work("create_checkout, threads on one client", threads_create, (1, 8, 32), "threads", _POOLED),
    "threads_get_order": Work("get_order, threads on one client", threads_get_order, (1, 8, 32), "threads", _POOLED),
    "tasks_create": Work("create_checkout, tasks on one async client", tasks_create, (1, 32, 128), "tasks", _ASYNC),
    "tasks_get_order": Work("get_order, tasks on one async client", tasks_get_order, (1, 32, 128), "tasks", _ASYNC),
}
