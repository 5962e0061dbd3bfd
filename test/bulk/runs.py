"""Rows for a run, and a service for them that needs no socket."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from order_capture_client._core.wire import Failure, Request, Response
from test.bulk.server import cart
from test.samples import answer

NAMES = [f"row-{index}" for index in range(20)]
PAIRS = [(name, cart(name)) for name in NAMES]


class Accepts:
    """A transport that refuses all tokens but one."""

    def __init__(self, status: int, token: str) -> None:
        self._status = status
        self._token = f"Bearer {token}"
        self.requests = 0

    def handle(self, request: Request) -> Response | Failure:
        self.requests += 1
        accepted = request.headers.get("Authorization") == self._token
        return answer("create_checkout", 201) if accepted else Response(self._status)


def endless() -> Iterator[tuple[int, dict[str, Any]]]:
    for number in count():
        yield number, cart(f"row-{number}")
