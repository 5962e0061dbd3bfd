"""The plugin for pytest: fixtures, and the option `order_capture_network`.

It imports next to nothing before a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from order_capture_client import aio
    from order_capture_client.api.checkout_api import CheckoutApi
    from order_capture_client.sandbox.sandbox import Sandbox
    from order_capture_client.testing._mock_service import MockService

_OPTION = "order_capture_network"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    text = "the calls of Order Capture clients that may leave the process: forbid, loopback or allow (default: allow)"
    parser.addini(_OPTION, text, default="")


def pytest_configure(config: pytest.Config) -> None:
    """Apply the option to this process and those that it starts."""
    mode: str = config.getini(_OPTION)
    if not mode:
        return
    from order_capture_client._core.network import MODES, network_mode, set_network_mode

    if mode not in MODES:
        raise pytest.UsageError(f"{_OPTION}: {', '.join(MODES)} expected, not {mode}")
    config.add_cleanup(partial(set_network_mode, network_mode()))
    set_network_mode(mode)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that passed although it did not use all plans of the fixture `order_capture`."""
    result = yield
    service: MockService | None = getattr(item, "funcargs", {}).get("order_capture")
    if service is not None:
        service.assert_all_used()
    return result


@pytest.fixture
def order_capture() -> MockService:
    """A `MockService`; the test fails if it does not use all plans."""
    from order_capture_client.testing._mock_service import MockService

    return MockService()


@pytest.fixture
def order_capture_api(order_capture: MockService) -> Iterator[CheckoutApi]:
    """The API on the `MockService` of the test."""
    from order_capture_client.api.checkout_api import CheckoutApi

    with order_capture.client() as client:
        yield CheckoutApi(client)


@pytest.fixture
def order_capture_async_api(order_capture: MockService) -> aio.CheckoutApi:
    """The API with `await` on the `MockService` of the test."""
    from order_capture_client.aio.api.checkout_api import CheckoutApi

    return CheckoutApi(order_capture.async_client())


@pytest.fixture
def order_capture_sandbox() -> Iterator[Sandbox]:
    """A `Sandbox` that is not started, so it needs no port."""
    from order_capture_client.sandbox.sandbox import Sandbox

    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def order_capture_sandbox_api(order_capture_sandbox: Sandbox) -> Iterator[CheckoutApi]:
    """The API on the sandbox of the test."""
    from order_capture_client.api.checkout_api import CheckoutApi
    from order_capture_client.api_client import ApiClient

    with ApiClient(order_capture_sandbox.configuration(), transport=order_capture_sandbox) as client:
        yield CheckoutApi(client)


@pytest.fixture
def order_capture_sandbox_async_api(order_capture_sandbox: Sandbox) -> aio.CheckoutApi:
    """The API with `await` on the sandbox of the test."""
    from order_capture_client.aio.api.checkout_api import CheckoutApi
    from order_capture_client.aio.api_client import ApiClient

    return CheckoutApi(ApiClient(order_capture_sandbox.configuration(), transport=order_capture_sandbox))
