"""Calls that must not reach the network, and the fixtures of the plugin for pytest."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
from collections.abc import Callable, Iterator

import pytest

from order_capture_client import ApiClient, CheckoutApi, CheckoutRequest, Configuration, aio, bulk
from order_capture_client._core.network import VARIABLE, network_mode, set_network_mode
from order_capture_client.bulk import aio as aio_bulk
from order_capture_client.sandbox import Sandbox
from order_capture_client.testing import MockService, UnplannedCallError, make_request, no_network

pytest_plugins = ["pytester"]

REMOTE = "https://order-capture.invalid/ordercaptureapi"
LOCAL = "http://127.0.0.1:9/ordercaptureapi"


def configuration(host: str = REMOTE) -> Configuration:
    return Configuration(host=host, access_token="t")


def rows(number: int = 2) -> list[tuple[str, CheckoutRequest]]:
    return [(str(key), make_request()) for key in range(number)]


def create(host: str = REMOTE) -> None:
    with ApiClient(configuration(host)) as client:
        CheckoutApi(client).create_checkout("se", make_request())


def create_later(host: str = REMOTE) -> None:
    async def call() -> None:
        async with aio.ApiClient(configuration(host)) as client:
            await aio.CheckoutApi(client).create_checkout("se", make_request())

    asyncio.run(call())


def create_many(host: str = REMOTE) -> None:
    with ApiClient(configuration(host)) as client:
        list(bulk.create_checkouts(CheckoutApi(client), "se", rows(), progress=False))


def create_many_later(host: str = REMOTE) -> None:
    async def call() -> None:
        async with aio.ApiClient(configuration(host)) as client:
            api = aio.CheckoutApi(client)
            async for _ in aio_bulk.create_checkouts(api, "se", rows(), progress=False):
                pass

    asyncio.run(call())


@pytest.fixture(autouse=True)
def former_mode() -> Iterator[None]:
    former = network_mode()
    yield
    set_network_mode(former)


@pytest.mark.parametrize("host", [REMOTE, LOCAL], ids=["remote", "loopback"])
@pytest.mark.parametrize("make", [create, create_later, create_many, create_many_later])
def test_a_call_without_a_transport_is_refused_and_told_what_to_do(make: Callable[[str], None], host: str) -> None:
    with no_network(), pytest.raises(UnplannedCallError) as caught:
        make(host)

    origin = host.removesuffix("/ordercaptureapi")
    assert str(caught.value).partition("\n")[0] == (
        f"POST {origin}: not sent, because this test must not reach the network (ORDER_CAPTURE_NETWORK=forbid);"
        " give its client a transport, such as order_capture_client.testing.MockService() or Sandbox()"
    )
    assert getattr(caught.value, "__notes__", []) == []


@pytest.mark.parametrize("make", [create, create_later])
def test_only_calls_to_this_machine_pass_if_loopback_is_allowed(make: Callable[[str], None]) -> None:
    with no_network(loopback=True), pytest.raises(UnplannedCallError):
        make(REMOTE)


def test_a_client_with_a_transport_works_as_always() -> None:
    sandbox = Sandbox()
    with no_network(), ApiClient(sandbox.configuration(), transport=sandbox) as client:
        assert CheckoutApi(client).create_checkout("se", make_request(1)).resource_id in sandbox.checkouts()
    sandbox.close()


def test_the_guard_ends_with_its_block_and_is_in_the_environment_meanwhile() -> None:
    before = os.environ.get(VARIABLE), network_mode()
    with no_network():
        with no_network(loopback=True):
            assert os.environ[VARIABLE] == network_mode() == "loopback"
        assert os.environ[VARIABLE] == network_mode() == "forbid"

    assert (os.environ.get(VARIABLE), network_mode()) == before


def test_a_run_stops_at_an_unplanned_call_to_a_mock() -> None:
    service = MockService()
    service.reply("create_checkout")

    with service.client() as client, pytest.raises(UnplannedCallError):
        list(bulk.create_checkouts(CheckoutApi(client), "se", rows(5), progress=False))


def is_installed() -> bool:
    """Whether the package was installed since it has a plugin; an older installation without a copy may not know."""
    return any(point.name == "order_capture" for point in importlib.metadata.entry_points(group="pytest11"))


def run_arguments() -> list[str]:
    plugin = [] if is_installed() else ["-p", "order_capture_client._pytest_plugin"]
    return ["-p", "no:cacheprovider", *plugin]


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "no:xdist", *run_arguments(), *arguments)


FIXTURES = """
import asyncio
from order_capture_client.testing import make_request

def test_mock(order_capture, order_capture_api):
    order_capture.reply("create_checkout", {"resourceId": "1"})
    assert order_capture_api.create_checkout("se", make_request()).resource_id == "1"

def test_mock_async(order_capture, order_capture_async_api):
    order_capture.reply("create_checkout", {"resourceId": "1"})
    assert asyncio.run(order_capture_async_api.create_checkout("se", make_request())).resource_id == "1"

def test_sandbox(order_capture_sandbox, order_capture_sandbox_api):
    created = order_capture_sandbox_api.create_checkout("se", make_request())
    assert order_capture_sandbox.checkouts() == [created.resource_id]

def test_sandbox_async(order_capture_sandbox, order_capture_sandbox_async_api):
    created = asyncio.run(order_capture_sandbox_async_api.create_checkout("se", make_request()))
    assert order_capture_sandbox.checkouts() == [created.resource_id]
"""


def test_every_fixture_works(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(FIXTURES)

    run(pytester, "-W", "error", "-W", "ignore::pytest.PytestAssertRewriteWarning").assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("order_capture.reply('get_order')", "planned and not made: get_order (0 of 1 calls made)"),
        (
            "\n        try: order_capture_api.get_order('1', 'se')\n        except Exception: pass",
            "made and not planned: get_order",
        ),
        ("order_capture_api.get_order('1', 'se')", "get_order: not planned; planned: nothing"),
    ],
    ids=["not used", "hidden", "not planned"],
)
def test_a_test_fails_once_if_plans_and_calls_differ(pytester: pytest.Pytester, body: str, said: str) -> None:
    pytester.makepyfile(f"""
    def test_it(order_capture, order_capture_api):
        {body}
    """)

    result = run(pytester)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{said}*"])


FORGOTTEN = f"""
import asyncio
import pytest
from order_capture_client import ApiClient, CheckoutApi, Configuration, aio, bulk
from order_capture_client.__main__ import main
from order_capture_client.testing import make_request

CONFIGURATION = Configuration(host={REMOTE!r}, access_token="t")

def test_sync():
    with ApiClient(CONFIGURATION) as client:
        CheckoutApi(client).create_checkout("se", make_request())

def test_async():
    async def call():
        async with aio.ApiClient(CONFIGURATION) as client:
            await aio.CheckoutApi(client).create_checkout("se", make_request())
    asyncio.run(call())

def test_bulk():
    with ApiClient(CONFIGURATION) as client:
        list(bulk.create_checkouts(CheckoutApi(client), "se", [("1", make_request())], progress=False))

def test_command(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDER_CAPTURE_HOST", CONFIGURATION.host)
    monkeypatch.setenv("ORDER_CAPTURE_ACCESS_TOKEN", "t")
    carts = tmp_path / "carts.csv"
    carts.write_text("key,itemNo,quantity,shoppingType,channel,languageCode\\n1,10098949,1,ONLINE,WEBAPP,sv\\n")
    main(["create", "--retail-unit", "se", "--input", str(carts), "--journal", str(tmp_path / "journal")])
"""


@pytest.mark.parametrize(
    ("mode", "outcomes"), [("forbid", {"failed": 4}), ("loopback", {"failed": 4}), ("", {"passed": 0})]
)
def test_a_program_that_forgot_its_mock_fails(pytester: pytest.Pytester, mode: str, outcomes: dict[str, int]) -> None:
    pytester.makeini(f"[pytest]\norder_capture_network = {mode}\n" if mode else "")
    pytester.makepyfile(FORGOTTEN)
    before = network_mode()

    result = run(pytester, *([] if mode else ["--collect-only"]))

    result.assert_outcomes(**outcomes)
    if mode:
        result.stdout.fnmatch_lines(["*UnplannedCallError: POST *order_capture_client.testing.MockService()*"] * 4)
    assert network_mode() == before


def test_a_mode_that_does_not_exist_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\norder_capture_network = off\n")

    result = run(pytester)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*order_capture_network: forbid, loopback, allow expected, not off*"])
