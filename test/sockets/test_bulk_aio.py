"""The form with `await`: the same arguments and outcomes."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiClient, ApiTypeError, ApiValueError, CheckoutApi, Configuration, aio
from order_capture_client.api_response import ApiResponse
from order_capture_client.bulk import Outcome, Progress, read_journal
from order_capture_client.bulk.aio import AsyncApi, create_checkouts, get_orders
from order_capture_client.sandbox import Sandbox
from test.bulk.server import ByName, Slow, cart, error, serving
from test.samples import CART
from test.sockets.test_bulk import MIXED, STATUSES, mixed

NAMES = [f"row-{index}" for index in range(20)]
PAIRS = [(name, cart(name)) for name in NAMES]


class StandIn:
    """Calls the sync client in threads."""

    def __init__(self, client: ApiClient) -> None:
        self.api_client = client
        self._api = CheckoutApi(client)

    async def create_checkout_with_http_info(self, *arguments: Any, **options: Any) -> ApiResponse[Any]:
        return await asyncio.to_thread(self._api.create_checkout_with_http_info, *arguments, **options)

    async def get_order_with_http_info(self, *arguments: Any, **options: Any) -> ApiResponse[Any]:
        return await asyncio.to_thread(self._api.get_order_with_http_info, *arguments, **options)


@asynccontextmanager
async def stand_in(configuration: Configuration) -> AsyncIterator[AsyncApi]:
    with ApiClient(configuration) as client:
        yield StandIn(client)


@asynccontextmanager
async def real(configuration: Configuration) -> AsyncIterator[AsyncApi]:
    async with aio.ApiClient(configuration) as client:
        yield aio.CheckoutApi(client)


Opened = Callable[[Configuration], AbstractAsyncContextManager[AsyncApi]]
opened_by = pytest.mark.parametrize("opened", [stand_in, real])


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(coroutine)


def configuration_of(settings: dict[str, Any]) -> Configuration:
    return Configuration(access_token="token", **settings)


@opened_by
def test_the_outcomes_are_those_of_threads_and_a_second_run_sends_nothing(opened: Opened, tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    server, truth = serving(ByName(mixed()))
    told: list[Progress] = []

    async def both() -> None:
        async with opened(configuration_of(server.settings)) as api:
            async with create_checkouts(
                api, "se", PAIRS, max_workers=4, journal=journal, progress=told.append
            ) as results:
                first = {outcome.key: outcome async for outcome in results}
            second = create_checkouts(api, "se", PAIRS, journal=journal, progress=False)
            again = {outcome.key: outcome async for outcome in second}
            assert (await second.summary()).resumed == 20
            assert sorted(str(outcome.key) for outcome in await second.failed()) == sorted(STATUSES)
        expected = {name: STATUSES.get(name, "created") for name in NAMES}
        assert {name: outcome.status for name, outcome in first.items()} == expected
        assert {name: outcome.resource_id for name, outcome in again.items()} == {
            name: outcome.resource_id for name, outcome in first.items()
        }
        for name, outcome in first.items():
            assert outcome.status != "created" or truth.applied[str(name)] == [outcome.resource_id]

    with server:
        run(both())
    assert truth.twice() == []
    assert truth.creates == 20 + sum(len(plays) - 1 for plays in MIXED.values())
    assert told[-1].finished


@opened_by
def test_closing_early_records_the_rows_in_flight(opened: Opened, tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    server, truth = serving(Slow(0.05))

    async def some() -> None:
        async with opened(configuration_of(server.settings)) as api:
            async with create_checkouts(
                api, "se", iter(PAIRS), max_workers=4, journal=journal, total=20, progress=False
            ) as results:
                first = await anext_of(results)
                assert results.progress.total == 20
            left = [outcome async for outcome in results]
            assert results.stopped == "closed"
            assert (await results.summary()).created == 1 + len(left) == truth.creates < len(PAIRS)
            assert {outcome.key for outcome in read_journal(journal)} == {first.key, *(one.key for one in left)}

    with server:
        run(some())


async def anext_of(results: Any) -> Outcome:
    outcome: Outcome = await results.__anext__()
    return outcome


@opened_by
def test_cancelling_whoever_iterates_loses_no_outcome(opened: Opened) -> None:
    server, truth = serving(Slow(0.1))

    async def cancelled() -> None:
        outcomes: list[Outcome] = []
        async with opened(configuration_of(server.settings)) as api:
            results = create_checkouts(api, "se", PAIRS, progress=False)
            for _ in range(5):
                waiting = asyncio.ensure_future(anext_of(results))
                await asyncio.sleep(0.01)
                if waiting.done():
                    outcomes.append(waiting.result())
                waiting.cancel()
            outcomes += [outcome async for outcome in results]
        assert sorted(str(outcome.key) for outcome in outcomes) == sorted(NAMES)
        assert {outcome.status for outcome in outcomes} == {"created"}

    with server:
        run(cancelled())
    assert truth.twice() == []


@opened_by
def test_orders_are_read(opened: Opened) -> None:
    async def read() -> None:
        with Sandbox() as sandbox:
            async with opened(sandbox.configuration()) as api:
                made = await create_checkouts(api, "se", [CART] * 5, progress=False).outcomes()
                sandbox.fail_next(503, retry_after=0, operation="get_order")
                results = get_orders(api, "se", [str(outcome.resource_id) for outcome in made], progress=False)
                assert all(outcome.order is not None for outcome in await results.outcomes())
                assert (await results.summary()).read == 5
                assert await get_orders(api, "se", ["missing"], progress=False).failed() != []

    run(read())


def test_an_executor_is_refused() -> None:
    with ApiClient(Configuration()) as client:
        with pytest.raises(ApiValueError, match="executor: not supported with await"):
            create_checkouts(StandIn(client), "se", [], executor=object())  # type: ignore[arg-type]
        with pytest.raises(ApiValueError, match="executor: not supported with await"):
            get_orders(StandIn(client), "se", [], executor=object())  # type: ignore[arg-type]


@pytest.mark.parametrize("call", [create_checkouts, get_orders])
def test_an_api_without_await_is_refused(call: Any) -> None:
    with (
        ApiClient(Configuration()) as client,
        pytest.raises(ApiTypeError, match=r"^api_client: this needs an order_capture_client\.aio\.ApiClient, "),
    ):
        call(CheckoutApi(client), "se", [])


def drop(held: list[Any]) -> None:
    held.clear()
    gc.collect()


def test_a_run_that_is_left_in_the_midst_is_told_and_one_that_nobody_began_is_not(tmp_path: Path) -> None:
    journal = tmp_path / "run.sqlite"
    server, _ = serving()

    async def leave() -> None:
        async with stand_in(configuration_of(server.settings)) as api:
            create_checkouts(api, "se", PAIRS, journal=journal, progress=False)
            held = [create_checkouts(api, "se", PAIRS, journal=journal, max_workers=1, progress=False)]
            await anext_of(held[0])
            assert "1 created" in repr(held[0])
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0.01)  # the rows in flight hold the results
            with pytest.warns(ResourceWarning, match="not iterated to its end, and not closed: <"):
                drop(held)

    with server:
        run(leave())


@opened_by
def test_closing_does_not_wait_for_the_end_of_a_pause(opened: Opened) -> None:
    server, truth = serving(ByName({"row-0": [error("429 Too Many Requests", "Retry-After: 60")]}))

    async def close() -> None:
        async with opened(configuration_of(server.settings)) as api:
            results = create_checkouts(api, "se", PAIRS, max_workers=1, progress=False)
            waiting = asyncio.ensure_future(anext_of(results))
            while not truth.creates:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.3)
            await asyncio.wait_for(results.close(), 5)
            assert (await waiting).status == "rejected"

    with server:
        run(close())


def test_the_event_loop_goes_on_while_rows_pass_by_that_are_not_sent() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def pass_by() -> None:
        with ApiClient(Configuration()) as client:
            counting = asyncio.ensure_future(count())
            requests: list[dict[str, Any]] = [{}] * 50
            await create_checkouts(StandIn(client), "se", requests, progress=False).summary()
            counting.cancel()

    run(pass_by())
    assert turns >= 50


@opened_by
def test_several_tasks_may_share_the_outcomes_of_a_run(opened: Opened) -> None:
    server, truth = serving(Slow(0.003))
    rows = [(f"row-{index}", cart(f"row-{index}")) for index in range(200)]
    told: list[Outcome] = []

    async def several() -> None:
        async with opened(configuration_of(server.settings)) as api:
            results = create_checkouts(api, "se", rows, max_workers=16, progress=False)

            async def consume(pause: float) -> None:
                async for outcome in results:
                    told.append(outcome)
                    await asyncio.sleep(pause)

            await asyncio.wait_for(asyncio.gather(*(consume(number / 1000) for number in range(4))), 30)

    with server:
        run(several())
    assert sorted(outcome.index for outcome in told) == list(range(200))
    assert truth.creates == 200
