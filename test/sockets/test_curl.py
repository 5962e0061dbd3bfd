"""The command of `PreparedRequest.curl` sends the request: a shell runs it against the sandbox."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration, PreparedRequest
from order_capture_client._core.wire import Failure, Request, Response
from order_capture_client.sandbox import Sandbox
from test.samples import ARGUMENTS, CART, OPERATIONS

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")

AWKWARD = """it's "quoted" $HOME `ls` $(ls) \\ \\n ! & ; | < > # ~ * ? [a] {b,c} % å 😀"""
ADDED = {"accept-encoding", "content-length", "host"}
"""Headers that the transports add, in lower case."""


class Recorder(Sandbox):
    """Keep the requests that arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []
        settings: Any = super().configuration().auth_settings()
        self._token: str = settings["BearerAuth"]["value"].removeprefix("Bearer ")

    def configuration(self, user: str = "user-1") -> Configuration:
        """Return settings with a token that does not change."""
        settings = super().configuration(user)
        settings.access_token = self._token
        return settings

    def handle(self, request: Request) -> Response | Failure:
        self.requests.append(request)
        return super().handle(request)


@pytest.fixture
def sandbox() -> Iterator[Recorder]:
    with Recorder() as sandbox:
        yield sandbox


def run(request: PreparedRequest, sandbox: Sandbox) -> str:
    """Run the command in a shell, and return the status of the answer."""
    configuration = sandbox.configuration()
    secrets = {
        "ORDER_CAPTURE_ACCESS_TOKEN": str(configuration.access_token),
        "ORDER_CAPTURE_CLIENT_ID": str(configuration.api_key["Client-Id"]),
    }
    command = (
        f"{request.curl()} --silent --show-error --max-time 20 --noproxy '*' --output /dev/null -w '%{{http_code}}'"
    )
    done = subprocess.run(["sh", "-c", command], env=os.environ | secrets, capture_output=True, text=True, check=True)
    return done.stdout


def sent(request: Request) -> tuple[str, str, dict[str, str], bytes | None]:
    headers = {name: value for name, value in request.headers.items() if name.lower() not in ADDED}
    return (
        request.method,
        request.target,
        {name.lower(): value for name, value in headers.items()},
        request.body or None,
    )


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_shell_sends_the_request_of_the_client(name: str, sandbox: Recorder) -> None:
    with ApiClient(sandbox.configuration()) as client:
        api = CheckoutApi(client)
        status = getattr(api, f"{name}_without_preload_content")(**ARGUMENTS[name]).status

        assert run(getattr(api.prepare, name)(**ARGUMENTS[name]), sandbox) == str(status)

    by_client, by_curl = sandbox.requests
    assert sent(by_curl) == sent(by_client)


def test_no_character_of_the_body_means_anything_to_the_shell(sandbox: Recorder) -> None:
    cart: dict[str, Any] = CART | {"items": [{"itemNo": "10098949", "quantity": 1, "externalRefId": AWKWARD}]}
    with ApiClient(sandbox.configuration()) as client:
        request = CheckoutApi(client).prepare.create_checkout("se", cart)  # type: ignore[arg-type]

    assert run(request, sandbox) == "201"
    [by_curl] = sandbox.requests
    assert by_curl.body == request.body
    assert request.json()["items"][0]["externalRefId"] == AWKWARD


def test_headers_of_the_call_are_sent_as_they_are(sandbox: Recorder) -> None:
    given = {"X-Trace": "it's $HOME `ls`", "X-Empty": "", "Accept": "application/json"}
    with ApiClient(sandbox.configuration()) as client:
        request = CheckoutApi(client).prepare.get_user_contacts("se", _headers=given)

    run(request, sandbox)
    [by_curl] = sandbox.requests
    assert {name: by_curl.headers.get(name) for name in given} == given
