"""The sandbox on real sockets, in memory and in a file, from threads and from other processes."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from urllib3 import HTTPHeaderDict

from order_capture_client._core.wire import Request, Response
from order_capture_client.sandbox import Sandbox
from test.paths import ROOT
from test.sandbox_contract import BASE, Answer, cart, checked, lines

PATH = f"{BASE}/se/checkouts"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def connection(sandbox: Sandbox) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port(sandbox), timeout=10)
    yield connection
    connection.close()


def port(sandbox: Sandbox) -> int:
    found = urlsplit(sandbox.url).port
    assert found is not None
    return found


def headers(sandbox: Sandbox) -> dict[str, str]:
    return {"Authorization": f"Bearer {sandbox.token()}", "Content-Type": "application/json"}


def send(connection: http.client.HTTPConnection, sandbox: Sandbox, body: Any, method: str = "POST") -> Answer:
    """The checked answer to a call on an open connection."""
    connection.request(method, PATH, None if body is None else json.dumps(body), headers(sandbox))
    return received(connection, method)


def received(connection: http.client.HTTPConnection, method: str = "POST") -> Answer:
    response = connection.getresponse()
    body = response.read()
    assert response.headers["Content-Length"] == str(len(body))
    answer = Response(response.status, HTTPHeaderDict(response.getheaders()), body)
    return checked(method, PATH.removeprefix(BASE), answer)


def raw(sandbox: Sandbox, request: bytes) -> bytes:
    """All that comes back until the sandbox closes the connection."""
    with socket.create_connection(("127.0.0.1", port(sandbox)), timeout=10) as connection:
        connection.sendall(request)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
        return received


def raw_request(sandbox: Sandbox, *lines: str, body: bytes = b"", method: str = "POST") -> bytes:
    head = [f"{method} {PATH} HTTP/1.1", "Host: x", *(f"{name}: {value}" for name, value in headers(sandbox).items())]
    return "\r\n".join([*head, *lines, "", ""]).encode() + body


def test_a_connection_serves_many_calls(sandbox: Sandbox, connection: http.client.HTTPConnection) -> None:
    assert send(connection, sandbox, cart()).status == 201
    used = connection.sock
    assert send(connection, sandbox, cart(channel=None)).status == 400
    assert send(connection, sandbox, None, "DELETE").headers["Allow"] == "POST"
    assert send(connection, sandbox, cart()).status == 201
    assert connection.sock is used
    assert len(sandbox.checkouts()) == 2


def test_names_keep_their_letters(sandbox: Sandbox, connection: http.client.HTTPConnection) -> None:
    created = send(connection, sandbox, cart(items=lines(_10098949=1)))
    connection.request("GET", f"{PATH}/{created.document['resourceId']}/order", headers=headers(sandbox))
    assert "LILLÅNGEN".encode() in connection.getresponse().read()


def test_it_listens_on_loopback_only(sandbox: Sandbox) -> None:
    assert urlsplit(sandbox.url).hostname == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port(sandbox)), timeout=5):
        pass


def test_a_client_may_wait_for_its_go(sandbox: Sandbox) -> None:
    body = json.dumps(cart()).encode()
    with socket.create_connection(("127.0.0.1", port(sandbox)), timeout=10) as connection:
        connection.sendall(raw_request(sandbox, f"Content-Length: {len(body)}", "Expect: 100-continue"))
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 201 ")


def test_head_has_no_body(sandbox: Sandbox, connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", PATH, headers=headers(sandbox))
    response = connection.getresponse()
    assert (response.status, response.read()) == (405, b"")


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        (["Transfer-Encoding: chunked"], 411),
        (["Content-Length: many"], 400),
        (["Content-Length: -1"], 400),
        (["Content-Length: 99999999999999999999999999"], 413),
    ],
)
def test_a_body_of_unclear_length_is_refused(sandbox: Sandbox, extra: list[str], status: int) -> None:
    with socket.create_connection(("127.0.0.1", port(sandbox)), timeout=10) as connection:
        connection.sendall(raw_request(sandbox, *extra))
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Connection: close" in answer


def test_a_body_that_is_too_large_gets_its_answer(sandbox: Sandbox) -> None:
    body = b" " * (3 * 2**20)
    answer = raw(sandbox, raw_request(sandbox, f"Content-Length: {len(body)}", body=body))
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"BREW / HTTP/1.1\r\n\r\n", 501),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 400),
    ],
)
def test_what_is_not_http_is_answered_in_form(
    sandbox: Sandbox, request_: bytes, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    head, _, body = raw(sandbox, request_).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert json.loads(body)["errorCode"] == status
    assert capfd.readouterr() == ("", "")


def test_a_client_that_hangs_up_leaves_no_trace(sandbox: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    for request in (b"", b"POST / HT", raw_request(sandbox, "Content-Length: 100", body=b"{")):
        with socket.create_connection(("127.0.0.1", port(sandbox))) as connection:
            connection.sendall(request)
    sandbox.close()
    assert sandbox_threads() == []
    assert capfd.readouterr() == ("", "")


def sandbox_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "process_request" in thread.name or "sandbox" in thread.name]


def test_closing_ends_open_connections(connection: http.client.HTTPConnection, sandbox: Sandbox) -> None:
    send(connection, sandbox, cart())
    assert connection.sock is not None
    sandbox.close()
    assert connection.sock.recv(1) == b""
    assert sandbox_threads() == []
    sandbox.close()


def test_a_closed_sandbox_says_so(sandbox: Sandbox) -> None:
    sandbox.close()
    with pytest.raises(RuntimeError, match="closed"):
        sandbox.handle(Request("GET", "http://x", PATH, {}))
    with pytest.raises(RuntimeError, match="closed"):
        sandbox.start()


def test_before_the_start_there_is_no_address() -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="start"):
        _ = sandbox.url
    assert sandbox.configuration().host == f"http://127.0.0.1{BASE}"
    assert sandbox.start() is sandbox.start()
    assert sandbox.url.endswith(BASE)
    sandbox.close()


def test_a_port_can_be_chosen_but_not_shared(sandbox: Sandbox) -> None:
    taken = port(sandbox)
    with pytest.raises(OSError, match="in use"), Sandbox(port=taken):
        pass
    sandbox.close()
    with Sandbox(port=taken) as again:
        assert port(again) == taken


def test_serve_forever_ends_with_close() -> None:
    sandbox = Sandbox().start()
    thread = threading.Thread(target=sandbox.serve_forever)
    thread.start()
    sandbox.close()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize("in_file", [False, True])
def test_threads_create_and_patch_together(in_file: bool, tmp_path: Path) -> None:
    with Sandbox(database=tmp_path / "sandbox.db" if in_file else None) as sandbox:
        created = in_threads(8, lambda _: [create(sandbox, quantity=40) for _ in range(10)])
        assert sorted(sandbox.checkouts()) == sorted(chain.from_iterable(created))
        shared = create(sandbox, quantity=40)
        statuses = in_threads(40, lambda quantity: reduce(sandbox, shared, quantity))
        assert set(statuses) <= {200, 422}
        assert reduce(sandbox, shared, 1) == 200


def in_threads(count: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(1, count + 1)))


def create(sandbox: Sandbox, quantity: int = 1) -> str:
    body = json.dumps(cart(items=lines(_00263850=quantity))).encode()
    response = sandbox.handle(Request("POST", "http://x", PATH, headers(sandbox), body))
    assert isinstance(response, Response)
    return str(json.loads(response.body)["resourceId"])


def reduce(sandbox: Sandbox, checkout_id: str, quantity: int) -> int:
    body = json.dumps({"items": lines(_00263850=quantity)}).encode()
    response = sandbox.handle(Request("PATCH", "http://x", f"{PATH}/{checkout_id}", headers(sandbox), body))
    assert isinstance(response, Response)
    return response.status


def test_a_file_outlives_the_sandbox(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.db"
    with Sandbox(database=database) as sandbox:
        checkout_id, credentials = create(sandbox), headers(sandbox)
        sandbox.advance(checkout_id, "PAYMENT_COMPLETED")
    with Sandbox(database=str(database)) as sandbox:
        assert sandbox.checkouts() == [checkout_id]
        response = sandbox.handle(Request("GET", "http://x", f"{PATH}/{checkout_id}/order", credentials))
        assert isinstance(response, Response)
        assert json.loads(response.body)["state"] == "PAYMENT_COMPLETED"


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Buy milk. " * 100)
    with pytest.raises(OSError, match="not a database"):
        Sandbox(database=tmp_path / "notes.txt")
    with pytest.raises(OSError, match="unable to open"):
        Sandbox(database=tmp_path / "nowhere" / "sandbox.db")


def test_sandboxes_share_a_file(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.db"
    with Sandbox(database=database) as one, Sandbox(database=database) as other:
        checkout_id = create(one)
        assert other.checkouts() == [checkout_id]
        assert reduce(other, checkout_id, 1) == 200


def test_it_runs_in_another_process(tmp_path: Path) -> None:
    program = "import sys; from order_capture_client.sandbox import Sandbox\n"
    program += "with Sandbox(database=sys.argv[1]) as sandbox: print(sandbox.url, flush=True); sys.stdin.read()"
    database = tmp_path / "sandbox.db"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (
        Sandbox(database=database) as here,
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", program, str(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().strip())
        connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=10)
        created = send(connection, here, cart())
        assert here.checkouts() == [created.document["resourceId"]]
        process.communicate()
        connection.close()
    assert process.returncode == 0
