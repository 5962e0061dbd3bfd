"""The command line, run as a user runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration, __version__
from order_capture_client.__main__ import main
from order_capture_client.sandbox import Sandbox
from order_capture_client.types import CheckoutRequestWireDict

OPERATIONS = [
    "create_checkout",
    "create_existing_order_checkout",
    "get_checkout",
    "get_consumer_info",
    "get_i_gift_order",
    "get_order",
    "get_user_contacts",
    "patch_checkout",
    "update_user",
]
READS = ["get_order", "get_checkout", "get_consumer_info", "get_i_gift_order", "get_user_contacts"]


def test_the_demo_runs_all_nine_operations(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0

    printed = capsys.readouterr()
    assert printed.err == ""
    assert sorted(re.findall(r"^20[01]  (\w+)$", printed.out, re.MULTILINE)) == OPERATIONS
    assert re.search(r"one piece fewer of 10098949: [\d,.]+ SEK became [\d,.]+ SEK", printed.out)
    assert "prices recalculated: yes" in printed.out


def test_the_demo_only_reads_from_a_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox() as sandbox, ApiClient(sandbox.configuration()) as client:
        request: CheckoutRequestWireDict = {
            "shoppingType": "ONLINE",
            "channel": "WEBAPP",
            "languageCode": "sv",
            "items": [{"itemNo": "10098949", "quantity": 1}],
        }
        created = CheckoutApi(client).create_checkout("se", request)
        monkeypatch.setenv("ORDER_CAPTURE_ACCESS_TOKEN", sandbox.token())
        assert main(["demo", "--host", sandbox.url, "--checkout", str(created.resource_id)]) == 0
        assert len(sandbox.checkouts()) == 1

    assert re.findall(r"^200  (\w+)$", capsys.readouterr().out, re.MULTILINE) == READS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["demo", "--host", "https://service.invalid"],
            "--checkout: required with --host: the id of the checkout to read",
        ),
        (["sandbox", "--port", "65536"], "--port: a number from 0 to 65535 expected"),
        (["demo", "--checkout", "c1"], "--checkout: requires --host, the service to read from"),
        (["demo", "--retail-unit", "se"], "--retail-unit: requires --host, the service to read from"),
        (["demo", "--host", "http://service.invalid", "--checkout", "c1"], "host: https expected"),
        (["demo", "--host", "http://127.0.0.1:1", "--checkout", "c1"], "ApiConnectionError: get_order GET"),
    ],
)
def test_a_command_that_fails_says_why(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""


def test_a_port_that_is_taken_is_told_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox() as other:
        port = other.url.split(":")[2].split("/")[0]
        assert main(["sandbox", "--port", port]) == 1
    assert capsys.readouterr().err == (
        f"port {port} on 127.0.0.1 is in use; choose another one with --port, or 0 for any free port\n"
    )


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "demo",
            "With --host, read one checkout from that service, with the credentials in ORDER_CAPTURE_CLIENT_ID"
            " and ORDER_CAPTURE_ACCESS_TOKEN.",
        ),
        (
            "create",
            "base address of the service (default: ORDER_CAPTURE_HOST, or else the development server)",
        ),
    ],
)
def test_the_help_says_where_calls_go(command: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert words in " ".join(capsys.readouterr().out.split())


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])

    assert capsys.readouterr().out == f"order-capture-client {__version__}\n"


def test_the_sandbox_serves_and_keeps_its_checkouts_in_a_file(tmp_path: Path) -> None:
    database = tmp_path / "checkouts.sqlite"
    command = [sys.executable, "-m", "order_capture_client", "sandbox", "--port", "0", "--database", str(database)]
    ids = []
    for _ in range(2):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        ) as process:
            assert process.stdout is not None
            try:
                settings = _exported(process.stdout)
                ids.append(_create(settings))
                for created in ids:
                    _read(settings, created)
            finally:
                process.terminate()

    assert len(set(ids)) == 2


def _exported(output: IO[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for line in output:
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").strip().partition("=")
            settings[name] = value
        if len(settings) == 3:
            break
    return settings


def _create(settings: dict[str, str]) -> str:
    with _client(settings) as client:
        request: CheckoutRequestWireDict = {
            "shoppingType": "ONLINE",
            "channel": "WEBAPP",
            "languageCode": "sv",
            "items": [{"itemNo": "10098949", "quantity": 1}],
        }
        return str(CheckoutApi(client).create_checkout("se", request).resource_id)


def _read(settings: dict[str, str], checkout_id: str) -> None:
    with _client(settings) as client:
        assert CheckoutApi(client).get_order(checkout_id, "se").checkout_id == checkout_id


def _client(settings: dict[str, str]) -> ApiClient:
    return ApiClient(
        Configuration(
            host=settings["ORDER_CAPTURE_HOST"],
            api_key={"Client-Id": settings["ORDER_CAPTURE_CLIENT_ID"]},
            access_token=settings["ORDER_CAPTURE_ACCESS_TOKEN"],
        )
    )
