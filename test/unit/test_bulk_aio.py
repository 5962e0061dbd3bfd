"""Many checkouts with `await`, by a service that answers when the test lets it: `bulk/aio.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import Configuration, aio
from order_capture_client._core.wire import Request, Response
from order_capture_client.bulk import read_journal
from order_capture_client.bulk.aio import create_checkouts
from test.samples import CART, answer

WORKERS = 4
ROWS = 20


class Gate:
    """Takes requests at once, and answers as many of them as the test allows."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self._answers = asyncio.Semaphore(0)

    def let(self, number: int) -> None:
        """Allow a number of answers."""
        for _ in range(number):
            self._answers.release()

    async def handle(self, request: Request) -> Response:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await self._answers.acquire()
        self.inside -= 1
        return answer("create_checkout", 201)


@pytest.mark.parametrize("answers", [1, 2, WORKERS])
def test_no_more_rows_are_taken_than_may_be_in_flight_and_closing_early_records_them(
    answers: int, tmp_path: Path
) -> None:
    journal = tmp_path / "run.sqlite"
    taken: list[str] = []

    def requests() -> Iterator[tuple[str, dict[str, Any]]]:
        for index in range(ROWS):
            taken.append(f"row-{index}")
            yield taken[-1], CART

    async def run() -> None:
        gate = Gate()
        async with aio.ApiClient(Configuration(access_token="token"), transport=gate) as client:
            async with create_checkouts(
                aio.CheckoutApi(client), "se", requests(), max_workers=WORKERS, journal=journal, progress=False
            ) as results:
                gate.let(answers)
                first = await results.__anext__()
                assert len(taken) == WORKERS + answers  # each row that ended makes room for one
                gate.let(ROWS)
            left = [outcome async for outcome in results]
        assert (results.stopped, gate.most) == ("closed", WORKERS)
        assert sorted(outcome.index for outcome in (first, *left)) == [*range(len(taken))]
        assert {outcome.key for outcome in read_journal(journal)} == set(taken)

    asyncio.run(run())
