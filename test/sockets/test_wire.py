"""What both clients put on the wire, and that their libraries add nothing of their own."""

from __future__ import annotations

import http.client
from pathlib import Path
from typing import Any

import pytest

from order_capture_client import ApiException, Configuration
from test.faults.driver import DRIVERS
from test.samples import ARGUMENTS, CHECKOUT_ID, OPERATIONS, sample
from test.scripted_server import Play, ScriptedServer, answer, play

EACH_DRIVER = pytest.mark.parametrize("driver", DRIVERS)
OF_ALL = [
    "Accept-Encoding: identity",
    "Accept: application/json, application/problem+json",
    "Authorization: Bearer t",
    "User-Agent: order-capture-client/1.0.0 python",
    "X-Client-Id: c",
]
OF_A_BODY = ["Content-Type: application/json"]
CHECKOUT = f"/se/checkouts/{CHECKOUT_ID}"
REQUESTS = {
    "create_checkout": ("POST /se/checkouts", [*OF_A_BODY, "Content-Length: 109"]),
    "create_existing_order_checkout": ("POST /se/existing-order-checkouts", [*OF_A_BODY, "Content-Length: 225"]),
    "get_checkout": (f"GET {CHECKOUT}?shoppingType=ONLINE&channel=WEBAPP", []),
    "get_consumer_info": (f"GET {CHECKOUT}/consumerinfo", []),
    "get_i_gift_order": (f"GET {CHECKOUT}/igiftorder", []),
    "get_order": (f"GET {CHECKOUT}/order", []),
    "get_user_contacts": ("GET /se/checkouts/user?zipcode=25185", []),
    "patch_checkout": (f"PATCH {CHECKOUT}", [*OF_A_BODY, "Content-Length: 46"]),
    "update_user": (f"PUT {CHECKOUT}/user", [*OF_A_BODY, "Content-Length: 21"]),
}
"""Request lines and header fields as they have been since the first version."""


def good(operation: str, *headers: str) -> bytes:
    status = OPERATIONS[operation].success
    return answer(sample(operation, status), *headers, status=f"{status} Fine")


def calls(server: ScriptedServer, driver: str, *operations: str, **settings: Any) -> list[BaseException | None]:
    """Make calls with one client, and return their errors."""
    given: Any = {"host": server.url, "access_token": "t", "api_key": {"Client-Id": "c"}, "retries": 0, **settings}
    made = DRIVERS[driver](Configuration(**given))
    errors: list[BaseException | None] = []
    try:
        for operation in operations:
            try:
                made.call(operation, ARGUMENTS[operation])
                errors.append(None)
            except ApiException as error:
                errors.append(error)
    finally:
        made.close()
    return errors


@EACH_DRIVER
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_header_fields_of_a_request(operation: str, driver: str) -> None:
    with ScriptedServer(good(operation)) as server:
        assert calls(server, driver, operation) == [None]

    line, more = REQUESTS[operation]
    [request] = server.requests
    assert request.request_line == f"{line} HTTP/1.1"
    assert sorted(request.headers) == sorted([f"Host: 127.0.0.1:{server.port}", *OF_ALL, *more])


@EACH_DRIVER
def test_no_cookie_is_kept(driver: str) -> None:
    with ScriptedServer(good("get_order", "Set-Cookie: a=1; Path=/"), good("get_order")) as server:
        calls(server, driver, "get_order", "get_order")

    assert [line for line in server.requests[1].headers if "cookie" in line.lower()] == []


@EACH_DRIVER
def test_no_credentials_are_taken_from_netrc(driver: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login anna password canary\ndefault login anna password canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    with ScriptedServer(good("get_order"), good("get_order")) as server:
        calls(server, driver, "get_order")
        made = DRIVERS[driver](Configuration(host=server.url, api_key={"Client-Id": "c"}))
        made.call("get_order", ARGUMENTS["get_order"])
        made.close()

    said = [[line for line in one.headers if line.lower().startswith("authorization")] for one in server.requests]
    assert said == [["Authorization: Bearer t"], []]


@EACH_DRIVER
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(status: str, driver: str) -> None:
    with ScriptedServer(answer(b"", "Location: /elsewhere", status=status), good("get_order")) as server:
        [error] = calls(server, driver, "get_order")

    assert isinstance(error, ApiException)
    assert (error.status, len(server.requests)) == (int(status[:3]), 1)


@EACH_DRIVER
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(play(then="close"), id="closed"),
        pytest.param(play(then="reset"), id="reset"),
        pytest.param(answer(b"", "Retry-After: 0", status="503 Busy"), id="503"),
        pytest.param(answer(b"", "Retry-After: 0", status="413 Too Large"), id="413"),
    ],
)
def test_no_library_sends_anything_twice(failure: Play | bytes, operation: str, driver: str) -> None:
    """On a connection that was used before, too, where aiohttp repeats a GET or PUT by itself."""
    with ScriptedServer(good(operation), failure, good(operation)) as server:
        first, second = calls(server, driver, operation, operation)

    assert first is None
    assert isinstance(second, ApiException)
    assert len(server.requests) == 2


@EACH_DRIVER
def test_no_header_of_a_library_takes_the_place_of_a_missing_one(driver: str) -> None:
    with ScriptedServer(good("get_order")) as server:
        made = DRIVERS[driver](Configuration(host=server.url, access_token="t"))
        made.client.default_headers.clear()  # type: ignore[attr-defined] # both drivers have one
        made.call("get_order", ARGUMENTS["get_order"])
        made.close()

    names = {line.partition(":")[0] for line in server.requests[0].headers}
    assert names == {"Host", "Accept-Encoding", "Accept", "Authorization"}


@EACH_DRIVER
def test_the_debuglevel_of_http_client_prints_nothing(
    driver: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    with ScriptedServer(good("create_checkout"), good("get_order")) as server:
        assert calls(server, driver, "create_checkout", "get_order") == [None, None]

    assert "".join(capfd.readouterr()) == ""
