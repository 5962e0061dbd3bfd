"""Copies of clients and configurations are whole; pickles leave secrets behind, and say so."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from order_capture_client import ApiClient, CheckoutApi, Configuration, CredentialsError, aio
from order_capture_client._core.wire import Request, Response
from order_capture_client.bulk._remote import pack
from order_capture_client.exceptions import ApiValueError
from test.samples import CHECKOUT_ID, answer

CANARY = "canary-7f3a"
HEADERS = {
    "Authorization": f"Bearer {CANARY}",
    "Ocp-Apim-Subscription-Key": CANARY,
    "X-Api-Key": CANARY,
    "X-Team": CANARY,
}
EACH_CLIENT = pytest.mark.parametrize("kind", [ApiClient, aio.ApiClient], ids=["sync", "async"])
EACH_COPY = pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])


class Service:
    """Keeps the requests, and answers each with an order."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def handle(self, request: Request) -> Response:
        self.requests.append(request)
        return answer("get_order", 200)


def secretive(**settings: Any) -> Configuration:
    return Configuration(
        access_token=CANARY,
        api_key={"Client-Id": CANARY},
        key_password=CANARY,
        proxy=f"http://{CANARY}@proxy.example.org:3128",
        proxy_headers={"X-Proxy": CANARY},
        socket_options=[(1, 2, 3)],
        **settings,
    )


def with_headers(client: Any) -> Any:
    for name, value in HEADERS.items():
        client.set_default_header(name, value)
    return client


def restored(value: Any) -> Any:
    pickled = pickle.dumps(value)
    assert CANARY.encode() not in pickled
    return pickle.loads(pickled)


@EACH_COPY
@EACH_CLIENT
def test_a_copy_of_a_client_keeps_its_headers_and_credentials(kind: Any, copied: Callable[[Any], Any]) -> None:
    client = with_headers(kind(secretive()))
    other = copied(client)
    assert other.default_headers == client.default_headers
    assert other.configuration.access_token == CANARY
    assert other.dropped_credentials == ()
    assert other._transport is not client._transport
    other.set_default_header("X-Team", "other")
    assert client.default_headers["X-Team"] == CANARY


@EACH_COPY
def test_a_copy_of_a_client_calls_as_the_client_does(copied: Callable[[Any], Any]) -> None:
    service = Service()
    api = CheckoutApi(with_headers(ApiClient(secretive(), transport=service)))
    for caller in (api, copied(api), CheckoutApi(copied(api.api_client))):
        caller.get_order(CHECKOUT_ID, "se")
    first, *others = [request.headers for request in service.requests]
    assert first.items() >= HEADERS.items()
    assert others == [first, first]


def test_a_copy_shares_the_configuration_and_a_deep_copy_has_its_own() -> None:
    client = ApiClient(Configuration())
    assert copy.copy(client).configuration is client.configuration
    deep, its_configuration = copy.deepcopy((client, client.configuration))
    assert deep.configuration is its_configuration
    assert its_configuration is not client.configuration


@EACH_COPY
def test_a_copy_of_a_configuration_is_whole(copied: Callable[[Any], Any]) -> None:
    made = secretive(insecure_hosts={"order-capture"})
    other = copied(made)
    assert vars(other) == vars(made)
    assert other.dropped_credentials == ()


def test_a_deep_copy_of_a_configuration_shares_no_list_and_no_dict() -> None:
    made = secretive()
    other = copy.deepcopy(made)
    for name in ("api_key", "proxy_headers", "socket_options"):
        getattr(other, name).clear()
        assert getattr(made, name)


@EACH_CLIENT
def test_a_pickle_contains_the_harmless_headers_only(kind: Any) -> None:
    client = with_headers(kind(Configuration()))
    client.user_agent = "shop/1"
    client.set_default_header("accept-language", "sv")
    assert restored(client).default_headers == {"User-Agent": "shop/1", "accept-language": "sv"}


@EACH_CLIENT
def test_a_client_says_which_headers_were_not_pickled_until_they_are_set_again(kind: Any) -> None:
    client = restored(restored(with_headers(kind(Configuration()))))
    assert client.dropped_credentials == tuple(f"header {name}" for name in HEADERS)
    for name in HEADERS:
        client.set_default_header(name.lower(), "again")
    assert client.dropped_credentials == ()


def test_a_call_without_the_headers_that_were_not_pickled_is_not_sent() -> None:
    client = restored(ApiClient(Configuration(), "X-Api-Key", CANARY))
    with pytest.raises(CredentialsError) as caught:
        CheckoutApi(client).get_order(CHECKOUT_ID, "se")
    assert (caught.value.reason, caught.value.outcome) == ("not pickled: header X-Api-Key", "not_sent")


def test_a_configuration_says_which_secrets_were_not_pickled() -> None:
    made = restored(restored(secretive()))
    assert {*made.dropped_credentials} == {"access_token", "api_key", "key_password", "proxy", "proxy_headers"}
    made.proxy = ""  # none at all is a decision, too
    made.key_password = ""
    assert {*made.dropped_credentials} == {"access_token", "api_key", "proxy_headers"}


def test_a_pickle_with_credentials_is_whole() -> None:
    client = with_headers(ApiClient(secretive(pickle_credentials=True)))
    other = pickle.loads(pickle.dumps(client))
    assert other.default_headers == client.default_headers
    assert other.configuration.proxy == client.configuration.proxy
    assert other.dropped_credentials == ()


def test_a_run_in_other_processes_is_refused_without_its_headers() -> None:
    with pytest.raises(ApiValueError, match=r"^api: its header X-Api-Key would not reach other processes"):
        pack(CheckoutApi(ApiClient(Configuration(), "X-Api-Key", CANARY)))
