"""The client over a socket: failures, connections, forks."""

from __future__ import annotations

import json
import logging
import os
import pickle
import re
import signal
import sys
import threading
import warnings
from collections.abc import Callable

import pytest

from order_capture_client import (
    ApiClient,
    ApiException,
    ApiValueError,
    CheckoutApi,
    Configuration,
    NotFoundException,
    WrongCheckoutError,
)
from test.samples import ARGUMENTS, CHECKOUT_ID, OPERATIONS, sample
from test.scripted_server import ScriptedServer, head
from test.scripted_server import answer as raw_answer
from test.unit.test_api_client import Service, configuration, get_order

# Opening and closing


def test_leaving_the_with_statement_closes() -> None:
    with ScriptedServer(raw_answer(sample("get_order", 200))) as server:
        with ApiClient(Configuration(host=server.url)) as client:
            get_order(client)
        assert server.wait_until_ended(1)

        with pytest.raises(ApiValueError, match=r"^the client is closed; make a new ApiClient$"):
            get_order(client)
    assert len(server.requests) == 1


def test_a_client_that_is_never_closed_warns_and_closes() -> None:
    with ScriptedServer(raw_answer(sample("get_order", 200))) as server:
        client = ApiClient(Configuration(host=server.url))
        get_order(client)
        clients = [client]
        del client
        with pytest.warns(ResourceWarning, match=re.escape(f"unclosed <ApiClient {server.url}>")):
            clients.clear()

        assert server.wait_until_ended(1)


def test_a_client_out_of_a_pickle_closes_without_a_warning() -> None:
    with ScriptedServer(raw_answer(sample("get_order", 200))) as server:
        clients = [pickle.loads(pickle.dumps(ApiClient(Configuration(host=server.url))))]
        get_order(clients[0])
        clients.clear()

        assert server.wait_until_ended(1)


# Errors


def test_a_connection_that_gave_the_answer_of_another_checkout_is_not_used_again() -> None:
    other = sample("get_order", 200).replace(CHECKOUT_ID.encode(), b"another")
    script = [raw_answer(other), raw_answer(sample("get_order", 200))]
    with ScriptedServer(*script) as server, ApiClient(Configuration(host=server.url)) as client:
        with pytest.raises(WrongCheckoutError):
            get_order(client)
        get_order(client)

    assert server.used_connections == [0, 1]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(raw_answer(b"<html>", status="502 Bad Gateway"), id="502"),
        pytest.param(head("Content-Length: 9") + b"{", id="cut short"),
        pytest.param(b"what?\r\n\r\n", id="not HTTP"),
    ],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_failure_on_a_socket_is_an_api_exception(name: str, script: bytes, pauses: list[float]) -> None:
    with ScriptedServer(script) as server, ApiClient(Configuration(host=server.url, retries=0)) as client:
        call = getattr(CheckoutApi(client), name)
        with pytest.raises(ApiException) as caught:
            call(**ARGUMENTS[name], _request_timeout=0.3)

    assert caught.value.operation == name
    assert caught.value.__context__ is None


def in_child(work: Callable[[], bool]) -> int:
    """The exit code of a forked child: 0 if the work gives True; it ends by a signal if it takes too long."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it warns about the subject of these tests
        child = os.fork()
    if child == 0:
        signal.alarm(5)
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


# After a fork


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
def test_a_forked_child_leaves_its_parents_connection_alone() -> None:
    script = [raw_answer(b'{"shoppingType": "ONLINE", "version": "%d"}' % number) for number in range(3)]
    with ScriptedServer(*script) as server, ApiClient(Configuration(host=server.url)) as client:
        assert get_order(client).version == "0"
        assert in_child(lambda: bool(get_order(client).version == "1")) == 0
        assert get_order(client).version == "2"

    assert server.used_connections == [0, 1, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
def test_a_forked_child_does_not_wait_for_a_thread_of_its_parent() -> None:
    asked, go_on = threading.Event(), threading.Event()
    parent = os.getpid()

    def provider() -> str:
        if os.getpid() == parent:
            asked.set()
            go_on.wait(10)
        return "abc"

    client = ApiClient(configuration(access_token=provider), transport=Service())
    thread = threading.Thread(target=get_order, args=(client,))
    thread.start()
    assert asked.wait(10)
    code = in_child(lambda: bool(get_order(client).checkout_id == CHECKOUT_ID))
    go_on.set()
    thread.join()

    assert code == 0


# Logging


CANARIES = {
    "token": "canary-token",
    "client id": "canary-client-id",
    "checkout id": "canary-checkout",
    "retail unit": "canary-unit",
    "zip code": "canary-zip",
    "old user": "canary-user",
    "request header": "canary-header",
    "name": "canary-name",
    "e-mail": "canary@example.com",
    "answer's header": "canary-answer-header",
    "cookie": "canary-cookie",
}


@pytest.mark.parametrize("name", CANARIES)
def test_what_is_logged_would_be_found(name: str, told: Callable[[], str]) -> None:
    logging.getLogger("order_capture_client").debug("%s", {"a": CANARIES[name]})

    assert CANARIES[name] in told()


def test_no_secret_and_nothing_personal_is_logged(told: Callable[[], str], capfd: pytest.CaptureFixture[str]) -> None:
    order = {
        "checkoutId": CANARIES["checkout id"],
        "shoppingType": "ONLINE",
        "billingContacts": [{"firstName": CANARIES["name"], "email": CANARIES["e-mail"]}],
    }
    headers = [f"X-Answer: {CANARIES['answer' + chr(39) + 's header']}", f"Set-Cookie: a={CANARIES['cookie']}"]
    user = {"userId": CANARIES["old user"], "zipCode": CANARIES["zip code"]}
    error = {"message": CANARIES["name"], "errorCode": 1}
    with ScriptedServer(
        raw_answer(json.dumps(order).encode(), *headers),
        raw_answer(json.dumps(order).encode(), *headers),
        raw_answer(json.dumps(user).encode(), *headers),
        raw_answer(json.dumps(error).encode(), *headers, status="404 canary-name"),
        b"canary-name\r\n\r\n",
    ) as server:
        settings = Configuration(
            host=server.url,
            access_token=CANARIES["token"],
            api_key={"Client-Id": CANARIES["client id"]},
            retries=0,
        )
        with ApiClient(settings, "X-Shop", CANARIES["request header"]) as client:
            api = CheckoutApi(client)
            unit = CANARIES["retail unit"]
            api.get_order(CANARIES["checkout id"], unit)
            api.update_user(unit, CANARIES["checkout id"], {"oldUser": CANARIES["old user"]})
            api.get_user_contacts(unit, CANARIES["zip code"])
            for expected in (NotFoundException, ApiException):
                with pytest.raises(expected) as caught:
                    api.get_order(CANARIES["checkout id"], unit)
                assert "canary" not in f"{caught.value} {caught.value!r} {caught.value.args}"

    assert len(server.requests) == 5
    said = told()
    assert "canary" not in said
    assert not [canary for canary in CANARIES.values() if canary in said]
    assert "canary" not in "".join(capfd.readouterr())
    for call in ("get_order GET /{retailUnit}/checkouts/{checkoutId}/order", "attempt 1: 404", "update_user PUT"):
        assert call in said
