"""The contenders: this client, generated clients, and the libraries below them.

All make the same calls with the same headers. Each takes carts and returns orders in its own form, as models or dicts.
Libraries are imported by name, because only the process that measures a contender needs its library, and because type
checkers have no generated clients to look at.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit

from benchmarks.samples import RETAIL_UNIT

CLIENT_ID, TOKEN = "benchmark", "benchmark-token"
HEADERS = {"Accept": "application/json", "X-Client-Id": CLIENT_ID, "Authorization": f"Bearer {TOKEN}"}
JSON_HEADERS = HEADERS | {"Content-Type": "application/json"}


class Contender(Protocol):
    """A client, over connections to one host."""

    def cart(self, document: dict[str, Any]) -> Any:
        """Return a cart in the form that `create` takes."""

    def create(self, cart: Any) -> object:
        """Create a checkout; async clients return an awaitable."""

    def get_order(self, checkout_id: str) -> object:
        """Read an order; async clients return an awaitable."""

    def decode(self, text: str) -> Any:
        """Return an order in the form that `encode` takes."""

    def encode(self, order: Any) -> object:
        """Return the JSON of an order."""


class _Untyped:
    """JSON without models, as dicts."""

    def cart(self, document: dict[str, Any]) -> Any:
        return document

    def decode(self, text: str) -> Any:
        return json.loads(text)

    def encode(self, order: Any) -> object:
        return json.dumps(order)


class Ours:
    """This client."""

    package = "order_capture_client"

    def __init__(self, host: str, connections: int) -> None:
        package = import_module(self.package)
        self._models = import_module(f"{self.package}.models")
        configuration = package.Configuration(host=host, api_key={"Client-Id": CLIENT_ID}, access_token=TOKEN)
        configuration.connection_pool_maxsize = connections
        self._api = package.CheckoutApi(package.ApiClient(configuration))

    def cart(self, document: dict[str, Any]) -> Any:
        return self._models.CheckoutRequest.from_dict(document)

    def create(self, cart: Any) -> object:
        return self._api.create_checkout(RETAIL_UNIT, cart)

    def get_order(self, checkout_id: str) -> object:
        return self._api.get_order(checkout_id, RETAIL_UNIT)

    def decode(self, text: str) -> Any:
        return self._models.CheckoutDto.from_json(text)

    def encode(self, order: Any) -> object:
        return order.to_json()


class OpenApiGenerator(Ours):
    """A client by OpenAPI Generator, which takes the same lines of code."""

    package = "order_capture_by_openapi_generator"


class OpenApiPythonClient:
    """A client by openapi-python-client, over httpx."""

    package = "order_capture_by_openapi_python_client"

    def __init__(self, host: str, connections: int) -> None:
        limits = import_module("httpx").Limits(max_connections=connections, max_keepalive_connections=connections)
        self._models = import_module(f"{self.package}.models")
        self._create = import_module(f"{self.package}.api.checkout.create_checkout")
        self._get_order = import_module(f"{self.package}.api.checkout.get_order")
        self._client = import_module(self.package).AuthenticatedClient(
            base_url=host, token=TOKEN, headers={"X-Client-Id": CLIENT_ID}, httpx_args={"limits": limits}
        )

    def cart(self, document: dict[str, Any]) -> Any:
        return self._models.CheckoutRequest.from_dict(document)

    def create(self, cart: Any) -> object:
        return self._create.sync(RETAIL_UNIT, client=self._client, body=cart)

    def get_order(self, checkout_id: str) -> object:
        return self._get_order.sync(RETAIL_UNIT, checkout_id, client=self._client)

    def decode(self, text: str) -> Any:
        return self._models.CheckoutDto.from_dict(json.loads(text))

    def encode(self, order: Any) -> object:
        return json.dumps(order.to_dict())


class Urllib3(_Untyped):
    """urllib3 as its documentation uses it, with `json`."""

    def __init__(self, host: str, connections: int) -> None:
        self._host = host
        self._manager = import_module("urllib3").PoolManager(maxsize=connections)

    def create(self, cart: Any) -> object:
        url, body = f"{self._host}/{RETAIL_UNIT}/checkouts", json.dumps(cart).encode()
        return json.loads(self._manager.request("POST", url, body=body, headers=JSON_HEADERS).data)

    def get_order(self, checkout_id: str) -> object:
        url = f"{self._host}/{RETAIL_UNIT}/checkouts/{checkout_id}/order"
        return json.loads(self._manager.request("GET", url, headers=HEADERS).data)


class Requests(_Untyped):
    """requests, with a session."""

    def __init__(self, host: str, connections: int) -> None:
        requests = import_module("requests")
        self._host = host
        self._session = requests.Session()
        self._session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=connections))
        self._session.headers.update(HEADERS)

    def create(self, cart: Any) -> object:
        return self._session.post(f"{self._host}/{RETAIL_UNIT}/checkouts", json=cart).json()

    def get_order(self, checkout_id: str) -> object:
        return self._session.get(f"{self._host}/{RETAIL_UNIT}/checkouts/{checkout_id}/order").json()


class Socket(_Untyped):
    """The floor: one connected socket and `json`; no client can be faster in Python."""

    def __init__(self, host: str, connections: int) -> None:
        assert connections == 1
        parts = urlsplit(host)
        assert parts.hostname is not None
        assert parts.port is not None
        self._path = parts.path
        self._socket = socket.create_connection((parts.hostname, parts.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [f"{name}: {value}" for name, value in {"Host": parts.netloc, **HEADERS}.items()]
        self._headers = "\r\n".join(lines)

    def create(self, cart: Any) -> object:
        body = json.dumps(cart)
        head = f"POST {self._path}/{RETAIL_UNIT}/checkouts HTTP/1.1\r\n{self._headers}\r\n"
        return self._exchange(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}")

    def get_order(self, checkout_id: str) -> object:
        target = f"{self._path}/{RETAIL_UNIT}/checkouts/{checkout_id}/order"
        return self._exchange(f"GET {target} HTTP/1.1\r\n{self._headers}\r\n\r\n")

    def _exchange(self, request: str) -> object:
        self._socket.sendall(request.encode())
        received = self._socket.recv(65536)
        end = received.index(b"\r\n\r\n") + 4
        at = received.index(b"Content-Length: ") + 16
        size = end + int(received[at : received.index(b"\r", at)])
        parts, count = [received], len(received)
        while count < size:
            parts.append(self._socket.recv(1 << 20))
            count += len(parts[-1])
        return json.loads(b"".join(parts)[end:])


class OursAsync(Ours):
    """This client, with `await`."""

    package = "order_capture_client.aio"

    def __init__(self, host: str, connections: int) -> None:
        package = import_module("order_capture_client")
        configuration = package.Configuration(host=host, api_key={"Client-Id": CLIENT_ID}, access_token=TOKEN)
        configuration.connection_pool_maxsize = connections
        aio = import_module(self.package)
        self._models = package.models
        self._api = aio.CheckoutApi(aio.ApiClient(configuration))


class OpenApiPythonClientAsync(OpenApiPythonClient):
    """The client by openapi-python-client, with `await`."""

    def create(self, cart: Any) -> object:
        return self._create.asyncio(RETAIL_UNIT, client=self._client, body=cart)

    def get_order(self, checkout_id: str) -> object:
        return self._get_order.asyncio(RETAIL_UNIT, checkout_id, client=self._client)


class Aiohttp(_Untyped):
    """aiohttp, with `json`."""

    def __init__(self, host: str, connections: int) -> None:
        aiohttp = import_module("aiohttp")
        self._host = host
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections), headers=HEADERS)

    async def create(self, cart: Any) -> object:
        url, body = f"{self._host}/{RETAIL_UNIT}/checkouts", json.dumps(cart).encode()
        async with self._session.post(url, data=body, headers=JSON_HEADERS) as response:
            return json.loads(await response.read())

    async def get_order(self, checkout_id: str) -> object:
        async with self._session.get(f"{self._host}/{RETAIL_UNIT}/checkouts/{checkout_id}/order") as response:
            return json.loads(await response.read())


OURS = "order-capture-client"
URLLIB3 = "urllib3 + json"
FLOOR = "socket + json"
GENERATOR = "OpenAPI Generator"
PYTHON_CLIENT = "openapi-python-client"
AIOHTTP = "aiohttp + json"
REQUESTS = "requests"

CONTENDERS: dict[str, Callable[[str, int], Contender]] = {
    OURS: Ours,
    GENERATOR: OpenApiGenerator,
    PYTHON_CLIENT: OpenApiPythonClient,
    REQUESTS: Requests,
    URLLIB3: Urllib3,
    FLOOR: Socket,
}
ASYNC_CONTENDERS: dict[str, Callable[[str, int], Contender]] = {
    OURS: OursAsync,
    PYTHON_CLIENT: OpenApiPythonClientAsync,
    AIOHTTP: Aiohttp,
}
BUILT = (GENERATOR, PYTHON_CLIENT)
"""The contenders that a generator has to write first."""
