"""The calls that a tool is to see, by each client, and by the library below it as a control of the test itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
import pytest
import urllib3

from order_capture_client import (
    ApiClient,
    ApiConnectionError,
    CheckoutApi,
    CheckoutRequest,
    Configuration,
    RetryPolicy,
    aio,
)
from order_capture_client.models import ItemRequest, PreliminaryAddressInfoRequest
from test.samples import CHECKOUT_ID, sample
from test.scripted_server import ScriptedServer, answer

Name = Literal["create", "read"]

TOKEN = "canary-of-a-token"
CLIENT_ID = "canary-of-a-client-id"
CITY = "canary-of-a-city"
SECRETS = (TOKEN, CLIENT_ID, CITY)

CREATED = answer(sample("create_checkout", 201), status="201 Created")
READ = answer(sample("get_order", 200))
BUSY = answer(status="503 Service Unavailable")

CREATE_PATH = "/se/checkouts"
READ_PATH = f"/se/checkouts/{CHECKOUT_ID}/order"

CART = CheckoutRequest(
    shopping_type="ONLINE",
    channel="WEBAPP",
    language_code="sv",
    items=[ItemRequest(item_no="10098949", quantity=2)],
    preliminary_address_info=PreliminaryAddressInfoRequest(city=CITY),
)
AT_ONCE = RetryPolicy(base=0, base_when_busy=0)


def server(*script: bytes) -> ScriptedServer:
    """A service that counts its requests; by default it answers a create and then a read."""
    return ScriptedServer(*(script or (CREATED, READ)))


def configuration(url: str) -> Configuration:
    return Configuration(host=url, access_token=TOKEN, api_key={"Client-Id": CLIENT_ID}, retry_policy=AT_ONCE)


def by_the_client(url: str, *names: Name) -> list[Any]:
    """Return the id of a new checkout, or the shopping type of an order, for each call."""
    with ApiClient(configuration(url)) as client:
        api = CheckoutApi(client)
        return [
            api.create_checkout("se", CART).resource_id
            if name == "create"
            else api.get_order(CHECKOUT_ID, "se").shopping_type
            for name in names
        ]


def by_the_async_client(url: str, *names: Name) -> list[Any]:
    async def calls() -> list[Any]:
        async with aio.ApiClient(configuration(url)) as client:
            api = aio.CheckoutApi(client)
            return [
                (await api.create_checkout("se", CART)).resource_id
                if name == "create"
                else (await api.get_order(CHECKOUT_ID, "se")).shopping_type
                for name in names
            ]

    return asyncio.run(calls())


def by_urllib3(url: str, *names: Name) -> list[Any]:
    with urllib3.PoolManager(retries=False) as pool:
        found: list[Any] = []
        for name in names:
            method, path, body = _row(name)
            response = pool.request(method, url + path, body=body, headers=_headers())
            while response.status == 503 and name == "read":
                response = pool.request(method, url + path, body=body, headers=_headers())
            found.append(_told(name, response.data))
        return found


def by_aiohttp(url: str, *names: Name) -> list[Any]:
    async def calls() -> list[Any]:
        async with aiohttp.ClientSession() as session:
            found: list[Any] = []
            for name in names:
                method, path, body = _row(name)
                status = 503
                text = b""
                while status == 503:
                    async with session.request(method, url + path, data=body, headers=_headers()) as response:
                        status, text = response.status, await response.read()
                found.append(_told(name, text))
            return found

    return asyncio.run(calls())


@dataclass(frozen=True)
class Caller:
    """One way to make the calls."""

    name: str
    calls: Callable[..., list[Any]]
    is_async: bool

    def __call__(self, url: str, *names: Name) -> list[Any]:
        return self.calls(url, *(names or ("create", "read")))


SYNC = Caller("client", by_the_client, is_async=False)
ASYNC = Caller("async client", by_the_async_client, is_async=True)
URLLIB3 = Caller("urllib3", by_urllib3, is_async=False)
AIOHTTP = Caller("aiohttp", by_aiohttp, is_async=True)
CALLERS = (SYNC, ASYNC, URLLIB3, AIOHTTP)


def read(settings: Configuration) -> object:
    with ApiClient(settings) as client:
        return CheckoutApi(client).get_order(CHECKOUT_ID, "se")


def create(settings: Configuration) -> object:
    with ApiClient(settings) as client:
        return CheckoutApi(client).create_checkout("se", CART)


def read_later(settings: Configuration) -> object:
    async def main() -> object:
        async with aio.ApiClient(settings) as client:
            return await aio.CheckoutApi(client).get_order(CHECKOUT_ID, "se")

    return asyncio.run(main())


def create_later(settings: Configuration) -> object:
    async def main() -> object:
        async with aio.ApiClient(settings) as client:
            return await aio.CheckoutApi(client).create_checkout("se", CART)

    return asyncio.run(main())


READS = pytest.mark.parametrize("call", [read, read_later], ids=["sync", "aio"])
CREATES = pytest.mark.parametrize("call", [create, create_later], ids=["sync", "aio"])


SEEN = [json.loads(sample("create_checkout", 201))["resourceId"], json.loads(sample("get_order", 200))["shoppingType"]]
"""The result of a create and a read."""


def _row(name: Name) -> tuple[str, str, bytes | None]:
    return ("POST", CREATE_PATH, CART.to_json().encode()) if name == "create" else ("GET", READ_PATH, None)


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}", "X-Client-Id": CLIENT_ID, "Content-Type": "application/json"}


def _told(name: Name, body: bytes) -> Any:
    return json.loads(body)["resourceId" if name == "create" else "shoppingType"]


def assert_refused(caller: Caller, service: ScriptedServer, refusal: type[Exception]) -> None:
    """Assert that a tool refuses a create, which reaches no server.

    The async client cannot tell a mock from a connection that fails: it says that nothing was sent, and the class.
    """
    with pytest.raises((refusal, ApiConnectionError)) as caught:
        caller(service.url, "create")
    error = caught.value
    if isinstance(error, ApiConnectionError):
        assert caller is ASYNC
        assert (error.outcome, error.reason) == ("not_sent", refusal.__name__)
    assert service.requests == []


def skip_unless_it_works(tool: str, control: Callable[[], object]) -> None:
    """Skip a test if the tool cannot even answer for the library below the client, whose version it does not fit."""
    try:
        control()
    except TypeError as error:
        pytest.skip(f"{tool} does not fit aiohttp {aiohttp.__version__}: {error}")
