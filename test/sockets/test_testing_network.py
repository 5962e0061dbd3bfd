"""The plugin for pytest in processes of its own, and the guard of the network with real connections."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from order_capture_client import ApiClient, CheckoutApi, aio
from order_capture_client.sandbox import Sandbox
from order_capture_client.testing import UnplannedCallError, make_request, no_network, responses_mock
from test.unit.test_testing_network import run_arguments

pytest_plugins = ["pytester"]

CALL = "from order_capture_client import ApiClient, CheckoutApi, Configuration; CheckoutApi(ApiClient(Configuration(host='https://order-capture.invalid', access_token='t'))).get_order('1', 'se')"


def test_the_plugin_imports_next_to_nothing() -> None:
    code = (
        "import sys, order_capture_client._pytest_plugin;"
        "print(sorted({'pydantic', 'urllib3', 'aiohttp', 'order_capture_client.testing'} & {*sys.modules}))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_mode_reaches_child_processes_and_workers_of_xdist(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\norder_capture_network = forbid\n")
    pytester.makepyfile(f"""
        import os, subprocess, sys

        def test_child():
            ended = subprocess.run([sys.executable, "-c", {CALL!r}], capture_output=True, text=True)
            assert "UnplannedCallError: GET https://order-capture.invalid: not sent" in ended.stderr

        def test_worker():
            assert os.environ["PYTEST_XDIST_WORKER"]
            exec({CALL!r})
    """)

    result = pytester.runpytest_subprocess(*run_arguments(), "-n", "2")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*UnplannedCallError: GET https://order-capture.invalid: not sent*"])


@pytest.mark.parametrize("loopback", [True, False])
def test_loopback_is_let_through_only_if_it_is_allowed(loopback: bool) -> None:
    with Sandbox() as sandbox, no_network(loopback), ApiClient(sandbox.configuration()) as client:
        if loopback:
            assert CheckoutApi(client).create_checkout("se", make_request()).resource_id in sandbox.checkouts()
            return
        with pytest.raises(UnplannedCallError):
            CheckoutApi(client).create_checkout("se", make_request())
        assert sandbox.checkouts() == []


def test_a_connection_that_is_open_already_is_not_used() -> None:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        api = CheckoutApi(client)
        api.create_checkout("se", make_request())
        with no_network(), pytest.raises(UnplannedCallError):
            api.create_checkout("se", make_request())

        assert api.create_checkout("se", make_request()).resource_id in sandbox.checkouts()
        assert len(sandbox.checkouts()) == 2


def test_the_client_with_await_does_not_use_one_either() -> None:
    async def call() -> None:
        async with aio.ApiClient(sandbox.configuration()) as client:
            api = aio.CheckoutApi(client)
            await api.create_checkout("se", make_request())
            with no_network(), pytest.raises(UnplannedCallError):
                await api.create_checkout("se", make_request())
            await api.create_checkout("se", make_request())

    with Sandbox() as sandbox:
        asyncio.run(call())

        assert len(sandbox.checkouts()) == 2


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_responses_lets_requests_pass_that_it_should(is_async: bool) -> None:
    async def call() -> None:
        async with aio.ApiClient(sandbox.configuration()) as client:
            await aio.CheckoutApi(client).create_checkout("se", make_request())

    with Sandbox() as sandbox, responses_mock() as http:
        http.add_passthru(sandbox.url)
        if is_async:
            asyncio.run(call())
        else:
            with ApiClient(sandbox.configuration()) as client:
                CheckoutApi(client).create_checkout("se", make_request())

        assert len(sandbox.checkouts()) == 1
